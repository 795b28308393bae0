/** An end state as a test's file would say it: what is other than before. */
import type { JsonObject } from "@idle/contract";
import type { MockIdentity } from "@idle/provider-mock";
import { isSameValue } from "../compare/values.ts";
import type { Directories } from "../observation.ts";

/** By alias; none for a directory in which nothing changed. */
export function recordDirectories(before: Directories, after: Directories): Map<string, JsonObject> {
  const recorded = [...after].flatMap(([alias, identities]): [string, JsonObject][] => {
    const earlier = new Map((before.get(alias) ?? []).map((identity) => [identity.identityKey, identity]));
    const changed = identities.filter((identity) => {
      const was = earlier.get(identity.identityKey);
      return was === undefined || !isSameValue(recordIdentity(was), recordIdentity(identity));
    });
    const there = new Set(identities.map(({ identityKey }) => identityKey));
    const absent = [...earlier.keys()].filter((key) => !there.has(key));
    if (changed.length === 0 && absent.length === 0) return [];
    return [
      [
        alias,
        {
          ...(changed.length > 0 && { identities: changed.map((one) => ({ ...recordIdentity(one) })) }),
          ...(absent.length > 0 && { absent }),
        },
      ],
    ];
  });
  return new Map(recorded);
}

export function recordIdentity({
  identityKey,
  enabled,
  container,
  attributes,
  entitlements = [],
}: MockIdentity): JsonObject {
  return {
    identityKey,
    match: "exact",
    enabled,
    ...(container !== undefined && { container }),
    attributes: { ...attributes },
    entitlements: entitlements.map(recordEntitlement),
  };
}

/** What it is called and whether it can be removed is the system's. */
export function recordEntitlement(entitlement: object): JsonObject {
  const { kind = "", id = "" } = entitlement as { readonly kind?: string; readonly id?: string };
  return { kind, id };
}
