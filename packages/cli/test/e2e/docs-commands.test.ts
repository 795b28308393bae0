/** The documentation is true: its commands run as they stand there and print what the pages show. */
import { describe, expect, it } from "vitest";
import { mentionProblems } from "../docs/documented-commands.ts";
import { blockProblems } from "../docs/languages.ts";
import { type Block, blocks, overlooked, pages, proseOf } from "../docs/pages.ts";
import { pageProblems } from "../docs/run-page.ts";

const runs = (block: Block) => ["console", "sh", "powershell", "setup", "text"].includes(block.language);

describe("The blocks of the documentation", () => {
  it.each(pages.map(({ name }) => name))("of %s are of known languages, kinds and options", (name) => {
    const problems = blocks
      .filter(({ page }) => page === name)
      .flatMap((block) => blockProblems(block).map((problem) => `${name}:${block.line} ${problem}`));
    expect(problems).toEqual([]);
  });

  it.each(pages.map((page) => [page.name, page] as const))("of %s are all found", (_, page) => {
    expect(overlooked(page)).toEqual([]);
  });
});

describe("The commands of the documentation", () => {
  const byPage = Map.groupBy(blocks, ({ page }) => page);
  const withCommands = [...byPage].filter(([, list]) => list.some(runs));

  it.concurrent.each(withCommands)("of %s run and print what is shown", { timeout: 240_000 }, async (_, list) => {
    expect(await pageProblems(list)).toEqual([]);
  });

  it.each(pages.map((page) => [page.name, page] as const))(
    "in the sentences of %s have options that exist",
    (_, page) => {
      const mentions = [...proseOf(page).matchAll(/`((?:npm run |npx --no-install )?idle [^`\n]+)`/g)].map(
        ([, code = ""]) => code,
      );
      expect(mentions.flatMap(mentionProblems)).toEqual([]);
    },
  );
});
