/** idle new provider|step: a package of its own, which builds and passes its tests. */
import { join, resolve } from "node:path";
import type { CommandContext } from "../command-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { readName } from "../scaffold/names.ts";
import { readPackageName, readPrefix } from "../scaffold/package-name.ts";
import { shownPath } from "../scaffold/shown-path.ts";
import { fillTemplate } from "../scaffold/template.ts";
import { writeFiles } from "../scaffold/write-files.ts";
import { createdView } from "../view/created-view.ts";

export interface NewPackageOptions {
  readonly package?: string;
  readonly prefix?: string;
  readonly out?: string;
}

export async function newPackage(
  kind: "provider" | "step",
  name: string,
  { package: wanted, prefix: wantedPrefix, out = "." }: NewPackageOptions,
  { stdout, workingFolder }: CommandContext,
): Promise<ExitCode> {
  const names = readName(name);
  const { name: packageName, scope, folder } = readPackageName(wanted ?? `idle-${kind}-${names.kebab}`);
  const prefix = readPrefix(wantedPrefix, scope);
  const files = fillTemplate(kind, { names, packageName, prefix });
  const shown = out === "." ? folder : join(out, folder).replaceAll("\\", "/");
  writeFiles({ path: resolve(workingFolder, out, folder), name: shown }, files);
  const next = [`cd ${shownPath(".", shown)}`, "npm install", "npm run typecheck", "npm test", "npm run build"];
  stdout.write(createdView(shown, files, next, stdout.style()));
  return exitCodes.done;
}
