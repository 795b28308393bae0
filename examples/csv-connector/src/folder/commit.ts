/**
 * Changes in; a folder in which all of them are valid, or none. In this order, each on the disk before the next begins:
 *
 * 1. the new lines of the change log, behind those that are valid;
 * 2. the new version of each file, beside the old one;
 * 3. the new head, by renaming: in this moment all of it is valid;
 * 4. the new versions get the names of the files.
 *
 * Whoever is cut off before 3 leaves files that nobody looks at; after 3, everybody looks at the new versions first.
 */
import { join } from "node:path";
import type { Files } from "./files.ts";
import { anyPendingFile, type Head, headFile, pendingFile, readHead } from "./head.ts";

export interface Commit {
  /** Records of the change log, each with its line end. */
  readonly logLines: readonly string[];
  readonly replaced: ReadonlyMap<string, { readonly pieces: Iterable<string>; readonly isPrivate?: boolean }>;
  /** For a folder that has no change log yet. */
  readonly newLog: string;
}

export const logFile = "changes.csv";
export const logHeader = "sequence,change,type,id,dn\n";

export async function commit(files: Files, folder: string, head: Head, changes: Commit): Promise<Head> {
  const { logLines, replaced, newLog } = changes;
  const version = head.version + 1;
  const logBytes = logLines.length === 0 ? head.logBytes : await appendLog(files, folder, head, logLines);
  for (const [name, { pieces, isPrivate = false }] of replaced) {
    await files.write(join(folder, pendingFile(name, { version })), pieces, isPrivate);
  }
  const next: Head = {
    version,
    log: head.log === "" ? newLog : head.log,
    sequence: head.sequence + logLines.length,
    logBytes,
    files: [...replaced.keys()],
  };
  const written = join(folder, pendingFile(headFile, { version }));
  await files.write(written, [`${JSON.stringify(next)}\n`], false);
  await files.sync(folder);
  await files.rename(written, join(folder, headFile));
  await files.sync(folder);
  await giveNames(files, folder, next);
  return next;
}

async function appendLog(files: Files, folder: string, head: Head, lines: readonly string[]): Promise<number> {
  const text = lines.join("");
  return await files.writeAt(join(folder, logFile), head.logBytes, head.logBytes === 0 ? logHeader + text : text);
}

/** Finishes what a writer was cut off in. For the one who has the lock. */
export async function recover(files: Files, folder: string): Promise<Head> {
  const head = await readHead(files, folder);
  await giveNames(files, folder, head);
  for (const name of await files.list(folder)) {
    if (anyPendingFile.test(name)) await files.remove(join(folder, name));
  }
  return head;
}

async function giveNames(files: Files, folder: string, head: Head): Promise<void> {
  const present = await files.list(folder);
  for (const name of head.files) {
    const written = pendingFile(name, head);
    if (present.includes(written)) await files.rename(join(folder, written), join(folder, name));
  }
  await files.sync(folder);
}
