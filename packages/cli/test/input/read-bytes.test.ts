import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readBytes } from "../../src/input/read-bytes.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "idle-read-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = async (path: string, limit: number) => Buffer.from(await readBytes(path, limit, "name")).toString();

describe("reading a file", () => {
  it("gives what is in it", async () => {
    const text = "ä".repeat(100_000);
    writeFileSync(join(folder, "a"), text);
    expect(await read(join(folder, "a"), 1_000_000)).toBe(text);
  });

  it("stops at the limit", async () => {
    writeFileSync(join(folder, "a"), "0123456789");
    expect(await read(join(folder, "a"), 4)).toBe("0123");
  });

  it.skipIf(process.platform === "win32")("comes to an end with what is endless", async () => {
    expect((await read("/dev/zero", 200_000)).length).toBe(200_000);
  });

  it.each([
    ["missing", "name cannot be read: there is no such file."],
    [".", "name cannot be read: it is a folder; name the files in it."],
  ])("says in words why it cannot: %s", async (path, message) => {
    await expect(read(join(folder, path), 9)).rejects.toMatchObject({ code: "FileUnreadable", message });
  });
});
