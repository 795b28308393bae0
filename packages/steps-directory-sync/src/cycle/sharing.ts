/**
 * One scheduler for all processes of the machine: what is known about it stands in a record, and who looks or triggers
 * holds a lock meanwhile. In: what the host provides for both. Out: facts of other processes, and a turn to act.
 *
 * What makes it true: a look's number is in the record before the look begins. Who reads number n when it arrives knows
 * that every look with a higher one began after its arrival.
 */
import { isIdleError, type SharedState, type StateLock } from "@idle/contract";
import { inTime, type Participant } from "./participant.ts";
import { fromRecord, toRecord } from "./record.ts";
import type { Scheduler } from "./scheduler.ts";

type Waiter = Pick<Participant, "ctx" | "limit" | "deadline">;

export interface Sharing {
  /** False while the state cannot be used: the runs of this engine are on their own then. */
  isOn(): boolean;
  /** For who is about to join. Gives whether it is known which looks have begun by now. */
  arrive(waiter: Waiter): Promise<boolean>;
  /** Whether another process has found out something that was not known here. */
  refresh(waiter: Waiter): Promise<boolean>;
  /** Tells other processes what is known. False when that has just turned out to be impossible. */
  publish(waiter: Waiter): Promise<boolean>;
  /**
   * Does the work as the only process that does. Null without doing it when another one is at work, which it then waits
   * for a little, or has been since the facts were last looked at.
   */
  lead<T>(waiter: Waiter, work: () => Promise<T>): Promise<T | null>;
  /** The scheduler could not be reached from here: at the next turn another process goes first, if there is one. */
  yieldNext(): void;
}

/** How often who waits looks into the record, in milliseconds. */
export const refreshMs = 500;
/** A state that forgets is none. */
const mostLosses = 3;

export function createSharing(state: SharedState, name: string, scheduler: Scheduler): Sharing {
  let isOn = true;
  let isYielding = false;
  let losses = 0;
  /** The record that was read or written last, and the facts as they were then. */
  let known: { readonly epoch: string; readonly revision: number } | null = null;
  let published = scheduler.facts();
  let writing: Promise<unknown> = Promise.resolve();

  const giveUp = ({ ctx }: Waiter, error: unknown) => {
    if (!isOn) return;
    isOn = false;
    scheduler.beginEpoch();
    const { code, message } = isIdleError(error) ? error : { code: "UnexpectedError", message: String(error) };
    const text = `Cycles are not shared with other processes: ${message}`;
    ctx.emit("DirectorySyncNotShared", text, { code });
  };
  const attempt = async <T>(waiter: Waiter, work: () => Promise<T>): Promise<T | null> => {
    try {
      return await inTime(Promise.resolve().then(work), waiter);
    } catch (error) {
      if (waiter.limit.signal.aborted) throw error;
      giveUp(waiter, error);
      return null;
    }
  };

  const read = async (waiter: Waiter): Promise<"new" | "same" | "none"> => {
    const record = fromRecord(await attempt(waiter, () => state.read(name)));
    if (record === null || !isOn) return "none";
    const { revision, facts } = record;
    const isKnownEpoch = known?.epoch === facts.epoch;
    // An older record that is back tells of the past.
    if (isKnownEpoch && known !== null && revision < known.revision) return "none";
    losses = 0;
    if (isKnownEpoch && revision === known?.revision) {
      scheduler.date();
      return "same";
    }
    known = { epoch: facts.epoch, revision };
    scheduler.load(facts, waiter.ctx.now());
    published = scheduler.facts();
    return "new";
  };
  const write = (waiter: Waiter): Promise<boolean> => {
    const facts = scheduler.facts();
    const revision = known?.epoch === facts.epoch ? known.revision + 1 : 0;
    known = { epoch: facts.epoch, revision };
    published = facts;
    const work = Promise.resolve().then(() => state.write(name, toRecord({ revision, facts })));
    const done = work.then(
      () => true,
      (error) => {
        giveUp(waiter, error);
        return false;
      },
    );
    writing = done;
    return done;
  };
  const publish = (waiter: Waiter): Promise<boolean> =>
    isOn && scheduler.facts() !== published ? inTime(write(waiter), waiter) : Promise.resolve(true);

  const takeLock = async (waiter: Waiter): Promise<StateLock | null> => {
    const taking = Promise.resolve().then(() => state.tryLock(name));
    try {
      return await attempt(waiter, () => taking);
    } catch (error) {
      // It may still come, and nobody would let go of it.
      taking.then((lock) => lock?.release()).catch(() => undefined);
      throw error;
    }
  };
  /** With the lock in hand: whether what is to be done has to be thought over, because it is not what it was. */
  const isOtherwise = async (waiter: Waiter): Promise<boolean> => {
    const found = await read(waiter);
    if (!isOn) return true;
    if (found === "none") {
      losses += 1;
      if (losses > mostLosses) {
        giveUp(waiter, new Error("what is written to the state is lost again and again."));
        return true;
      }
      scheduler.beginEpoch();
      return !(await publish(waiter));
    }
    if (!scheduler.facts().isAsking) return found === "new";
    // A process died while it triggered a cycle, so nobody knows whether one will run.
    scheduler.setRefused(waiter.ctx.now());
    await publish(waiter);
    return true;
  };
  /** Nothing is let go of before what was begun is written. */
  const close = async (lock: StateLock, waiter: Waiter): Promise<void> => {
    await writing;
    if (isOn && scheduler.facts() !== published) await write(waiter);
    try {
      await lock.release();
    } catch (error) {
      giveUp(waiter, error);
    }
  };
  const nap = async ({ ctx, deadline }: Waiter): Promise<void> => {
    const rest = Math.min(refreshMs, deadline - ctx.now());
    if (rest > 0) await ctx.sleep(rest);
  };
  const refresh = async (waiter: Waiter) => isOn && (await read(waiter)) === "new";

  return {
    isOn: () => isOn,
    async arrive(waiter) {
      if (!isOn && scheduler.isEmpty()) {
        isOn = true;
        losses = 0;
        known = null;
      }
      return !isOn || (await read(waiter)) !== "none" || !isOn;
    },
    refresh,
    publish,
    yieldNext() {
      isYielding = true;
    },
    async lead(waiter, work) {
      if (!isOn) return work();
      if (isYielding) {
        isYielding = false;
        await nap(waiter);
        if (await refresh(waiter)) return null;
      }
      const lock = await takeLock(waiter);
      if (lock === null) {
        if (!isOn) return null;
        await nap(waiter);
        await refresh(waiter);
        return null;
      }
      try {
        return (await isOtherwise(waiter)) ? null : await work();
      } finally {
        // Without waiting for it where the step is over.
        await inTime(close(lock, waiter), waiter);
      }
    },
  };
}
