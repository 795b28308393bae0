import type { JsonValue, SyncCycleState } from "@idle/contract";
import { flagOf, readFlag } from "./flag.ts";
import { readMoment } from "./moment.ts";
import { propertyOf } from "./property.ts";
import { readScalar } from "./scalar.ts";
import { readTimeSpan } from "./time-span.ts";

type Reader = (value: unknown) => JsonValue | undefined;

/** What is told beside the state, by the names `Get-ADSyncScheduler` has, and how each is made plain. */
const details: readonly (readonly [string, Reader])[] = [
  ["SyncCycleEnabled", readFlag],
  ["SchedulerSuspended", readFlag],
  ["StagingModeEnabled", readFlag],
  ["MaintenanceEnabled", readFlag],
  ["AllowedSyncCycleInterval", readTimeSpan],
  ["CurrentlyEffectiveSyncCycleInterval", readTimeSpan],
  ["NextSyncCyclePolicyType", readScalar],
  ["NextSyncCycleStartTimeInUTC", readMoment],
];

/**
 * The state in an answer of `Get-ADSyncScheduler`: an object or map, alone or as the only one of a list. `Idle` only when
 * `SyncCycleInProgress` is false in so many words; `Unknown` when it is not there or is anything but true or false.
 */
export function readSchedulerState(answer: unknown): SyncCycleState {
  const scheduler = onlyObject(answer);
  const inProgress = flagOf(propertyOf(scheduler, "SyncCycleInProgress"));
  return {
    inProgress: inProgress === true,
    state: inProgress === undefined ? "Unknown" : inProgress ? "InProgress" : "Idle",
    details: Object.fromEntries(
      details.flatMap(([name, read]) => {
        const value = propertyOf(scheduler, name);
        const plain = value === null ? null : read(value);
        return plain === undefined ? [] : [[name, plain]];
      }),
    ),
  };
}

/** Texts beside it, such as warnings, do not count; two objects could be those of two servers. */
function onlyObject(answer: unknown): unknown {
  try {
    if (!Array.isArray(answer)) return answer;
    const objects = answer.filter((item) => typeof item === "object" && item !== null);
    return objects.length === 1 && !Array.isArray(objects[0]) ? objects[0] : undefined;
  } catch {
    return undefined;
  }
}
