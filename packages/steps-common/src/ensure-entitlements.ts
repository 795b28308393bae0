import { defineStep } from "@idle/contract";
import { executeEnsure, previewEnsure } from "./entitlements/ensure.ts";
import { validators } from "./generated/validators.ts";
import { ensureEntitlementsSchema } from "./schemas/ensure-entitlement.ts";

export const ensureEntitlements = defineStep({
  type: "IdLE.Step.EnsureEntitlements",
  description:
    "Makes sure that an identity has all entitlements of a list, or none of them; others are left alone. Kinds and ids compare without case.",
  example: {
    identityKey: "{{Request.IdentityKeys.sAMAccountName}}",
    entitlements: "{{Request.Intent.Groups}}",
    state: "Present",
  },
  with: ensureEntitlementsSchema,
  validate: validators["IdLE.Step.EnsureEntitlements"],
  defaultProvider: "Identity",
  requiredCapabilities: ["IdLE.Entitlement.List", "IdLE.Entitlement.Grant", "IdLE.Entitlement.Revoke"],
  idempotent: true,

  preview: ({ with: inputs, provider, warn }) => previewEnsure(provider, inputs, warn),

  execute: ({ with: inputs, provider }) => executeEnsure(provider, inputs),
});
