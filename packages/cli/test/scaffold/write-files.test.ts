import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeFiles } from "../../src/scaffold/write-files.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "idle-new-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const files = [
  { path: "a.txt", text: "a" },
  { path: "src/b.txt", text: "b" },
];
const all = () => readdirSync(folder, { recursive: true }).map(String).sort();

describe("files that are made", () => {
  it("come into being in a folder of their own, with the folders on the way", () => {
    writeFiles({ path: join(folder, "x", "y"), name: "x/y" }, files);
    expect(readFileSync(join(folder, "x", "y", "src", "b.txt"), "utf8")).toBe("b");
    expect(all()).toEqual([
      "x",
      join("x", "y"),
      join("x", "y", "a.txt"),
      join("x", "y", "src"),
      join("x", "y", "src", "b.txt"),
    ]);
  });

  it("come beside what is there", () => {
    writeFileSync(join(folder, "other.txt"), "o");
    writeFiles({ path: folder, name: "." }, files);
    expect(all()).toEqual(["a.txt", "other.txt", "src", join("src", "b.txt")]);
  });

  it("are not written when one of them is there, and all that are there are named", () => {
    mkdirSync(join(folder, "src"));
    for (const name of ["a.txt", "src/b.txt"]) writeFileSync(join(folder, name), "mine");
    const write = () => writeFiles({ path: folder, name: "here" }, [...files, { path: "c.txt", text: "c" }]);
    expect(write).toThrow("Nothing was written: here/a.txt, here/src/b.txt are there already and are not overwritten.");
    expect(all()).toEqual(["a.txt", "src", join("src", "b.txt")]);
    expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("mine");
  });

  it("leave nothing when one of them cannot be written", () => {
    writeFileSync(join(folder, "src"), "a file where a folder should be");
    expect(() => writeFiles({ path: folder, name: "." }, files)).toThrow(/cannot be written/);
    expect(all()).toEqual(["src"]);
  });

  it("leave nothing when their folder cannot be made", () => {
    writeFileSync(join(folder, "x"), "a file");
    expect(() => writeFiles({ path: join(folder, "x", "y"), name: "x/y" }, files)).toThrow(/cannot be written/);
    expect(all()).toEqual(["x"]);
  });

  it("leave nothing where there is no permission", (context) => {
    if (process.platform === "win32" || process.getuid?.() === 0) context.skip("Here, everybody may write everywhere.");
    chmodSync(folder, 0o500);
    expect(() => writeFiles({ path: join(folder, "x"), name: "x" }, files)).toThrow("you have no permission");
    chmodSync(folder, 0o700);
    expect(existsSync(join(folder, "x"))).toBe(false);
  });
});
