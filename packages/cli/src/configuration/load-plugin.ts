import { pathToFileURL } from "node:url";
import { type Diagnostic, type IdlePlugin, isIdleError } from "@idle/contract";
import type { Configuration, ConfigurationCode } from "./configuration.ts";
import { nearPackage } from "./near-package.ts";

/** Imports a package that the configuration names at `pointer`. null when that fails; `problems` then has one more. */
export async function loadPlugin(
  configuration: Configuration,
  name: string,
  pointer: string,
  problems: Diagnostic[],
): Promise<IdlePlugin | null> {
  const refuse = (code: ConfigurationCode, message: string) => {
    problems.push(configuration.problem(code, pointer, message));
    return null;
  };
  const shown = JSON.stringify(name);
  const { resolve } = await import("import-meta-resolve");
  const url = [pathToFileURL(configuration.path).href, import.meta.url].map((from) =>
    locatePackage(resolve, name, from),
  );
  const found = url.find((each) => each !== null);
  if (found === undefined) {
    const near = nearPackage(name, configuration.path);
    const what = `The package ${shown} is not installed.`;
    // Never an advice to install a name that looks like a slip: somebody else may own it.
    if (near === null) return refuse("PackageNotFound", `${what} Install it: npm install ${name}`);
    const next = near.isInstalled ? "Otherwise install it first." : `To install that: npm install ${near.name}`;
    return refuse("PackageNotFound", `${what} Did you mean ${JSON.stringify(near.name)}? ${next}`);
  }
  let plugin: unknown;
  try {
    ({ idlePlugin: plugin } = await import(found));
  } catch (error) {
    return refuse("PluginFailed", `The package ${shown} cannot be loaded: ${messageOf(error)}`);
  }
  if (typeof plugin !== "object" || plugin === null) {
    return refuse("PluginInvalid", `The package ${shown} is no plug-in of IdLE: it does not export idlePlugin.`);
  }
  const { contractVersion } = plugin as { contractVersion?: unknown };
  if (contractVersion !== 1) {
    const version = typeof contractVersion === "number" ? `version ${contractVersion}` : "no version";
    return refuse(
      "PluginInvalid",
      `The package ${shown} states ${version} of the plug-in contract; this idle knows version 1.`,
    );
  }
  return plugin as IdlePlugin;
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

/** What a plug-in threw, on one line. */
export function messageOf(error: unknown): string {
  if (isIdleError(error)) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
