import { chmodSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { StagedChange } from "../../src/index.ts";
import { openScripted } from "../support/scripted-connector.ts";

const add = (id: string): StagedChange => ({
  action: "add",
  objectType: "user",
  attributes: { id: [id], displayName: ["x".repeat(1_000)] },
});

describe("a space that cannot be used", () => {
  it("because the disk is full says so, and what was there stays", async () => {
    const { connector, folder, reopen } = await openScripted({}, onTestFinished);
    await connector.discoverSchema();
    connector.stage([add("1")]);
    await connector.close();
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(join(folder, "space.sqlite"));
    const { page_count: pages } = database.prepare("PRAGMA page_count").get() ?? {};
    database.close();
    const again = await reopen();
    const { openSpace } = await import("../../src/space/open-space.ts");
    const space = await openSpace(join(folder, "space.sqlite"));
    onTestFinished(() => space.close());
    // As a full disk: the database may not grow any more.
    space.write(`PRAGMA max_page_count = ${Number(pages)}`).get();
    const insert = space.write("INSERT INTO meta (key, value) VALUES (?, ?)");
    expect(() =>
      space.transaction(() => {
        insert.run("small", "1");
        insert.run("large", "x".repeat(1_000_000));
      }),
    ).toThrow(
      expect.objectContaining({ code: "FileUnreadable", message: expect.stringContaining("The disk is full") }),
    );
    expect(space.read("SELECT count(*) AS n FROM meta WHERE key = 'small'").get()).toEqual({ n: 0 });
    expect([...again.connector.pendingExports()]).toHaveLength(1);
  });

  it("because it is no database says so", async () => {
    const { connector, folder, reopen } = await openScripted({}, onTestFinished);
    await connector.close();
    writeFileSync(join(folder, "space.sqlite"), "this is no database, and long enough for a header of one");
    await expect(reopen()).rejects.toMatchObject({ code: "FileUnreadable" });
  });

  it("because it is damaged says so", async () => {
    const { connector, folder, reopen } = await openScripted({}, onTestFinished);
    await connector.discoverSchema();
    connector.stage(Array.from({ length: 50 }, (_, index) => add(String(index))));
    await connector.close();
    truncateSync(join(folder, "space.sqlite"), 8_192);
    const again = await reopen().catch((error: unknown) => error);
    if (again instanceof Error) expect(again).toMatchObject({ code: "FileUnreadable" });
    else {
      const { connector: damaged } = again as Awaited<ReturnType<typeof reopen>>;
      await expect(damaged.export()).rejects.toMatchObject({ code: "FileUnreadable" });
    }
  });

  it.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
    "because it may not be written to says so",
    async () => {
      const { connector, folder, reopen } = await openScripted({}, onTestFinished);
      await connector.close();
      chmodSync(join(folder, "space.sqlite"), 0o400);
      await expect(reopen()).rejects.toMatchObject({ code: "FileUnreadable" });
    },
  );
});
