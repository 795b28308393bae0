/**
 * What to grant and what to revoke, in the order in which it is both shown and done. In: what is wanted and what the
 * identity holds. Out: grants in the order of the workflow, revokes in the system's own spelling.
 */
import type { Change, Entitlement, EntitlementAssignment } from "@idle/contract";
import { distinct, entitlementKey } from "./entitlement-key.ts";

export interface Adjustment {
  readonly grants: readonly Entitlement[];
  readonly revokes: readonly EntitlementAssignment[];
}

export function ensureAll(
  wanted: readonly Entitlement[],
  state: "Present" | "Absent",
  held: readonly EntitlementAssignment[],
): Adjustment {
  if (state === "Present") return { grants: missing(wanted, held), revokes: [] };
  const byKey = new Map(held.map((assignment) => [entitlementKey(assignment), assignment]));
  return {
    grants: [],
    revokes: distinct(wanted).flatMap((entitlement) => byKey.get(entitlementKey(entitlement)) ?? []),
  };
}

/**
 * What of `kind` goes, but for what `isKept` and what cannot be taken away. Sorted: a system may list in any order, and
 * the same state has to give the same plan.
 */
export function pruneAll(
  kind: string,
  isKept: (assignment: EntitlementAssignment) => boolean,
  held: readonly EntitlementAssignment[],
): readonly EntitlementAssignment[] {
  return distinct(held)
    .filter((assignment) => assignment.kind.toLowerCase() === kind.toLowerCase())
    .filter((assignment) => assignment.removable !== false && !isKept(assignment))
    .map((assignment) => ({ assignment, key: entitlementKey(assignment) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ assignment }) => assignment);
}

export function missing(wanted: readonly Entitlement[], held: readonly EntitlementAssignment[]): Entitlement[] {
  const keys = new Set(held.map(entitlementKey));
  return distinct(wanted).filter((entitlement) => !keys.has(entitlementKey(entitlement)));
}

/** Grants come first, so that access that is to stay is at no time missing. */
export function changesOf({ grants, revokes }: Adjustment, target: Change["target"]): Change[] {
  return [
    ...grants.map(({ kind, id }): Change => ({ action: "add", target, path: `entitlements.${kind}`, after: id })),
    ...revokes.map(({ kind, id }): Change => ({ action: "remove", target, path: `entitlements.${kind}`, before: id })),
  ];
}
