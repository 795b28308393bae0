/**
 * The audit file: every event of every run as one line of JSON, appended, readable by its owner only. Each line is
 * written at once, so that what happened is on record even when the process is killed.
 */
import { closeSync, fchmodSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from "node:fs";
import type { IdleEvent } from "@idle/contract";
import { unwritable } from "../input/read-bytes.ts";
import { jsonLine } from "./json.ts";

export interface AuditLog {
  append(event: IdleEvent): void;
  close(): void;
}

/** Throws FileUnreadable when the file cannot be opened or written. */
export function openAuditLog(path: string, name: string): AuditLog {
  let descriptor: number;
  try {
    descriptor = openSync(path, "a+", 0o600);
  } catch (error) {
    throw unwritable(name, error);
  }
  const isFile = fstatSync(descriptor).isFile();
  if (isFile) keepPrivate(descriptor);
  let isBroken = isFile && !endsWithNewline(descriptor);
  return {
    append(event) {
      const line = Buffer.from(`${isBroken ? "\n" : ""}${jsonLine(event)}`, "utf8");
      try {
        const written = writeSync(descriptor, line);
        // A disk that is full may take half a line: the next one then starts anew.
        isBroken = written < line.length;
        if (isBroken) throw Object.assign(new Error("only a part was written"), { code: "ENOSPC" });
      } catch (error) {
        throw unwritable(name, error);
      }
    },
    close() {
      try {
        if (isFile) fsyncSync(descriptor);
      } catch (error) {
        throw unwritable(name, error);
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

/** A file that was there before may be open to others. Where it is somebody else's, it stays as they set it up. */
function keepPrivate(descriptor: number): void {
  try {
    if (process.platform !== "win32") fchmodSync(descriptor, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
  }
}

function endsWithNewline(descriptor: number): boolean {
  const { size } = fstatSync(descriptor);
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  return readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] === 0x0a;
}
