/** A plan as a test's file would say it. */
import type { Change, JsonObject, Plan, PlannedStep } from "@idle/contract";

export function recordPlan({ plan }: Plan): JsonObject {
  return { match: "exact", steps: plan.steps.map(recordPlannedStep) };
}

export function recordPlannedStep({ name, status, changes }: PlannedStep): JsonObject {
  if (status === "NotApplicable") return { step: name, status };
  return { step: name, status, changes: changes === null ? null : recordChanges(changes) };
}

export function recordChanges(changes: readonly Change[]): JsonObject[] {
  return changes.map((change) => recordChange(change, changes));
}

/** Whose account it is says the end state; here only where a step changes several. */
export function recordChange({ action, target, path, before, after }: Change, all: readonly Change[]): JsonObject {
  const isOne = all.every(
    (other) => other.target.provider === target.provider && other.target.identityKey === target.identityKey,
  );
  return {
    action,
    ...(!isOne && { target: { ...target } }),
    path,
    // The `before` of an act is for readers of the plan.
    ...(before !== undefined && action !== "invoke" && { before }),
    ...(after !== undefined && { after }),
  };
}
