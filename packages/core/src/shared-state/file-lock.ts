/**
 * A lock that the operating system takes back from a process that ends, however it ends. Node has no such lock of its
 * own, but for SQLite's: a database in an exclusive transaction, in which nothing is ever written. SQLite also keeps the
 * engines, copies of packages and worker threads of one process apart, which locks of the system alone would not.
 */
import { chmodSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { IdleError, type StateLock } from "@idle/contract";

/** SQLITE_BUSY (https://www.sqlite.org/rescode.html). */
const busy = 5;

/** Null when somebody has it. Throws FileUnreadable. Never waits. */
export async function takeFileLock(path: string): Promise<StateLock | null> {
  let database: DatabaseSync | null = null;
  try {
    // Loaded only where something is locked: older Nodes warn that it is experimental.
    const sqlite = await import("node:sqlite");
    database = new sqlite.DatabaseSync(path);
    database.exec("PRAGMA busy_timeout = 0");
    // Otherwise there would be a file for it beside the lock.
    database.exec("PRAGMA journal_mode = MEMORY");
    database.exec("BEGIN EXCLUSIVE");
    // By name: opening and closing the file here would take every lock on it from this process
    // (https://www.sqlite.org/howtocorrupt.html, 2.2).
    chmodSync(path, 0o600);
  } catch (error) {
    database?.close();
    const { errcode, message } = error as Error & { readonly errcode?: number };
    // The code's lower byte; the rest of it says why.
    if (errcode !== undefined && (errcode & 0xff) === busy) return null;
    throw new IdleError(
      "FileUnreadable",
      `The lock ${JSON.stringify(path)} cannot be taken: ${message}. If nothing else helps, remove the file while nothing runs.`,
      { details: { file: path } },
    );
  }
  let held: DatabaseSync | null = database;
  return {
    async release() {
      held?.close();
      held = null;
    },
  };
}
