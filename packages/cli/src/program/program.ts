/** The commands and their options. What a command does is loaded only when it is called. */
import { type Argument, type Command, Option } from "commander";
import { type LogLevel, logLevels } from "../log-level.ts";
import { escapeControls } from "../record/json.ts";
import type { RunAction } from "../run-action.ts";
import { addApply } from "./apply-command.ts";
import { addCompletion } from "./completion-command.ts";
import { addConnector } from "./connector-command.ts";
import { fitHelp, helpColumns } from "./fit-help.ts";
import { addHelp } from "./help-command.ts";
import { examples, exitCodeHelp } from "./help-text.ts";
import { addIdentities } from "./identities-command.ts";
import { IdleCommand } from "./idle-command.ts";
import { addNew } from "./new-command.ts";
import { addPlan } from "./plan-command.ts";
import { addProviders } from "./providers-command.ts";
import { addSchema } from "./schema-command.ts";
import { addSecrets } from "./secrets-command.ts";
import { addShow } from "./show-command.ts";
import { addSteps } from "./steps-command.ts";
import { addTest } from "./test-command.ts";
import { addValidate } from "./validate-command.ts";

export interface GlobalOptions {
  readonly config?: string;
  readonly logLevel?: LogLevel;
  readonly color: boolean;
}

/** Which commands the help lists together. */
const groups: Readonly<Record<string, readonly string[]>> = {
  "Every day:": ["validate", "plan", "apply", "show"],
  "Looking things up:": ["steps", "providers", "identities"],
  "Connected systems:": ["connector"],
  "Writing your own:": ["new", "test", "schema"],
  "Setting up:": ["secrets", "completion", "help"],
};

/** Where help and what is said about wrong usage go. */
export interface HelpTerminal {
  readonly stdout: Pick<NodeJS.WriteStream, "isTTY" | "columns"> & { write(text: string): unknown };
  readonly stderr: Pick<NodeJS.WriteStream, "isTTY" | "columns"> & { write(text: string): unknown };
}

export function createProgram(version: () => string, run: RunAction, terminal: HelpTerminal = process): Command {
  const { stdout, stderr } = terminal;
  const program = new IdleCommand("idle")
    .description("Plan and run what should hold for an identity after it joins, moves or leaves.")
    .usage("[options] <command>")
    .configureHelp({
      showGlobalOptions: true,
      minWidthToWrap: 20,
      subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(termOf)].join(" "),
    })
    .configureOutput({
      getOutHelpWidth: () => helpColumns(stdout),
      getErrHelpWidth: () => helpColumns(stderr),
      writeOut: (text) => stdout.write(fitHelp(text, helpColumns(stdout))),
      writeErr: (text) => stderr.write(fitHelp(text, helpColumns(stderr))),
      // What was typed is said again, and may have come from anywhere.
      outputError: (text, write) => write(escapeControls(text)),
    })
    .helpOption("-h, --help", "show this help")
    .helpCommand(false)
    .exitOverride()
    .option("--config <file>", "the configuration, in place of the idle.config.yaml found upwards from here")
    .addOption(new Option("--log-level <level>", "log to standard error").choices(logLevels))
    .option("--no-color", "no colours; the variable NO_COLOR does the same, FORCE_COLOR the opposite")
    .option("-V, --version", "print the version")
    .on("option:version", () => {
      stdout.write(`${version()}\n`);
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
  addShow(program, run);
  addSteps(program, run);
  addProviders(program, run);
  addIdentities(program, run);
  addConnector(program, run);
  addTest(program, run);
  addNew(program, run);
  addSchema(program, run);
  addSecrets(program, run);
  addCompletion(program, stdout);
  addHelp(program);
  for (const [heading, names] of Object.entries(groups)) {
    for (const command of program.commands) if (names.includes(command.name())) command.helpGroup(heading);
  }
  program.showHelpAfterError("(idle --help lists commands and options)");
  finishHelp(program.commands, "idle");
  return program;
}

/** As commander shows it, without a word on options, which every command has. */
function termOf(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function finishHelp(commands: readonly Command[], parent: string): void {
  for (const command of commands) {
    const name = `${parent} ${command.name()}`;
    command.showHelpAfterError(`(${name} --help says how)`);
    if (command.commands.length > 0) command.helpCommand("help [command]", "show the help of a command");
    finishHelp(command.commands, name);
  }
}

/** Thrown to end the parsing after `--version`, which is no error. */
export class VersionPrinted extends Error {}
