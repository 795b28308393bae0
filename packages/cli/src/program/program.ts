/** The commands and their options. What a command does is loaded only when it is called. */
import { Command, Option } from "commander";
import { type LogLevel, logLevels } from "../log-level.ts";
import type { RunAction } from "../run-action.ts";
import { addApply } from "./apply-command.ts";
import { examples, exitCodeHelp } from "./help-text.ts";
import { addNew } from "./new-command.ts";
import { addPlan } from "./plan-command.ts";
import { addSecrets } from "./secrets-command.ts";
import { addTest } from "./test-command.ts";
import { addValidate } from "./validate-command.ts";

export interface GlobalOptions {
  readonly config?: string;
  readonly logLevel?: LogLevel;
  readonly color: boolean;
}

export function createProgram(version: () => string, run: RunAction): Command {
  const program = new Command("idle")
    .description("Plan and run what should hold for an identity after it joins, moves or leaves.")
    .usage("[options] <command>")
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .option("--config <file>", "the configuration, in place of the idle.config.yaml found upwards from here")
    .addOption(new Option("--log-level <level>", "log to standard error").choices(logLevels))
    .option("--no-color", "no colours; the variable NO_COLOR does the same, FORCE_COLOR the opposite")
    .option("-V, --version", "print the version")
    .on("option:version", () => {
      process.stdout.write(`${version()}\n`);
      throw new VersionPrinted();
    })
    .addHelpText(
      "after",
      () =>
        `${examples(["idle validate workflows/*.yaml", "idle plan -w workflows/joiner.yaml -r request.yaml -o plan.json", "idle apply plan.json"])}${exitCodeHelp("idle")}`,
    );
  addValidate(program, run);
  addPlan(program, run);
  addApply(program, run);
  addTest(program, run);
  addSecrets(program, run);
  addNew(program, run);
  for (const command of program.commands) {
    command.showHelpAfterError(`(idle ${command.name()} --help says how)`).helpOption("-h, --help", "show this help");
  }
  return program
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "show the help of a command")
    .showHelpAfterError("(idle --help lists commands and options)");
}

/** Thrown to end the parsing after `--version`, which is no error. */
export class VersionPrinted extends Error {}
