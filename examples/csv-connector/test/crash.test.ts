/** A writer that is cut off at any of its steps: what is read afterwards is all of a page, or nothing of it. */
import { hostname } from "node:os";
import { join } from "node:path";
import type { ExportEntry } from "@idle/connector";
import { describe, expect, it } from "vitest";
import { anchorOf, csEntry, entry, openScripts, passwordChange } from "./call-scripts.ts";
import { plain, take } from "./consumer.ts";
import { createMemoryFiles, emptyDirectory } from "./memory-files.ts";

const start = () =>
  emptyDirectory({
    "test/ous.csv": 'id,dn\no1,"OU=a,DC=test"\n',
    "test/users.csv": 'id,dn,accountName\nu1,"CN=1,OU=a,DC=test",a1\n',
    "test/groups.csv": 'id,dn,member\ng1,"CN=g,DC=test","CN=1,OU=a,DC=test"\n',
  });

/** Changes all files at once. */
const page = (round: number): ExportEntry[] => [
  entry({
    identifier: "1",
    objectType: "organizationalUnit",
    anchorAttributes: anchorOf("o1"),
    attributeChanges: [{ name: "DN", modificationType: "Replace", valueChanges: [{ value: `OU=r${round},DC=test` }] }],
  }),
  entry({
    identifier: "2",
    anchorAttributes: anchorOf("u1"),
    attributeChanges: [passwordChange(`password of round ${round}`)],
  }),
];

async function look(contents: Map<string, Buffer>, watermark: string) {
  const directory = openScripts("/dir", { files: createMemoryFiles(contents) });
  const full = await directory.fullImport();
  const delta = await directory.deltaImport(watermark);
  return { full: take(new Map(), full.entries), delta: delta.entries, watermark: full.watermark };
}

const copyOf = (contents: Map<string, Buffer>) => new Map(contents);

describe("a writer that is cut off", () => {
  it("leaves one state or the other, and the delta import says which, wherever it is cut off", async () => {
    let commits = 0;
    let lasting = 0;
    for (let breakAt = 1; ; breakAt += 1) {
      const contents = start();
      const before = await look(copyOf(contents), ":0:0");
      const files = createMemoryFiles(contents, breakAt);
      const cut = openScripts("/dir", { files });
      const isDone = await cut.export([page(1)]).then(
        () => true,
        () => false,
      );
      // What readers see, before anybody has mended anything.
      const after = await look(copyOf(contents), before.watermark);
      const isNew = after.full.get("o1")?.dn === "OU=r1,DC=test";
      expect(plain(take(copyOfSpace(before.full), after.delta))).toEqual(plain(after.full));
      expect(after.delta.length > 0).toBe(isNew);
      expect(after.full.get("u1")?.dn).toBe(isNew ? "CN=1,OU=r1,DC=test" : "CN=1,OU=a,DC=test");
      expect(after.full.get("g1")?.attributes.get("member")).toEqual([after.full.get("u1")?.dn]);
      if (isDone) expect(isNew).toBe(true);

      // The next writer goes on from there, and the password is that of the same state.
      const next = openScripts("/dir", { files: createMemoryFiles(contents) });
      const change = next.changePassword(csEntry("u1"), "password of round 1", "password of round 2");
      if (isNew) await change;
      else await expect(change).rejects.toMatchObject({ kind: "PasswordExtension" });
      expect(await next.export([page(3)])).toEqual([]);
      const last = await look(copyOf(contents), after.watermark);
      expect(plain(take(copyOfSpace(after.full), last.delta))).toEqual(plain(last.full));
      expect(last.full.get("u1")?.dn).toBe("CN=1,OU=r3,DC=test");
      expect([...contents.keys()].filter((path) => /\.new$|lock/.test(path))).toEqual([]);

      commits += 1;
      if (isNew) lasting += 1;
      if (isDone) break;
    }
    expect(commits).toBeGreaterThan(12);
    expect(lasting).toBeGreaterThan(4);
    expect(lasting).toBeLessThan(commits);
  });

  it("has lost nothing of the pages before", async () => {
    const contents = start();
    const files = createMemoryFiles(contents);
    await openScripts("/dir", { files }).export([page(1)]);
    const cut = openScripts("/dir", { files: createMemoryFiles(contents, 6) });
    await expect(cut.export([page(2), page(3)])).rejects.toThrow("The process is gone.");
    expect((await look(contents, ":0:0")).full.get("o1")?.dn).toBe("OU=r1,DC=test");
  });

  it("leaves nothing that stays: the next one takes away what it finds, and nothing else", async () => {
    const contents = start();
    const path = (name: string) => join("/dir", "test", name);
    for (const name of ["users.csv.7.new", "head.json.9.new", "users.csv.1", "notes.new"]) {
      contents.set(path(name), Buffer.from("left over"));
    }
    await openScripts("/dir", { files: createMemoryFiles(contents) }).export([[]]);
    expect([...contents.keys()].filter((each) => contents.get(each)?.equals(Buffer.from("left over")))).toEqual([
      path("users.csv.1"),
      path("notes.new"),
    ]);
  });

  it("does not go on after a page that could not be written", async () => {
    const files = createMemoryFiles(start());
    let isFull = true;
    const write: typeof files.write = async (...args) => {
      if (isFull) throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
      await files.write(...args);
    };
    const { scripts, exportArgs } = openScripts("/dir", { files: { ...files, write } });
    const common = exportArgs();
    await scripts.beginExport(common);
    await expect(scripts.exportData({ ...common, csEntries: page(1) })).rejects.toMatchObject({ kind: "ServerDown" });
    isFull = false;
    await expect(scripts.exportData({ ...common, csEntries: page(2) })).rejects.toThrow("did not go well");
    await scripts.endExport({ ...common, closeExportConnectionRunStep: { reason: "Unknown" } });
    expect((await look(files.contents, ":0:0")).full.get("o1")?.dn).toBe("OU=a,DC=test");
  });
});

