import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { findConfiguration } from "../configuration/find-configuration.ts";

/** Where the schemas for its editors are, from there. */
export const schemaFolder = ".idle/schemas";

/**
 * Where a project is set up: the folder of its configuration (`named` is `--config`), else the root of the repository, else
 * the folder the command was called in.
 */
export function projectFolder(named: string | undefined, workingFolder: string): string {
  const configuration = named === undefined ? findConfiguration(workingFolder) : resolve(workingFolder, named);
  if (configuration !== null) return dirname(configuration);
  for (let current = workingFolder; ; current = dirname(current)) {
    if (existsSync(join(current, ".git"))) return current;
    if (dirname(current) === current) return workingFolder;
  }
}
