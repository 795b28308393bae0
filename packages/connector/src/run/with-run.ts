/**
 * What every run needs before it begins: that no other one is under way, that what changed in the definition was validated,
 * and that the schema and the partitions are known.
 */

import { dirname, join } from "node:path";
import { IdleError, type StateLock } from "@idle/contract";
import { createFolderState } from "@idle/core";
import { makeConnectorFolder } from "../scripts/own-folder.ts";
import type { Internals } from "./internals.ts";

/** How long a run waits for another one of the same connector. */
const longestWaitMs = 60_000;
const pauseMs = 50;

/** Holds the connector's lock while `work` runs; with it the lock of all connectors that run alone. Throws Busy. */
export async function withRunLock<T>(internals: Internals, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const { definition, space, records, objects } = internals;
  makeConnectorFolder(definition.folder);
  const own = await takeLock(
    internals,
    join(definition.folder, "locks"),
    "run",
    signal,
    "Another run of it is under way",
  );
  try {
    const alone = definition.capabilities.concurrentOperations
      ? null
      : await takeLock(
          internals,
          join(dirname(definition.folder), ".locks"),
          "connectors",
          signal,
          "A run of another connector is under way, and its capability concurrentOperations is off",
        );
    try {
      // Whatever is noted as under way has no process any more: we have its lock.
      space.transaction(() => {
        records.closeCutOffRuns();
        objects.removeEmpty();
      });
      return await work();
    } finally {
      await alone?.release();
    }
  } finally {
    await own.release();
  }
}

async function takeLock(
  { definition, now, setTimer }: Internals,
  folder: string,
  name: string,
  signal: AbortSignal,
  why: string,
): Promise<StateLock> {
  const state = createFolderState(folder);
  const end = now() + longestWaitMs;
  for (;;) {
    if (signal.aborted) throw signal.reason;
    const lock = await state.tryLock(name);
    if (lock !== null) return lock;
    if (now() >= end) {
      throw new IdleError(
        "Busy",
        `The connector ${definition.name} cannot run now: ${why}. Try again when it is done.`,
        {
          transient: true,
        },
      );
    }
    await new Promise<void>((resolve) => void setTimer(pauseMs, resolve));
  }
}
