/**
 * Whoever changes a partition: alone, with all of it in memory. What was applied takes effect with `commit`, all of it
 * together, with its lines in the change log and the passwords that go with it.
 */
import { logLine } from "../folder/change-log.ts";
import { commit, recover } from "../folder/commit.ts";
import type { Files } from "../folder/files.ts";
import { takeLock } from "../folder/lock.ts";
import type { PartitionFolder } from "../folder/partitions.ts";
import { openSnapshot } from "../folder/snapshot.ts";
import { passwordFile, readPasswords, writePasswords } from "../password/password-file.ts";
import type { Directory } from "./directory.ts";
import { loadDirectory, writeTable } from "./load-directory.ts";

export interface Writer {
  readonly directory: Directory;
  /** Null where nobody has set one. */
  passwordHash(id: string): string | null;
  /** Null removes it. */
  setPasswordHash(id: string, hash: string | null): void;
  /** Writes down what has changed. After an error, what is on the disk is to be read anew: the writer is done. */
  commit(): Promise<void>;
  /** Lets others write. What was not committed is forgotten. */
  close(): Promise<void>;
}

/** Throws ConnectorException ServerDown while somebody else writes, CsvError for files that could not be written back. */
export async function openWriter(
  files: Files,
  { folder, root }: PartitionFolder,
  newLog: () => string,
): Promise<Writer> {
  const lock = await takeLock(files, folder);
  try {
    let head = await recover(files, folder);
    const snapshot = await openSnapshot(files, folder);
    const columns = new Map(snapshot.tables.map((table) => [table.type, table.columns]));
    const directory = await loadDirectory(snapshot, root).finally(() => snapshot.close());
    const hashes = await readPasswords(files, folder, head);
    let hasNewPasswords = false;
    let isDone = false;

    function replacedFiles() {
      const replaced = new Map<string, { readonly pieces: Iterable<string>; readonly isPrivate?: boolean }>();
      for (const type of directory.changedTypes) {
        replaced.set(type.file, { pieces: writeTable(directory, { type, columns: columns.get(type) ?? [] }) });
      }
      if (hasNewPasswords) replaced.set(passwordFile, { pieces: writePasswords(hashes), isPrivate: true });
      return replaced;
    }

    return {
      directory,
      passwordHash: (id) => hashes.get(id) ?? null,
      setPasswordHash(id, hash) {
        if (hash === null && !hashes.has(id)) return;
        if (hash === null) hashes.delete(id);
        else hashes.set(id, hash);
        hasNewPasswords = true;
      },
      async commit() {
        if (isDone) throw new Error("What was written last did not go well, and nothing can be written after it.");
        if (directory.changes.length === 0 && !hasNewPasswords) return;
        const logLines = directory.changes.map((each, place) => logLine(each, head.sequence + place + 1));
        isDone = true;
        head = await commit(files, folder, head, { logLines, replaced: replacedFiles(), newLog: newLog() });
        isDone = false;
        hasNewPasswords = false;
        directory.settle();
      },
      close: () => lock.release(),
    };
  } catch (error) {
    // What happened first is what people must hear of.
    await lock.release().catch(() => undefined);
    throw error;
  }
}
