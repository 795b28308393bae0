/** What one step has at hand while it takes part in a scheduler's cycles, and how it tells the run of it. */
import { IdleError, type SyncCycleState, type TimeLimit } from "@idle/contract";
import type { Look } from "./facts.ts";
import type { SyncContext, SyncOptions } from "./options.ts";
import type { Member, Scheduler } from "./scheduler.ts";
import type { Sharing } from "./sharing.ts";

export interface Participant {
  readonly ctx: SyncContext;
  readonly options: SyncOptions;
  readonly scheduler: Scheduler;
  /** With the other processes of the machine; null where they have nothing in common. */
  readonly sharing: Sharing | null;
  readonly member: Member;
  readonly limit: TimeLimit;
  /** By the host's clock. */
  readonly startedAt: number;
  readonly deadline: number;
}

/** Waits for work, but no longer than until the time is over or the host aborts. */
export function inTime<T>(work: Promise<T>, { limit: { signal } }: Pick<Participant, "limit">): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

/** The same, and no longer than so many milliseconds: throws Timeout, which is transient, for what takes longer. */
export async function inTimeOf<T>(
  milliseconds: number,
  work: Promise<T>,
  participant: Participant,
  what: string,
): Promise<T> {
  const limit = participant.ctx.limitTime(milliseconds);
  try {
    return await inTime(inTime(work, { limit }), participant);
  } catch (error) {
    if (error !== limit.signal.reason || participant.limit.signal.aborted) throw error;
    throw new IdleError("Timeout", `${what} was not answered within ${milliseconds / 1000} s.`, { transient: true });
  } finally {
    limit.end();
  }
}

export interface Teller {
  /** `message` is what the provider said to it; null where another process heard that. */
  triggered(policyType: string, message: string | null, isShared: boolean): void;
  /** Once for each reason. */
  waiting(reason: "RunningCycle" | "OwnCycle"): void;
  /** Each look once, from when the waiting began. */
  look(look: Look | null): void;
}

const stateWords: Readonly<Record<SyncCycleState["state"], string>> = {
  InProgress: "A sync cycle is in progress",
  Idle: "No sync cycle is in progress",
  Unknown: "The scheduler does not say whether a sync cycle is in progress",
};

export function createTeller({ ctx, startedAt }: Pick<Participant, "ctx" | "startedAt">): Teller {
  const reasons = new Set<string>();
  let attempt = 0;
  let told: Look | null = null;
  return {
    triggered(policyType, message, isShared) {
      const text = isShared
        ? `A ${policyType} sync cycle was triggered, together with another run.`
        : `A ${policyType} sync cycle was triggered.`;
      const answer = message === null ? {} : { answer: message };
      ctx.emit("DirectorySyncTriggered", text, { policyType, shared: isShared, ...answer });
    },
    waiting(reason) {
      if (reasons.has(reason)) return;
      reasons.add(reason);
      const text =
        reason === "OwnCycle"
          ? "Waiting for the sync cycle to end."
          : "A sync cycle that began before this step is running or about to; waiting for it to end.";
      ctx.emit("DirectorySyncWaiting", text, { for: reason });
    },
    look(look) {
      if (look === null || look === told) return;
      told = look;
      if (reasons.size === 0) return;
      attempt += 1;
      const state = look.state?.state ?? "Unknown";
      const elapsed = Math.round((ctx.now() - startedAt) / 100) / 10;
      const failed = look.code === null ? {} : { code: look.code };
      ctx.emit("DirectorySyncPoll", `${stateWords[state]} (look ${attempt}, after ${elapsed} s)`, {
        attempt,
        state,
        elapsed,
        ...failed,
      });
    },
  };
}
