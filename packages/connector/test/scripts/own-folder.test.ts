import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeConnectorFolder } from "../../src/scripts/own-folder.ts";

const isWindows = process.platform === "win32";
let place: string;

beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), "idle-own-")));
});
afterEach(() => {
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

const modeOf = (path: string) => statSync(path).mode & 0o777;

describe("the connector's folder", () => {
  it("is made, with MaData in it, and used again", () => {
    const folder = join(place, "a", "hr");
    expect(makeConnectorFolder(folder)).toBe(join(folder, "MaData"));
    expect(makeConnectorFolder(folder)).toBe(join(folder, "MaData"));
    expect(readdirSync(folder)).toEqual(["MaData"]);
  });

  it.skipIf(isWindows)("is this account's alone (Windows has no modes)", () => {
    const folder = join(place, "hr");
    makeConnectorFolder(folder);
    expect(modeOf(folder)).toBe(0o700);
    expect(modeOf(join(folder, "MaData"))).toBe(0o700);
  });

  it.skipIf(isWindows)("is refused when others can write to it (Windows has no modes)", () => {
    const folder = join(place, "hr");
    mkdirSync(folder);
    chmodSync(folder, 0o770);
    expect(() => makeConnectorFolder(folder)).toThrow(
      expect.objectContaining({
        code: "FileUnreadable",
        message: expect.stringContaining("can be written to by others. Take that right away"),
      }),
    );
    chmodSync(folder, 0o700);
    mkdirSync(join(folder, "MaData"));
    chmodSync(join(folder, "MaData"), 0o777);
    expect(() => makeConnectorFolder(folder)).toThrow("can be written to by others");
  });

  it.skipIf(isWindows)("is refused when it is a link (Windows needs a right for links)", () => {
    const folder = join(place, "hr");
    mkdirSync(join(place, "elsewhere"), { mode: 0o700 });
    symlinkSync(join(place, "elsewhere"), folder);
    expect(() => makeConnectorFolder(folder)).toThrow("is a symbolic link. Name the folder that it leads to.");
    rmSync(folder);
    mkdirSync(folder, { mode: 0o700 });
    symlinkSync(join(place, "elsewhere"), join(folder, "MaData"));
    expect(() => makeConnectorFolder(folder)).toThrow("is a symbolic link");
    expect(existsSync(join(place, "elsewhere", "MaData"))).toBe(false);
  });

  it("is refused when it is a file, or cannot be made", () => {
    writeFileSync(join(place, "file"), "");
    expect(() => makeConnectorFolder(join(place, "file"))).toThrow("is no folder");
    expect(() => makeConnectorFolder(join(place, "file", "hr"))).toThrow(
      expect.objectContaining({ code: "FileUnreadable" }),
    );
  });
});
