import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { nodeFiles } from "../src/folder/node-files.ts";
import { anchorOf, csEntry, entry, openScripts } from "./call-scripts.ts";
import { plain, take } from "./consumer.ts";
import { createMemoryFiles, emptyDirectory } from "./memory-files.ts";

const sample = fileURLToPath(new URL("../data", import.meta.url));
const nord = "DC=nord,DC=example";

const users = (rows: string, header = "id,dn,accountName,employeeNumber,accountEnabled,photo,phones") =>
  emptyDirectory({ "test/users.csv": `${header}\n${rows}` });

function openMemory(contents = emptyDirectory()) {
  const files = createMemoryFiles(contents);
  return { files, ...openScripts("/dir", { files }) };
}

function copyOfSample(): string {
  const folder = mkdtempSync(join(tmpdir(), "idle-csv-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(sample, folder, { recursive: true });
  return folder;
}

describe("the sample directory", () => {
  it("is found right, page by page of parameters", async () => {
    const { scripts, context } = openScripts(sample);
    for (const configParameterPage of ["Connectivity", "Global", "Partition", "RunStep"] as const) {
      expect(await scripts.validation({ ...context(), configParameterPage })).toEqual({ code: "Success" });
    }
  });

  it("has two partitions, each with its own containers", async () => {
    const { scripts, context } = openScripts(sample);
    expect(await scripts.partition(context())).toMatchObject([{ dn: nord, name: "Nord" }, { name: "Süd" }]);
    const children = (dn: string) => scripts.hierarchy({ ...context(), parentNode: { dn } });
    expect(await children("dc=NORD, dc=example")).toEqual([
      { dn: `OU=Staff,${nord}` },
      { dn: `OU=Leavers,${nord}` },
      { dn: `OU=Groups,${nord}` },
    ]);
    expect(await children(`OU=Staff,${nord}`)).toEqual([{ dn: `OU=Sales,OU=Staff,${nord}` }]);
    expect(await children("OU=Nowhere,DC=example")).toEqual([]);
  });

  it("is imported as it is written, with values of all types", async () => {
    const { entries } = await openScripts(sample).fullImport({ partition: nord });
    expect(entries.map(({ objectType }) => objectType)).toEqual([
      ...Array(4).fill("organizationalUnit"),
      ...Array(3).fill("user"),
      ...Array(2).fill("group"),
    ]);
    const attributes = (dn: string) =>
      Object.fromEntries(
        (entries.find((each) => each.dn === dn)?.attributeChanges ?? []).map(({ name, valueChanges }) => [
          name,
          valueChanges.map(({ value }) => value),
        ]),
      );
    expect(attributes(`CN=Ada Brandt,OU=Staff,${nord}`)).toEqual({
      id: ["0a6b1c00-0000-4000-8000-000000000101"],
      accountName: ["abrandt"],
      displayName: ["Ada Brandt"],
      givenName: ["Ada"],
      surname: ["Brandt"],
      mail: ["ada.brandt@nord.example"],
      department: ["Board"],
      title: ["Head, all of it"],
      employeeNumber: [1001],
      accountEnabled: [true],
      phones: ["+49 40 5550101", "+49 171 5550101"],
      photo: [new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10])],
    });
    expect(attributes(`CN=Sø\\, Björn,OU=Sales,OU=Staff,${nord}`)).toMatchObject({
      displayName: ['Björn "Bear" Sø'],
      accountEnabled: [false],
      manager: [`CN=Jo Meyer,OU=Sales,OU=Staff,${nord}`],
    });
    expect(attributes(`CN=All Staff,OU=Groups,${nord}`).member).toEqual([
      `CN=Ada Brandt,OU=Staff,${nord}`,
      `CN=Jo Meyer,OU=Sales,OU=Staff,${nord}`,
    ]);
  });

  it("is changed and read again on a real disk, with passwords that only their owner may read", async () => {
    const folder = copyOfSample();
    const directory = openScripts(folder, { scryptCost: 2 ** 12 });
    const { watermark } = await directory.fullImport({ partition: nord });
    const jo = "0a6b1c00-0000-4000-8000-000000000102";
    const results = await directory.export(
      [
        [
          entry({
            anchorAttributes: anchorOf(jo),
            attributeChanges: [{ name: "title", modificationType: "Add", valueChanges: [{ value: "Lead" }] }],
          }),
        ],
      ],
      nord,
    );
    expect(results).toEqual([]);
    const { entries } = await directory.deltaImport(watermark, { partition: nord });
    expect(entries.map(({ modificationType, anchorAttributes }) => [modificationType, anchorAttributes])).toEqual([
      ["Replace", anchorOf(jo)],
    ]);
    expect((await nodeFiles.list(join(folder, "nord"))).toSorted()).toEqual([
      "changes.csv",
      "groups.csv",
      "head.json",
      "ous.csv",
      "users.csv",
    ]);
  });
});

