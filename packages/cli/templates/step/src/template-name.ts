/** An example to replace: it keeps a note on an identity, in one attribute, on any provider that can set attributes. */
import { type Change, defineStep } from "@idle/contract";

export const templateName = defineStep({
  type: "TemplatePrefix.Step.TemplateName",
  description: "Makes sure that an identity has a note, in an attribute.",
  example: { identityKey: "{{Request.IdentityKeys.AccountId}}", note: "On leave" },
  with: {
    type: "object",
    additionalProperties: false,
    required: ["identityKey", "note"],
    properties: {
      identityKey: { type: "string", minLength: 1, description: "Whose note." },
      note: { type: "string", minLength: 1, maxLength: 256, description: "What it says." },
      attribute: { type: "string", minLength: 1, description: "Where it is kept; Description when absent." },
    },
  },
  defaultProvider: "Identity",
  requiredCapabilities: ["IdLE.Identity.Attribute.Ensure"],
  idempotent: true,

  async preview({ with: inputs, provider }): Promise<Change[]> {
    const { identityKey, note, attribute = "Description" } = inputs;
    const { attributes } = await provider.previewAttributes({ identityKey, attributes: { [attribute]: note } });
    return attributes
      .filter(({ changed }) => changed)
      .map(({ name, before = null, after = null }) => ({
        action: "update",
        target: { provider: inputs.provider, identityKey },
        path: name,
        before,
        after,
      }));
  },

  async execute({ with: inputs, provider, emit }) {
    const { identityKey, note, attribute = "Description" } = inputs;
    // What the provider throws goes through as it is: the engine knows what to do with it.
    const { changed } = await provider.ensureAttributes({ identityKey, attributes: { [attribute]: note } });
    if (changed) emit("Noted", `The note on ${identityKey} was set`);
    return { changed };
  },
});
