/** Why a connector's package could not be loaded, in words for whoever installs it and for its author. */
import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { isIdleError } from "@idle/contract";
import { escapeText } from "@idle/core";

const words: ReadonlyMap<string, string> = new Map([
  [
    "ERR_PACKAGE_PATH_NOT_EXPORTED",
    'its package.json has no entry point for import. Its author must write "exports": "./dist/index.js" there, or whatever the built file is called',
  ],
  [
    "ERR_INVALID_PACKAGE_TARGET",
    'the "exports" of its package.json are malformed: a path in them begins with "./". Its author must correct that',
  ],
  ["ERR_INVALID_PACKAGE_CONFIG", "its package.json is no JSON. Its author must correct that"],
  [
    "ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING",
    "its entry point is TypeScript, which Node does not run in node_modules. Its author must build it",
  ],
  ["ERR_UNKNOWN_FILE_EXTENSION", "its entry point is no JavaScript. Its author must build it"],
]);

/** What follows "The package cannot be loaded: ", without a full stop. */
export function whyNotLoaded(error: unknown): string {
  try {
    if (isIdleError(error)) return shortened(`${error.code}: ${error.message}`);
    const { code, message } = Object(error) as { readonly code?: unknown; readonly message?: unknown };
    const known = typeof code === "string" ? words.get(code) : undefined;
    if (known !== undefined) return known;
    const text = typeof message === "string" ? message : `it threw ${String(error)}, which is no error`;
    const [, missing] = /^Cannot find package '([^']+)'/.exec(text) ?? [];
    if (missing === undefined) return shortened(text);
    return `it needs the package ${JSON.stringify(missing)}, which is not installed. Install what it needs`;
  } catch {
    return "it threw an error that cannot be read";
  }
}

/** Whether a folder of that name stands where packages are looked for, from a folder upwards. */
export function installedFolder(name: string, from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", ...name.split("/"));
    if (statSync(candidate, { throwIfNoEntry: false })?.isDirectory() === true) return candidate;
    if (dirname(folder) === folder) return null;
  }
}

function shortened(text: string): string {
  const [first = ""] = text.split("\n", 1);
  return escapeText(first.trim().slice(0, 1_000)).replace(/\.$/, "");
}
