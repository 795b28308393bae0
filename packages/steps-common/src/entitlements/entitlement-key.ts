import { type Entitlement, nameKey } from "@idle/contract";

/** The same for entitlements that are the same: kinds compare without case, ids as names do. */
export function entitlementKey({ kind, id }: Entitlement): string {
  return JSON.stringify([kind.toLowerCase(), nameKey(id)]);
}

/** Each entitlement once, in order and in its first spelling. */
export function distinct<E extends Entitlement>(entitlements: readonly E[]): E[] {
  const seen = new Set<string>();
  return entitlements.filter((entitlement) => {
    const key = entitlementKey(entitlement);
    return !seen.has(key) && seen.add(key);
  });
}
