import { defineStep } from "@idle/contract";
import { readExistingIdentity } from "./existing-identity.ts";
import { validators } from "./generated/validators.ts";
import { identityOnlySchema } from "./schemas/identity-key.ts";
import { targetOf } from "./target.ts";

export const enableIdentity = defineStep({
  type: "IdLE.Step.EnableIdentity",
  description: "Enables an identity, so that its account can be used.",
  example: { identityKey: "{{Request.IdentityKeys.sAMAccountName}}" },
  with: identityOnlySchema,
  validate: validators["IdLE.Step.EnableIdentity"],
  defaultProvider: "Identity",
  requiredCapabilities: ["IdLE.Identity.Enable"],
  previewCapabilities: ["IdLE.Identity.Read"],
  idempotent: true,

  async preview({ with: inputs, provider }) {
    const { enabled } = await readExistingIdentity(provider, inputs);
    if (enabled) return [];
    return [{ action: "update", target: targetOf(inputs), path: "enabled", before: false, after: true }];
  },

  async execute({ with: { identityKey }, provider }) {
    const { changed } = await provider.enableIdentity({ identityKey });
    return { changed };
  },
});
