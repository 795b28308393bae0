import type { DatabaseSync } from "node:sqlite";

/**
 * Does work while no other process does, on a file beside the one that is meant. The lock is SQLite's, in a database that
 * nothing is written to: the system takes it back from whoever dies. Waits up to a minute.
 */
export function alone<T>(file: string, work: () => T): T {
  // Loaded only where a directory is kept in a file: older Nodes warn that it is experimental.
  const sqlite = process.getBuiltinModule("node:sqlite");
  const database: DatabaseSync = new sqlite.DatabaseSync(`${file}.lock`);
  try {
    database.exec("PRAGMA busy_timeout = 60000; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    return work();
  } finally {
    database.close();
  }
}
