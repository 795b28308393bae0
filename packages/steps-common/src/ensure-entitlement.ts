import { defineStep } from "@idle/contract";
import { executeEnsure, previewEnsure } from "./entitlements/ensure.ts";
import { validators } from "./generated/validators.ts";
import { ensureEntitlementSchema } from "./schemas/ensure-entitlement.ts";

export const ensureEntitlement = defineStep({
  type: "IdLE.Step.EnsureEntitlement",
  description: "Makes sure that an identity has an entitlement, or has it not. Kinds and ids compare without case.",
  example: {
    identityKey: "{{Request.IdentityKeys.sAMAccountName}}",
    entitlement: { kind: "Group", id: "CN=Staff,OU=Groups,DC=example,DC=com" },
    state: "Present",
  },
  with: ensureEntitlementSchema,
  validate: validators["IdLE.Step.EnsureEntitlement"],
  defaultProvider: "Identity",
  requiredCapabilities: ["IdLE.Entitlement.List", "IdLE.Entitlement.Grant", "IdLE.Entitlement.Revoke"],
  idempotent: true,

  preview: ({ with: inputs, provider, warn }) =>
    previewEnsure(provider, { ...inputs, entitlements: [inputs.entitlement] }, warn),

  execute: ({ with: inputs, provider }) => executeEnsure(provider, { ...inputs, entitlements: [inputs.entitlement] }),
});