describe("validation", () => {
  const failure = async (contents: Map<string, Buffer>, folder = "/dir") => {
    const { scripts, context } = openScripts(folder, { files: createMemoryFiles(contents) });
    return await scripts.validation({ ...context(), configParameterPage: "Global" });
  };

  it.each([
    ["no folder", new Map(), "", "Write where the directory is"],
    ["a folder without a list of partitions", new Map(), "/dir", "There is no partitions.csv"],
    [
      "a missing folder of a partition",
      emptyDirectory({ "partitions.csv": "dn,folder,id,name\nDC=a,a,,\n" }),
      "/dir",
      "cannot be read and written",
    ],
    [
      "a folder elsewhere",
      emptyDirectory({ "partitions.csv": "dn,folder,id,name\nDC=a,../etc,,\n" }),
      "/dir",
      "has no folder in line 2",
    ],
    [
      "a partition without a name",
      emptyDirectory({ "partitions.csv": "dn,folder,id,name\nx,test,,\n" }),
      "/dir",
      "no distinguished name",
    ],
    ["no partition", emptyDirectory({ "partitions.csv": "dn,folder,id,name\n" }), "/dir", "names no partition"],
    ["no column dn", emptyDirectory({ "test/users.csv": "id,name\n" }), "/dir", "users.csv has no column dn"],
    ["a column twice", emptyDirectory({ "test/users.csv": "id,dn,a,a\n" }), "/dir", 'the column "a" twice'],
    ["an empty file", emptyDirectory({ "test/groups.csv": "" }), "/dir", "groups.csv is empty"],
  ])("refuses %s, and says which parameter is wrong", async (_, contents, folder, message) => {
    const result = await failure(contents, folder);
    expect(result).toMatchObject({ code: "Failure", errorParameter: "Folder_Global" });
    expect(result.errorMessage).toContain(message);
  });
});