describe("a reader", () => {
  it("sees one state, whatever is committed while it opens the files", async () => {
    const files = createMemoryFiles(start());
    let round = 0;
    const open: typeof files.open = async (path) => {
      const found = await files.open(path);
      if (path.endsWith("ous.csv") && round < 3) {
        round += 1;
        await openScripts("/dir", { files }).export([page(round)]);
      }
      return found;
    };
    const { entries } = await openScripts("/dir", { files: { ...files, open } }).fullImport();
    const space = take(new Map(), entries);
    expect([space.get("o1")?.dn, space.get("u1")?.dn]).toEqual(["OU=r3,DC=test", "CN=1,OU=r3,DC=test"]);
  });

  it("gives up when that never ends", async () => {
    const files = createMemoryFiles(start());
    let round = 0;
    const open: typeof files.open = async (path) => {
      if (path.endsWith("users.csv")) {
        round += 1;
        await openScripts("/dir", { files }).export([page(round)]);
      }
      return await files.open(path);
    };
    const reading = openScripts("/dir", { files: { ...files, open } }).fullImport();
    await expect(reading).rejects.toMatchObject({
      kind: "ServerDown",
      message: expect.stringContaining("changes too fast"),
    });
  });
});

describe("two who find the lock of somebody who is gone", () => {
  it("do not take the lock away from each other", async () => {
    const files = createMemoryFiles(start());
    const lock = join("/dir", "test", "writer.lock");
    const ofNobody = JSON.stringify({ host: hostname(), process: 2147483646, token: "x" });
    const ofOther = JSON.stringify({ host: hostname(), process: process.ppid, token: "y" });
    files.contents.set(lock, Buffer.from(ofNobody));
    const create: typeof files.create = async (path, text) => {
      // The other one was quicker.
      if (path !== lock) files.contents.set(lock, Buffer.from(ofOther));
      return await files.create(path, text);
    };
    const late = openScripts("/dir", { files: { ...files, create } });
    await expect(late.export([page(1)])).rejects.toMatchObject({ kind: "ServerDown" });
    expect(files.contents.get(lock)?.toString()).toBe(ofOther);
    expect([...files.contents.keys()].filter((path) => path.endsWith(".removing"))).toEqual([]);
  });
});

function copyOfSpace<K, V>(space: ReadonlyMap<K, V>): Map<K, V> {
  return new Map(space);
}
