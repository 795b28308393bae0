/** Entitlements, by whichever side has them: the identity's own object, or what is granted. */
import {
  type AskedEntitlement,
  type Changed,
  type Entitlement,
  type EntitlementAssignment,
  IdleError,
} from "@idle/contract";
import type { EntitlementSide } from "./entitlement-side.ts";
import { requireIdentity } from "./find-identity.ts";
import { groupEntitlements } from "./group-entitlements.ts";
import type { EntitlementMapping } from "./mapping.ts";
import { ownEntitlements } from "./own-entitlements.ts";
import type { Scope } from "./scope.ts";
import { unconfirmed, writing } from "./write-identity.ts";

export async function listEntitlements(
  scope: Scope,
  identityKey: string,
  about: readonly AskedEntitlement[] = [],
): Promise<EntitlementAssignment[]> {
  const { mapping, side } = sideOf(scope);
  await scope.freshness.expect(scope.call);
  for (const asked of about) {
    expectKind(mapping, asked);
    await side.expect(asked.id, asked.state);
  }
  const held = await side.list(await requireIdentity(scope, identityKey));
  const { kind } = mapping;
  return held.toSorted((left, right) => (left.id < right.id ? -1 : 1)).map((each) => ({ kind, ...each }));
}

export async function grantEntitlement(scope: Scope, identityKey: string, entitlement: Entitlement): Promise<Changed> {
  return await change(scope, identityKey, entitlement, "grant");
}

/** What is not held is no change, and what is not there neither. */
export async function revokeEntitlement(scope: Scope, identityKey: string, entitlement: Entitlement): Promise<Changed> {
  return await change(scope, identityKey, entitlement, "revoke");
}

async function change(
  scope: Scope,
  identityKey: string,
  entitlement: Entitlement,
  how: "grant" | "revoke",
): Promise<Changed> {
  const { mapping, side } = sideOf(scope);
  expectKind(mapping, entitlement);
  return await writing(scope, async () => {
    const changed = await side[how](await requireIdentity(scope, identityKey), entitlement.id);
    return changed === false ? unconfirmed : { changed: changed ?? false };
  });
}

function sideOf(scope: Scope): { readonly mapping: EntitlementMapping; readonly side: EntitlementSide } {
  const mapping = scope.mapping.entitlements;
  if (mapping === null) {
    throw new IdleError(
      "Unsupported",
      "The connector provider has no entitlements: its option entitlements is not set.",
    );
  }
  const { of } = mapping;
  const side = of === null ? ownEntitlements(scope, mapping) : groupEntitlements(scope, { ...mapping, of });
  return { mapping, side };
}

function expectKind({ kind }: EntitlementMapping, asked: Entitlement): void {
  if (asked.kind.toLowerCase() === kind.toLowerCase()) return;
  throw new IdleError(
    "InvalidInput",
    `The connector has entitlements of the kind ${kind} only, not ${JSON.stringify(asked.kind)}.`,
    { details: { kind: asked.kind, id: asked.id } },
  );
}
