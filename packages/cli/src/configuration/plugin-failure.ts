/** Why a package could not be loaded, in words for its author: what Node says of it is about files and modules. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isIdleError } from "@idle/contract";

const words: Readonly<Record<string, string>> = {
  ERR_PACKAGE_PATH_NOT_EXPORTED:
    'its package.json has no entry point for import. Its author must write "exports": "./dist/index.js" there, or whatever the built file is called.',
  ERR_INVALID_PACKAGE_TARGET:
    'the "exports" of its package.json are malformed: a path in them begins with "./". Its author must correct that.',
  ERR_INVALID_PACKAGE_CONFIG: "its package.json is no JSON. Its author must correct that.",
  ERR_UNSUPPORTED_DIR_IMPORT:
    "it imports a folder. In an ES module an import names the file: ./part/index.js. Its author must correct that.",
};

const notBuilt =
  'Its author must build it, and have "exports" in its package.json lead to what is built (in the package\'s folder: npm run build).';

/** What follows "The package cannot be loaded: ". `url` is the package's entry point, where that is known. */
export function whyNotLoaded(error: unknown, url: string | null): string {
  if (isIdleError(error)) return `${error.code}: ${error.message}`;
  const { code, message } = Object(error) as { readonly code?: unknown; readonly message?: unknown };
  const text = firstLine(typeof message === "string" ? message : thrownText(error));
  if (typeof code === "string" && Object.hasOwn(words, code)) return words[code] ?? text;
  if (isTypeScript(code, url))
    return `its entry point is TypeScript, which Node does not run in node_modules. ${notBuilt}`;
  if (code === "ERR_MODULE_NOT_FOUND") return whatIsMissing(error, text, url);
  if (/does not provide an export named/.test(text)) {
    return `${text}. It was built for another version of that package. Its author must have the version in its dependencies that has it.`;
  }
  if (/is not defined in ES module scope/.test(text)) {
    return `${text}. Its package.json says "type": "module", so its files have import and export in place of require and module.exports. Its author must correct one or the other.`;
  }
  if (/Cannot use import statement outside a module|Unexpected token 'export'/.test(text)) {
    return `${text}. Its author must write "type": "module" into its package.json.`;
  }
  return text;
}

/** What a plug-in threw, on one line. */
export function thrownText(error: unknown): string {
  if (isIdleError(error)) return `${error.code}: ${error.message}`;
  if (error instanceof Error) return error.message;
  return `it threw ${typeof error === "string" ? JSON.stringify(error) : String(error)}, which is no error. Its author must throw an IdleError.`;
}

/** A package whose folder is there is not "not installed": Node finds nothing in it to import. */
export function whyNoEntry(folder: string): string {
  const entry =
    'has no entry point. Its author must write "exports": "./dist/index.js" into its package.json, or whatever the built file is called';
  return existsSync(join(folder, "package.json")) ? `${entry}.` : `${entry}: there is no package.json at all.`;
}

function isTypeScript(code: unknown, url: string | null): boolean {
  if (code === "ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING") return true;
  return code === "ERR_UNKNOWN_FILE_EXTENSION" && /\.[cm]?tsx?$/.test(url ?? "");
}

function whatIsMissing(error: unknown, text: string, entry: string | null): string {
  const missing: unknown = Reflect.get(Object(error), "url");
  if (missing === entry && entry !== null) {
    const file = fileURLToPath(entry);
    return `${file} is not there. ${existsSync(dirname(file)) ? 'Its author must have "exports" in its package.json lead to a file that is there.' : notBuilt}`;
  }
  const [, name] = /^Cannot find package '([^']+)'/.exec(text) ?? [];
  if (name !== undefined) {
    return `it needs the package ${JSON.stringify(name)}, which is not installed. Install what it needs; its author must have it among the dependencies in its package.json.`;
  }
  return `${text}. In an ES module a relative import names the whole file, as built: "./part.js". Its author must correct that, or build the package anew.`;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0]?.trim().replace(/\.$/, "") ?? "";
}
