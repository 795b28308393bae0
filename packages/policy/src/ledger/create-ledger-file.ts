import { randomUUID } from "node:crypto";
import { chmodSync, linkSync, rmSync } from "node:fs";
import { schema } from "./ledger-schema.ts";
import { failureOfSqlite, unusableLedger } from "./unusable-ledger.ts";

/**
 * Makes an empty ledger, unless another process is quicker. It is there as a whole or not at all, so that a file which is
 * empty or half is one that was damaged.
 */
export async function createLedgerFile(path: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    // Loaded only where something is counted: older Nodes warn that it is experimental.
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(temporary);
    try {
      database.exec("PRAGMA synchronous = FULL");
      database.exec(`BEGIN IMMEDIATE; ${schema} COMMIT;`);
    } finally {
      database.close();
    }
    chmodSync(temporary, 0o600);
    // Other than renaming, it fails when there is one.
    linkSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return;
    throw (
      failureOfSqlite(path, error) ??
      unusableLedger(path, `cannot be made: ${(error as Error).message}`, "Make room, or name another folder.")
    );
  } finally {
    rmSync(temporary, { force: true });
  }
}
