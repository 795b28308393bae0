/** The connector's own folder: what stands in it is believed, so only one that nobody else can write to is used. */
import { join } from "node:path";
import { makeOwnFolder } from "@idle/core";

/** For messages. */
const what = "The connector's folder";

/**
 * Makes the connector's folder, and `MaData` in it, with the mode 0700 where they are not there yet. Gives the path of
 * `MaData`. Throws FileUnreadable for a symbolic link, and for a folder of others or that others can write to.
 */
export function makeConnectorFolder(folder: string): string {
  makeOwnFolder(folder, what);
  const maFolder = join(folder, "MaData");
  makeMaFolder(maFolder);
  return maFolder;
}

/** Where what was compiled for the connector's scripts is kept; whoever can write there decides what runs. Throws FileUnreadable. */
export function makeCacheFolder(folder: string): string {
  makeOwnFolder(folder, what);
  const cache = join(folder, "Compiled");
  makeOwnFolder(cache, what);
  return cache;
}

/** `MaData` alone. Throws FileUnreadable. */
export function makeMaFolder(path: string): void {
  makeOwnFolder(path, what);
}
