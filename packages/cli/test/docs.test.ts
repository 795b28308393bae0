/**
 * The documentation is true: its workflows are valid, its code compiles and runs, its links and paths lead somewhere.
 * That its commands work is tested in e2e/docs-commands.test.ts.
 */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isIdleError, type RequestInput } from "@idle/contract";
import { createRequest, readData, validateConfig, validateWorkflow } from "@idle/core";
import { commonSteps } from "@idle/steps-common";
import { directorySyncSteps } from "@idle/steps-directory-sync";
import { afterAll, describe, expect, it, vi } from "vitest";
import { validateTest } from "../src/workflow-tests/generated/validate-test.ts";
import { anchorsOf, type Block, blocks, linksOf, pages, pathFromRoot, proseOf, root } from "./docs/pages.ts";
import { removeSnippets, snippetPath, typeCheckSnippets, writeSnippets } from "./docs/typescript.ts";

/** What a block is, by the word behind "```yaml"; without one it is a whole workflow. */
const yamlKinds: Readonly<Record<string, (block: Block) => Promise<readonly string[]>>> = {
  "": ({ content }) => workflowProblems(content),
  steps: ({ content }) => workflowProblems(`name: Docs\nlifecycleEvent: Docs\nsteps:\n${indent(content, 2)}`),
  condition: ({ content }) =>
    workflowProblems(
      `name: Docs\nlifecycleEvent: Docs\nsteps:\n  - name: Docs\n    type: IdLE.Step.EmitEvent\n    condition:\n${indent(content, 6)}`,
    ),
  request: async ({ content }) => requestProblems(dataOf(content)),
  config: async ({ content }) => (validateConfig(dataOf(content)) ? [] : [JSON.stringify(validateConfig.errors)]),
  test: async ({ content }) => (validateTest(dataOf(content)) ? [] : [JSON.stringify(validateTest.errors)]),
  fragment: async ({ content }) => (dataOf(content) === undefined ? ["is no YAML"] : []),
};

describe("YAML in the documentation", () => {
  const yaml = blocks.filter(({ language }) => language === "yaml");

  it.each(yaml.map((block) => [`${block.page}:${block.line}`, block] as const))("%s is valid", async (_, block) => {
    const problemsOf = yamlKinds[block.info];
    if (problemsOf === undefined) return expect.fail(`"yaml ${block.info}" is none of ${Object.keys(yamlKinds)}`);
    expect(await problemsOf(block)).toEqual([]);
  });

  it("includes whole workflows", () => {
    expect(yaml.filter(({ info }) => info === "").length).toBeGreaterThan(4);
  });
});

/** The example of each package's own page, but the one that is a test. */
const readmeSnippets = blocks
  .map(({ info }) => info)
  .filter((info) => info.startsWith("readme-") && !info.endsWith(".test.ts"));

writeSnippets();
afterAll(removeSnippets);

describe("TypeScript in the documentation", () => {
  it("compiles", async () => {
    expect(await typeCheckSnippets()).toBe("");
  });

  it.each(readmeSnippets)("runs and prints what it says: %s", async (file) => {
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    await import(snippetPath(file));
    const said = [...readFileSync(snippetPath(file), "utf8").matchAll(/console\.log\(.*\/\/ (.+)$/gm)];
    expect(log.mock.calls.map((words) => words.join(" "))).toEqual(said.map(([, line]) => line));
    expect(said).not.toEqual([]);
  });

  it("plans and runs as a host script", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    await import(snippetPath("host.ts"));
    expect(log).toHaveBeenCalledWith("Completed", expect.any(Number));
  });
});

// The tests of "Write a step" and "Write a provider" are run as they stand there.
describe("Tests in the documentation", async () => {
  const files = ["badge-service.test.ts", "ensure-badge.test.ts", "mock.test.ts", "readme-testkit.test.ts"];
  for (const file of files) await import(snippetPath(file));
});

describe("Links and paths in the documentation", () => {
  const byPath = new Map(pages.map((page) => [page.name, page]));

  it.each(pages.map((page) => [page.name, page] as const))("of %s lead somewhere", (_, page) => {
    const broken = linksOf(page).filter(({ target }) => {
      const [path = "", anchor] = target.split("#");
      const file = path === "" ? join(root, page.name) : resolve(page.folder, path);
      if (!existsSync(file)) return true;
      const linked = byPath.get(pathFromRoot(file));
      return anchor !== undefined && linked !== undefined && !anchorsOf(linked).has(anchor);
    });
    expect(broken.map(({ target }) => target)).toEqual([]);
  });

  it.each(pages.map((page) => [page.name, page] as const))("in the code words of %s are there", (_, page) => {
    const paths = [...proseOf(page).matchAll(/`((?:packages|workflows|examples|scripts|schemas|docs)\/[^`\s]*)`/g)]
      .map(([, path = ""]) => path)
      .filter((path) => !/[<*]/.test(path));
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it("name npm scripts that there are", () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(
      readFileSync(join(root, "package.json"), "utf8"),
    );
    const named = pages.flatMap(({ text }) => [...text.matchAll(/\bnpm run ([a-z:-]+)/g)].map(([, name = ""]) => name));
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it("lead from a page of its own to each package", () => {
    const shown = pages.filter(({ name }) => name.startsWith("packages/"));
    expect(shown.filter(({ text }) => !/^# @idle\/[a-z-]+\n/.test(text))).toEqual([]);
  });

  it("lead to every page", () => {
    const linked = new Set(
      pages.flatMap((page) =>
        linksOf(page).map(({ target }) => pathFromRoot(resolve(page.folder, target.split("#")[0] ?? ""))),
      ),
    );
    expect(pages.map(({ name }) => name).filter((name) => name !== "README.md" && !linked.has(name))).toEqual([]);
  });
});

async function workflowProblems(text: string): Promise<readonly string[]> {
  const diagnostics = await validateWorkflow({ text }, { steps: [commonSteps, directorySyncSteps] });
  return diagnostics.map(({ line, code, message }) => `${line} ${code} ${message}`);
}

function requestProblems(data: unknown): readonly string[] {
  try {
    createRequest(data as RequestInput);
    return [];
  } catch (error) {
    if (!isIdleError(error)) throw error;
    return [error.message];
  }
}

function dataOf(text: string): unknown {
  const { data, diagnostics } = readData({ text, file: null });
  expect(diagnostics).toEqual([]);
  return data;
}

function indent(text: string, blanks: number): string {
  return text.replace(/^(?=.)/gm, " ".repeat(blanks));
}
