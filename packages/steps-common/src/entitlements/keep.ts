/** What a prune leaves alone. */
import { compileWildcard, type Entitlement, IdleError } from "@idle/contract";
import { entitlementKey } from "./entitlement-key.ts";

export interface KeepEntry {
  readonly id: string;
  readonly kind?: string;
}

/** An entry without a kind means the step's. */
export function keptEntitlements(kind: string, keep: readonly KeepEntry[] = []): Entitlement[] {
  return keep.map((entry) => ({ kind: entry.kind ?? kind, id: entry.id }));
}

/** Whether an entitlement is on the list, or its id fits a pattern. Throws `InvalidInput` for a malformed pattern. */
export function keptBy(
  kept: readonly Entitlement[],
  patterns: readonly string[] = [],
): (entitlement: Entitlement) => boolean {
  const keys = new Set(kept.map(entitlementKey));
  const matchers = patterns.map(compilePattern);
  return (entitlement) => keys.has(entitlementKey(entitlement)) || matchers.some((matches) => matches(entitlement.id));
}

function compilePattern(pattern: string, index: number): (id: string) => boolean {
  const wildcard = compileWildcard(pattern);
  if (!("problem" in wildcard)) return (id) => wildcard.matches(id);
  throw new IdleError(
    "InvalidInput",
    `keepPattern ${JSON.stringify(pattern)} is malformed: ${wildcard.problem}. Nothing was removed.`,
    { details: { pointer: `/keepPattern/${index}`, pattern } },
  );
}
