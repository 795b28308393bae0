import type { Command } from "commander";
import type { ApplyOptions } from "../commands/apply.ts";
import type { RunAction } from "../run-action.ts";
import { allowCommandSecrets } from "./allow-command-secrets.ts";
import { examples, exitCodeHelp } from "./help-text.ts";

export function addApply(program: Command, run: RunAction): void {
  program
    .command("apply")
    .summary("run a saved plan, or plan and run")
    .description(
      "Shows the plan, asks, and runs it. A saved plan is run as it was reviewed, or not at all; with --workflow and --request the plan is made now.",
    )
    .argument("[plan]", "a plan that idle plan --out saved; - for standard input")
    .option("-w, --workflow <file>", "in place of a saved plan: the workflow")
    .option("-r, --request <file>", "in place of a saved plan: the request; - for standard input")
    .option("-y, --yes", "do not ask; needed where there is no terminal")
    .option("--out <file>", "keep the result as JSON, readable by you only")
    .option("--audit <file>", "append every event as a line of JSON, readable by you only")
    .option("--accept-drift", "go on with what would change now, where that is not what was reviewed")
    .addOption(allowCommandSecrets())
    .option("--json", "the result as one JSON document on standard output")
    .option("--events", "the events as lines of JSON on standard output, as they happen")
    .addHelpText(
      "after",
      () =>
        `${examples(["idle apply plan.json", "idle apply plan.json --yes --out result.json --audit audit.ndjson", "idle apply -w workflows/leaver.yaml -r request.yaml"])}${exitCodeHelp("apply")}`,
    )
    .action((plan: string | undefined, options: ApplyOptions) =>
      run(async (context) => (await import("../commands/apply.ts")).apply(plan, options, context), {
        json: options.json === true && options.events !== true,
      }),
    );
}
