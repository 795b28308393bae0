import { existsSync, globSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { configurationFileName } from "../configuration/configuration-file-name.ts";
import { expandGlobs } from "../input/expand-globs.ts";
import { UsageError } from "../usage-error.ts";
import { isTestFile } from "./test-file-name.ts";

/**
 * The test files that are meant, sorted where they were looked for: those named, those in a folder that is named, those
 * that fit a pattern; without names all below the working folder. Throws UsageError when there are none, or when
 * something else is named.
 */
export function findTestFiles(names: readonly string[], workingFolder: string): string[] {
  if (names.length === 0) {
    const found = below(".", workingFolder);
    if (found.length > 0) return found;
    throw new UsageError(
      "There is no *.test.yaml here. Write one beside a workflow: joiner.test.yaml for joiner.yaml, with tests, each with a name and a request. Then idle test --update fills in what is expected.",
    );
  }
  const files = new Map<string, string>();
  for (const name of names) {
    for (const file of expand(name, workingFolder)) {
      if (!files.has(resolve(workingFolder, file))) files.set(resolve(workingFolder, file), file);
    }
  }
  return [...files.values()];
}

function expand(name: string, workingFolder: string): string[] {
  const path = resolve(workingFolder, name);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    const found = below(name, workingFolder);
    if (found.length > 0) return found;
    throw new UsageError(`There is no *.test.yaml in ${name}.`);
  }
  const files = expandGlobs([name], workingFolder);
  if (files.length === 1 && files[0] === name) return isTestFile(name) ? [name] : refuse(name, workingFolder);
  const tests = files.filter(isTestFile);
  if (tests.length === 0) throw new UsageError(`Of what matches ${JSON.stringify(name)}, nothing is a *.test.yaml.`);
  return tests;
}

function refuse(name: string, workingFolder: string): never {
  const test = name.replace(/(\.ya?ml)$/i, ".test$1");
  if (test !== name && existsSync(resolve(workingFolder, test))) {
    throw new UsageError(`${name} is no workflow test. Did you mean ${test}?`);
  }
  throw new UsageError(`${name} is no workflow test: the names of those end in .test.yaml.`);
}

function below(folder: string, workingFolder: string): string[] {
  const found = globSync("**/*.test.{yaml,yml}", {
    cwd: resolve(workingFolder, folder),
    exclude: (entry) => entry === "node_modules" || (entry.startsWith(".") && entry !== "."),
  });
  const own = found.filter((file) => !isOfAnotherProject(file, resolve(workingFolder, folder)));
  return own.sort().map((file) => join(folder, file));
}

/** What lies below a further configuration is tested with that one: its step types may be nobody else's. */
function isOfAnotherProject(file: string, base: string): boolean {
  for (let folder = dirname(file); folder !== "."; folder = dirname(folder)) {
    if (existsSync(join(base, folder, configurationFileName))) return true;
  }
  return false;
}
