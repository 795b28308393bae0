/**
 * shared-state: what processes of one machine share. In: a folder of one user's. Out: locks and records in it, by name.
 *
 * Names may be anything; files are called by their hash.
 */
import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import type { SharedState } from "@idle/contract";
import { takeFileLock } from "./file-lock.ts";
import { readRecordFile, writeRecordFile } from "./record-file.ts";
import { expectOwnFolder, makeOwnFolder } from "./state-folder.ts";

/** For messages. */
const what = "The state folder";

/**
 * For `createEngine({ machineState })`. The folder is made when something is first locked or written, for its owner only;
 * it has to be on a disk of this machine. Methods throw FileUnreadable for a folder that cannot be used: one that others
 * may write to, that belongs to somebody else, or that is a symbolic link. Names of locks and records stay apart.
 */
export function createFolderState(folder: string): SharedState {
  const path = resolve(folder);
  const fileOf = (name: string, extension: string) =>
    join(path, `${createHash("sha256").update(name).digest("hex").slice(0, 40)}.${extension}`);
  return Object.freeze({
    async tryLock(name: string) {
      makeOwnFolder(path, what);
      return takeFileLock(fileOf(name, "lock"));
    },
    async read(name: string) {
      return expectOwnFolder(path, what) ? readRecordFile(fileOf(name, "json")) : null;
    },
    async write(name: string, value: Parameters<SharedState["write"]>[1]) {
      makeOwnFolder(path, what);
      await writeRecordFile(fileOf(name, "json"), value);
    },
  });
}
