/** Locks and records in a folder. Processes and threads that compete for a lock are in ../e2e/folder-lock.test.ts. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFolderState } from "../../src/index.ts";

const isWindows = process.platform === "win32";
let place: string;
let folder: string;

beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), "idle-state-")));
  folder = join(place, "a", "state");
});
afterEach(() => {
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

const files = () => readdirSync(folder).sort();

describe("a lock", () => {
  it("is one's own until it is released, in one process too, and for each name", async () => {
    const [one, other] = [createFolderState(folder), createFolderState(folder)];
    const lock = await one.tryLock("name");
    expect(lock).not.toBeNull();
    expect(await one.tryLock("name")).toBeNull();
    expect(await other.tryLock("name")).toBeNull();
    const second = await other.tryLock("another name");
    expect(second).not.toBeNull();
    await lock?.release();
    await lock?.release();
    const next = await other.tryLock("name");
    expect(next).not.toBeNull();
    expect(await one.tryLock("name")).toBeNull();
    await next?.release();
    await second?.release();
  });

  it("whose file is something else is an error that says what to do", async () => {
    const state = createFolderState(folder);
    await (await state.tryLock("name"))?.release();
    writeFileSync(join(folder, files()[0] ?? ""), "no database at all ".repeat(100));
    await expect(state.tryLock("name")).rejects.toMatchObject({
      code: "FileUnreadable",
      message: expect.stringContaining("remove the file"),
    });
  });
});

describe("a record", () => {
  it("is what was written last, whoever wrote it; null before", async () => {
    const [one, other] = [createFolderState(folder), createFolderState(folder)];
    expect(await one.read("name")).toBeNull();
    expect(existsSync(folder)).toBe(false);
    await one.write("name", { a: [1, "é", null] });
    expect(await other.read("name")).toEqual({ a: [1, "é", null] });
    await other.write("name", 2);
    expect(await one.read("name")).toBe(2);
    expect(await one.read("another name")).toBeNull();
    expect(files()).toHaveLength(1);
  });

  it("is whole whenever it is read", async () => {
    const [one, other] = [createFolderState(folder), createFolderState(folder)];
    const long = "x".repeat(60_000);
    await one.write("name", { n: 0, long });
    let isOver = false;
    const writing = (async () => {
      for (let n = 1; n <= 100; n += 1) await one.write("name", { n, long });
      isOver = true;
    })();
    while (!isOver) expect(await other.read("name")).toMatchObject({ long });
    await writing;
    expect(files()).toHaveLength(1);
  });

  it("has any name, which becomes no path", async () => {
    const state = createFolderState(folder);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.constantFrom("", "..", "../../x", "/etc/passwd", "C:\\x", "a\0b", "NUL"),
        ),
        async (name) => {
          await state.write(name, name.toWellFormed());
          expect(await state.read(name)).toBe(name.toWellFormed());
        },
      ),
    );
    for (const file of files()) expect(file).toMatch(/^[0-9a-f]{40}\.json$/);
    expect(readdirSync(place)).toEqual(["a"]);
    expect(readdirSync(join(place, "a"))).toEqual(["state"]);
  });

  it.each([
    ["empty", ""],
    ["half", '{"a":'],
    ["too large", JSON.stringify("x".repeat(70_000))],
    ["bytes", "\u0000\u0001"],
  ])("that is %s is none, and can be written anew", async (_, text) => {
    const state = createFolderState(folder);
    await state.write("name", 1);
    writeFileSync(join(folder, files()[0] ?? ""), text);
    expect(await state.read("name")).toBeNull();
    await state.write("name", 2);
    expect(await state.read("name")).toBe(2);
  });

  it.skipIf(isWindows)("that is a link or a folder is none", async () => {
    const state = createFolderState(folder);
    await state.write("name", 1);
    const path = join(folder, files()[0] ?? "");
    writeFileSync(join(place, "elsewhere"), "7");
    rmSync(path);
    symlinkSync(join(place, "elsewhere"), path);
    expect(await state.read("name")).toBeNull();
    await state.write("name", 2);
    expect(readFileSync(join(place, "elsewhere"), "utf8")).toBe("7");
    rmSync(path);
    mkdirSync(path);
    expect(await state.read("name")).toBeNull();
    await expect(state.write("name", 2)).rejects.toMatchObject({ code: "FileUnreadable" });
    expect(files()).toHaveLength(1);
  });

  it("that is too large is refused, and leaves nothing behind", async () => {
    const state = createFolderState(folder);
    await expect(state.write("name", "x".repeat(65_536))).rejects.toMatchObject({ code: "FileUnreadable" });
    expect(files()).toEqual([]);
  });
});

describe("the folder", () => {
  it.skipIf(isWindows)("and all in it is its owner's alone", async () => {
    const state = createFolderState(folder);
    const lock = await state.tryLock("name");
    await state.write("name", 1);
    const modes = [folder, ...files().map((name) => join(folder, name))].map((path) => statSync(path).mode & 0o777);
    expect(modes).toEqual([0o700, 0o600, 0o600]);
    await lock?.release();
  });

  const refused = async (words: RegExp) => {
    const state = createFolderState(folder);
    const expected = { code: "FileUnreadable", message: expect.stringMatching(words) };
    await expect(state.tryLock("name")).rejects.toMatchObject(expected);
    await expect(state.read("name")).rejects.toMatchObject(expected);
    await expect(state.write("name", 1)).rejects.toMatchObject(expected);
  };

  it.skipIf(isWindows).each([0o770, 0o702, 0o777])("that others can write to is refused: %o", async (mode) => {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, mode);
    await refused(/can be written to by others\. Take that right away: chmod go-w/);
    expect(files()).toEqual([]);
  });

  it.skipIf(isWindows)("that is a symbolic link is refused", async () => {
    mkdirSync(join(place, "a"));
    symlinkSync(place, folder);
    await refused(/is a symbolic link\. Name the folder that it leads to/);
  });

  it("that is a file is refused", async () => {
    mkdirSync(join(place, "a"));
    writeFileSync(folder, "");
    await refused(/is no folder/);
  });

  it.runIf(process.geteuid?.() === 0)("of another account is refused", async () => {
    mkdirSync(folder, { recursive: true });
    const { chownSync } = await import("node:fs");
    chownSync(folder, 12_345, 12_345);
    await refused(/belongs to another account/);
  });

  it("that cannot be made is an error that says so", async () => {
    writeFileSync(join(place, "a"), "");
    await expect(createFolderState(folder).tryLock("name")).rejects.toMatchObject({ code: "FileUnreadable" });
  });

  it("is made again when it was removed", async () => {
    const state = createFolderState(folder);
    await state.write("name", 1);
    rmSync(folder, { recursive: true });
    expect(await state.read("name")).toBeNull();
    const lock = await state.tryLock("name");
    expect(lock).not.toBeNull();
    await lock?.release();
  });
});
