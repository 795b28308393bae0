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
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { slotNames } from "../../src/model/slots.ts";
import { createCommonModule, slotPlace, withCommonModule } from "../../src/scripts/common-module.ts";

const isWindows = process.platform === "win32";
let place: string;
let folders: { readonly maData: string; readonly temp: string };
let definition: { readonly path: string; readonly commonModule: { readonly file: string; readonly name: string } };

beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), "idle-module-")));
  folders = { maData: join(place, "hr", "MaData"), temp: join(place, "temp") };
  mkdirSync(folders.maData, { recursive: true, mode: 0o700 });
  mkdirSync(folders.temp);
  writeFileSync(join(place, "module.psm1"), "function Get-It {}");
  definition = { path: join(place, "connector.yaml"), commonModule: { file: "module.psm1", name: "Common.psm1" } };
});
afterEach(() => {
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

const modeOf = (path: string) => statSync(path).mode & 0o777;
const named = (name: string) => ({ ...definition, commonModule: { file: "module.psm1", name } });

it("stands in MaData for imports, exports and passwords, and in the temporary folder for what discovers", () => {
  const inTemp = slotNames.filter((slot) => slotPlace(slot) === "temp");
  expect(inTemp).toEqual(["validation", "schema", "partition", "hierarchy"]);
});

describe.each(["maData", "temp"] as const)("the common module in %s", (where) => {
  it("is there with its content while the work goes on, and then nothing is", async () => {
    const path = await withCommonModule(definition, where, folders, async (given) => {
      expect(readFileSync(given ?? "", "utf8")).toBe("function Get-It {}");
      expect(readdirSync(dirname(given ?? ""))).toEqual(["Common.psm1"]);
      return given ?? "";
    });
    expect(path.startsWith(folders[where])).toBe(true);
    expect(readdirSync(folders[where])).toEqual([]);
  });

  it("is removed also when the work fails", async () => {
    const failing = withCommonModule(definition, where, folders, async () => {
      throw new Error("failed");
    });
    await expect(failing).rejects.toThrow("failed");
    expect(readdirSync(folders[where])).toEqual([]);
  });

  it.skipIf(isWindows)("is this account's alone (Windows has no modes)", async () => {
    await withCommonModule(definition, where, folders, async (path) => {
      expect(modeOf(path ?? "")).toBe(0o600);
      expect(modeOf(dirname(path ?? ""))).toBe(0o700);
    });
  });

  it("is null where there is none", async () => {
    expect(
      await withCommonModule({ ...definition, commonModule: null }, where, folders, async (path) => path),
    ).toBeNull();
    expect(readdirSync(folders[where])).toEqual([]);
  });
});

describe("the common module of a run", () => {
  it("is written before each script, whatever one did to it", async () => {
    const module = createCommonModule(definition, folders.maData, folders.temp);
    const path = (await module.write("maData")) ?? "";
    writeFileSync(path, "changed by a script");
    expect(await module.write("maData")).toBe(path);
    expect(readFileSync(path, "utf8")).toBe("function Get-It {}");
    rmSync(path);
    await module.write("maData");
    expect(existsSync(path)).toBe(true);
    await module.write("temp");
    await module.write("temp");
    expect(readdirSync(folders.temp)).toHaveLength(1);
    await module.remove();
    await module.remove();
    expect([...readdirSync(folders.maData), ...readdirSync(folders.temp)]).toEqual([]);
  });

  it("is the same from begin to end", async () => {
    const module = createCommonModule(definition, folders.maData, folders.temp);
    await module.write("maData");
    writeFileSync(join(place, "module.psm1"), "a new version");
    expect(readFileSync((await module.write("maData")) ?? "", "utf8")).toBe("function Get-It {}");
    await module.remove();
  });

  it("stays as long as another run needs it", async () => {
    const [one, other] = [
      createCommonModule(definition, folders.maData),
      createCommonModule(definition, folders.maData),
    ];
    await one.write("maData");
    await other.write("maData");
    await one.remove();
    expect(readdirSync(folders.maData)).toEqual(["Common.psm1"]);
    await other.remove();
    expect(readdirSync(folders.maData)).toEqual([]);
  });

  it.skipIf(isWindows)("never goes through a link (Windows needs a right for links)", async () => {
    const victim = join(place, "victim");
    writeFileSync(victim, "precious");
    symlinkSync(victim, join(folders.maData, "Common.psm1"));
    await withCommonModule(definition, "maData", folders, async (path) => {
      expect(readFileSync(path ?? "", "utf8")).toBe("function Get-It {}");
    });
    expect(readFileSync(victim, "utf8")).toBe("precious");
    expect(readdirSync(folders.maData)).toEqual([]);

    rmSync(folders.maData, { recursive: true });
    mkdirSync(join(place, "elsewhere"), { mode: 0o700 });
    symlinkSync(join(place, "elsewhere"), folders.maData);
    await expect(createCommonModule(definition, folders.maData).write("maData")).rejects.toMatchObject({
      code: "FileUnreadable",
    });
    expect(readdirSync(join(place, "elsewhere"))).toEqual([]);
  });

  it.skipIf(isWindows || process.geteuid?.() === 0)(
    "says why it cannot be written (root can write anywhere, Windows has no modes)",
    async () => {
      chmodSync(folders.maData, 0o500);
      await expect(createCommonModule(definition, folders.maData).write("maData")).rejects.toMatchObject({
        code: "FileUnreadable",
        message: expect.stringContaining("cannot be written"),
      });
      chmodSync(folders.maData, 0o700);
    },
  );

  it("leaves what stands in its way, and nothing half-written", async () => {
    mkdirSync(join(folders.maData, "Common.psm1"));
    const module = createCommonModule(definition, folders.maData);
    await expect(module.write("maData")).rejects.toMatchObject({ code: "FileUnreadable" });
    await module.remove();
    expect(readdirSync(folders.maData)).toEqual(["Common.psm1"]);
  });

  it("has a file that is there", async () => {
    const module = createCommonModule(
      { ...definition, commonModule: { file: "none.psm1", name: "x" } },
      folders.maData,
    );
    await expect(module.write("maData")).rejects.toMatchObject({
      code: "FileUnreadable",
      message: expect.stringContaining("Name a file that is there under commonModule."),
    });
  });

  it.each(["", ".", "..", "../x", "a/b", "a\\b", "c:x", "a\0b", "x.", "x ", "a\nb"])(
    "cannot be called %j",
    async (name) => {
      const module = createCommonModule(named(name), folders.maData, folders.temp);
      await expect(module.write("maData")).rejects.toMatchObject({ code: "ConnectorInvalid" });
      expect(readdirSync(folders.maData)).toEqual([]);
    },
  );
});
