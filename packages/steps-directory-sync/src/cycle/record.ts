/**
 * The facts as a record that processes share, and back. What is read may be damaged, old or of another version: it is
 * taken as a whole or not at all. Of what a scheduler told only that is kept which steps look at, and of what a provider
 * said nothing.
 */
import type { JsonObject, JsonValue, SyncCycleState } from "@idle/contract";
import type { Cycle } from "./cycle.ts";
import type { Facts, Look } from "./facts.ts";

export interface SharedRecord {
  /** Grows with each record of an epoch. */
  readonly revision: number;
  readonly facts: Facts;
}

const version = 1;
const mostCycles = 100;

export function toRecord({ revision, facts }: SharedRecord): JsonObject {
  const { look, cycles, ...rest } = facts;
  return {
    version,
    revision,
    ...rest,
    look: look === null ? null : { ...look, state: stateToRecord(look.state) },
    cycles: cycles.map(({ message: _message, ...cycle }) => ({
      ...cycle,
      moved: cycle.moved && { ...cycle.moved },
      before: stateToRecord(cycle.before),
    })),
  };
}

/** Null for what is no record of this version. */
export function fromRecord(value: JsonValue | null): SharedRecord | null {
  if (!isObject(value) || value.version !== version || !isCount(value.revision)) return null;
  const { epoch, ticks, lastState, silentLooks, isRefused, isAsking, activeAt, busyAt, revision, idleTick } = value;
  const look = value.look === null ? null : lookFrom(value.look);
  const cycles = Array.isArray(value.cycles) && value.cycles.length <= mostCycles ? value.cycles.map(cycleFrom) : null;
  if (look === undefined || cycles === null || !cycles.every((cycle) => cycle !== undefined)) return null;
  if (!isText(epoch) || !isCount(ticks) || !isCount(silentLooks)) return null;
  if (typeof isRefused !== "boolean" || typeof isAsking !== "boolean") return null;
  if (!isTimeOrNull(activeAt) || !isTimeOrNull(busyAt) || !(lastState === null || isStateName(lastState))) return null;
  if (!(idleTick === null || isCount(idleTick)) || (look !== null && look.tick > ticks)) return null;
  if (cycles.some((cycle) => cycle.epoch === epoch && cycle.tick > ticks)) return null;
  const counts = { epoch, ticks, idleTick, silentLooks };
  const facts = { ...counts, look, lastState, isRefused, isAsking, cycles, activeAt, busyAt };
  return { revision, facts };
}

/** Undefined for what is none, here and below. */
function lookFrom(value: JsonValue | undefined): Look | undefined {
  if (!isObject(value)) return undefined;
  const { tick, at, code } = value;
  const state = stateFrom(value.state);
  if (!isCount(tick) || !isTime(at) || !(code === null || isText(code)) || state === undefined) return undefined;
  return { tick, at, code, state };
}

function cycleFrom(value: JsonValue): Cycle | undefined {
  if (!isObject(value)) return undefined;
  const { id, policyType, triggeredAt, epoch, tick, isCalm, status, wasInProgress, wasIdle, idleSince } = value;
  const moved = value.moved === null ? null : movedFrom(value.moved);
  const before = stateFrom(value.before);
  if (!isText(id) || !isText(epoch) || !isCount(tick) || !isTime(triggeredAt) || !isTimeOrNull(idleSince)) return;
  if (policyType !== "Delta" && policyType !== "Initial") return undefined;
  if (status !== "Running" && status !== "Confirmed" && status !== "Unconfirmed") return undefined;
  if (typeof isCalm !== "boolean" || typeof wasInProgress !== "boolean" || typeof wasIdle !== "boolean") return;
  if (moved === undefined || before === undefined) return undefined;
  // What ended was seen idle, and what is confirmed has a reason.
  if (status !== "Running" && idleSince === null) return undefined;
  if (status === "Confirmed" && !wasInProgress && moved === null) return undefined;
  const seen = { status, wasInProgress, wasIdle, idleSince, moved, before } as const;
  return { id, policyType, message: null, triggeredAt, epoch, tick, isCalm, ...seen };
}

function movedFrom(value: JsonValue | undefined): Cycle["moved"] | undefined {
  if (!isObject(value)) return undefined;
  const { to, since } = value;
  return isTime(to) && isTime(since) ? { to, since } : undefined;
}

/** What steps look at; see `SyncCycleState.details`. */
const names = [
  "StagingModeEnabled",
  "SchedulerSuspended",
  "SyncCycleEnabled",
  "NextSyncCycleStartTimeInUTC",
  "CurrentlyEffectiveSyncCycleInterval",
] as const;
const longestText = 200;

function stateToRecord(known: SyncCycleState | null): JsonObject | null {
  if (known === null) return null;
  const { state, details } = known;
  const kept = names.flatMap((name) => {
    const value = details[name];
    return isDetail(value) ? [[name, value] as const] : [];
  });
  return { state, details: Object.fromEntries(kept) };
}

function stateFrom(value: JsonValue | undefined): SyncCycleState | null | undefined {
  if (value === null) return null;
  if (!isObject(value) || !isObject(value.details) || !isStateName(value.state)) return undefined;
  const { state, details } = value;
  const entries = Object.entries(details);
  if (!entries.every(([name, each]) => names.some((known) => known === name) && isDetail(each))) return undefined;
  return { inProgress: state === "InProgress", state, details };
}

function isDetail(value: JsonValue | undefined): value is string | boolean {
  return typeof value === "boolean" || (typeof value === "string" && value.length <= longestText);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isStateName(value: JsonValue | undefined): value is SyncCycleState["state"] {
  return value === "InProgress" || value === "Idle" || value === "Unknown";
}

function isText(value: JsonValue | undefined): value is string {
  return typeof value === "string" && value !== "" && value.length <= longestText;
}

function isCount(value: JsonValue | undefined): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Milliseconds since 1970, within what a date can be. */
function isTime(value: JsonValue | undefined): value is number {
  return typeof value === "number" && Math.abs(value) <= 8.64e15;
}

function isTimeOrNull(value: JsonValue | undefined): value is number | null {
  return value === null || isTime(value);
}
