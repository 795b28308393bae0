import { existsSync, globSync, statSync } from "node:fs";
import { resolve, sep } from "node:path";
import { UsageError } from "../usage-error.ts";

const magic = /[*?[{]/;

/**
 * File names as they are; patterns (`workflows/*.yaml`), which not every shell expands, as the files that match, sorted.
 * With slashes on every system, so that output can be compared. A file named twice comes once. A pattern that matches nothing is wrong usage.
 */
export function expandGlobs(names: readonly string[], workingFolder: string): string[] {
  const files = new Map<string, string>();
  for (const name of names) {
    for (const file of expand(name, workingFolder)) {
      const key = file === "-" ? file : resolve(workingFolder, file);
      if (!files.has(key)) files.set(key, file);
    }
  }
  return [...files.values()];
}

function expand(name: string, workingFolder: string): string[] {
  // A file may be called "a[1].yaml".
  if (!magic.test(name) || existsSync(resolve(workingFolder, name))) return [name];
  const matches = globSync(name, { cwd: workingFolder, exclude: (entry) => entry === "node_modules" });
  const isFolder = (file: string) => statSync(resolve(workingFolder, file), { throwIfNoEntry: false })?.isDirectory();
  const files = matches
    .filter((file) => !isFolder(file))
    .map((file) => file.replaceAll(sep, "/"))
    .sort();
  if (files.length === 0) throw new UsageError(`No file matches ${JSON.stringify(name)}.`);
  return files;
}
