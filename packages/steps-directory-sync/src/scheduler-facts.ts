/** What a scheduler's answer says beyond running or not, where it says it; see `SyncCycleState.details`. */
import type { SyncCycleState } from "@idle/contract";

/** Why a cycle must not be triggered now, in words; null when nothing speaks against it. */
export function whyNotReady({ details }: SyncCycleState): string | null {
  if (details.StagingModeEnabled === true) {
    return "The sync server is in staging mode: a cycle would export nothing. Use the active server, or switch staging mode off.";
  }
  if (details.SchedulerSuspended === true) {
    return "The sync scheduler is suspended: an upgrade is under way or the configuration wizard is open. Finish or close it, then run the plan again.";
  }
  return null;
}

export function isDisabled({ details }: SyncCycleState): boolean {
  return details.SyncCycleEnabled === false;
}

/**
 * Whether the time of the next scheduled cycle has moved on between two looks, which it does once for each cycle. Moved
 * by a new interval it says nothing.
 */
export function hasMovedOn(before: SyncCycleState, after: SyncCycleState): boolean {
  const [from, to] = [nextStart(before), nextStart(after)];
  return from !== null && to !== null && to > from && interval(before) === interval(after);
}

function nextStart({ details }: SyncCycleState): number | null {
  const { NextSyncCycleStartTimeInUTC: text } = details;
  const time = typeof text === "string" ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}

function interval({ details }: SyncCycleState): string {
  return JSON.stringify(details.CurrentlyEffectiveSyncCycleInterval ?? null);
}
