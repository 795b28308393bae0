import type { Command } from "commander";
import type { ValidateOptions } from "../commands/validate.ts";
import type { RunAction } from "../run-action.ts";
import { examples, exitCodeHelp } from "./help-text.ts";

export function addValidate(program: Command, run: RunAction): void {
  program
    .command("validate")
    .summary("check workflow files and show every problem")
    .description("Checks workflow files and shows every problem of every file with its place. Reads no system.")
    .argument("<file...>", "workflow files or patterns such as workflows/*.yaml; - for standard input")
    .option("--json", "the problems as one JSON document on standard output")
    .addHelpText(
      "after",
      () =>
        `${examples(["idle validate workflows/joiner.yaml", "idle validate 'workflows/**/*.yaml' --json"])}${exitCodeHelp("validate")}`,
    )
    .action((files: string[], options: ValidateOptions) =>
      run(async (context) => (await import("../commands/validate.ts")).validate(files, options, context), {
        json: options.json === true,
      }),
    );
}
