/**
 * A step takes part in a scheduler's cycles until it has what it came for: a cycle that began after it did, or the end of
 * the one that was running. Many steps at once share cycles; the one that came first acts.
 */
import { IdleError } from "@idle/contract";
import { expectReady, getCycle, watchCycle } from "./act.ts";
import type { Cycle } from "./cycle.ts";
import type { SyncContext, SyncOptions } from "./options.ts";
import { createTeller, inTime, type Participant, type Teller } from "./participant.ts";
import type { Scheduler } from "./scheduler.ts";

/** How a step came out of it; `isConfirmed` is null where nothing was waited for. */
export interface Part {
  readonly kind: "Triggered" | "Joined";
  readonly policyType: string | null;
  readonly isShared: boolean;
  readonly isConfirmed: boolean | null;
}

/** `startedAt` is when the first attempt began. Throws Timeout, Busy, NotReady, what the provider throws, and the signal's reason on abort. */
export async function takePart(
  ctx: SyncContext,
  options: SyncOptions,
  scheduler: Scheduler,
  startedAt: number,
): Promise<Part> {
  const { policyType, pollMs, timeoutMs } = options;
  const deadline = startedAt + timeoutMs;
  const limit = ctx.limitTime(Math.max(0, deadline - ctx.now()));
  const member = scheduler.join({ policyType, pollMs });
  const participant = { ctx, options, scheduler, member, limit, startedAt, deadline };
  const state: Taking = { own: null, isShared: true, hasJoined: false };
  const teller = createTeller(participant);
  try {
    for (;;) {
      const part = settle(participant, state, teller);
      if (part !== null) return part;
      if (limit.signal.aborted || ctx.now() >= participant.deadline) throw timeoutOf(participant, state);
      if (!scheduler.isFirst(member)) await inTime(scheduler.changed(member), participant);
      else if (state.own !== null) await watchCycle(participant);
      else await act(participant, state);
    }
  } catch (error) {
    if (ctx.signal.aborted) throw ctx.signal.reason;
    throw error === limit.signal.reason ? timeoutOf(participant, state) : error;
  } finally {
    scheduler.leave(member);
    limit.end();
  }
}

interface Taking {
  /** The cycle that began after this step did. */
  own: Cycle | null;
  isShared: boolean;
  /** The step has seen a running cycle, and is content to see its end. */
  hasJoined: boolean;
}

async function act(participant: Participant, state: Taking): Promise<void> {
  const before = participant.scheduler.lastCycle();
  await getCycle(participant);
  if (participant.scheduler.lastCycle() !== before) state.isShared = false;
}

/** Takes what is known now into account. Null when that is not enough yet. */
function settle(participant: Participant, state: Taking, teller: Teller): Part | null {
  const { ctx, options, scheduler, member } = participant;
  const look = scheduler.lastLook();
  teller.look(look);
  const last = scheduler.lastCycle();
  if (state.own === null && last?.covers(member.policyType, member.arrived)) {
    state.own = last;
    teller.triggered(last.policyType, last.message, state.isShared);
  }
  const { own, isShared } = state;
  if (own !== null) {
    const end = { kind: "Triggered", policyType: own.policyType, isShared } as const;
    if (!options.wait) return { ...end, isConfirmed: null };
    teller.waiting("OwnCycle");
    return own.status() === "Running" ? null : { ...end, isConfirmed: own.status() === "Confirmed" };
  }
  if (look === null || look.tick < member.arrived) return null;

  if (state.hasJoined) {
    const isOver = look.state?.state === "Idle";
    return isOver ? { kind: "Joined", policyType: null, isShared: false, isConfirmed: true } : null;
  }
  if (look.state !== null) expectReady(look.state);
  const isRunning = look.state?.state === "InProgress";
  if (isRunning && options.whenBusy === "Fail") {
    throw new IdleError("Busy", "A sync cycle is running already, and the step says to fail then (whenBusy: Fail).", {
      transient: true,
    });
  }
  // One that was triggered here and never seen may have ended before this step began: nothing to join.
  if (isRunning || scheduler.isCycleOpen(ctx.now())) teller.waiting("RunningCycle");
  state.hasJoined = isRunning && options.whenBusy === "Join";
  return null;
}

function timeoutOf({ ctx, options, scheduler, startedAt }: Participant, { own }: Taking): IdleError {
  const lastState = scheduler.lastState() ?? "Unknown";
  const elapsed = Math.round((ctx.now() - startedAt) / 1000);
  const what = own === null ? "No sync cycle could be triggered" : "The sync cycle had not ended";
  const advice = "Raise timeoutSeconds, or look at the scheduler on the sync server.";
  return new IdleError(
    "Timeout",
    `${what} after ${options.timeoutMs / 1000} s; the last state was ${lastState}. ${advice}`,
    {
      details: { lastState, elapsedSeconds: elapsed, triggered: own !== null },
    },
  );
}
