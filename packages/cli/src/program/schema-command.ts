import type { Command } from "commander";
import type { SchemaOptions } from "../commands/schema.ts";
import type { RunAction } from "../run-action.ts";
import { examples, exitCodeHelp } from "./help-text.ts";

export function addSchema(program: Command, run: RunAction): void {
  program
    .command("schema")
    .summary("print a JSON Schema, or set up your editor")
    .description(
      "Prints the JSON Schema of workflows, with the step types of your configuration; or that of something else. With --setup, it writes them all beside the configuration and points VS Code to them.",
    )
    .argument(
      "[schema]",
      "workflow, request, config, plan, result, test or connector; or a step type, for its inputs (default: workflow)",
    )
    .option("--setup", "set up the editor: completion, help and checks in workflows and other files")
    .addHelpText(
      "after",
      () =>
        `${examples(["idle schema > workflow.schema.json", "idle schema IdLE.Step.EnsureAttributes", "idle schema --setup"])}${exitCodeHelp("schema")}`,
    )
    .action((name: string | undefined, options: SchemaOptions) =>
      run(async (context) => (await import("../commands/schema.ts")).schema(name, options, context), { json: false }),
    );
}
