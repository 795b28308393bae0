/** The ledger in a file, and the one in memory: the same answers; and files that cannot be believed. */
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createFileLedger,
  createMemoryLedger,
  createPolicy,
  type LedgerEntry,
  type LedgerQuery,
  type PolicyLedger,
  readPolicy,
} from "../src/index.ts";
import { failureOfSqlite } from "../src/ledger/unusable-ledger.ts";
import { createClock, disable, step, subject } from "./support/subject.ts";

const isWindows = process.platform === "win32";
let place: string;
let folder: string;
let path: string;

beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), "idle-ledger-")));
  folder = join(place, "a", "state");
  path = join(folder, "policy.sqlite");
});
afterEach(() => {
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

const entry = (more: Partial<LedgerEntry> = {}): Omit<LedgerEntry, "id"> => {
  const { id: _, ...rest } = more;
  return {
    action: "disable",
    system: "ad",
    item: "i",
    planId: "p",
    runId: "r",
    time: 1000,
    isSettled: false,
    ...rest,
  };
};
const everything = (ledger: PolicyLedger) =>
  ledger.read((view) => view.oldest({ action: "disable", system: null, after: -1 }, 100));

describe.each([
  ["in a file", () => createFileLedger(folder)],
  ["in memory", () => createMemoryLedger()],
])("a ledger %s", (where, create) => {
  it("keeps what a transaction did, and nothing of one that failed", async () => {
    const ledger = create();
    expect(await everything(ledger)).toEqual([]);
    await ledger.transact((page) =>
      page.add([entry({ item: "a" }), entry({ item: "b", time: 2000, isSettled: true })]),
    );
    const failed = ledger.transact((page) => {
      page.add([entry({ item: "c" })]);
      page.removeBefore(5000);
      throw new Error("not this time");
    });
    await expect(failed).rejects.toThrow("not this time");
    expect(await everything(ledger)).toEqual([
      { ...entry({ item: "a" }), id: 1 },
      { ...entry({ item: "b", time: 2000, isSettled: true }), id: 2 },
    ]);
  });

  it("answers by action, system and time", async () => {
    const ledger = create();
    await ledger.transact((page) =>
      page.add([
        entry({ time: 3000, planId: "q" }),
        entry({ time: 1000, system: "entra" }),
        entry({ time: 2000, isSettled: true }),
        entry({ time: 9000, action: "delete" }),
      ]),
    );
    const count = (query: Partial<LedgerQuery>) =>
      ledger.read((view) => view.count({ action: "disable", system: null, after: 0, ...query }));
    expect(
      await Promise.all([count({}), count({ system: "ad" }), count({ after: 1000 }), count({ action: "move" })]),
    ).toEqual([3, 2, 2, 0]);
    const view = await ledger.read((page) => ({
      newest: page.newest(),
      oldest: page.oldest({ action: "disable", system: null, after: 0 }, 2).map(({ time }) => time),
      open: page.openOf("p").map(({ time }) => time),
    }));
    expect(view).toEqual({ newest: 9000, oldest: [1000, 2000], open: [1000, 9000] });
    await ledger.transact((page) => {
      page.remove(page.openOf("q").map(({ id }) => id));
      page.removeBefore(2000);
    });
    expect((await everything(ledger)).map(({ time }) => time)).toEqual([2000]);
    expect(await create().read((page) => page.newest())).toBe(where === "in a file" ? 9000 : null);
  });

  it("keeps any text", async () => {
    const ledger = create();
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "grapheme" }),
        fc.string({ unit: "grapheme-ascii" }),
        async (planId, system) => {
          const added = await ledger.transact((page) => {
            page.add([entry({ planId, system, action: "move" })]);
            const found = page.openOf(planId);
            page.remove(found.map(({ id }) => id));
            return found;
          });
          expect(added).toMatchObject([{ planId, system }]);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("the file", () => {
  it("is made when something is reserved, for its owner only, and nothing else is left", async () => {
    const ledger = createFileLedger(folder);
    await everything(ledger);
    expect(existsSync(folder)).toBe(false);
    await ledger.transact((page) => page.add([entry()]));
    expect(readdirSync(folder)).toEqual(["policy.sqlite", "policy.sqlite-journal"]);
    if (isWindows) return;
    const modes = [folder, path, `${path}-journal`].map((name) => statSync(name).mode & 0o777);
    expect(modes).toEqual([0o700, 0o600, 0o600]);
  });

  it("stays as it is when it is made by many at once", async () => {
    await Promise.all(
      Array.from({ length: 20 }, () => createFileLedger(folder).transact((page) => page.add([entry()]))),
    );
    expect(await everything(createFileLedger(folder))).toHaveLength(20);
    expect(readdirSync(folder)).toEqual(["policy.sqlite", "policy.sqlite-journal"]);
  });
});

describe("an error of SQLite", () => {
  const failure = (errcode: number) =>
    failureOfSqlite("/x", Object.assign(new Error("so it is"), { code: "ERR_SQLITE_ERROR", errcode }));

  it("is Busy and transient when others took too long, whatever the reason's number", () => {
    for (const errcode of [5, 261, 517]) expect(failure(errcode)).toMatchObject({ code: "Busy", transient: true });
    expect(failure(11)).toMatchObject({ code: "FileUnreadable", transient: false });
    expect(failureOfSqlite("/x", new Error("another one"))).toBeNull();
  });
});

describe("what cannot be believed", () => {
  const fill = async (entries = 300) => {
    await createFileLedger(folder).transact((page) =>
      page.add(Array.from({ length: entries }, (_, index) => entry({ item: `item-${index}`, time: 1000 + index }))),
    );
  };
  /** Both ways of asking are refused, by the policy as well; what was there is left as it was. */
  const refused = async (words: RegExp) => {
    const expected = { code: "FileUnreadable", message: expect.stringMatching(words) };
    await expect(everything(createFileLedger(folder))).rejects.toMatchObject(expected);
    await expect(createFileLedger(folder).transact((page) => page.add([entry()]))).rejects.toMatchObject(expected);
    const policy = createPolicy(readPolicy({ limits: [{ action: "disable", max: 500, per: "24h" }] }), {
      state: createFileLedger(folder),
      now: createClock().now,
    });
    const asked = subject([step([disable("x")])]);
    await expect(policy.review(asked)).rejects.toMatchObject(expected);
    await expect(policy.admit(asked)).rejects.toMatchObject(expected);
  };

  it("is an empty file", async () => {
    await fill();
    truncateSync(path, 0);
    await refused(/is empty, or of another application/);
    expect(statSync(path).size).toBe(0);
  });

  it("is a file that was cut off, wherever", async () => {
    await fill();
    const whole = readFileSync(path);
    for (const size of [1, 16, 99, 100, 511, 4095, 4096, 8192, whole.length - 4096, whole.length - 1]) {
      writeFileSync(path, whole.subarray(0, size));
      await refused(/cannot be read|is damaged|another application/);
    }
  });

  it("is a file with a page that was overwritten, wherever", async () => {
    await fill();
    const whole = readFileSync(path);
    for (let page = 0; page < whole.length / 4096; page += 1) {
      for (const filling of [0, 0xff, 0x41]) {
        const damaged = Buffer.from(whole);
        damaged.fill(filling, page * 4096, (page + 1) * 4096);
        writeFileSync(path, damaged);
        await refused(/cannot be read|is damaged|another application/);
      }
    }
  });

  it("is text, or a database of another application, or one without a mark", async () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(path, "nothing of ours ".repeat(1000), { mode: 0o600 });
    await refused(/file is not a database/);
    for (const mark of [0, 0x12345678]) {
      rmSync(path);
      const database = new DatabaseSync(path);
      database.exec(`CREATE TABLE entries (id INTEGER); PRAGMA application_id = ${mark}; PRAGMA user_version = 1`);
      database.close();
      chmodSync(path, 0o600);
      await refused(/of another application/);
    }
  });

  it("is a later version, and one that never was", async () => {
    await fill();
    const setVersion = (version: number) => {
      const database = new DatabaseSync(path);
      database.exec(`PRAGMA user_version = ${version}`);
      database.close();
    };
    setVersion(2);
    await refused(/has version 2, which is later than 1\. Use a newer IdLE/);
    setVersion(0);
    await refused(/has version 0, which never was/);
    setVersion(1);
    expect((await everything(createFileLedger(folder))).length).toBe(100);
  });

  it("is a ledger without its table", async () => {
    await fill();
    const database = new DatabaseSync(path);
    database.exec("DROP TABLE entries");
    database.close();
    await refused(/its tables are others/);
  });

  it.each([
    "CREATE TRIGGER forget AFTER INSERT ON entries BEGIN DELETE FROM entries; END",
    "CREATE VIEW more AS SELECT 1",
    "DROP INDEX entries_by_time",
  ])("is a ledger with other parts than its own: %s", async (statement) => {
    await fill();
    const database = new DatabaseSync(path);
    database.exec(statement);
    database.close();
    await refused(/its tables are others/);
  });

  it("is a file that another one took the place of while the ledger was in use", async () => {
    await fill();
    const ledger = createFileLedger(folder);
    await everything(ledger);
    truncateSync(path, 0);
    await expect(everything(ledger)).rejects.toMatchObject({ code: "FileUnreadable" });
  });

  it("is a folder in the file's place", async () => {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    await refused(/is no regular file/);
  });

  it("is a journal without its file", async () => {
    await fill();
    renameSync(path, `${path}-journal`);
    await refused(/is gone, and its journal is still there/);
  });

  it("is no journal that is empty: a ledger that was removed is made anew", async () => {
    await fill();
    rmSync(path);
    expect(statSync(`${path}-journal`).size).toBe(0);
    await fill(1);
    expect(await everything(createFileLedger(folder))).toHaveLength(1);
  });

  describe.skipIf(isWindows)("by its owner and rights", () => {
    it("is a symbolic link, of the file, its journal and the folder", async () => {
      await fill();
      const elsewhere = join(place, "elsewhere");
      renameSync(path, elsewhere);
      symlinkSync(elsewhere, path);
      await refused(/is a symbolic link/);
      rmSync(path);
      symlinkSync(join(place, "nowhere"), path);
      await refused(/is a symbolic link/);
      rmSync(path);
      linkSync(elsewhere, path);
      rmSync(`${path}-journal`);
      symlinkSync(elsewhere, `${path}-journal`);
      await refused(/is a symbolic link/);
      rmSync(`${path}-journal`);
      renameSync(folder, join(place, "moved"));
      symlinkSync(join(place, "moved"), folder);
      await refused(/is a symbolic link\. Name the folder that it leads to/);
      expect(statSync(elsewhere).size).toBeGreaterThan(4096);
    });

    it("is what others may write to", async () => {
      await fill();
      chmodSync(path, 0o620);
      await refused(/policy\.sqlite" can be written to by others/);
      chmodSync(path, 0o600);
      chmodSync(folder, 0o702);
      await refused(/state" can be written to by others/);
    });

    it.runIf(process.geteuid?.() === 0)("is what belongs to another account", async () => {
      await fill();
      chownSync(path, 12_345, 12_345);
      await refused(/policy\.sqlite" belongs to another account/);
      chownSync(path, 0, 0);
      chownSync(folder, 12_345, 12_345);
      await refused(/state" belongs to another account/);
    });

    it.skipIf(process.geteuid?.() === 0)("is what may not be read", async () => {
      await fill();
      chmodSync(path, 0o000);
      await refused(/cannot be read/);
    });
  });
});
