import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Configuration } from "./configuration.ts";
import { findPackage } from "./load-plugin.ts";

/** The version of an installed package, by the manifest above the file it is entered by; null when it states none. */
export async function packageVersion(configuration: Configuration, name: string): Promise<string | null> {
  try {
    const entry = await findPackage(configuration, name);
    if (entry === null) return null;
    for (let folder = dirname(fileURLToPath(entry)); ; folder = dirname(folder)) {
      const manifest = manifestIn(folder);
      if (manifest?.name === name) return typeof manifest.version === "string" ? manifest.version : null;
      if (dirname(folder) === folder) return null;
    }
  } catch {
    // A package that cannot even be located has been told of when it was to be loaded.
    return null;
  }
}

function manifestIn(folder: string): { readonly name?: unknown; readonly version?: unknown } | null {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  } catch {
    return null;
  }
}
