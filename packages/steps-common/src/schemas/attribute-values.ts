/** Attributes as a workflow writes them. */

const binary = {
  properties: {
    base64: {
      type: "string",
      pattern: "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
      description: "Binary data in base64 with padding.",
    },
  },
  required: ["base64"],
  additionalProperties: false,
} as const;

/** One schema with several types instead of a choice of several, so that a wrong value gets one error and not one for each branch. */
const attributeValueSchema = {
  description: 'A string, number, boolean, null or { base64: "…" } for binary data, or a list of those.',
  type: ["string", "number", "boolean", "null", "array", "object"],
  items: { type: ["string", "number", "boolean", "null", "object"], ...binary },
  ...binary,
} as const;

/** Attribute names that would read like another part of the identity in a plan's changes. */
const attributeNameSchema = {
  description:
    'An attribute\'s name; "identity", "enabled", "container", "sessions", "sync" and names that start with "entitlements." stand for the account itself in a plan. Use the step types made for it, such as IdLE.Step.EnableIdentity, IdLE.Step.MoveIdentity or IdLE.Step.EnsureEntitlement.',
  type: "string",
  minLength: 1,
  pattern: "^(?!(?:identity|enabled|container|sessions|sync)$|entitlements\\.)",
} as const;

export const attributesSchema = {
  type: "object",
  propertyNames: attributeNameSchema,
  additionalProperties: attributeValueSchema,
} as const;
