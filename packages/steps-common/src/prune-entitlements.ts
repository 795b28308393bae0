import { defineStep } from "@idle/contract";
import { changesOf, pruneAll } from "./entitlements/adjustment.ts";
import { revokeEach } from "./entitlements/apply.ts";
import { asked } from "./entitlements/ensure.ts";
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
    const held = await provider.listEntitlements({ identityKey, about: kept.map(asked("Absent")) });
    const revokes = pruneAll(kind, isKept, held);
    return changesOf({ grants: [], revokes }, targetOf(inputs));
  },

  async execute(ctx) {
    const { identityKey, kind, keep, keepPattern } = ctx.with;
    const kept = keptEntitlements(kind, keep);
    const isKept = keptBy(kept, keepPattern);
    // What is kept need not be there, but has to be named as the system's list names it: or it would go, too.
    const held = await ctx.provider.listEntitlements({ identityKey, about: kept.map(asked("Absent")) });
    const revokes = pruneAll(kind, isKept, held);
    const { skipped, onRefusal } = refusals(ctx);
    const revoked = await revokeEach(ctx.provider, identityKey, revokes, onRefusal);
    return { changed: revoked.length > 0, outputs: { revoked, skipped }, ...leftBy(skipped) };
  },
});
