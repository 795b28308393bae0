/** The `with` schema of each step type, by type. Free of step code, so that a generator can compile them. */
import type { JsonSchema } from "@idle/contract";
import { createIdentitySchema } from "./create-identity.ts";
import { emitEventSchema } from "./emit-event.ts";
import { ensureAttributesSchema } from "./ensure-attributes.ts";
import { ensureEntitlementSchema, ensureEntitlementsSchema } from "./ensure-entitlement.ts";
import { identityOnlySchema } from "./identity-key.ts";
import { moveIdentitySchema } from "./move-identity.ts";
import { pruneEntitlementsEnsureKeepSchema, pruneEntitlementsSchema } from "./prune-entitlements.ts";

export const schemas: Readonly<Record<string, JsonSchema>> = {
  "IdLE.Step.EmitEvent": emitEventSchema,
  "IdLE.Step.CreateIdentity": createIdentitySchema,
  "IdLE.Step.EnsureAttributes": ensureAttributesSchema,
  "IdLE.Step.EnableIdentity": identityOnlySchema,
  "IdLE.Step.DisableIdentity": identityOnlySchema,
  "IdLE.Step.MoveIdentity": moveIdentitySchema,
  "IdLE.Step.DeleteIdentity": identityOnlySchema,
  "IdLE.Step.RevokeIdentitySessions": identityOnlySchema,
  "IdLE.Step.EnsureEntitlement": ensureEntitlementSchema,
  "IdLE.Step.EnsureEntitlements": ensureEntitlementsSchema,
  "IdLE.Step.PruneEntitlements": pruneEntitlementsSchema,
  "IdLE.Step.PruneEntitlementsEnsureKeep": pruneEntitlementsEnsureKeepSchema,
};
