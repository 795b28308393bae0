import { type Change, defineStep } from "@idle/contract";
import { validators } from "./generated/validators.ts";
import { ensureAttributesSchema } from "./schemas/ensure-attributes.ts";
import { targetOf } from "./target.ts";

/** Sets and clears attributes. What differs is the provider's to say, when it previews and when it writes alike. */
export const ensureAttributes = defineStep({
  type: "IdLE.Step.EnsureAttributes",
  description:
    'Makes sure that an identity has these attribute values; null or "" clears one. Only what differs is written, and the result tells each attribute.',
  example: {
    identityKey: "{{Request.IdentityKeys.sAMAccountName}}",
    attributes: { Department: "{{Request.Intent.Department}}", Manager: null },
  },
  with: ensureAttributesSchema,
  validate: validators["IdLE.Step.EnsureAttributes"],
  defaultProvider: "Identity",
  requiredCapabilities: ["IdLE.Identity.Attribute.Ensure"],
  idempotent: true,

  async preview({ with: inputs, provider }) {
    const { identityKey, attributes } = inputs;
    const predicted = await provider.previewAttributes({ identityKey, attributes });
    return predicted.attributes
      .filter(({ changed }) => changed)
      .map(
        ({ name, before = null, after = null }): Change => ({
          action: "update",
          target: targetOf(inputs),
          path: name,
          before,
          after,
        }),
      );
  },

  async execute({ with: { identityKey, attributes }, provider }) {
    const result = await provider.ensureAttributes({ identityKey, attributes });
    const told = result.attributes.map(({ name, changed, before = null, after = null }) => ({
      name,
      changed,
      before,
      after,
    }));
    return { changed: result.changed, outputs: { attributes: told } };
  },
});
