/** One record in a file: there as a whole, or not at all. */
import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { IdleError, type JsonValue } from "@idle/contract";

const mostBytes = 64 * 1024;
/** Neither through a link nor waiting for a pipe; Windows knows neither of the two. */
const readFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Null for a file that is not there, too large, of another account, or no JSON. */
export async function readRecordFile(path: string): Promise<JsonValue | null> {
  try {
    return await whileHeld(async () => {
      const file = await open(path, readFlags);
      try {
        const found = await file.stat();
        const isForeign = process.geteuid !== undefined && found.uid !== process.geteuid();
        if (isForeign || !found.isFile() || found.size > mostBytes) return null;
        return JSON.parse(await file.readFile("utf8"));
      } finally {
        await file.close();
      }
    });
  } catch {
    // Lost or damaged is the same to who reads: nothing is known.
    return null;
  }
}

/** Throws FileUnreadable. */
export async function writeRecordFile(path: string, value: JsonValue): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const text = JSON.stringify(value);
    if (Buffer.byteLength(text) > mostBytes) throw new Error("it is larger than 64 KiB");
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
    await whileHeld(() => rename(temporary, path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const message = `The record ${JSON.stringify(path)} cannot be written: ${(error as Error).message}. Make room, or name another state folder.`;
    throw new IdleError("FileUnreadable", message, { details: { file: path } });
  }
}

const pausesMs = process.platform === "win32" ? [10, 20, 50, 100, 300] : [];
const heldByAnother = new Set(["EPERM", "EACCES", "EBUSY"]);

/** On Windows a file that somebody else has open at this moment cannot be opened or replaced. */
async function whileHeld<T>(work: () => Promise<T>): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await work();
    } catch (error) {
      if (!heldByAnother.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
      await pause(pauseMs);
    }
  }
  return work();
}
