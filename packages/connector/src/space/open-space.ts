/**
 * space: what the host knows of a connected system, in one SQLite file. In: what imports bring and what people want. Out:
 * objects, what is pending, errors, runs. Whatever ends the process, the file is as the last transaction left it.
 */
import { chmodSync, existsSync } from "node:fs";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
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

/** Between two tries of what SQLite does not wait for by itself. */
const pauseMs = 25;

/** Makes the file when there is none. Throws FileUnreadable, Busy. `pause` waits so many milliseconds. */
export async function openSpace(
  file: string,
  pause: (milliseconds: number) => Promise<unknown> = sleep,
): Promise<Space> {
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
    await useLog(writer, pause);
    writer.exec("PRAGMA synchronous = FULL; PRAGMA temp_store = FILE; PRAGMA foreign_keys = OFF");
    prepareDatabase(writer, file);
    const reader = open({ readOnly: true });
    return createSpace(file, writer, reader);
  } catch (error) {
    for (const database of opened) database.close();
    throw spaceFailure(file, error);
  }
}

/** Another process may be opening the same new file: SQLite does not always wait for it by itself. */
async function useLog(writer: DatabaseSync, pause: (milliseconds: number) => Promise<unknown>): Promise<void> {
  writer.exec("PRAGMA busy_timeout = 0");
  for (let left = busyTimeoutMs / pauseMs; ; left -= 1) {
    try {
      if (writer.prepare("PRAGMA journal_mode").get()?.journal_mode !== "wal") writer.exec("PRAGMA journal_mode = WAL");
      writer.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
      return;
    } catch (error) {
      if (codeOf(error) !== busy || left <= 1) throw error;
    }
    await pause(pauseMs);
  }
}

function createSpace(file: string, writer: DatabaseSync, reader: DatabaseSync): Space {
  let isOpen = true;
  const expectOpen = () => {
    if (isOpen) return;
    throw new IdleError(
      "NotReady",
      `The connector space ${JSON.stringify(file)} was closed. Open the connector again.`,
    );
  };
  const run = (sql: string) => writer.exec(sql);
  const begin = () => {
    expectOpen();
    if (!writer.isTransaction) return run("BEGIN IMMEDIATE");
    const words = `A run of this connector is under way here, and its connector space ${JSON.stringify(file)} takes nothing else until it ends.`;
    throw new IdleError("Busy", `${words} Wait for it; what calls the connector from within a run cannot change it.`, {
      transient: true,
    });
  };
  return {
    file,
    write: preparing(writer, expectOpen),
    read: preparing(reader, expectOpen),
    transaction: (work) =>
      mapping(file, () => {
        begin();
        try {
          const result = work();
          run("COMMIT");
          return result;
        } catch (error) {
          if (writer.isTransaction) run("ROLLBACK");
          throw error;
        }
      }),
    begin: () => mapping(file, begin),
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

function preparing(database: DatabaseSync, expectOpen: () => void): Prepare {
  const statements = new Map<string, StatementSync>();
  return (sql) => {
    expectOpen();
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
  const code = codeOf(error);
  const inWords = spaceFailureInWords(error);
  if (inWords === null) return error;
  const shown = JSON.stringify(file);
  if (code === busy) {
    const words = `Somebody else writes to the connector space ${shown}. Wait for it to end.`;
    return new IdleError("Busy", words, { transient: true, cause: error });
  }
  return new IdleError("FileUnreadable", `The connector space ${shown} cannot be used: ${inWords}`, {
    details: { file },
    cause: error,
  });
}

/** What SQLite said, and what to do; null for what is no error of SQLite. */
export function spaceFailureInWords(error: unknown): string | null {
  const code = codeOf(error);
  if (code === null || isIdleError(error)) return null;
  if (code === busy) return "somebody else writes to it. Wait for it to end.";
  const { message } = Object(error) as { readonly message?: string };
  return `${message}. ${remedies.get(code) ?? "Look at the file and its folder."}`;
}

/** The lower byte of SQLite's; the rest of it says why. */
function codeOf(error: unknown): number | null {
  const { errcode } = Object(error) as { readonly errcode?: unknown };
  return typeof errcode === "number" ? errcode & 0xff : null;
}

function mapping<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw spaceFailure(file, error);
  }
}
