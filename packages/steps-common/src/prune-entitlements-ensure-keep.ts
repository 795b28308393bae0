import { defineStep, type EntitlementAssignment } from "@idle/contract";
import { type Adjustment, changesOf, missing, pruneAll } from "./entitlements/adjustment.ts";
import { grantEach, revokeEach } from "./entitlements/apply.ts";
import { asked } from "./entitlements/ensure.ts";
import { type KeepEntry, keptBy, keptEntitlements } from "./entitlements/keep.ts";
import { leftBy, refusals } from "./entitlements/prune.ts";
import { validators } from "./generated/validators.ts";
import { pruneEntitlementsEnsureKeepSchema } from "./schemas/prune-entitlements.ts";
import { targetOf } from "./target.ts";

/** An entry of `keep` that names another kind is granted as such; removed is only what is of the step's kind. */
export const pruneEntitlementsEnsureKeep = defineStep({
  type: "IdLE.Step.PruneEntitlementsEnsureKeep",
  description:
    "Grants what of keep is missing, then removes all other entitlements of the kind. What the system does not let go is reported and skipped.",
  example: {
    identityKey: "{{Request.IdentityKeys.sAMAccountName}}",
    kind: "Group",
    keep: [{ id: "CN=Leavers,OU=Groups,DC=example,DC=com" }],
  },
  with: pruneEntitlementsEnsureKeepSchema,
  validate: validators["IdLE.Step.PruneEntitlementsEnsureKeep"],
  defaultProvider: "Identity",
  requiredCapabilities: [
    "IdLE.Entitlement.Prune",
    "IdLE.Entitlement.List",
    "IdLE.Entitlement.Revoke",
    "IdLE.Entitlement.Grant",
  ],
  idempotent: true,

  async preview({ with: inputs, provider }) {
    const held = await provider.listEntitlements(question(inputs));
    return changesOf(adjust(inputs, held), targetOf(inputs));
  },

  async execute(ctx) {
    const { identityKey } = ctx.with;
    const { grants, revokes } = adjust(ctx.with, await ctx.provider.listEntitlements(question(ctx.with)));
    const { skipped, onRefusal } = refusals(ctx);
    const granted = await grantEach(ctx.provider, identityKey, grants);
    const revoked = await revokeEach(ctx.provider, identityKey, revokes, onRefusal);
    return {
      changed: granted.length + revoked.length > 0,
      outputs: { granted, revoked, skipped },
      ...leftBy(skipped),
    };
  },
});

interface Keep {
  readonly kind: string;
  readonly keep?: readonly KeepEntry[];
}

function question({ identityKey, kind, keep }: Keep & { readonly identityKey: string }) {
  return { identityKey, about: keptEntitlements(kind, keep).map(asked("Present")) };
}

function adjust(inputs: Keep, held: readonly EntitlementAssignment[]): Adjustment {
  const kept = keptEntitlements(inputs.kind, inputs.keep);
  return { grants: missing(kept, held), revokes: pruneAll(inputs.kind, keptBy(kept), held) };
}
