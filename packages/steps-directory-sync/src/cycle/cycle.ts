/** One cycle that was triggered here, and what the looks since then say about its end. */
import type { SyncCycleState, SyncPolicyType } from "@idle/contract";
import { movedOnTo } from "../scheduler-facts.ts";

/** How long a scheduler must have been seen idle before a cycle nobody saw counts as ended, in milliseconds. */
export const unseenMs = 30_000;
/** And how long at the most, where its times keep on moving and prove nothing. */
const unclearMs = 60_000;

export interface Cycle {
  readonly policyType: SyncPolicyType;
  /** What the provider said to the trigger. */
  readonly message: string;
  /** By the host's clock. */
  readonly triggeredAt: number;
  /** Whether a member of that policy, who arrived at that tick, needs no other cycle. */
  covers(policyType: SyncPolicyType, arrived: number): boolean;
  /** Takes a look into account; null for one that failed. */
  observe(state: SyncCycleState | null, at: number): void;
  /** `Unconfirmed`: the scheduler was idle all the time, and nothing shows that a cycle has run. */
  status(): "Running" | "Confirmed" | "Unconfirmed";
}

export interface CycleParts extends Pick<Cycle, "policyType" | "message" | "triggeredAt"> {
  /**
   * The look before the trigger: whatever runs after it began after it. `isCalm` when no other cycle ended shortly before,
   * whose end might still move the scheduler's times: else they prove nothing.
   */
  readonly baseline: { readonly state: SyncCycleState; readonly tick: number; readonly isCalm: boolean };
}

/**
 * Seen running and then idle, it has ended. Moved times are weaker: nobody knows whether a server moves them when a cycle
 * is asked for, begins or ends. They count when they stayed the same for as long as a server may take to begin, with the
 * scheduler idle all the time.
 */
export function createCycle({ policyType, message, triggeredAt, baseline }: CycleParts): Cycle {
  let status: ReturnType<Cycle["status"]> = "Running";
  let wasInProgress = false;
  // What runs after a silent answer may have begun before it.
  let wasIdle = baseline.state.state === "Idle";
  let idleSince: number | null = null;
  let moved: { readonly to: number; readonly since: number } | null = null;
  // A Delta cycle of the scheduler's own, between that look and the trigger, does for a Delta; for an Initial only what
  // comes after the trigger counts.
  let before: SyncCycleState | null = policyType === "Delta" ? baseline.state : null;

  const statusAt = (at: number): ReturnType<Cycle["status"]> => {
    if (wasInProgress || (moved !== null && at - moved.since >= unseenMs)) return "Confirmed";
    const idleMs = idleSince === null ? 0 : at - idleSince;
    return idleMs >= (moved === null ? unseenMs : unclearMs) ? "Unconfirmed" : "Running";
  };
  return {
    policyType,
    message,
    triggeredAt,
    covers: (wanted, arrived) => arrived < baseline.tick && (policyType === "Initial" || wanted === policyType),
    observe(state, at) {
      if (status !== "Running") return;
      if (state?.state !== "Idle") {
        wasInProgress ||= wasIdle && state?.state === "InProgress";
        moved = null;
        idleSince = null;
        return;
      }
      wasIdle = true;
      before ??= state;
      idleSince ??= at;
      const to = baseline.isCalm ? movedOnTo(before, state) : null;
      if (to === null) moved = null;
      else if (moved?.to !== to) moved = { to, since: at };
      status = statusAt(at);
    },
    status: () => status,
  };
}
