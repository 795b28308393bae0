import { identityKeySchema } from "./identity-key.ts";

export const moveIdentitySchema = {
  type: "object",
  additionalProperties: false,
  required: ["identityKey", "targetContainer"],
  properties: {
    identityKey: identityKeySchema,
    targetContainer: {
      type: "string",
      minLength: 1,
      description: "Where the identity shall stand, in the system's own notation.",
    },
  },
} as const;
