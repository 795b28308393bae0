/**
 * What the first of the waiting members does next for all of them: one look at the scheduler, or one trigger. In: what is
 * known. Out: what is known then.
 */
import { IdleError, isIdleError } from "@idle/contract";
import { whyNotReady } from "../scheduler-facts.ts";
import { createCycle } from "./cycle.ts";
import { inTime, type Participant } from "./participant.ts";
import type { Look } from "./scheduler.ts";

/** Before a cycle is triggered the scheduler is looked at again for those who came in meanwhile, but not without end. */
const mostLooks = 3;

/** A member that has a cycle: the next look comes after a pause. */
export async function watchCycle(participant: Participant): Promise<void> {
  await pause(participant);
  await look(participant, true);
}

/** A member that needs a cycle: looks until one can be triggered, then triggers it. Throws what the provider throws. */
export async function getCycle(participant: Participant): Promise<void> {
  const { scheduler, ctx, member } = participant;
  const isBusy = () => scheduler.lastLook()?.state?.state === "InProgress" || scheduler.isCycleOpen(ctx.now());
  const known = scheduler.lastLook();
  const isFresh = known !== null && known.tick > member.arrived;
  if (!isFresh || known.state === null || isBusy()) {
    if (isFresh || scheduler.isRefused()) await pause(participant);
    else scheduler.pauses = 0;
    await look(participant, isFresh);
    return;
  }
  let last: Look = known;
  for (let looks = 1; looks < mostLooks && scheduler.hasNewcomers(last); looks += 1) {
    last = await look(participant, false);
    if (last.state === null || isBusy()) return;
  }
  await trigger(participant, last);
}

async function trigger(participant: Participant, { state, tick }: Look): Promise<void> {
  const { ctx, options, scheduler } = participant;
  if (state === null) return;
  const obstacle = whyNotReady(state);
  if (obstacle !== null) throw new IdleError("NotReady", obstacle, { details: { ...state.details } });
  const { policyType } = options;
  try {
    const { message } = await inTime(ctx.provider.startSyncCycle({ policyType }), participant);
    scheduler.pauses = 0;
    scheduler.setCycle(createCycle({ policyType, message, triggeredAt: ctx.now(), baseline: { state, tick } }));
  } catch (error) {
    if (!isIdleError(error, "Busy") || options.whenBusy === "Fail") throw error;
    // A cycle began between the look and the trigger. Whether it runs, the next look tells.
    scheduler.setRefused();
  }
}

/** A look that fails for a while is as good as none; `isPatient` once there has been one that did not. */
async function look(participant: Participant, isPatient: boolean): Promise<Look> {
  const { ctx, scheduler } = participant;
  const tick = scheduler.nextTick();
  let found: Look;
  try {
    found = { tick, state: await inTime(ctx.provider.getSyncCycleState(), participant), error: null };
  } catch (error) {
    if (!isPatient || participant.limit.signal.aborted || !isIdleError(error) || !error.transient) throw error;
    found = { tick, state: null, error };
  }
  scheduler.setLook(found, ctx.now());
  return found;
}

/** 1, 2, 4 s …, up to the shortest interval anybody asked for, and not beyond this member's time. */
async function pause({ ctx, scheduler, deadline }: Participant): Promise<void> {
  const plain = Math.min(1000 * 2 ** scheduler.pauses, scheduler.pollMs());
  scheduler.pauses = Math.min(scheduler.pauses + 1, 30);
  await ctx.sleep(Math.max(0, Math.min(plain, deadline - ctx.now())));
}
