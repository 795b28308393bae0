/**
 * The templates that come with the command: real files, which are checked and tested where they stand. In: a template's
 * name and what takes the place of its placeholders. Out: files to be written.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { UsageError } from "../usage-error.ts";
import type { Names } from "./names.ts";

export interface NewFile {
  /** With slashes, relative to where the files go. */
  readonly path: string;
  readonly text: string;
}

export interface Filling {
  readonly names: Names;
  /** The package's name; for templates that are packages. */
  readonly packageName?: string;
  readonly prefix?: string;
}

export type TemplateName = "provider" | "step" | "request" | `workflow/${"joiner" | "mover" | "leaver"}`;

/** What must not be in a published package under its own name, by the name it has here: npm drops one, and the other is its root's. */
const ownNames: Readonly<Record<string, string>> = { gitignore: ".gitignore", "manifest.json": "package.json" };

/** Throws UsageError for a name that means something else in the template already. */
export function fillTemplate(name: TemplateName, filling: Filling): NewFile[] {
  const folder = join(packageFolder(), "templates", name);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(folder, path).replaceAll(sep, "/"), text: readFileSync(path, "utf8") }))
    .filter(({ path }) => !/(^|\/)(node_modules|dist|\.idle)\//.test(path));

  const fill = createFill(filling);
  refuseClashes(files, fill, filling.names);
  return files
    .map(({ path, text }) => ({
      path: fill(path.replace(/[^/]+$/, (file) => ownNames[file] ?? file)),
      text: fill(text.replaceAll("\r\n", "\n")),
    }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** One pass, so that nothing that was put in is taken for a placeholder. */
function createFill({ names, packageName = "", prefix = "" }: Filling): (text: string) => string {
  const values: Readonly<Record<string, string>> = {
    "idle-provider-template-name": packageName,
    "idle-step-template-name": packageName,
    "0.0.0-template": ownVersion(),
    TemplatePrefix: prefix,
    TEMPLATE_NAME: names.constant,
    "template-name": names.kebab,
    TemplateName: names.pascal,
    templateName: names.camel,
    "Template name": names.title,
  };
  const placeholder = new RegExp(Object.keys(values).join("|").replaceAll(".", "\\."), "g");
  return (text) => text.replace(placeholder, (found) => values[found] ?? found);
}

/** Words that no name in code can be. */
const reservedWords = new Set(
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield".split(
    " ",
  ),
);

/** A name may make of a placeholder what the template has already: `createRestClient`, or a file of that name. */
function refuseClashes(files: readonly NewFile[], fill: (text: string) => string, { camel, kebab }: Names): void {
  const code = files.filter(({ path }) => path.endsWith(".ts"));
  const identifiers = new Set(code.flatMap(({ text }) => text.match(/[A-Za-z_$][\w$]*/g) ?? []));
  const isOwn = (word: string) => fill(word) !== word;
  const made = [...identifiers].filter(isOwn).map(fill);
  const paths = files.map(({ path }) => fill(path));
  const clash = made.find((word) => reservedWords.has(word) || (identifiers.has(word) && !isOwn(word)));
  if (clash === undefined && new Set(paths).size === paths.length) return;
  throw new UsageError(
    `${JSON.stringify(kebab)} cannot be the name: ${clash ?? camel} means something else in the code that is made. Write one that says more, such as ${kebab}-system.`,
  );
}

/** Of this package: from its source and from its bundle. */
function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "templates"))) folder = dirname(folder);
  return folder;
}

function ownVersion(): string {
  const manifest: { version: string } = JSON.parse(readFileSync(join(packageFolder(), "package.json"), "utf8"));
  return manifest.version;
}
