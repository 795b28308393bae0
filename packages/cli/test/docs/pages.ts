/** The pages people read, as Markdown: their code blocks, headings and links. */
import { readdirSync, readFileSync } from "node:fs";
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
  /** What follows the language: "fragment", "steps", a file name. */
  readonly info: string;
  readonly content: string;
}

export const pages: readonly Page[] = [
  ...["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"],
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
].map((path) => ({
  name: path.replaceAll(sep, "/"),
  folder: dirname(join(root, path)),
  text: readFileSync(join(root, path), "utf8"),
}));

const fence = /^```(\S*)[ \t]*(.*)\n([\s\S]*?)^```$/gm;

export const blocks: readonly Block[] = pages.flatMap(({ name, text }) =>
  [...text.matchAll(fence)].map(({ index, 1: language = "", 2: info = "", 3: content = "" }) => ({
    page: name,
    line: text.slice(0, index).split("\n").length + 1,
    language,
    info: info.trim(),
    content,
  })),
);

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
