/**
 * configuration: from the working directory and `--config` to what the user set up, checked, with the places of its
 * problems. What it names is loaded by load-plugins, where a command needs it.
 */
import { extname, isAbsolute, relative, resolve } from "node:path";
import { IdleError } from "@idle/contract";
import { escapeText } from "@idle/core";
import { longestDocument, readBytes } from "../input/read-bytes.ts";
import type { Sources } from "../input/sources.ts";
import type { Configuration } from "./configuration.ts";
import { findConfiguration } from "./find-configuration.ts";

/**
 * The configuration as far as it is about step types and secret names: null also when one is found that mentions none,
 * because reading it would take longer than checking a workflow.
 */
export async function loadStepConfiguration(
  named: string | undefined,
  workingFolder: string,
  sources: Sources,
): Promise<Configuration | null> {
  const found = named === undefined ? findConfiguration(workingFolder) : null;
  if (found !== null) {
    const text = Buffer.from(await readBytes(found, longestDocument, found)).toString("latin1");
    if (!/steps|redactNames/.test(text)) return null;
  }
  return loadConfiguration(named, workingFolder, sources);
}

/** null when none is named and none is found. Throws ConfigInvalid or FileUnreadable. */
export async function loadConfiguration(
  named: string | undefined,
  workingFolder: string,
  sources: Sources,
): Promise<Configuration | null> {
  const configuration = await findAndRead(named, workingFolder, sources);
  sources.addSecretNames(configuration?.redactNames ?? []);
  return configuration;
}

async function findAndRead(
  named: string | undefined,
  workingFolder: string,
  sources: Sources,
): Promise<Configuration | null> {
  if (named === undefined) {
    const found = findConfiguration(workingFolder);
    return found === null ? null : readFile(found, shownPath(found, workingFolder), sources);
  }
  const path = resolve(workingFolder, named);
  switch (extname(path).toLowerCase()) {
    case ".yaml":
    case ".yml":
    case ".json":
      return readFile(path, named, sources);
    case ".mjs":
    case ".js": {
      const { importConfiguration } = await import("./import-configuration.ts");
      return importConfiguration(path, named);
    }
    default:
      throw new IdleError(
        "ConfigInvalid",
        `${escapeText(named)} is no configuration: name a .yaml, .json or .mjs file.`,
      );
  }
}

async function readFile(path: string, name: string, sources: Sources): Promise<Configuration> {
  const { readConfiguration } = await import("./read-configuration.ts");
  return readConfiguration(path, name, sources);
}

/** A path as people stand to it: relative inside the working directory, else as it is. */
function shownPath(path: string, workingFolder: string): string {
  const inside = relative(workingFolder, path);
  return inside === "" || inside.startsWith("..") || isAbsolute(inside) ? path : inside;
}
