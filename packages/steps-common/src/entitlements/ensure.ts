/** The course of both ensure steps: read what is held, adjust it to what is wanted. */
import type {
  AskedEntitlement,
  BoundProvider,
  Change,
  Entitlement,
  EntitlementAssignment,
  StepOutcome,
} from "@idle/contract";
import { changesOf, ensureAll } from "./adjustment.ts";
import { grantEach, revokeEach } from "./apply.ts";

export interface Wish {
  readonly provider: string;
  readonly identityKey: string;
  readonly entitlements: readonly Entitlement[];
  readonly state: "Present" | "Absent";
}

type Lister = Pick<BoundProvider<"IdLE.Entitlement.List">, "listEntitlements">;
type Adjuster = BoundProvider<"IdLE.Entitlement.List" | "IdLE.Entitlement.Grant" | "IdLE.Entitlement.Revoke">;

export async function previewEnsure(provider: Lister, wish: Wish, warn: (message: string) => void): Promise<Change[]> {
  const { provider: alias, identityKey, entitlements, state } = wish;
  const held = await provider.listEntitlements({ identityKey, about: entitlements.map(asked(state)) });
  const adjustment = ensureAll(entitlements, state, held);
  for (const assignment of adjustment.revokes) warnIfFixed(assignment, alias, warn);
  return changesOf(adjustment, { provider: alias, identityKey });
}

export async function executeEnsure(provider: Adjuster, wish: Wish): Promise<StepOutcome> {
  const { identityKey, entitlements, state } = wish;
  const held = await provider.listEntitlements({ identityKey, about: entitlements.map(asked(state)) });
  const { grants, revokes } = ensureAll(entitlements, state, held);
  const granted = await grantEach(provider, identityKey, grants);
  const revoked = await revokeEach(provider, identityKey, revokes);
  return { changed: granted.length + revoked.length > 0, outputs: { granted, revoked } };
}

/** For `about` of `listEntitlements`. */
export function asked(state: AskedEntitlement["state"]): (entitlement: Entitlement) => AskedEntitlement {
  return ({ kind, id }) => ({ kind, id, state });
}

/** It is asked for, so it is tried; whoever reads the plan should know how that is likely to end. */
function warnIfFixed({ kind, id, removable }: EntitlementAssignment, alias: string, warn: (message: string) => void) {
  if (removable === false) warn(`${alias} says that ${kind} ${JSON.stringify(id)} cannot be taken away.`);
}
