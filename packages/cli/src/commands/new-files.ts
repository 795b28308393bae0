/** idle new workflow|request: one or two files in, ready to be filled in. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { CommandContext } from "../command-context.ts";
import { projectFolder, schemaFolder } from "../editor/project-folder.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { readName } from "../scaffold/names.ts";
import { shownPath } from "../scaffold/shown-path.ts";
import { fillTemplate } from "../scaffold/template.ts";
import { writeFiles } from "../scaffold/write-files.ts";
import { createdView } from "../view/created-view.ts";

export interface NewWorkflowOptions {
  readonly event: "Joiner" | "Mover" | "Leaver";
  readonly out?: string;
}

const events = { Joiner: "workflow/joiner", Mover: "workflow/mover", Leaver: "workflow/leaver" } as const;

export async function newWorkflow(
  name: string,
  { event, out }: NewWorkflowOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { stdout, workingFolder } = context;
  const names = readName(name);
  const folder = folderFor(out, "workflows", workingFolder);
  const files = fillTemplate(events[event], { names });
  writeFiles({ path: resolve(workingFolder, folder), name: folder }, files);
  const [workflow, test] = [`${names.kebab}.yaml`, `${names.kebab}.test.yaml`].map((file) => shownPath(folder, file));
  const next = [
    `idle validate ${workflow}`,
    `idle test ${test}`,
    `idle new request ${names.kebab}-request --workflow ${workflow}`,
    ...editorSetup(context),
  ];
  stdout.write(createdView(folder, files, next, stdout.style()));
  return exitCodes.done;
}

export interface NewRequestOptions {
  readonly workflow?: string;
  readonly out?: string;
}

export async function newRequest(
  name: string,
  { workflow, out }: NewRequestOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { stdout, workingFolder } = context;
  const names = readName(name);
  const folder = folderFor(out, "requests", workingFolder);
  const [template] = fillTemplate("request", { names });
  const path = `${names.kebab}.yaml`;
  const text =
    workflow === undefined
      ? (template?.text ?? "")
      : await (await import("../scaffold/request-for-workflow.ts")).requestForWorkflow(workflow, context);
  const files = [{ path, text }];
  writeFiles({ path: resolve(workingFolder, folder), name: folder }, files);
  const of = workflow === undefined || workflow === "-" ? "WORKFLOW" : shownPath(".", workflow);
  const shown = shownPath(folder, path);
  const first = `Fill in your values in ${shown}: those there are made up.`;
  const next = [`idle plan -w ${of} -r ${shown}`, ...editorSetup(context)];
  stdout.write(createdView(folder, files, next, stdout.style(), first));
  return exitCodes.done;
}

/** `--out`, else a folder of the name by which editors know such files; here, when this is one or below one already. */
function folderFor(out: string | undefined, usual: string, workingFolder: string): string {
  return out ?? (workingFolder.split(/[\\/]/).includes(usual) ? "." : usual);
}

/** What makes the editor know the files, where nobody did it yet. */
function editorSetup({ config, workingFolder }: CommandContext): string[] {
  const schemas = join(projectFolder(config, workingFolder), schemaFolder);
  return existsSync(schemas) ? [] : ["idle schema --setup"];
}
