import type { Plan } from "@idle/contract";

export interface PlanTotals {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
  readonly invoke: number;
  /** Steps whose changes are not known before they run. */
  readonly unknown: number;
  /** Steps that apply to the request. */
  readonly applicable: number;
}

const kinds = {
  create: "add",
  add: "add",
  update: "change",
  delete: "remove",
  remove: "remove",
  invoke: "invoke",
} as const;

/** Counts the changes of the main steps; what happens only after a failure does not count. */
export function planTotals({ plan }: Plan): PlanTotals {
  const totals = { add: 0, change: 0, remove: 0, invoke: 0, unknown: 0, applicable: 0 };
  for (const step of plan.steps) {
    if (step.status === "NotApplicable") continue;
    totals.applicable++;
    if (step.changes === null) totals.unknown++;
    for (const { action } of step.changes ?? []) totals[kinds[action]]++;
  }
  return totals;
}

/** True when something will change, or when that cannot be ruled out. */
export function hasChanges({ add, change, remove, invoke, unknown }: PlanTotals): boolean {
  return add + change + remove + invoke + unknown > 0;
}
