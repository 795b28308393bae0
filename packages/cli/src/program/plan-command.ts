import type { Command } from "commander";
import type { PlanOptions } from "../commands/plan.ts";
import type { RunAction } from "../run-action.ts";
import { allowCommandSecrets } from "./allow-command-secrets.ts";
import { examples, exitCodeHelp } from "./help-text.ts";

export function addPlan(program: Command, run: RunAction): void {
  program
    .command("plan")
    .summary("show what a workflow would do for a request")
    .description(
      "Builds a plan and shows it: each step, what it would change, what does not apply and why. Writes to no system.",
    )
    .requiredOption("-w, --workflow <file>", "the workflow (required)")
    .requiredOption("-r, --request <file>", "the request, YAML or JSON; - for standard input (required)")
    .option("-o, --out <file>", "save the plan, for idle apply")
    .option("--detailed-exitcode", "exit with 2 when there are changes, with 3 when the policy refuses them")
    .addOption(allowCommandSecrets())
    .option("--json", "the plan as one JSON document on standard output")
    .addHelpText(
      "after",
      () =>
        `${examples(["idle plan -w workflows/joiner.yaml -r request.yaml", "idle plan -w workflows/joiner.yaml -r - -o plan.json < request.json"])}${exitCodeHelp("plan")}`,
    )
    .action((options: PlanOptions) =>
      run(async (context) => (await import("../commands/plan.ts")).plan(options, context), {
        json: options.json === true,
      }),
    );
}