describe("a full import", () => {
  const five = users(Array.from({ length: 5 }, (_, n) => `u${n},"CN=${n},DC=test",a${n},${n},,,\n`).join(""));

  it.each([1, 2, 3, 5, 100])("brings everything once in pages of %i at most", async (pageSize) => {
    const { pages, entries } = await openMemory(five).fullImport({ pageSize });
    expect(entries.map(({ dn }) => dn)).toEqual([0, 1, 2, 3, 4].map((n) => `CN=${n},DC=test`));
    expect(Math.max(...pages.map((page) => page.entries.length))).toBeLessThanOrEqual(pageSize);
    expect(pages.at(-1)?.moreToImport).toBe(false);
  });

  it("reads what was there when it began, whatever is committed between its pages", async () => {
    const directory = openMemory(new Map(five));
    const { entries, watermark } = await directory.fullImport({ pageSize: 2 }, async () => {
      await directory.export([[entry({ modificationType: "Delete", anchorAttributes: anchorOf("u4") })]]);
    });
    expect(entries.map(({ dn }) => dn)).toContain("CN=4,DC=test");
    const delta = await directory.deltaImport(watermark);
    expect(delta.entries).toMatchObject([{ modificationType: "Delete", anchorAttributes: anchorOf("u4") }]);
  });

  it("leaves no watermark when it did not end well", async () => {
    expect((await openMemory().fullImport({ reason: "Unknown" })).watermark).toBe("");
  });

  it("of an empty directory is empty", async () => {
    expect((await openMemory().fullImport()).entries).toEqual([]);
  });

  it("needs no column but id and dn, and passes over columns that it does not know and empty lines", async () => {
    const { entries } = await openMemory(users('u1,"CN=1,DC=test",more\n\n', "id,dn,shoeSize")).fullImport();
    expect(entries).toMatchObject([{ dn: "CN=1,DC=test", attributeChanges: [{ name: "id" }] }]);
  });

  it("has whole numbers up to 64 bits", async () => {
    const { entries } = await openMemory(users('u1,"CN=1,DC=test",a,9223372036854775807,,,\n')).fullImport();
    expect(entries[0]?.attributeChanges).toContainEqual({
      name: "employeeNumber",
      modificationType: "Add",
      valueChanges: [{ value: 9223372036854775807n }],
    });
  });

  it.each([
    [
      'u1,"CN=1,DC=test",a,9223372036854775808,,,',
      "ImportErrorInvalidNumericValue",
      "employeeNumber is beyond 64 bits",
    ],
    ['u1,"CN=1,DC=test",a,1.5,,,', "ImportErrorInvalidNumericValue", "employeeNumber is no whole number"],
    ['u1,"CN=1,DC=test",a,,yes,,', "ImportErrorInvalidBooleanValue", "accountEnabled is neither true nor false"],
    ['u1,"CN=1,DC=test",a,,,====,', "ImportErrorInvalidBase64Value", "photo is no base64"],
    ['u1,"CN=1,DC=test",a,,,,"a""b"', "ImportErrorParseError", "phones is no list of values"],
    ['u1,"CN=1,DC=test"', "ImportErrorParseError", "2 fields, where the first line names 7"],
    [',"CN=1,DC=test",a,,,,', "ImportErrorParseError", "no id"],
    ["u1,,a,,,,", "ImportErrorParseError", "no dn"],
    ['u1,"CN=1,DC=test"x,a,,,,', "ImportErrorParseError", "text behind a closing quote"],
  ])("tells the line of the row %j, not what is in it, and goes on", async (row, code, detail) => {
    const { entries } = await openMemory(users(`${row}\nu2,"CN=2,DC=test",b,,,,\n`)).fullImport();
    expect(entries).toMatchObject([{ importError: { code } }, { dn: "CN=2,DC=test" }]);
    expect(entries[0]?.importError?.detail).toContain("users.csv, line 2: ");
    expect(entries[0]?.importError?.detail).toContain(detail);
  });

  it("names the object of a row with a wrong value, so that it is not taken for gone", async () => {
    const { entries } = await openMemory(users('u1,"CN=1,DC=test",a,x,,,\n')).fullImport();
    expect(entries).toMatchObject([{ dn: "CN=1,DC=test", anchorAttributes: anchorOf("u1"), importError: {} }]);
  });

  it("says what is wrong when the directory cannot be reached", async () => {
    await expect(openMemory(new Map()).fullImport()).rejects.toMatchObject({ kind: "ServerDown" });
    await expect(openMemory().fullImport({ partition: "DC=else" })).rejects.toThrow('no partition "DC=else"');
  });
});

