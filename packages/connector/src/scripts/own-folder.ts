/** The connector's own folder: what stands in it is believed, so only one that nobody else can write to is used. */
import { lstatSync, mkdirSync, type Stats } from "node:fs";
import { join } from "node:path";
import { IdleError } from "@idle/contract";

/**
 * Makes the connector's folder, and `MaData` in it, with the mode 0700 where they are not there yet. Gives the path of
 * `MaData`. Throws FileUnreadable for a symbolic link, and for a folder of others or that others can write to.
 */
export function makeConnectorFolder(folder: string): string {
  makeOwnFolder(folder);
  const maFolder = join(folder, "MaData");
  makeOwnFolder(maFolder);
  return maFolder;
}

/** Throws FileUnreadable. */
export function makeOwnFolder(path: string): void {
  if (expectOwnFolder(path)) return;
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unusable(path, `cannot be made: ${(error as Error).message}`, "Name another folder, or make this one.");
  }
  // Somebody else may have been faster.
  expectOwnFolder(path);
}

function expectOwnFolder(path: string): boolean {
  const found = stat(path);
  if (found === undefined) return false;
  if (found.isSymbolicLink()) throw unusable(path, "is a symbolic link", "Name the folder that it leads to.");
  if (!found.isDirectory()) throw unusable(path, "is no folder", "Name another one.");
  const own = process.geteuid?.();
  // Elsewhere the folder's place in the user's profile keeps others away.
  if (own === undefined) return true;
  if (found.uid !== own) throw unusable(path, "belongs to another account", "Name one that is this account's own.");
  if ((found.mode & 0o022) !== 0) {
    throw unusable(path, "can be written to by others", "Take that right away: chmod go-w.");
  }
  return true;
}

function stat(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw unusable(path, `cannot be reached: ${(error as Error).message}`, "Name another one.");
  }
}

function unusable(path: string, why: string, remedy: string): IdleError {
  const message = `The connector's folder ${JSON.stringify(path)} ${why}. ${remedy}`;
  return new IdleError("FileUnreadable", message, { details: { file: path } });
}
