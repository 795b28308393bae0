import { chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findConfiguration } from "../../src/configuration/find-configuration.ts";

let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "idle-find-")));
  mkdirSync(join(root, "repository", ".git"), { recursive: true });
  mkdirSync(join(root, "repository", "a", "b"), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const put = (...path: string[]) => {
  const file = join(root, ...path, "idle.config.yaml");
  writeFileSync(file, "{}");
  return file;
};
const findFrom = (...path: string[]) => findConfiguration(join(root, ...path));
const isRoot = process.geteuid?.() === 0;

describe("the search for a configuration", () => {
  it("takes the nearest one upwards", () => {
    const outer = put("repository");
    expect(findFrom("repository", "a", "b")).toBe(outer);
    const inner = put("repository", "a");
    expect(findFrom("repository", "a", "b")).toBe(inner);
  });

  it("stops at the root of the repository", () => {
    put();
    expect(findFrom("repository", "a", "b")).toBeNull();
  });

  it("knows the root of a work tree, where .git is a file", () => {
    put();
    rmSync(join(root, "repository", ".git"), { recursive: true });
    writeFileSync(join(root, "repository", ".git"), "gitdir: elsewhere");
    expect(findFrom("repository", "a")).toBeNull();
  });

  it.skipIf(!isRoot)("refuses a file of another user, and says how to use it all the same (needs root)", () => {
    chownSync(put("repository"), 12345, 12345);
    expect(() => findFrom("repository", "a")).toThrow(
      expect.objectContaining({
        code: "ConfigInvalid",
        message: expect.stringMatching(/belongs to another user.*--config .*idle\.config\.yaml$/s),
      }),
    );
  });

  it.skipIf(!isRoot)("refuses an own link to a file of another user (needs root)", () => {
    const foreign = put();
    chownSync(foreign, 12345, 12345);
    symlinkSync(foreign, join(root, "repository", "idle.config.yaml"));
    expect(() => findFrom("repository")).toThrow(expect.objectContaining({ code: "ConfigInvalid" }));
  });
});
