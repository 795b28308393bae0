/** A ledger that the processes of one machine share: one SQLite file, which is lock, atomicity and safety from crashes in one. */
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { IdleError, isIdleError } from "@idle/contract";
import { createLedgerFile } from "./create-ledger-file.ts";
import type { LedgerPage, LedgerView, PolicyLedger } from "./ledger.ts";
import { openLedgerFile } from "./open-ledger-file.ts";
import { expectOwnFile, expectOwnFolder, makeOwnFolder } from "./own-place.ts";

/** How long others are waited for: hundreds of processes that begin at once may take minutes on a small machine. */
const patienceMs = 10 * 60_000;
/** Growing: hundreds that look every moment would keep the machine from the one that is at work. */
const [firstPauseMs, longestPauseMs] = [5, 1_000];

const nothing: LedgerView = {
  newest: () => null,
  oldestTime: () => null,
  startOfNewestDays: () => null,
  count: () => 0,
  oldest: () => [],
  openOf: () => [],
};

/**
 * A ledger in the file `policy.sqlite` of a folder of one user's, on a disk of this machine. Folder and file are made when
 * something is first reserved, for their owner only. Removing the file makes all counts begin anew.
 *
 * A process waits for others up to ten minutes, and then throws Busy, which is transient. Whoever ends, however it ends,
 * holds nothing up.
 *
 * Throws FileUnreadable for what cannot be believed: a folder or file that belongs to somebody else, that others may write to
 * or that is a symbolic link; a file that is damaged, cut off, empty, of another application, or of a later version. Nothing
 * of that is ever taken for an empty ledger.
 */
export function createFileLedger(folder: string): PolicyLedger {
  const place = resolve(folder);
  const path = join(place, "policy.sqlite");
  // The whole file is looked through once: more often would hold up everybody else.
  let isChecked = false;
  const once = async <T>(mode: "read" | "write", work: (page: LedgerPage) => T): Promise<T> => {
    const file = await openLedgerFile(path, { isChecked });
    try {
      isChecked = true;
      return file.transact(mode, work);
    } finally {
      file.close();
    }
  };
  const inFile = async <T>(
    mode: "read" | "write",
    work: (page: LedgerPage) => T,
    signal: AbortSignal | undefined,
  ): Promise<T> => {
    const deadline = performance.now() + patienceMs;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      if (signal?.aborted === true) throw cancelled(signal);
      try {
        return await once(mode, work);
      } catch (error) {
        // Nothing of it is there, and whoever waits is not served in turn.
        if (!isIdleError(error, "Busy") || performance.now() > deadline) throw error;
      }
      await pause(pauseMs * (0.5 + Math.random()));
    }
  };
  return Object.freeze({
    async read<T>(work: (view: LedgerView) => T, signal?: AbortSignal) {
      const isThere = expectOwnFolder(place) && expectOwnFile(path);
      return isThere ? inFile("read", work, signal) : work(nothing);
    },
    async transact<T>(work: (page: LedgerPage) => T, signal?: AbortSignal) {
      makeOwnFolder(place);
      if (!expectOwnFile(path)) await createLedgerFile(path);
      return inFile("write", work, signal);
    },
  });
}

function cancelled(signal: AbortSignal): IdleError {
  return new IdleError("Cancelled", "The host aborted while others kept what the policy has counted busy.", {
    cause: signal.reason,
  });
}