describe("a delta import", () => {
  async function changed() {
    const directory = openMemory(
      emptyDirectory({
        "test/ous.csv": 'id,dn\no1,"OU=a,DC=test"\n',
        "test/users.csv":
          'id,dn,accountName,manager\nu1,"CN=1,OU=a,DC=test",a1,\nu2,"CN=2,DC=test",a2,"CN=1,OU=a,DC=test"\n',
        "test/groups.csv": 'id,dn,member\ng1,"CN=g,DC=test","CN=1,OU=a,DC=test;CN=2,DC=test"\n',
      }),
    );
    const before = await directory.fullImport();
    return { directory, before, space: take(new Map(), before.entries) };
  }
  const rename = (id: string, dn: string, objectType = "user") =>
    entry({
      objectType,
      anchorAttributes: anchorOf(id),
      attributeChanges: [{ name: "DN", modificationType: "Replace", valueChanges: [{ value: dn }] }],
    });

  it("is empty when nothing happened", async () => {
    const { directory, before } = await changed();
    expect((await directory.deltaImport(before.watermark)).entries).toEqual([]);
  });

  it("brings who was renamed with a container, and whoever refers to them", async () => {
    const { directory, before, space } = await changed();
    await directory.export([[rename("o1", "OU=b,DC=test", "organizationalUnit")]]);
    const { entries } = await directory.deltaImport(before.watermark);
    take(space, entries);
    expect(plain(space)).toEqual(plain(take(new Map(), (await directory.fullImport()).entries)));
    expect(space.get("u1")?.dn).toBe("CN=1,OU=b,DC=test");
    expect(space.get("u2")?.attributes.get("manager")).toEqual(["CN=1,OU=b,DC=test"]);
    expect(space.get("g1")?.attributes.get("member")).toEqual(["CN=1,OU=b,DC=test", "CN=2,DC=test"]);
  });

  it("brings who changed names with each other", async () => {
    const { directory, before, space } = await changed();
    await directory.export([
      [rename("u1", "CN=x,DC=test"), rename("u2", "CN=1,DC=test"), rename("u1", "CN=2,DC=test")],
    ]);
    take(space, (await directory.deltaImport(before.watermark)).entries);
    expect([space.get("u1")?.dn, space.get("u2")?.dn]).toEqual(["CN=2,DC=test", "CN=1,DC=test"]);
    expect(space.get("u2")?.attributes.get("manager")).toEqual(["CN=2,DC=test"]);
  });

  it("brings who is gone, and that nobody refers to them any more", async () => {
    const { directory, before, space } = await changed();
    await directory.export([[entry({ modificationType: "Delete", anchorAttributes: anchorOf("u1") })]]);
    take(space, (await directory.deltaImport(before.watermark)).entries);
    expect(space.has("u1")).toBe(false);
    expect(space.get("u2")?.attributes.has("manager")).toBe(false);
    expect(space.get("g1")?.attributes.get("member")).toEqual(["CN=2,DC=test"]);
  });

  it("comes in pages, too", async () => {
    const { directory, before, space } = await changed();
    await directory.export([[rename("o1", "OU=b,DC=test", "organizationalUnit"), rename("u2", "CN=9,DC=test")]]);
    const { pages, entries } = await directory.deltaImport(before.watermark, { pageSize: 1 });
    expect(Math.max(...pages.map((page) => page.entries.length))).toBe(1);
    expect(plain(take(space, entries))).toEqual(plain(take(new Map(), (await directory.fullImport()).entries)));
  });

  it("does not pass over a row that somebody has broken since", async () => {
    const { directory, before } = await changed();
    await directory.export([[rename("u2", "CN=9,DC=test")]]);
    const path = join("/dir", "test", "users.csv");
    const text = directory.files.contents.get(path)?.toString() ?? "";
    directory.files.contents.set(path, Buffer.from(text.replace(/^u2,"/m, 'u2,"x"')));
    const { entries } = await directory.deltaImport(before.watermark);
    expect(entries.filter(({ importError }) => importError !== undefined)).toMatchObject([
      { importError: { code: "ImportErrorParseError", detail: expect.stringContaining("users.csv, line 3") } },
    ]);
  });

  it("reads no file in which nothing has changed", async () => {
    const { directory, before } = await changed();
    await directory.export([
      [entry({ modificationType: "Add", objectType: "organizationalUnit", dn: "OU=n,DC=test" })],
    ]);
    const path = join("/dir", "test", "users.csv");
    directory.files.contents.set(path, Buffer.from('id,dn\n"broken'));
    expect((await directory.deltaImport(before.watermark)).entries).toMatchObject([{ dn: "OU=n,DC=test" }]);
  });

  it("is refused with a watermark of another change log, of a later time, or of nobody", async () => {
    const { directory, before } = await changed();
    await directory.export([[rename("u2", "CN=9,DC=test")]]);
    const { watermark } = await directory.fullImport();
    for (const wrong of [`other${watermark}`, watermark.replace(/:\d+:/, ":99:"), "", "{}"]) {
      await expect(directory.deltaImport(wrong)).rejects.toThrow("Run a full import");
    }
    expect((await directory.deltaImport(before.watermark)).entries).not.toEqual([]);
  });

  it("is refused when the change log is not as it was written", async () => {
    const { directory, before } = await changed();
    await directory.export([[rename("u2", "CN=9,DC=test")]]);
    const path = join("/dir", "test", "changes.csv");
    const log = directory.files.contents.get(path)?.toString() ?? "";
    for (const wrong of [log.replace("1,rename", "2,rename"), log.replace("rename", "rebuke"), ""]) {
      directory.files.contents.set(path, Buffer.from(wrong));
      await expect(directory.deltaImport(before.watermark)).rejects.toThrow("changes.csv");
    }
  });
});

describe("objects that are asked for", () => {
  it("come whole, by their id or their name, and those that are not there as gone", async () => {
    const directory = openMemory(users('u1,"CN=1,DC=test",a1,,,,\nu2,"CN=2,DC=test",a2,,,,\n'));
    const whole = [csEntry("u1"), { ...csEntry("u2"), dn: "cn=2, dc=test", anchorAttributes: [] }, csEntry("u3")];
    const { entries } = await directory.fullImport({ whole });
    expect(entries).toMatchObject([
      { modificationType: "Replace", dn: "CN=1,DC=test" },
      { modificationType: "Replace", dn: "CN=2,DC=test" },
      { modificationType: "Delete", anchorAttributes: anchorOf("u3") },
    ]);
  });
});

describe("100,000 users", () => {
  it("are imported one by one: an entry is made when it is asked for", async () => {
    const count = 100_000;
    const row = (n: number) => `u${n},"CN=${n},DC=test",a${n},${n},true,,\n`;
    const files = createMemoryFiles(users(""));
    // A file of its own that is made while it is read, and tells how much of it was.
    let given = 0;
    const header = "id,dn,accountName,employeeNumber,accountEnabled,photo,phones\n";
    const open: typeof files.open = async (path) => {
      if (!path.endsWith("users.csv")) return await files.open(path);
      const offsets = [header.length];
      for (let n = 0; n < count; n += 1) offsets.push((offsets[n] ?? 0) + row(n).length);
      const size = offsets[count] ?? 0;
      return {
        size,
        async *read(from, to) {
          if (from === 0) yield Buffer.from(header);
          const first = Math.max(
            0,
            offsets.findIndex((offset) => offset >= from),
          );
          for (let n = first; n < count && (offsets[n] ?? size) < to; n += 100) {
            given += 1;
            const rows = Array.from({ length: Math.min(100, count - n) }, (_, more) => row(n + more)).join("");
            yield Buffer.from(rows.slice(0, to - (offsets[n] ?? 0)));
          }
        },
        async close() {},
      };
    };
    const { scripts, context } = openScripts("/dir", { files: { ...files, open } });
    const openImportConnectionRunStep = {
      importType: "Full" as const,
      customData: "",
      pageSize: 200_000,
      partition: { dn: "DC=test" },
      included: [],
      excluded: [],
    };
    const common = { ...context(), openImportConnectionRunStep, types: { types: [] } };
    let { customData = "" } = await scripts.beginImport(common);
    let seen = 0;
    for (let more = true; more; ) {
      const page = await scripts.importData({
        ...common,
        getImportEntriesRunStep: { customData, fullObjectEntries: [] },
      });
      if (!("csEntries" in page)) throw new Error("a list alone");
      given = 0;
      for await (const each of page.csEntries) {
        expect(each.importError).toBeUndefined();
        seen += 1;
        if (seen % 10_000 === 1) expect(given * 100 - seen).toBeLessThanOrEqual(100);
      }
      more = page.moreToImport ?? false;
      customData = page.customData ?? customData;
    }
    expect(seen).toBe(count);
    await scripts.endImport({ ...common, closeImportConnectionRunStep: { reason: "Normal", customData } });
  });
});
