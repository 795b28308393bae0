/** idle new workflow|request: one or two files in, ready to be filled in. */
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { CommandContext } from "../command-context.ts";
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
  { stdout, workingFolder }: CommandContext,
): Promise<ExitCode> {
  const names = readName(name);
  const folder = folderFor(out, "workflows", workingFolder);
  const files = fillTemplate(events[event], { names });
  writeFiles({ path: resolve(workingFolder, folder), name: folder }, files);
  const [workflow, test] = [`${names.kebab}.yaml`, `${names.kebab}.test.yaml`].map((file) => shownPath(folder, file));
  const next = [
    `idle validate ${workflow}`,
    `idle test ${test}`,
    `idle new request ${names.kebab}-request --workflow ${workflow}`,
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
  stdout.write(createdView(folder, files, [`idle plan -w ${of} -r ${shownPath(folder, path)}`], stdout.style()));
  return exitCodes.done;
}

/** `--out`, else the folder that such files have here, else the folder the command was called in. */
function folderFor(out: string | undefined, usual: string, workingFolder: string): string {
  if (out !== undefined) return out;
  const isThere = statSync(join(workingFolder, usual), { throwIfNoEntry: false })?.isDirectory() === true;
  return isThere ? usual : ".";
}
