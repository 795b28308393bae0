/** One connection to a ledger's file, for one transaction. */
import type { DatabaseSync } from "node:sqlite";
import { isIdleError } from "@idle/contract";
import type { LedgerPage } from "./ledger.ts";
import { applicationId, schema, schemaVersion, settings } from "./ledger-schema.ts";
import { sqlitePage } from "./sqlite-page.ts";
import { damagedRemedy, failureOfSqlite, unusableLedger } from "./unusable-ledger.ts";

export interface LedgerFile {
  /** Throws what `work` throws, FileUnreadable or Busy; then nothing of it is there. */
  transact<T>(mode: "read" | "write", work: (page: LedgerPage) => T): T;
  close(): void;
}

/** Throws FileUnreadable for what is no whole ledger of this version, and Busy. `isChecked`: the file's inside was. */
export async function openLedgerFile(path: string, { isChecked }: { isChecked: boolean }): Promise<LedgerFile> {
  // Loaded only where something is counted: older Nodes warn that it is experimental.
  const { DatabaseSync } = await import("node:sqlite");
  const database = guarded(path, () => new DatabaseSync(path));
  const ownShape = (): string => {
    const pattern = new DatabaseSync(":memory:");
    try {
      pattern.exec(schema);
      return shapeOf(pattern);
    } finally {
      pattern.close();
    }
  };
  try {
    guarded(path, () => {
      database.exec(settings);
      expectLedger(path, database);
      if (!isChecked) expectWhole(path, database, ownShape);
    });
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    transact: (mode, work) => guarded(path, () => transact(path, database, mode, work)),
    close: () => database.close(),
  };
}

function transact<T>(path: string, database: DatabaseSync, mode: "read" | "write", work: (page: LedgerPage) => T): T {
  database.exec(mode === "write" ? "BEGIN EXCLUSIVE" : "BEGIN");
  try {
    // Once more, under the lock: somebody may have put another file in its place.
    expectLedger(path, database);
    const result = work(sqlitePage(database));
    database.exec("COMMIT");
    return result;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

/** SQLite may have done so by itself: what went wrong is told by the first error. */
function rollBack(database: DatabaseSync): void {
  try {
    database.exec("ROLLBACK");
  } catch {
    // No transaction is open any more.
  }
}

function expectLedger(path: string, database: DatabaseSync): void {
  const application = numberOf(database, "application_id");
  const version = numberOf(database, "user_version");
  if (application !== applicationId) {
    throw unusableLedger(path, "is no ledger of a policy: it is empty, or of another application", damagedRemedy);
  }
  if (version > schemaVersion) {
    throw unusableLedger(path, `has version ${version}, which is later than ${schemaVersion}`, "Use a newer IdLE.");
  }
  if (version !== schemaVersion) throw unusableLedger(path, `has version ${version}, which never was`, damagedRemedy);
}

function expectWhole(path: string, database: DatabaseSync, ownShape: () => string): void {
  const [first] = database.prepare("PRAGMA integrity_check(1)").all();
  const found = Object.values(first ?? {})[0];
  if (found !== "ok") throw unusableLedger(path, `is damaged: ${String(found)}`, damagedRemedy);
  if (shapeOf(database) !== ownShape()) throw unusableLedger(path, "was changed: its tables are others", damagedRemedy);
}

/** Tables, indexes, and whatever else there is that may act on them. */
function shapeOf(database: DatabaseSync): string {
  const rows = database.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").all();
  return JSON.stringify(rows);
}

function numberOf(database: DatabaseSync, pragma: string): number {
  return Number(Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isIdleError(error) ? error : (failureOfSqlite(path, error) ?? error);
  }
}
