/** Type-checks and runs the TypeScript of the pages, written to a folder inside the repository for the time of the test. */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { blocks, root } from "./pages.ts";

/** Ignored by Git; inside, so that packages are found. */
const folder = join(root, ".idle", `docs-${process.pid}`);

/** Blocks with a file name can import each other; the others get names of their own. */
const snippets = blocks
  .filter(({ language }) => language === "ts")
  .map(({ page, line, info, content }) => ({
    place: `${page}:${line}`,
    file: info === "" ? `${page.replace(/\W+/g, "-")}-${line}.ts` : info,
    content,
  }));

export function writeSnippets(): void {
  mkdirSync(folder, { recursive: true });
  const extension = { extends: "../../tsconfig.json", include: ["*.ts"], exclude: [] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(extension));
  for (const { file, content } of snippets) writeFileSync(join(folder, file), content);
}

export function removeSnippets(): void {
  rmSync(folder, { recursive: true, force: true });
}

export function snippetPath(file: string): string {
  return join(folder, file);
}

/** What the compiler complains about, with the places in the pages; empty when all is well. */
export function typeCheckSnippets(): Promise<string> {
  const manifest: { bin: { tsc: string } } = JSON.parse(
    readFileSync(join(root, "node_modules", "typescript", "package.json"), "utf8"),
  );
  const tsc = join(root, "node_modules", "typescript", manifest.bin.tsc);
  return new Promise((resolve) => {
    execFile(process.execPath, [tsc, "--project", folder, "--pretty", "false"], { cwd: folder }, (error, output) => {
      const known = snippets.reduce((text, { file, place }) => text.replaceAll(`${file}(`, `${place} + (`), output);
      resolve(error === null ? "" : known || String(error));
    });
  });
}
