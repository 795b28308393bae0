import { attributesSchema } from "./attribute-values.ts";
import { identityKeySchema } from "./identity-key.ts";

export const ensureAttributesSchema = {
  type: "object",
  additionalProperties: false,
  required: ["identityKey", "attributes"],
  properties: {
    identityKey: identityKeySchema,
    attributes: { ...attributesSchema, description: 'The values that shall hold. null or "" clears an attribute.' },
  },
} as const;
