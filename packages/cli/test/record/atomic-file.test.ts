import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openAtomicFile } from "../../src/record/atomic-file.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "idle-atomic-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const mode = (path: string) => statSync(path).mode & 0o777;

describe("a file written at once", () => {
  it("is not there before it is whole, and then only its owner can read it", () => {
    const path = join(folder, "result.json");
    const file = openAtomicFile(path, "result.json");
    expect(existsSync(path)).toBe(false);
    file.commit("text\n");
    expect(readFileSync(path, "utf8")).toBe("text\n");
    if (process.platform !== "win32") expect(mode(path)).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["result.json"]);
  });

  it("leaves what was there when it is given up", () => {
    const path = join(folder, "result.json");
    writeFileSync(path, "before");
    openAtomicFile(path, "result.json").discard();
    expect(readFileSync(path, "utf8")).toBe("before");
    expect(readdirSync(folder)).toEqual(["result.json"]);
  });

  it("replaces a file that others could read by one that they cannot", () => {
    const path = join(folder, "result.json");
    writeFileSync(path, "before");
    chmodSync(path, 0o644);
    openAtomicFile(path, "result.json").commit("after");
    expect(readFileSync(path, "utf8")).toBe("after");
    if (process.platform !== "win32") expect(mode(path)).toBe(0o600);
  });

  it.skipIf(process.platform === "win32")("keeps a symbolic link and replaces what it points to", () => {
    const [path, link] = [join(folder, "real.json"), join(folder, "link.json")];
    writeFileSync(path, "before");
    symlinkSync(path, link);
    openAtomicFile(link, "link.json").commit("after");
    expect(readFileSync(path, "utf8")).toBe("after");
    expect(readdirSync(folder)).toEqual(["link.json", "real.json"]);
  });

  it.skipIf(process.platform === "win32")("writes to a device instead of replacing it", () => {
    openAtomicFile("/dev/null", "/dev/null").commit("gone");
    expect(statSync("/dev/null").isFile()).toBe(false);
  });

  it.each([
    ["missing/result.json", "missing/result.json cannot be written: its folder does not exist."],
    [".", ". cannot be written: it is a folder."],
  ])("is refused at once where it cannot be written: %s", (name, message) => {
    expect(() => openAtomicFile(join(folder, name), name)).toThrow(
      expect.objectContaining({ code: "FileUnreadable", message }),
    );
  });
});
