/**
 * What every run needs before it begins: that no other one is under way, that what changed in the definition was validated,
 * and that the schema and the partitions are known.
 */

import { dirname, join } from "node:path";
import { IdleError, type StateLock } from "@idle/contract";
import { createFolderState } from "@idle/core";
import { makeConnectorFolder } from "../scripts/own-folder.ts";
import { expectNotAborted } from "./expect-not-aborted.ts";
import type { Internals } from "./internals.ts";

/** How long a run waits for another one of the same connector. */
const longestWaitMs = 60_000;
const pauseMs = 50;
/** How long it waits for a script that an earlier run left behind. */
const longestLeftBehindMs = 30_000;

/**
 * Holds the connector's lock while `work` runs, and longer when it leaves a script behind that may still write: as long as
 * that runs. With it the lock of all connectors that run alone. Throws Busy, Cancelled.
 */
export async function withRunLock<T>(internals: Internals, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const { definition, space, records, objects, scriptCalls } = internals;
  await expectNobodyLeftBehind(internals, signal);
  makeConnectorFolder(definition.folder);
  const locks = await takeLocks(internals, signal);
  const release = async () => {
    for (const lock of locks) await lock.release();
  };
  try {
    // Whatever is noted as under way has no process any more: we have its lock.
    space.transaction(() => {
      records.closeCutOffRuns();
      objects.removeEmpty();
      records.forgetSettledErrors();
    });
    return await work();
  } finally {
    if (scriptCalls.writing().length === 0) await release();
    else void scriptCalls.settled().then(release);
  }
}

async function expectNobodyLeftBehind(
  { definition, scriptCalls, setTimer }: Internals,
  signal: AbortSignal,
): Promise<void> {
  expectNotAborted(signal, definition.name);
  if (scriptCalls.writing().length === 0) return;
  const over = Promise.withResolvers<void>();
  const isOver = () => over.resolve();
  const cancelTimer = setTimer(longestLeftBehindMs, isOver);
  signal.addEventListener("abort", isOver, { once: true });
  await Promise.race([scriptCalls.settled(), over.promise]);
  cancelTimer();
  signal.removeEventListener("abort", isOver);
  expectNotAborted(signal, definition.name);
  const left = scriptCalls.writing();
  if (left.length === 0) return;
  throw new IdleError(
    "Busy",
    `The connector ${definition.name} cannot run now: its script ${left.join(", ")} was called by an earlier run, is not waited for any more, and has not come back. What it still does to the connected system would not be known. Try again later; if it never comes back, end this process.`,
    { transient: true, details: { connector: definition.name } },
  );
}

/** In the order in which they are given back. */
async function takeLocks(internals: Internals, signal: AbortSignal): Promise<readonly StateLock[]> {
  const { definition } = internals;
  const own = await takeLock(
    internals,
    join(definition.folder, "locks"),
    "run",
    signal,
    "Another run of it is under way",
  );
  if (definition.capabilities.concurrentOperations) return [own];
  try {
    const alone = await takeLock(
      internals,
      join(dirname(definition.folder), ".locks"),
      "connectors",
      signal,
      "A run of another connector is under way, and its capability concurrentOperations is off",
    );
    return [alone, own];
  } catch (error) {
    await own.release();
    throw error;
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
    expectNotAborted(signal, definition.name);
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
