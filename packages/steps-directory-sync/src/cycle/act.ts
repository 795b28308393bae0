/**
 * What the first of the waiting members does next for all of them: one look at the scheduler, or one trigger. In: what is
 * known. Out: what is known then.
 */
import { IdleError, isIdleError, type SyncCycleState } from "@idle/contract";
import { whyNotReady } from "../scheduler-facts.ts";
import { createCycle } from "./cycle.ts";
import { inTime, inTimeOf, type Participant } from "./participant.ts";
import type { Look } from "./scheduler.ts";

/** Before a cycle is triggered the scheduler is looked at again for those who came in meanwhile, but not without end. */
const mostLooks = 3;
/** A look older than this is none to trigger after. */
const freshMs = 5_000;
/** A scheduler that was silent so often is asked for a cycle all the same: it refuses when one is running. */
const mostSilentLooks = 3;
/** A command that takes longer will not come back; others are waiting. */
const lookMs = 60_000;
const triggerMs = 120_000;

/** A member that has a cycle: the next look comes after a pause. */
export async function watchCycle(participant: Participant): Promise<void> {
  await pause(participant);
  await look(participant, true);
}

/** A member that needs a cycle: looks until one can be triggered, then triggers it. Throws what the provider throws. */
export async function getCycle(participant: Participant): Promise<void> {
  const { scheduler, ctx, member } = participant;
  const isFree = () => {
    const state = scheduler.lastLook()?.state?.state;
    if (state === "Unknown") return scheduler.silentLooks() >= mostSilentLooks;
    return state === "Idle" && !scheduler.isCycleOpen(ctx.now());
  };
  const known = scheduler.lastLook();
  const isHeard = known !== null && known.tick > member.arrived;
  if (!isHeard || !isFree()) {
    if (isHeard || scheduler.isRefused()) await pause(participant);
    await look(participant, isHeard);
    return;
  }
  let last: Look = ctx.now() - known.at <= freshMs ? known : await look(participant, true);
  for (let looks = 1; looks < mostLooks && isFree() && scheduler.hasNewcomers(last); looks += 1) {
    last = await look(participant, true);
  }
  if (last.state !== null && isFree()) await trigger(participant, { state: last.state, tick: last.tick });
}

async function trigger(
  participant: Participant,
  baseline: { readonly state: SyncCycleState; readonly tick: number },
): Promise<void> {
  const { ctx, options, scheduler } = participant;
  expectReady(baseline.state);
  const { policyType } = options;
  const isCalm = baseline.state.state === "Idle" && scheduler.isCalm(ctx.now());
  try {
    const work = ctx.provider.startSyncCycle({ policyType });
    const { message } = await inTimeOf(triggerMs, work, participant, "The trigger of a sync cycle");
    const cycle = createCycle({ policyType, message, triggeredAt: ctx.now(), baseline: { ...baseline, isCalm } });
    scheduler.setCycle(cycle);
  } catch (error) {
    // Whether a cycle runs now, the next look tells.
    scheduler.setRefused(ctx.now());
    if (!isIdleError(error, "Busy") || options.whenBusy === "Fail") throw error;
  }
}

/** Throws NotReady in staging mode and while the scheduler is suspended. */
export function expectReady(state: SyncCycleState): void {
  const obstacle = whyNotReady(state);
  if (obstacle !== null) throw new IdleError("NotReady", obstacle, { details: { ...state.details } });
}

/**
 * A look that fails for a while is as good as none, once there has been one that did not; that a server is too busy to
 * tell is always waited out, unless the step says otherwise.
 */
async function look(participant: Participant, isPatient: boolean): Promise<Look> {
  const { ctx, scheduler, options, member } = participant;
  const tick = scheduler.nextTick();
  let found: Look;
  try {
    const state = await inTimeOf(lookMs, ctx.provider.getSyncCycleState(), participant, "A look at the sync scheduler");
    found = { tick, at: ctx.now(), state, error: null };
  } catch (error) {
    if (participant.limit.signal.aborted || !isIdleError(error) || !error.transient) throw error;
    const isBusy = error.code === "Busy" || error.code === "Throttled";
    if (!isPatient && !(isBusy && options.whenBusy !== "Fail")) throw error;
    found = { tick, at: ctx.now(), state: null, error };
    scheduler.stepBack(member);
  }
  scheduler.setLook(found);
  return found;
}

/** Until the next look is due, which who comes in meanwhile may bring forward; not beyond this member's time. */
async function pause(participant: Participant): Promise<void> {
  const { ctx, scheduler, deadline } = participant;
  for (;;) {
    const wait = Math.min(scheduler.pauseMs(ctx.now()), deadline - ctx.now());
    if (wait <= 0) break;
    const nap = new AbortController();
    const wake = scheduler.joined().then(() => nap.abort());
    try {
      await Promise.race([ctx.sleep(wait, nap.signal), wake]);
    } catch (error) {
      if (!nap.signal.aborted) throw error;
    } finally {
      nap.abort();
    }
    await inTime(Promise.resolve(), participant);
  }
  scheduler.countPause();
}
