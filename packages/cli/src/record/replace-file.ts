import { renameSync } from "node:fs";

export interface ReplaceFileHost {
  readonly isWindows: boolean;
  rename(from: string, to: string): void;
  /** Holds the process up; at the end of a run nothing else is waiting. */
  pause(milliseconds: number): void;
}

const processHost: ReplaceFileHost = {
  isWindows: process.platform === "win32",
  rename: renameSync,
  pause: (milliseconds) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds),
};

const pausesMs = [10, 20, 50, 100, 300, 500];
const heldByAnother = new Set(["EPERM", "EACCES", "EBUSY"]);

/**
 * Puts a finished file in the place of what may be there. On Windows a virus scanner or an indexer can hold either of
 * them for a moment, so there it is tried again for a second: the file may be the only record of a run. Throws as
 * `renameSync` does.
 */
export function replaceFile(from: string, to: string, host: ReplaceFileHost = processHost): void {
  for (const pauseMs of host.isWindows ? pausesMs : []) {
    try {
      host.rename(from, to);
      return;
    } catch (error) {
      if (!heldByAnother.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
      host.pause(pauseMs);
    }
  }
  host.rename(from, to);
}
