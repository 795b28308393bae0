import { pathToFileURL } from "node:url";
import type { Diagnostic, IdlePlugin } from "@idle/contract";
import { whatIsWrong } from "./check-plugin.ts";
import type { Configuration, ConfigurationCode } from "./configuration.ts";
import { installedFolder, nearPackage } from "./near-package.ts";
import { whyNoEntry, whyNotLoaded } from "./plugin-failure.ts";

/** A file that names packages: they are looked for from its folder upwards. */
export type NamingFile = Pick<Configuration, "path" | "problem">;

/** Imports a package that the file names at `pointer`. null when that fails; `problems` then has one more. */
export async function loadPlugin(
  file: NamingFile,
  name: string,
  pointer: string,
  problems: Diagnostic[],
): Promise<IdlePlugin | null> {
  const refuse = (code: ConfigurationCode, message: string) => {
    problems.push(file.problem(code, pointer, message));
    return null;
  };
  const shown = JSON.stringify(name);
  let url: string | null = null;
  let exported: Readonly<Record<string, unknown>>;
  try {
    url = await findPackage(file, name);
    if (url === null) return refuse("PackageNotFound", whyNotFound(name, file.path));
    exported = await import(url);
  } catch (error) {
    return refuse("PluginFailed", `The package ${shown} cannot be loaded: ${whyNotLoaded(error, url)}`);
  }
  const wrong = whatIsWrong(exported);
  if (wrong !== null) return refuse("PluginInvalid", `The package ${shown} ${wrong}`);
  return exported.idlePlugin as IdlePlugin;
}

/**
 * The file that a package is entered by, as a URL: found from the folder of the file that names it, else beside the
 * command. null when it is not installed.
 */
export async function findPackage({ path }: Pick<NamingFile, "path">, name: string): Promise<string | null> {
  const { resolve } = await import("import-meta-resolve");
  for (const from of [pathToFileURL(path).href, import.meta.url]) {
    const url = locatePackage(resolve, name, from);
    if (url !== null) return url;
  }
  return null;
}

function whyNotFound(name: string, path: string): string {
  const shown = JSON.stringify(name);
  const folder = installedFolder(name, path);
  if (folder !== null) return `The package ${shown}, in ${folder}, ${whyNoEntry(folder)}`;
  const near = nearPackage(name, path);
  const what = `The package ${shown} is not installed.`;
  // Never an advice to install a name that looks like a slip: somebody else may own it.
  if (near === null) return `${what} Install it: npm install ${name}`;
  const next = near.isInstalled ? "Otherwise install it first." : `To install that: npm install ${near.name}`;
  return `${what} Did you mean ${JSON.stringify(near.name)}? ${next}`;
}

/** Where Node would find the package from a file, or null when it is not there. */
function locatePackage(resolve: (name: string, from: string) => string, name: string, from: string): string | null {
  try {
    return resolve(name, from);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") return null;
    throw error;
  }
}
