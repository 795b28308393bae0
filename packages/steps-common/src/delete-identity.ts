import { defineStep } from "@idle/contract";
import { stateOf } from "./existing-identity.ts";
import { validators } from "./generated/validators.ts";
import { identityOnlySchema } from "./schemas/identity-key.ts";
import { targetOf } from "./target.ts";

export const deleteIdentity = defineStep({
  type: "IdLE.Step.DeleteIdentity",
  description:
    "Deletes an identity for good. One that is not there is left at that. Only providers that were told to allow deletion take this step.",
  example: { identityKey: "{{Request.IdentityKeys.sAMAccountName}}" },
  with: identityOnlySchema,
  validate: validators["IdLE.Step.DeleteIdentity"],
  defaultProvider: "Identity",
  requiredCapabilities: ["IdLE.Identity.Delete"],
  previewCapabilities: ["IdLE.Identity.Read"],
  idempotent: true,

  async preview({ with: inputs, provider }) {
    const identity = await provider.getIdentity({ identityKey: inputs.identityKey });
    if (identity === null) return [];
    return [{ action: "delete", target: targetOf(inputs), path: "identity", before: stateOf(identity) }];
  },

  async execute({ with: { identityKey }, provider }) {
    const { changed } = await provider.deleteIdentity({ identityKey });
    return { changed };
  },
});
