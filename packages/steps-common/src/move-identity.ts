import { defineStep, dnKey } from "@idle/contract";
import { readExistingIdentity } from "./existing-identity.ts";
import { validators } from "./generated/validators.ts";
import { moveIdentitySchema } from "./schemas/move-identity.ts";
import { targetOf } from "./target.ts";

export const moveIdentity = defineStep({
  type: "IdLE.Step.MoveIdentity",
  description: "Moves an identity to another container. One that stands there already is left alone.",
  example: {
    identityKey: "{{Request.IdentityKeys.sAMAccountName}}",
    targetContainer: "OU=Leavers,DC=example,DC=com",
  },
  with: moveIdentitySchema,
  validate: validators["IdLE.Step.MoveIdentity"],
  defaultProvider: "Identity",
  requiredCapabilities: ["IdLE.Identity.Move"],
  previewCapabilities: ["IdLE.Identity.Read"],
  idempotent: true,

  /** Containers are compared as text, distinguished names by their parts. */
  async preview({ with: inputs, provider }) {
    const { container: before = null } = await readExistingIdentity(provider, inputs, {
      moveTo: inputs.targetContainer,
    });
    const after = inputs.targetContainer;
    if (before === after || (before !== null && isSamePlace(before, after))) return [];
    return [{ action: "update", target: targetOf(inputs), path: "container", before, after }];
  },

  async execute({ with: { identityKey, targetContainer }, provider }) {
    const { changed } = await provider.moveIdentity({ identityKey, targetContainer });
    return { changed };
  },
});

function isSamePlace(one: string, other: string): boolean {
  const key = dnKey(one);
  return key !== null && key === dnKey(other);
}
