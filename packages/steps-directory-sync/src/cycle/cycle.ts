/** One cycle that was triggered, and what the looks since then say about its end. Plain data: a look makes a new one. */
import type { SyncCycleState, SyncPolicyType } from "@idle/contract";
import { movedOnTo } from "../scheduler-facts.ts";

/** How long a scheduler must have been seen idle before a cycle nobody saw counts as ended, in milliseconds. */
export const unseenMs = 30_000;
/** And how long at the most, where its times keep on moving and prove nothing. */
const unclearMs = 60_000;

export interface Cycle {
  /** Different from that of every other cycle, of other processes too. */
  readonly id: string;
  readonly policyType: SyncPolicyType;
  /** What the provider said to the trigger; null when another process triggered it. */
  readonly message: string | null;
  /** By the host's clock. */
  readonly triggeredAt: number;
  /** The look before the trigger, counted within an epoch: whatever runs after it began after it. */
  readonly epoch: string;
  readonly tick: number;
  /**
   * Whether no other cycle ended shortly before that look, whose end might still move the scheduler's times: else they
   * prove nothing.
   */
  readonly isCalm: boolean;
  /** `Unconfirmed`: the scheduler was idle all the time, and nothing shows that a cycle has run. */
  readonly status: "Running" | "Confirmed" | "Unconfirmed";
  readonly wasInProgress: boolean;
  readonly wasIdle: boolean;
  readonly idleSince: number | null;
  /** Where the scheduler's times have moved to, and since when they have stayed there. */
  readonly moved: { readonly to: number; readonly since: number } | null;
  /** The answer that the times are compared with; null: the first one that comes. */
  readonly before: SyncCycleState | null;
}

export interface CycleParts extends Pick<Cycle, "policyType" | "message" | "triggeredAt" | "epoch"> {
  readonly baseline: { readonly state: SyncCycleState; readonly tick: number; readonly isCalm: boolean };
}

export function createCycle({ policyType, message, triggeredAt, epoch, baseline }: CycleParts): Cycle {
  const { state, tick, isCalm } = baseline;
  return {
    // Each look is used up by the trigger after it.
    id: `${epoch}/${tick}`,
    policyType,
    message,
    triggeredAt,
    epoch,
    tick,
    isCalm,
    status: "Running",
    wasInProgress: false,
    // What runs after a silent answer may have begun before it.
    wasIdle: state.state === "Idle",
    idleSince: null,
    moved: null,
    // A Delta cycle of the scheduler's own, between that look and the trigger, does for a Delta; for an Initial only what
    // comes after the trigger counts.
    before: policyType === "Delta" ? state : null,
  };
}

/** Whether somebody who wants that policy, and arrived at that tick of the cycle's epoch, needs no other cycle. */
export function covers(cycle: Cycle, wanted: SyncPolicyType, arrived: number): boolean {
  return arrived < cycle.tick && (cycle.policyType === "Initial" || wanted === cycle.policyType);
}

/**
 * Takes a look into account; null for one that failed. Seen running and then idle, a cycle has ended. Moved times are
 * weaker: nobody knows whether a server moves them when a cycle is asked for, begins or ends. They count when they stayed
 * the same for as long as a server may take to begin, with the scheduler idle all the time.
 */
export function observe(cycle: Cycle, state: SyncCycleState | null, at: number): Cycle {
  if (cycle.status !== "Running") return cycle;
  if (state?.state !== "Idle") {
    const wasInProgress = cycle.wasInProgress || (cycle.wasIdle && state?.state === "InProgress");
    return { ...cycle, wasInProgress, moved: null, idleSince: null };
  }
  const before = cycle.before ?? state;
  const to = cycle.isCalm ? movedOnTo(before, state) : null;
  const isSame = to !== null && cycle.moved?.to === to;
  const moved = to === null ? null : { to, since: isSame && cycle.moved !== null ? cycle.moved.since : at };
  const seen = { ...cycle, wasIdle: true, before, idleSince: cycle.idleSince ?? at, moved };
  return { ...seen, status: statusAt(seen, at) };
}

function statusAt({ wasInProgress, moved, idleSince }: Cycle, at: number): Cycle["status"] {
  if (wasInProgress || (moved !== null && at - moved.since >= unseenMs)) return "Confirmed";
  const idleMs = idleSince === null ? 0 : at - idleSince;
  return idleMs >= (moved === null ? unseenMs : unclearMs) ? "Unconfirmed" : "Running";
}
