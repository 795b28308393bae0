import { defineStep } from "@idle/contract";
import { readExistingIdentity } from "./existing-identity.ts";
import { validators } from "./generated/validators.ts";
import { identityOnlySchema } from "./schemas/identity-key.ts";
import { targetOf } from "./target.ts";

export const disableIdentity = defineStep({
  type: "IdLE.Step.DisableIdentity",
  description: "Disables an identity, so that its account cannot be used.",
  example: { identityKey: "{{Request.IdentityKeys.sAMAccountName}}" },
  with: identityOnlySchema,
  validate: validators["IdLE.Step.DisableIdentity"],
  defaultProvider: "Identity",
  requiredCapabilities: ["IdLE.Identity.Disable"],
  previewCapabilities: ["IdLE.Identity.Read"],
  idempotent: true,

  async preview({ with: inputs, provider }) {
    const { enabled } = await readExistingIdentity(provider, inputs);
    if (!enabled) return [];
    return [{ action: "update", target: targetOf(inputs), path: "enabled", before: true, after: false }];
  },

  async execute({ with: { identityKey }, provider }) {
    const { changed } = await provider.disableIdentity({ identityKey });
    return { changed };
  },
});
