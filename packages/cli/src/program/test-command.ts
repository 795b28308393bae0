import type { Command } from "commander";
import type { TestOptions } from "../commands/test.ts";
import type { RunAction } from "../run-action.ts";
import { examples, exitCodeHelp } from "./help-text.ts";

export function addTest(program: Command, run: RunAction): void {
  program
    .command("test")
    .summary("test workflows on pretend systems")
    .description(
      "Plays the tests of *.test.yaml files: requests on pretend directories and a virtual clock, compared with what is expected. Touches no real system.",
    )
    .argument(
      "[file...]",
      "test files, folders, or patterns such as workflows/*.test.yaml; default: all below this folder",
    )
    .option("--name <pattern>", "only tests whose name has this in it; * is any text, ? one character")
    .option("--update", "rewrite what is expected to what is, and write it where nothing is expected yet")
    .option("--junit <file>", "write a report in JUnit's XML, for CI")
    .option("--json", "the outcome as one JSON document on standard output")
    .addHelpText(
      "after",
      () =>
        `${examples(["idle test workflows/joiner.test.yaml --name '*contractor*'", "idle test --update", "idle test --junit report.xml"])}${exitCodeHelp("test")}`,
    )
    .action((files: string[], options: TestOptions) =>
      run(async (context) => (await import("../commands/test.ts")).test(files, options, context), {
        json: options.json === true,
      }),
    );
}
