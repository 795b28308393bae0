/** One cycle that was triggered here, and what the looks since then say about its end. */
import type { SyncCycleState, SyncPolicyType } from "@idle/contract";
import { hasMovedOn } from "../scheduler-facts.ts";

/** How long a scheduler must have been seen idle before a cycle nobody saw counts as ended, in milliseconds. */
export const unseenMs = 30_000;
/** The times move on and the cycle begins in some order or other; one look might fall in between. */
const looksOfMovedTimes = 2;

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
  /** The look before the trigger: whatever runs after it began after it. */
  readonly baseline: { readonly state: SyncCycleState; readonly tick: number };
}

export function createCycle({ policyType, message, triggeredAt, baseline }: CycleParts): Cycle {
  let status: ReturnType<Cycle["status"]> = "Running";
  let wasInProgress = false;
  let movedLooks = 0;
  let idleSince: number | null = null;
  // A Delta cycle of the scheduler's own, between that look and the trigger, does for a Delta; for an Initial only what
  // comes after the trigger counts.
  let before: SyncCycleState | null = policyType === "Delta" ? baseline.state : null;
  return {
    policyType,
    message,
    triggeredAt,
    covers: (wanted, arrived) => arrived < baseline.tick && (policyType === "Initial" || wanted === policyType),
    observe(state, at) {
      if (status !== "Running") return;
      if (state?.state !== "Idle") {
        wasInProgress ||= state?.state === "InProgress";
        movedLooks = 0;
        idleSince = null;
        return;
      }
      before ??= state;
      movedLooks = hasMovedOn(before, state) ? movedLooks + 1 : 0;
      idleSince ??= at;
      if (wasInProgress || movedLooks >= looksOfMovedTimes) status = "Confirmed";
      else if (movedLooks === 0 && at - idleSince >= unseenMs) status = "Unconfirmed";
    },
    status: () => status,
  };
}
