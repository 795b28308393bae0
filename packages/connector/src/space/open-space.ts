/**
 * space: what the host knows of a connected system, in one SQLite file. In: what imports bring and what people want. Out:
 * objects, what is pending, errors, runs. Whatever ends the process, the file is as the last transaction left it.
 */
import { chmodSync, existsSync } from "node:fs";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { IdleError, isIdleError } from "@idle/contract";
import { prepareDatabase } from "./space-format.ts";

/** Prepares each text once. */
export type Prepare = (sql: string) => StatementSync;

export interface Space {
  readonly file: string;
  /** Statements of the one connection that writes. */
  readonly write: Prepare;
  /** Statements of a connection that sees what was committed, also while a run is under way. */
  readonly read: Prepare;
  /** All of it, or nothing. Synchronous work only. */
  transaction<T>(work: () => T): T;
  /** Begins what an import brings: nothing of it is there for others before `commit`. */
  begin(): void;
  commit(): void;
  rollback(): void;
  close(): void;
}

/** How long a writer waits for another one, whose transactions take milliseconds unless it imports. */
const busyTimeoutMs = 5_000;

/** Makes the file when there is none. Throws FileUnreadable. */
export async function openSpace(file: string): Promise<Space> {
  // Loaded here only: older Nodes warn that it is experimental.
  const { DatabaseSync: Database } = await import("node:sqlite");
  const isNew = !existsSync(file);
  const opened: DatabaseSync[] = [];
  const open = (options: { readonly readOnly?: boolean }): DatabaseSync => {
    const database = new Database(file, options);
    opened.push(database);
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    return database;
  };
  try {
    const writer = open({});
    // By name, and before anything is in it: what stands beside it gets the same mode.
    if (isNew) chmodSync(file, 0o600);
    writer.exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = FILE; PRAGMA foreign_keys = OFF",
    );
    prepareDatabase(writer, file);
    const reader = open({ readOnly: true });
    return createSpace(file, writer, reader);
  } catch (error) {
    for (const database of opened) database.close();
    throw spaceFailure(file, error);
  }
}

function createSpace(file: string, writer: DatabaseSync, reader: DatabaseSync): Space {
  let isOpen = true;
  const run = (sql: string) => writer.exec(sql);
  return {
    file,
    write: preparing(writer),
    read: preparing(reader),
    transaction: (work) =>
      mapping(file, () => {
        run("BEGIN IMMEDIATE");
        try {
          const result = work();
          run("COMMIT");
          return result;
        } catch (error) {
          if (writer.isTransaction) run("ROLLBACK");
          throw error;
        }
      }),
    begin: () => mapping(file, () => run("BEGIN IMMEDIATE")),
    commit: () => mapping(file, () => run("COMMIT")),
    rollback() {
      if (isOpen && writer.isTransaction) run("ROLLBACK");
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      reader.close();
      writer.close();
    },
  };
}

function preparing(database: DatabaseSync): Prepare {
  const statements = new Map<string, StatementSync>();
  return (sql) => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
}

/** What of SQLite's codes people can do something about (https://www.sqlite.org/rescode.html). */
const busy = 5;
const remedies: ReadonlyMap<number, string> = new Map([
  [8, "Its file or its folder cannot be written to: look at whom they belong to."],
  [10, "The disk cannot be read or written: look at the system's log."],
  [11, "The file is damaged. Put a copy from before in its place, or remove the connector's folder and import anew."],
  [13, "The disk is full: make room."],
  [
    26,
    "The file is no database any more. Put a copy from before in its place, or remove the connector's folder and import anew.",
  ],
]);

/** An error of SQLite in words; any other one as it is. */
export function spaceFailure(file: string, error: unknown): unknown {
  const { errcode, message } = Object(error) as { readonly errcode?: number; readonly message?: string };
  if (typeof errcode !== "number" || isIdleError(error)) return error;
  const code = errcode & 0xff;
  const shown = JSON.stringify(file);
  if (code === busy) {
    const words = `Somebody else writes to the connector space ${shown}. Wait for it to end.`;
    return new IdleError("Busy", words, { transient: true, cause: error });
  }
  const remedy = remedies.get(code) ?? "Look at the file and its folder.";
  return new IdleError("FileUnreadable", `The connector space ${shown} cannot be used: ${message}. ${remedy}`, {
    details: { file },
    cause: error,
  });
}

function mapping<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw spaceFailure(file, error);
  }
}
