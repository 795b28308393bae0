import { resolve } from "node:path";
import { readData } from "@idle/core";
import { findConfiguration } from "../configuration/find-configuration.ts";
import { isObject } from "../input/is-object.ts";
import { longestDocument, readBytes } from "../input/read-bytes.ts";
import type { Candidate } from "./wanted.ts";

/** The aliases of the providers in a configuration that is data, as far as it can be read; its code is never run for this. */
export async function aliasCandidates(
  current: string,
  words: readonly string[],
  workingFolder: string,
): Promise<Candidate[]> {
  try {
    const named = configurationIn(words);
    const path = named === undefined ? findConfiguration(workingFolder) : resolve(workingFolder, named);
    if (path === null || !/\.(ya?ml|json)$/i.test(path)) return [];
    const { data } = readData({ text: await readBytes(path, longestDocument, path), file: path });
    const { providers } = isObject(data) ? data : {};
    if (!isObject(providers)) return [];
    return Object.entries(providers)
      .filter(([alias]) => alias.startsWith(current))
      .map(([alias, entry]) => ({
        value: alias,
        description: isObject(entry) && typeof entry.use === "string" ? entry.use : "",
      }));
  } catch {
    // Nothing may be printed while somebody types; the command itself will say what is wrong.
    return [];
  }
}

function configurationIn(words: readonly string[]): string | undefined {
  const assigned = words.find((word) => word.startsWith("--config="));
  if (assigned !== undefined) return assigned.slice("--config=".length);
  const index = words.indexOf("--config");
  return index === -1 ? undefined : words[index + 1];
}
