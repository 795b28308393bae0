import { createHash } from "node:crypto";
import type { Effect } from "./effect.ts";

/**
 * What an effect counts as: the same text for effects that count once, such as five attributes of an identity; null when
 * it may be any number. A digest, so that a ledger holds no keys. Keys that differ in case count twice: systems that tell
 * them apart exist, and a limit may err on the low side only.
 */
export function itemOf({ action, system, identityKey, entitlement }: Effect): string | null {
  if (action === "unknown" || system === null || identityKey === null || (action === "revoke" && entitlement === null))
    return null;
  const parts = [
    action,
    system,
    identityKey,
    entitlement?.kind ?? null,
    entitlement?.id ?? null,
    entitlement?.mark ?? null,
  ];
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
}
