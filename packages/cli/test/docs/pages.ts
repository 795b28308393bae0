/** The pages people read, as Markdown: their code blocks, headings and links. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../../..", import.meta.url)).replace(/[\\/]$/, "");

export interface Page {
  /** From the root of the repository, with slashes. */
  readonly name: string;
  readonly folder: string;
  readonly text: string;
}

export interface Block {
  readonly page: string;
  /** Of the line with the first word of the content, from 1. */
  readonly line: number;
  readonly language: string;
  /** What follows the language, without the options: "fragment", "steps", a file name. */
  readonly info: string;
  /** Words of the form `name=value`: what a block is saved as, how its commands end. */
  readonly options: ReadonlyMap<string, string>;
  readonly content: string;
}

export const pages: readonly Page[] = [
  ...["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"],
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
  // What the registry shows of each package.
  ...readdirSync(join(root, "packages"))
    .map((name) => join("packages", name, "README.md"))
    .filter((path) => existsSync(join(root, path))),
].map((path) => ({
  name: path.replaceAll(sep, "/"),
  folder: dirname(join(root, path)),
  text: readFileSync(join(root, path), "utf8"),
}));

/** In a list, blocks are indented; a block that shows blocks has more backticks than they have. */
const fence =
  /^(?<indent>[ \t]*)(?<ticks>`{3,})(?<language>[^`\s]*)[ \t]*(?<info>[^`\n]*)\n(?<content>(?:.*\n)*?)\k<indent>\k<ticks>[ \t]*$/gm;
/** What has to be done before the next blocks can run, and what no reader needs to see. */
const hiddenSetup = /^<!-- setup\n([\s\S]*?)^-->$/gm;

export const blocks: readonly Block[] = pages.flatMap(blocksOf);

/** In the order of the page; hidden set-up is a block of the language "setup". */
export function blocksOf({ name, text }: Pick<Page, "name" | "text">): readonly Block[] {
  const fences = [...text.matchAll(fence)].map(({ index, groups = {} }) => {
    const { indent = "", language = "", info = "", content = "" } = groups;
    return {
      index,
      language,
      words: info.split(/\s+/).filter((word) => word !== ""),
      content: content.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    };
  });
  const withoutFences = text.replace(fence, (block) => block.replace(/[^\n]/g, " "));
  const setups = [...withoutFences.matchAll(hiddenSetup)].map(({ index, 1: content = "" }) => ({
    index,
    language: "setup",
    words: [],
    content,
  }));
  return [...fences, ...setups]
    .sort((one, other) => one.index - other.index)
    .map(({ index, language, words, content }) => ({
      page: name,
      line: text.slice(0, index).split("\n").length + 1,
      language,
      info: words.filter((word) => !word.includes("=")).join(" "),
      options: new Map(words.filter((word) => word.includes("=")).map(nameAndValue)),
      content,
    }));
}

function nameAndValue(word: string): [string, string] {
  const at = word.indexOf("=");
  return [word.slice(0, at), word.slice(at + 1)];
}

/** Lines that look like the beginning of a block or of a set-up, and are none: they would not be checked. */
export function overlooked({ text }: Pick<Page, "text">): readonly string[] {
  const rest = text.replace(fence, "").replace(hiddenSetup, "");
  return rest.match(/^[ \t]*(?:`{3,}|~{3,}).*|<!--\s*set-?up.*/gim) ?? [];
}

/** Without code, in which brackets and hashes mean something else. */
export function proseOf(page: Page): string {
  return page.text.replace(fence, "").replace(/<!--[\s\S]*?-->/g, "");
}

/** The anchors that GitHub makes of a page's headings. */
export function anchorsOf(page: Page): ReadonlySet<string> {
  const headings = [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

export interface Link {
  readonly page: string;
  readonly target: string;
}

/** Links into the repository; addresses elsewhere are nobody's to promise. */
export function linksOf(page: Page): readonly Link[] {
  return [...proseOf(page).matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => ({ page: page.name, target }))
    .filter(({ target }) => !/^[a-z]+:/.test(target));
}

export function pathFromRoot(path: string): string {
  return relative(root, path).replaceAll(sep, "/");
}
