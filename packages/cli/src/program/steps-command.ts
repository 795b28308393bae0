import type { Command } from "commander";
import type { StepsOptions } from "../commands/steps.ts";
import type { RunAction } from "../run-action.ts";
import { examples, exitCodeHelp } from "./help-text.ts";

export function addSteps(program: Command, run: RunAction): void {
  program
    .command("steps")
    .summary("list the step types, or explain one")
    .description(
      "Lists the step types that workflows can use, those of the configuration's packages included. For one type: its inputs, what it needs, and an example to copy.",
    )
    .argument("[type]", "a step type, or the end of its name: EnsureAttributes")
    .option("--json", "the same as one JSON document on standard output")
    .addHelpText(
      "after",
      () => `${examples(["idle steps", "idle steps EnsureAttributes", "idle steps --json"])}${exitCodeHelp("steps")}`,
    )
    .action((type: string | undefined, options: StepsOptions) =>
      run(async (context) => (await import("../commands/steps.ts")).steps(type, options, context), {
        json: options.json === true,
      }),
    );
}
