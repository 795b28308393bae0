/** The commands under idle new. */
import { type Command, Option } from "commander";
import type { NewRequestOptions, NewWorkflowOptions } from "../commands/new-files.ts";
import type { NewPackageOptions } from "../commands/new-package.ts";
import type { RunAction } from "../run-action.ts";
import { examples, exitCodeHelp } from "./help-text.ts";

const nameHelp = "in kebab-case or PascalCase";

export function addNew(program: Command, run: RunAction): void {
  const create = program
    .command("new")
    .summary("make a workflow, a request, a provider or a step type to begin with")
    .description(
      "Makes files to begin with: they validate, build and pass their tests as they are. Overwrites nothing; where something is in the way, it is named and nothing is written.",
    )
    .addHelpText(
      "after",
      () =>
        `${examples(["idle new workflow onboarding --event Joiner", "idle new request jane --workflow workflows/onboarding.yaml", "idle new provider badge-system --package @acme/idle-provider-badge-system", "idle new step ensure-badge --prefix Acme"])}${exitCodeHelp("new")}`,
    );
  addNewWorkflow(create, run);
  addNewRequest(create, run);
  addNewPackage(create, run, "provider");
  addNewPackage(create, run, "step");
}

function addNewWorkflow(create: Command, run: RunAction): void {
  create
    .command("workflow")
    .summary("a workflow, and a test of it")
    .description(
      "Makes NAME.yaml, a small workflow with comments, and NAME.test.yaml, which tries it on a pretend directory. They go into the folder workflows, where editors know them for what they are; here, when this is one already.",
    )
    .argument("<name>", nameHelp)
    .addOption(
      new Option("--event <event>", "what happens to somebody")
        .choices(["Joiner", "Mover", "Leaver"])
        .default("Joiner"),
    )
    .option("--out <folder>", "where the files go")
    .addHelpText(
      "after",
      () =>
        `${examples(["idle new workflow onboarding", "idle new workflow offboarding --event Leaver --out workflows/leavers"])}${exitCodeHelp("new")}`,
    )
    .action((name: string, options: NewWorkflowOptions) =>
      run(async (context) => (await import("../commands/new-files.ts")).newWorkflow(name, options, context), {
        json: false,
      }),
    );
}

function addNewRequest(create: Command, run: RunAction): void {
  create
    .command("request")
    .summary("a request")
    .description(
      "Makes NAME.yaml. With --workflow it has what the workflow's inputs ask for: what is required as values to fill in, the rest as comments. It goes into the folder requests, where editors know it for what it is; here, when this is one already.",
    )
    .argument("<name>", nameHelp)
    .option("-w, --workflow <file>", "the workflow it is for; - for standard input")
    .option("--out <folder>", "where the file goes")
    .addHelpText(
      "after",
      () => `${examples(["idle new request jane --workflow workflows/joiner.yaml"])}${exitCodeHelp("new request")}`,
    )
    .action((name: string, options: NewRequestOptions) =>
      run(async (context) => (await import("../commands/new-files.ts")).newRequest(name, options, context), {
        json: false,
      }),
    );
}

const packages = {
  provider: ["a package with a provider", "an external system over HTTP", "badge-system", "idle-provider-badge-system"],
  step: ["a package with a step type", "a step type", "ensure-badge", "idle-step-ensure-badge"],
} as const;

function addNewPackage(create: Command, run: RunAction, kind: "provider" | "step"): void {
  const [summary, what, name, packageName] = packages[kind];
  create
    .command(kind)
    .summary(summary)
    .description(
      `Makes a package in a folder of its own: ${what}, with its tests, a README and a configuration to try it with. npm installs what it needs.`,
    )
    .argument("<name>", nameHelp)
    .option("--package <name>", `the package's name, in place of ${packageName}`)
    .option(
      "--prefix <prefix>",
      "of step types and capabilities, in PascalCase; default: the package's scope, else Custom",
    )
    .option("--out <folder>", "where the package's folder goes, in place of here")
    .addHelpText(
      "after",
      () =>
        `${examples([`idle new ${kind} ${name}`, `idle new ${kind} ${name} --package @acme/${packageName}`])}${exitCodeHelp("new")}`,
    )
    .action((given: string, options: NewPackageOptions) =>
      run(async (context) => (await import("../commands/new-package.ts")).newPackage(kind, given, options, context), {
        json: false,
      }),
    );
}
