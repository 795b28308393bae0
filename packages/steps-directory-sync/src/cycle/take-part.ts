/**
 * A step takes part in a scheduler's cycles until it has what it came for: a cycle that began after it did, or the end of
 * the one that was running. Many steps at once share cycles; the one that came first acts.
 */
import { IdleError } from "@idle/contract";
import { expectReady, getCycle, watchCycle } from "./act.ts";
import type { Cycle } from "./cycle.ts";
import type { KnownScheduler } from "./known-schedulers.ts";
import type { SyncContext, SyncOptions } from "./options.ts";
import { createTeller, inTime, type Participant, type Teller } from "./participant.ts";
import type { Member } from "./scheduler.ts";

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
  { scheduler, sharing }: KnownScheduler,
  startedAt: number,
): Promise<Part> {
  const { policyType, pollMs, timeoutMs } = options;
  const deadline = startedAt + timeoutMs;
  const limit = ctx.limitTime(Math.max(0, deadline - ctx.now()));
  const state: Taking = { own: null, triggered: null, joined: null };
  const common = { ctx, options, scheduler, sharing, limit, startedAt, deadline };
  const teller = createTeller(common);
  let member: Member | null = null;
  try {
    const isDated = sharing === null || (await sharing.arrive(common));
    member = scheduler.join({ policyType, pollMs }, isDated);
    const participant = { ...common, member };
    for (;;) {
      const part = settle(participant, state, teller);
      if (part !== null) return part;
      if (limit.signal.aborted || ctx.now() >= participant.deadline) throw timeoutOf(common, state);
      if (!scheduler.isFirst(member)) await inTime(scheduler.changed(member), participant);
      else if (state.own !== null) await watchCycle(participant);
      else state.triggered = await getCycle(participant);
    }
  } catch (error) {
    if (ctx.signal.aborted) throw ctx.signal.reason;
    throw error === limit.signal.reason ? timeoutOf(common, state) : error;
  } finally {
    if (member !== null) scheduler.leave(member);
    limit.end();
  }
}

interface Taking {
  /** The cycle that began after this step did. */
  own: Cycle | null;
  /** The one that the step triggered itself. */
  triggered: Cycle | null;
  /** The look at which the step saw a running cycle whose end it is content with. */
  joined: { readonly epoch: string; readonly tick: number } | null;
}

/** Takes what is known now into account. Null when that is not enough yet. */
function settle(participant: Participant, state: Taking, teller: Teller): Part | null {
  const { ctx, options, scheduler, member } = participant;
  const look = scheduler.lastLook();
  teller.look(look);
  if (state.own === null) {
    const found = state.triggered ?? scheduler.cycleFor(member);
    if (found !== null) teller.triggered(found.policyType, found.message, state.triggered === null);
    state.own = found;
  }
  const isShared = state.triggered === null;
  if (state.own !== null) {
    const own = scheduler.current(state.own);
    state.own = own;
    const end = { kind: "Triggered", policyType: own.policyType, isShared } as const;
    if (!options.wait) return { ...end, isConfirmed: null };
    teller.waiting("OwnCycle");
    return own.status === "Running" ? null : { ...end, isConfirmed: own.status === "Confirmed" };
  }
  if (state.joined !== null) {
    const { epoch, idleTick } = scheduler.facts();
    const isOver = idleTick !== null && (epoch !== state.joined.epoch || idleTick > state.joined.tick);
    return isOver ? { kind: "Joined", policyType: null, isShared: false, isConfirmed: true } : null;
  }
  if (look === null || !scheduler.isHeard(member)) return null;
  if (look.state !== null) expectReady(look.state);
  const isRunning = look.state?.state === "InProgress";
  if (isRunning && options.whenBusy === "Fail") {
    throw new IdleError("Busy", "A sync cycle is running already, and the step says to fail then (whenBusy: Fail).", {
      transient: true,
    });
  }
  // One that was triggered here and never seen may have ended before this step began: nothing to join.
  if (isRunning || scheduler.isCycleOpen(ctx.now())) teller.waiting("RunningCycle");
  if (isRunning && options.whenBusy === "Join") state.joined = { epoch: scheduler.facts().epoch, tick: look.tick };
  return null;
}

function timeoutOf({ ctx, options, scheduler, startedAt }: Omit<Participant, "member">, { own }: Taking): IdleError {
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
