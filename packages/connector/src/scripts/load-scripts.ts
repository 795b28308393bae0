/** In: a definition. Out: its scripts, ready to be called, in whatever way they are written. */
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { didYouMean, IdleError } from "@idle/contract";
import type { Definition } from "../definition/definition.ts";
import { connectorProblem } from "../model/define-connector.ts";
import type { ConnectorScripts } from "../model/slots.ts";
import { installedFolder, whyNotLoaded } from "./package-failure.ts";
import type { ScriptAdapter } from "./script-port.ts";
import type { TimeLimits } from "./time-of-call.ts";
import { createTypeScriptAdapter } from "./typescript-adapter.ts";

const exportName = "idleConnector";
const write = `Its author must write: export const ${exportName} = defineConnector({ … })`;

export type ScriptsDefinition = Pick<
  Definition,
  "name" | "path" | "file" | "folder" | "use" | "scripts" | "powerShell" | "connectivity" | "commonModule" | "problem"
>;

export interface LoadOptions {
  /** In place of what the definition names. */
  readonly given?: ConnectorScripts | undefined;
  readonly setTimer: TimeLimits["setTimer"];
  /** Default: that of the process. */
  readonly workingFolder?: string;
}

/**
 * A package is looked for from the definition's folder, then from this
 * package; without a path, from `workingFolder`. Throws ConnectorInvalid for a package that is not there or does not load,
 * DefinitionInvalid for one that is no connector.
 */
export async function loadScripts(
  definition: ScriptsDefinition,
  { given, setTimer, workingFolder = process.cwd() }: LoadOptions,
): Promise<ScriptAdapter> {
  if (given !== undefined) return createTypeScriptAdapter(given, "the scripts handed over");
  const { use, scripts, path } = definition;
  if (use !== null) return await loadPackage(definition, use, path === null ? workingFolder : dirname(path));
  if (scripts.size > 0) {
    const { createPowerShellAdapter } = await import("../powershell/powershell-adapter.ts");
    return await createPowerShellAdapter(definition, { setTimer, workingFolder });
  }
  throw invalid(
    definition,
    "ScriptsMissing",
    `${definition.file} names no scripts. Write the package that has them under use.`,
    "",
  );
}

async function loadPackage(definition: ScriptsDefinition, name: string, folder: string): Promise<ScriptAdapter> {
  const shown = JSON.stringify(name);
  let exported: object;
  try {
    const url = await findPackage(name, folder);
    if (url === null) throw invalid(definition, "PackageNotFound", whyNotFound(name, folder));
    exported = await import(url);
  } catch (error) {
    if (error instanceof NotUsable) throw error;
    throw invalid(definition, "PluginFailed", `The package ${shown} cannot be loaded: ${whyNotLoaded(error)}.`);
  }
  const connector: unknown = Reflect.get(exported, exportName);
  const wrong = connector === undefined ? noExport(exported) : aboutExport(connectorProblem(connector));
  if (wrong !== null) throw new IdleError("DefinitionInvalid", `The package ${shown} ${wrong}`);
  return createTypeScriptAdapter(connector as ConnectorScripts, name);
}

/** The file that a package is entered by, as a URL; null when it is not installed. */
async function findPackage(name: string, folder: string): Promise<string | null> {
  const { resolve } = await import("import-meta-resolve");
  // Only what is installed: a definition names no file, no other address, and nothing of Node's own.
  if (!isPackageName(name)) return null;
  for (const from of [pathToFileURL(join(folder, "connector.yaml")).href, import.meta.url]) {
    try {
      return resolve(name, from);
    } catch (error) {
      if (Object(error).code !== "ERR_MODULE_NOT_FOUND") throw error;
    }
  }
  return null;
}

function whyNotFound(name: string, folder: string): string {
  const shown = JSON.stringify(name);
  if (!isPackageName(name)) {
    return `${shown} is no name of a package. Write the name that it is installed by, such as "@acme/hr-connector".`;
  }
  const found = installedFolder(name, folder);
  if (found === null) return `The package ${shown} is not installed. Install it: npm install ${name}`;
  return `The package ${shown}, in ${JSON.stringify(found)}, has no entry point. Its author must write "exports": "./dist/index.js" into its package.json, or whatever the built file is called.`;
}

function isPackageName(name: string): boolean {
  return /^(?:@[\w~-][\w.~-]*\/)?[\w~-][\w.~-]*$/.test(name) && !isBuiltin(name);
}

function noExport(exported: object): string {
  const names = Object.keys(exported).filter((each) => each !== "default" && each !== "module.exports");
  const near = didYouMean(exportName, names);
  const there = near === undefined ? "" : ` It exports ${JSON.stringify(near)}.`;
  const only: unknown = Reflect.get(exported, "default");
  const instead =
    near === undefined && only !== undefined ? " It has a default export, which is not looked at." : there;
  return `is no connector: it does not export ${exportName}.${instead} ${write}.`;
}

function aboutExport(wrong: string | null): string | null {
  return wrong === null ? null : `exports a connector, ${exportName}, that ${wrong}`;
}

/** With its place in the definition. */
class NotUsable extends IdleError {}

function invalid(definition: ScriptsDefinition, code: string, message: string, pointer = "/use"): NotUsable {
  const diagnostic = definition.problem(code, pointer, message);
  return new NotUsable("ConnectorInvalid", message, { details: { diagnostics: [{ ...diagnostic }] } });
}
