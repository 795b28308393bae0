import type { Command } from "commander";
import type { ShowOptions } from "../commands/show.ts";
import type { RunAction } from "../run-action.ts";
import { examples, exitCodeHelp } from "./help-text.ts";

export function addShow(program: Command, run: RunAction): void {
  program
    .command("show")
    .summary("show a saved plan or a kept result")
    .description(
      "Shows a plan or a result from its file as plan and apply do. Checks it first; loads no configuration and no plug-in.",
    )
    .argument("<file>", "a plan of idle plan --out or a result of idle apply --out; - for standard input")
    .option("--json", "the checked document, on standard output")
    .addHelpText(
      "after",
      () => `${examples(["idle show plan.json", "idle show result.json --json"])}${exitCodeHelp("show")}`,
    )
    .action((file: string, options: ShowOptions) =>
      run(async (context) => (await import("../commands/show.ts")).show(file, options, context), {
        json: options.json === true,
      }),
    );
}
