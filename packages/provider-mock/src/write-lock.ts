import type { DatabaseSync } from "node:sqlite";

/** SQLITE_BUSY (https://www.sqlite.org/rescode.html). */
const busy = 5;
const patienceMs = 10 * 60_000;
/** Growing: hundreds that look every moment would keep the machine from the one that is at work. */
const [firstPauseMs, longestPauseMs] = [2, 500];

/**
 * Does work while no other process does, on a file beside the one that is meant. The lock is SQLite's, in a database that
 * nothing is written to: the system takes it back from whoever dies. Waits up to ten minutes.
 */
export function alone<T>(file: string, work: () => T): T {
  // Loaded only where a directory is kept in a file: older Nodes warn that it is experimental.
  const sqlite = process.getBuiltinModule("node:sqlite");
  const database: DatabaseSync = new sqlite.DatabaseSync(`${file}.lock`);
  try {
    begin(database);
    return work();
  } finally {
    database.close();
  }
}

function begin(database: DatabaseSync): void {
  const deadline = performance.now() + patienceMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      database.exec("PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
      return;
    } catch (error) {
      const { errcode = 0 } = error as { readonly errcode?: number };
      // The code's lower byte; the rest of it says why.
      if ((errcode & 0xff) !== busy || performance.now() > deadline) throw error;
    }
    // Between a look and a write nobody else of this process gets a turn.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs * (0.5 + Math.random()));
  }
}
