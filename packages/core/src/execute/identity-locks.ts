/**
 * One run at a time writes to an identity in a system: who comes second waits, or is refused. Over processes where the
 * host provides what they share, else within the engine.
 */
import { createHash } from "node:crypto";
import { IdleError, type StateLock } from "@idle/contract";
import { identityKeyIn } from "../plan/identity-key.ts";
import { abortable } from "../providers/abortable.ts";
import type { PreparedStep } from "./prepare.ts";
import type { OpenRun } from "./run.ts";

/** How long another run is waited for. */
const limitMs = 60_000;
const [firstWaitMs, longestWaitMs] = [100, 2_000];
/** Each lock is an open file; a plan is for one request, and has few identities. */
const mostLocks = 500;

interface Target {
  readonly lock: string;
  /** For messages. */
  readonly identityKey: string;
}

/** Gives what lets go of them. Throws Busy (transient) when another run keeps one for too long, and the signal's reason. */
export async function lockIdentities(steps: readonly PreparedStep[], run: OpenRun): Promise<() => Promise<void>> {
  const held: StateLock[] = [];
  const release = async (): Promise<void> => {
    for (const lock of held.splice(0).reverse()) await lock.release();
  };
  const deadline = Number(run.host.now()) + limitMs;
  try {
    for (const target of targetsOf(steps)) held.push(await takeLock(target, deadline, run));
    return release;
  } catch (error) {
    await release();
    throw error;
  }
}

async function takeLock(target: Target, deadline: number, run: OpenRun): Promise<StateLock> {
  const own = await tryLock(target.lock, run);
  if (own !== null) return own;
  const isOver = run.onWait(`Waiting for another run that writes to ${JSON.stringify(target.identityKey)} …`);
  try {
    for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
      if (Number(run.host.now()) + waitMs > deadline) throw busy(target);
      await abortable(run.host.sleep(waitMs, run.signal), run.signal);
      run.signal.throwIfAborted();
      const lock = await tryLock(target.lock, run);
      if (lock !== null) return lock;
    }
  } finally {
    isOver();
  }
}

function busy({ identityKey }: Target): IdleError {
  return new IdleError(
    "Busy",
    `Another run is writing to ${JSON.stringify(identityKey)}, and was not done after ${limitMs / 1000} s. Nothing was changed. Apply the plan again when it is done.`,
    { transient: true },
  );
}

/** In one order for all runs, so that no two wait for each other. */
function targetsOf(steps: readonly PreparedStep[]): readonly Target[] {
  const targets = new Map<string, Target>();
  for (const step of steps) {
    const { planned, type, entry } = step;
    if (entry === null || planned.status === "NotApplicable" || type.isAct === true) continue;
    for (const identityKey of keysOf(step)) {
      const lock = lockName(entry.system, identityKey);
      if (!targets.has(lock)) targets.set(lock, { lock, identityKey });
    }
  }
  return [...targets.values()].sort((a, b) => (a.lock < b.lock ? -1 : 1)).slice(0, mostLocks);
}

function keysOf({ planned }: PreparedStep): ReadonlySet<string> {
  const identityKey = identityKeyIn(planned.inputs);
  const keys = new Set((planned.changes ?? []).map(({ target }) => target.identityKey));
  if (identityKey !== null) keys.add(identityKey);
  return keys;
}

/** One of 65,536, so that a state folder does not get a file for everybody who ever worked here. */
function lockName(system: string, identityKey: string): string {
  const text = JSON.stringify([system, identityKey.normalize("NFC").toLowerCase()]);
  return `IdLE identity ${createHash("sha256").update(text).digest("hex").slice(0, 4)}`;
}

async function tryLock(name: string, run: OpenRun): Promise<StateLock | null> {
  const own = run.shared("IdLE identity locks", () => new Set<string>());
  if (own.has(name)) return null;
  own.add(name);
  let beyond: StateLock | null = null;
  try {
    beyond = run.machineState === null ? nothingHeld : await run.machineState.tryLock(name);
  } catch {
    // The host knows that nothing is shared, and says so; within the engine the lock holds all the same.
    beyond = nothingHeld;
  }
  if (beyond === null) {
    own.delete(name);
    return null;
  }
  const taken = beyond;
  return {
    async release() {
      own.delete(name);
      await taken.release();
    },
  };
}

const nothingHeld: StateLock = { release: async () => undefined };
