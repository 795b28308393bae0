import { defineStep } from "@idle/contract";
import { changesOf, pruneAll } from "./entitlements/adjustment.ts";
import { revokeEach } from "./entitlements/apply.ts";
import { keptBy, keptEntitlements } from "./entitlements/keep.ts";
import { leftBy, refusals, warnOfOtherKinds } from "./entitlements/prune.ts";
import { validators } from "./generated/validators.ts";
import { pruneEntitlementsSchema } from "./schemas/prune-entitlements.ts";
import { targetOf } from "./target.ts";

/** Throws `InvalidInput` for a malformed `keepPattern`, before anything is read. */
export const pruneEntitlements = defineStep({
  type: "IdLE.Step.PruneEntitlements",
  description:
    "Removes all entitlements of a kind but those in keep and those whose id fits a keepPattern. Grants nothing. What the system does not let go is reported and skipped.",
  example: {
    identityKey: "{{Request.IdentityKeys.sAMAccountName}}",
    kind: "Group",
    keep: [{ id: "CN=Leavers,OU=Groups,DC=example,DC=com" }],
    keepPattern: ["CN=LegalHold-*,OU=Groups,DC=example,DC=com"],
  },
  with: pruneEntitlementsSchema,
  validate: validators["IdLE.Step.PruneEntitlements"],
  defaultProvider: "Identity",
  requiredCapabilities: ["IdLE.Entitlement.Prune", "IdLE.Entitlement.List", "IdLE.Entitlement.Revoke"],
  idempotent: true,

  async preview({ with: inputs, provider, warn }) {
    const { identityKey, kind } = inputs;
    const kept = keptEntitlements(kind, inputs.keep);
    const isKept = keptBy(kept, inputs.keepPattern);
    warnOfOtherKinds(kept, kind, warn);
    const revokes = pruneAll(kind, isKept, await provider.listEntitlements({ identityKey }));
    return changesOf({ grants: [], revokes }, targetOf(inputs));
  },

  async execute(ctx) {
    const { identityKey, kind, keep, keepPattern } = ctx.with;
    const isKept = keptBy(keptEntitlements(kind, keep), keepPattern);
    const revokes = pruneAll(kind, isKept, await ctx.provider.listEntitlements({ identityKey }));
    const { skipped, onRefusal } = refusals(ctx);
    const revoked = await revokeEach(ctx.provider, identityKey, revokes, onRefusal);
    return { changed: revoked.length > 0, outputs: { revoked, skipped }, ...leftBy(skipped) };
  },
});
