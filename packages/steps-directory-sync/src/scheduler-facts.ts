/** What a scheduler's answer says beyond running or not, where it says it; see `SyncCycleState.details`. */
import type { SyncCycleState } from "@idle/contract";

/** Why a cycle must not be triggered now, in words; null when nothing speaks against it. */
export function whyNotReady({ details }: SyncCycleState): string | null {
  if (details.StagingModeEnabled === true) {
    return "The sync server is in staging mode: a cycle would export nothing. Use the active server, or switch staging mode off.";
  }
  if (details.SchedulerSuspended === true) {
    return "The sync scheduler is suspended: an upgrade is under way or the configuration wizard is open. Finish or close it, then trigger a cycle.";
  }
  return null;
}

export function isDisabled({ details }: SyncCycleState): boolean {
  return details.SyncCycleEnabled === false;
}

/**
 * The time of the next scheduled cycle, in milliseconds since 1970, where it has moved on between two looks, as it does
 * once for each cycle; else null. Where somebody changed the interval or switched the scheduler on or off, a moved time
 * says nothing.
 */
export function movedOnTo(before: SyncCycleState, after: SyncCycleState): number | null {
  const [from, to] = [nextStart(before), nextStart(after)];
  if (from === null || to === null || to <= from) return null;
  return settings(before) === settings(after) ? to : null;
}

function nextStart({ details }: SyncCycleState): number | null {
  const { NextSyncCycleStartTimeInUTC: text } = details;
  const time = typeof text === "string" ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}

function settings({ details }: SyncCycleState): string {
  return JSON.stringify([details.CurrentlyEffectiveSyncCycleInterval ?? null, details.SyncCycleEnabled ?? null]);
}
