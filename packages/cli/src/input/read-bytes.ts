import { closeSync, openSync, readSync } from "node:fs";
import { IdleError } from "@idle/contract";
import { escapeText } from "@idle/core";

/** What `-` is called in messages. */
export const standardInputName = "<stdin>";

/** More than any plan or result that the engine writes. */
export const longestRecord = 256 * 1024 * 1024;
/** One byte more than a workflow, request or configuration may have: what is read then says that it is too long. */
export const longestDocument = 1024 * 1024 + 1;

const chunkBytes = 64 * 1024;

/**
 * Reads a file, or standard input for `-`, and stops after `limit` bytes, so that nothing endless fills the memory.
 * `name` is what messages call it. Throws FileUnreadable that says in words why.
 */
export async function readBytes(path: string, limit: number, name: string): Promise<Uint8Array> {
  try {
    return path === "-" ? await readStandardInput(limit) : readFileBytes(path, limit);
  } catch (error) {
    throw unreadable(name, error);
  }
}

/** At once, which for the small files of a command line is the quickest way. */
function readFileBytes(path: string, limit: number): Uint8Array {
  const file = openSync(path, "r");
  try {
    const chunks: Buffer[] = [];
    let length = 0;
    for (let read = -1; read !== 0 && length < limit; ) {
      const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, limit - length));
      read = readSync(file, chunk);
      chunks.push(chunk.subarray(0, read));
      length += read;
    }
    return Buffer.concat(chunks);
  } finally {
    closeSync(file);
  }
}

async function readStandardInput(limit: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= limit) break;
  }
  return Buffer.concat(chunks).subarray(0, limit);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "a part of the path is no folder",
  EISDIR: "it is a folder; name the files in it",
  EACCES: "you have no permission",
  EPERM: "you have no permission",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  ELOOP: "its symbolic links go in a circle",
  ENAMETOOLONG: "the name is too long",
};

function unreadable(name: string, error: unknown): IdleError {
  return new IdleError("FileUnreadable", `${escapeText(name)} cannot be read: ${reasonOf(error)}.`, {
    details: { file: name },
  });
}

export function unwritable(name: string, error: unknown): IdleError {
  return new IdleError("FileUnreadable", `${escapeText(name)} cannot be written: ${reasonOf(error, true)}.`, {
    details: { file: name },
  });
}

function reasonOf(error: unknown, isWrite = false): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (isWrite && code === "ENOENT") return "its folder does not exist";
  if (isWrite && code === "EISDIR") return "it is a folder";
  return (code !== undefined && Object.hasOwn(reasons, code) ? reasons[code] : undefined) ?? String(message ?? error);
}
