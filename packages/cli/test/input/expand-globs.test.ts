import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { expandGlobs } from "../../src/input/expand-globs.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "idle-globs-"));
  for (const file of [
    "b.yaml",
    "a.yaml",
    "a.json",
    "deep/er/c.yaml",
    "deep.yaml/x.txt",
    "node_modules/n.yaml",
    "[1].yaml",
  ]) {
    mkdirSync(join(folder, file, ".."), { recursive: true });
    writeFileSync(join(folder, file), "");
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const expand = (...names: string[]) => expandGlobs(names, folder);

describe("file names on the command line", () => {
  it("are taken as they are when they are no patterns, also those that do not exist", () => {
    expect(expand("b.yaml", "missing.yaml", "-")).toEqual(["b.yaml", "missing.yaml", "-"]);
  });

  it("are the files that match, sorted, without folders", () => {
    expect(expand("*.yaml")).toEqual(["[1].yaml", "a.yaml", "b.yaml"]);
    expect(expand("{a,b}.{json,yaml}")).toEqual(["a.json", "a.yaml", "b.yaml"]);
    expect(expand("?.json")).toEqual(["a.json"]);
  });

  it("reach into folders, but not into installed packages", () => {
    expect(expand("**/*.yaml")).toEqual(["[1].yaml", "a.yaml", "b.yaml", "deep/er/c.yaml"]);
  });

  it("may look like a pattern", () => {
    expect(expand("[1].yaml")).toEqual(["[1].yaml"]);
  });

  it("come once, in the order they were named", () => {
    expect(expand("b.yaml", "./b.yaml", "*.yaml", "a.yaml")).toEqual(["b.yaml", "[1].yaml", "a.yaml"]);
  });

  it("are wrong usage when nothing matches", () => {
    expect(() => expand("*.yml")).toThrow(
      expect.objectContaining({ name: "UsageError", message: 'No file matches "*.yml".' }),
    );
  });
});
