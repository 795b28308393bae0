import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { openSpace } from "../../src/space/open-space.ts";

/** A new file that another process is looking into: SQLite then refuses the log at once. */
function lookedInto() {
  const folder = mkdtempSync(join(tmpdir(), "idle-space-test-"));
  const file = join(folder, "space.sqlite");
  const other = new DatabaseSync(file);
  other.exec("PRAGMA user_version = 0; CREATE TABLE t (x); DROP TABLE t; BEGIN; SELECT * FROM sqlite_schema");
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { file, other };
}

describe("a space that somebody else opens at the same time", () => {
  it("is waited for", async () => {
    const { file, other } = lookedInto();
    const pauses: number[] = [];
    const space = await openSpace(file, async (milliseconds) => {
      pauses.push(milliseconds);
      if (pauses.length === 3) other.close();
    });
    expect(pauses).toHaveLength(3);
    expect(space.read("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
    space.close();
  });

  it("is not waited for without an end", async () => {
    const { file, other } = lookedInto();
    let waited = 0;
    const opening = openSpace(file, async (milliseconds) => {
      waited += milliseconds;
    });
    await expect(opening).rejects.toMatchObject({ code: "Busy", transient: true });
    expect(waited).toBeGreaterThan(4_000);
    expect(waited).toBeLessThan(6_000);
    other.close();
  });
});
