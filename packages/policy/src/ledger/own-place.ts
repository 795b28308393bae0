/** Only a folder and a file that nobody else can write to say what may be believed. */
import { lstatSync, mkdirSync, type Stats } from "node:fs";
import { unusableLedger } from "./unusable-ledger.ts";

/** Makes the folder when there is none. Throws FileUnreadable for one that cannot be made or believed. */
export function makeOwnFolder(path: string): void {
  if (expectOwnFolder(path)) return;
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unusableLedger(path, `cannot be made: ${(error as Error).message}`, "Name another folder, or make this one.");
  }
  expectOwnFolder(path);
}

/** False when there is none. Throws FileUnreadable for one that cannot be believed. */
export function expectOwnFolder(path: string): boolean {
  const found = look(path);
  if (found === undefined) return false;
  if (found.isSymbolicLink()) throw unusableLedger(path, "is a symbolic link", "Name the folder that it leads to.");
  if (!found.isDirectory()) throw unusableLedger(path, "is no folder", "Name another one.");
  expectOwned(path, found);
  return true;
}

/**
 * The same for the file and its journal, which SQLite would play back into it. Only names are looked at: opening and
 * closing the file here would take SQLite's locks from this process (https://www.sqlite.org/howtocorrupt.html, 2.2).
 */
export function expectOwnFile(path: string): boolean {
  const isThere = expectRegularFile(path) !== undefined;
  const journal = expectRegularFile(`${path}-journal`);
  // A journal with something in it is what is left of a ledger: making an empty one beside it would begin to count anew.
  if (!isThere && journal !== undefined && journal.size > 0 && expectRegularFile(path) === undefined) {
    throw unusableLedger(path, "is gone, and its journal is still there", "Bring it back, or remove its journal, too.");
  }
  return isThere;
}

function expectRegularFile(path: string): Stats | undefined {
  const found = look(path);
  if (found === undefined) return undefined;
  if (found.isSymbolicLink()) {
    throw unusableLedger(path, "is a symbolic link", "Put the file itself there, or name another folder.");
  }
  if (!found.isFile()) throw unusableLedger(path, "is no regular file", "Remove it, or name another folder.");
  expectOwned(path, found);
  return found;
}

function expectOwned(path: string, found: Stats): void {
  const own = process.geteuid?.();
  // Elsewhere the folder's place in the user's profile keeps others away.
  if (own === undefined) return;
  if (found.uid !== own) {
    throw unusableLedger(path, "belongs to another account", "Name a folder that is this account's own.");
  }
  if ((found.mode & 0o022) !== 0) {
    throw unusableLedger(path, "can be written to by others", "Take that right away: chmod go-w.");
  }
}

function look(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw unusableLedger(path, `cannot be reached: ${(error as Error).message}`, "Name another folder.");
  }
}
