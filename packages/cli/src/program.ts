/** The commands and their options. What a command does is loaded only when it is called. */
import { Command, Option } from "commander";
import type { ApplyOptions } from "./commands/apply.ts";
import type { PlanOptions } from "./commands/plan.ts";
import type { ValidateOptions } from "./commands/validate.ts";
import { examples, exitCodeHelp } from "./help-text.ts";
import { type LogLevel, logLevels } from "./log-level.ts";
import type { RunAction } from "./run-action.ts";
import { addSecrets } from "./secrets-commands.ts";

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
  addSecrets(program, run);
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

function addValidate(program: Command, run: RunAction): void {
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
      run(async (context) => (await import("./commands/validate.ts")).validate(files, options, context), {
        json: options.json === true,
      }),
    );
}

function addPlan(program: Command, run: RunAction): void {
  program
    .command("plan")
    .summary("show what a workflow would do for a request")
    .description(
      "Builds a plan and shows it: each step, what it would change, what does not apply and why. Writes to no system.",
    )
    .requiredOption("-w, --workflow <file>", "the workflow (required)")
    .requiredOption("-r, --request <file>", "the request, YAML or JSON; - for standard input (required)")
    .option("-o, --out <file>", "save the plan, for idle apply")
    .option("--detailed-exitcode", "exit with 2 when there are changes")
    .addOption(allowCommandSecrets())
    .option("--json", "the plan as one JSON document on standard output")
    .addHelpText(
      "after",
      () =>
        `${examples(["idle plan -w workflows/joiner.yaml -r request.yaml", "idle plan -w workflows/joiner.yaml -r - -o plan.json < request.json"])}${exitCodeHelp("plan")}`,
    )
    .action((options: PlanOptions) =>
      run(async (context) => (await import("./commands/plan.ts")).plan(options, context), {
        json: options.json === true,
      }),
    );
}

function addApply(program: Command, run: RunAction): void {
  program
    .command("apply")
    .summary("run a saved plan, or plan and run")
    .description(
      "Shows the plan, asks, and runs it. A saved plan is run as it was reviewed; with --workflow and --request the plan is made now.",
    )
    .argument("[plan]", "a plan that idle plan --out saved; - for standard input")
    .option("-w, --workflow <file>", "in place of a saved plan: the workflow")
    .option("-r, --request <file>", "in place of a saved plan: the request; - for standard input")
    .option("-y, --yes", "do not ask; needed where there is no terminal")
    .option("--out <file>", "keep the result as JSON, readable by you only")
    .option("--audit <file>", "append every event as a line of JSON, readable by you only")
    .addOption(allowCommandSecrets())
    .option("--json", "the result as one JSON document on standard output")
    .option("--events", "the events as lines of JSON on standard output, as they happen")
    .addHelpText(
      "after",
      () =>
        `${examples(["idle apply plan.json", "idle apply plan.json --yes --out result.json --audit audit.ndjson", "idle apply -w workflows/leaver.yaml -r request.yaml"])}${exitCodeHelp("apply")}`,
    )
    .action((plan: string | undefined, options: ApplyOptions) =>
      run(async (context) => (await import("./commands/apply.ts")).apply(plan, options, context), {
        json: options.json === true && options.events !== true,
      }),
    );
}

function allowCommandSecrets(): Option {
  return new Option("--allow-command-secrets", "let references with command: in the configuration run programs");
}
