/** A folder of one's own: only one that nobody else can write to says what may be believed. */
import { lstatSync, mkdirSync, type Stats } from "node:fs";
import { IdleError } from "@idle/contract";

/**
 * Makes the folder, with the mode 0700, when there is none. `what` is what messages call it, such as "The state folder". Throws
 * FileUnreadable for one that cannot be made, is a symbolic link, belongs to others, or that others can write to.
 */
export function makeOwnFolder(path: string, what: string): void {
  if (expectOwnFolder(path, what)) return;
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unusable(path, what, `cannot be made: ${(error as Error).message}`, "Name another folder, or make this one.");
  }
  // Somebody else may have been faster.
  expectOwnFolder(path, what);
}

/** False when there is none. Throws FileUnreadable for one that others could have put something into. */
export function expectOwnFolder(path: string, what: string): boolean {
  const found = stat(path, what);
  if (found === undefined) return false;
  if (found.isSymbolicLink()) {
    throw unusable(path, what, "is a symbolic link", "Name the folder that it leads to.");
  }
  if (!found.isDirectory()) throw unusable(path, what, "is no folder", "Name another one.");
  const own = process.geteuid?.();
  // Elsewhere the folder's place in the user's profile keeps others away.
  if (own === undefined) return true;
  if (found.uid !== own) {
    throw unusable(path, what, "belongs to another account", "Name one that is this account's own.");
  }
  if ((found.mode & 0o022) !== 0) {
    throw unusable(path, what, "can be written to by others", "Take that right away: chmod go-w.");
  }
  return true;
}

function stat(path: string, what: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw unusable(path, what, `cannot be reached: ${(error as Error).message}`, "Name another one.");
  }
}

function unusable(path: string, what: string, why: string, remedy: string): IdleError {
  const message = `${what} ${JSON.stringify(path)} ${why}. ${remedy}`;
  return new IdleError("FileUnreadable", message, { details: { file: path } });
}
