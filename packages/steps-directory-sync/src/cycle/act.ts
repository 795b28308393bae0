/**
 * What the first of the waiting members does next for all of them: one look at the scheduler, or one trigger. In: what is
 * known. Out: what is known then. Where processes share a scheduler, it does so when it is its turn.
 */
import { IdleError, isIdleError, type SyncCycleState } from "@idle/contract";
import { whyNotReady } from "../scheduler-facts.ts";
import type { Cycle } from "./cycle.ts";
import type { Look } from "./facts.ts";
import { inTime, inTimeOf, type Participant } from "./participant.ts";
import { refreshMs } from "./sharing.ts";

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
  if (!(await pause(participant))) return;
  await lead(participant, () => {
    participant.scheduler.countPause();
    return look(participant, true);
  });
}

/**
 * A member that needs a cycle: looks until one can be triggered, then triggers it and gives it. Throws what the provider
 * throws.
 */
export async function getCycle(participant: Participant): Promise<Cycle | null> {
  const { scheduler, sharing, member } = participant;
  const isHeard = scheduler.isHeard(member);
  if (isHeard && isFree(participant)) return lead(participant, () => triggerAfterLook(participant));
  const isRepeat = isHeard || scheduler.isRefused();
  // What another process saw just now is news here, but the scheduler need not be asked again at once for it.
  const isFollowing = sharing?.isOn() === true && scheduler.wasActive();
  if ((isRepeat || isFollowing) && !(await pause(participant))) return null;
  await lead(participant, () => {
    if (isRepeat) scheduler.countPause();
    return look(participant, isHeard);
  });
  return null;
}

function isFree({ scheduler, ctx }: Participant): boolean {
  const { look: last, silentLooks } = scheduler.facts();
  if (last?.state?.state === "Unknown") return silentLooks >= mostSilentLooks;
  return last?.state?.state === "Idle" && !scheduler.isCycleOpen(ctx.now());
}

async function triggerAfterLook(participant: Participant): Promise<Cycle | null> {
  const { scheduler, ctx, member } = participant;
  const known = scheduler.lastLook();
  if (known === null || !scheduler.isHeard(member)) return null;
  let last: Look = ctx.now() - known.at <= freshMs ? known : await look(participant, true);
  for (let looks = 1; looks < mostLooks && isFree(participant) && scheduler.hasNewcomers(last); looks += 1) {
    last = await look(participant, true);
  }
  if (last.state === null || !scheduler.isHeard(member) || !isFree(participant)) return null;
  return trigger(participant, { state: last.state, tick: last.tick });
}

async function trigger(
  participant: Participant,
  baseline: { readonly state: SyncCycleState; readonly tick: number },
): Promise<Cycle | null> {
  const { ctx, options, scheduler, sharing } = participant;
  expectReady(baseline.state);
  const { policyType } = options;
  const isCalm = baseline.state.state === "Idle" && scheduler.isCalm(ctx.now());
  scheduler.setAsking();
  if (sharing !== null && !(await sharing.publish(participant))) return null;
  try {
    const work = ctx.provider.startSyncCycle({ policyType });
    const { message } = await inTimeOf(triggerMs, work, participant, "The trigger of a sync cycle");
    return scheduler.setCycle({ policyType, message, triggeredAt: ctx.now(), baseline: { ...baseline, isCalm } });
  } catch (error) {
    // Whether a cycle runs now, the next look tells.
    scheduler.setRefused(ctx.now());
    if (!isIdleError(error, "Busy") || options.whenBusy === "Fail") throw error;
    return null;
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
  const { ctx, scheduler, sharing, options, member } = participant;
  let tick = scheduler.nextTick();
  // Where the number could not be told to the others, they have been given up, and those here count from now.
  if (sharing !== null && !(await sharing.publish(participant))) tick = scheduler.nextTick();
  let found: Look;
  try {
    const state = await inTimeOf(lookMs, ctx.provider.getSyncCycleState(), participant, "A look at the sync scheduler");
    found = { tick, at: ctx.now(), state, code: null };
  } catch (error) {
    if (participant.limit.signal.aborted || !isIdleError(error) || !error.transient) throw error;
    const isBusy = error.code === "Busy" || error.code === "Throttled";
    if (!isPatient && !(isBusy && options.whenBusy !== "Fail")) throw error;
    found = { tick, at: ctx.now(), state: null, code: error.code };
    scheduler.stepBack(member);
    sharing?.yieldNext();
  }
  scheduler.setLook(found);
  await sharing?.publish(participant);
  return found;
}

/** When it is this process's turn; null when it is not, or when there is something new to be thought of first. */
function lead<T>(participant: Participant, work: () => Promise<T>): Promise<T | null> {
  const { sharing } = participant;
  return sharing === null ? work() : sharing.lead(participant, work);
}

/**
 * Until the next look is due, which who comes in meanwhile may bring forward; not beyond this member's time. False when
 * another process has found something out meanwhile.
 */
async function pause(participant: Participant): Promise<boolean> {
  const { ctx, scheduler, sharing, deadline } = participant;
  for (;;) {
    const wait = Math.min(scheduler.pauseMs(ctx.now()), deadline - ctx.now());
    if (wait <= 0) return true;
    const isSharing = sharing?.isOn() === true;
    const nap = new AbortController();
    const wake = scheduler.joined().then(() => nap.abort());
    try {
      await Promise.race([ctx.sleep(isSharing ? Math.min(wait, refreshMs) : wait, nap.signal), wake]);
    } catch (error) {
      if (!nap.signal.aborted) throw error;
    } finally {
      nap.abort();
    }
    await inTime(Promise.resolve(), participant);
    if (isSharing && (await sharing.refresh(participant))) return false;
  }
}
