/**
 * A partition's folder in; all of its files as they are at one moment out. They are held open, so that whatever is
 * committed later, or is just being committed, changes nothing of what is read.
 */
import { join } from "node:path";
import { ConnectorException } from "@idle/connector";
import { objectTypes } from "../object-types.ts";
import type { Files, OpenFile } from "./files.ts";
import { type Head, pendingFile, readHead } from "./head.ts";
import { openTable, type Table } from "./table.ts";

export interface Snapshot {
  readonly head: Head;
  /** In the order of the object types. */
  readonly tables: readonly Table[];
  close(): Promise<void>;
}

/** Commits that may come in between, one after the other, before we give up. */
const mostTries = 20;

export async function openSnapshot(files: Files, folder: string): Promise<Snapshot> {
  for (let left = mostTries; left > 0; left -= 1) {
    const snapshot = await openAt(files, folder, await readHead(files, folder));
    const { version } = await readHead(files, folder);
    if (version === snapshot.head.version) return snapshot;
    await snapshot.close();
  }
  throw new ConnectorException("ServerDown", `The directory in ${JSON.stringify(folder)} changes too fast to be read.`);
}

async function openAt(files: Files, folder: string, head: Head): Promise<Snapshot> {
  const opened: OpenFile[] = [];
  const close = async () => {
    for (const file of opened) await file.close();
  };
  try {
    const tables: Table[] = [];
    for (const type of objectTypes) {
      const file = await openValid(files, folder, type.file, head);
      if (file === null) {
        throw new ConnectorException("ServerDown", `There is no ${type.file} in the folder ${JSON.stringify(folder)}.`);
      }
      opened.push(file);
      tables.push(await openTable(file, type));
    }
    return { head, tables, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The version that the last commit wrote, unless it has got its name already. */
export async function openValid(files: Files, folder: string, name: string, head: Head): Promise<OpenFile | null> {
  const pending = head.files.includes(name) ? await files.open(join(folder, pendingFile(name, head))) : null;
  return pending ?? (await files.open(join(folder, name)));
}
