import { attributesSchema } from "./attribute-values.ts";
import { identityKeySchema } from "./identity-key.ts";

export const createIdentitySchema = {
  type: "object",
  additionalProperties: false,
  required: ["identityKey", "attributes"],
  properties: {
    identityKey: identityKeySchema,
    attributes: { ...attributesSchema, description: "The attributes it is created with." },
    container: {
      type: "string",
      minLength: 1,
      description: "Where it is created, in the system's own notation. Default: what the provider is configured for.",
    },
    enabled: { type: "boolean", default: false, description: "Whether it can be used at once. Default: false." },
    initialPassword: {
      description:
        "{ generate: true }: the provider makes one, which leaves the run only encrypted to the configured recipient. { secret: NAME }: the password of the Credential session NAME.",
      oneOf: [
        {
          type: "object",
          additionalProperties: false,
          required: ["generate"],
          properties: { generate: { const: true } },
        },
        {
          type: "object",
          additionalProperties: false,
          required: ["secret"],
          properties: { secret: { type: "string", minLength: 1 } },
        },
      ],
    },
    match: {
      ...attributesSchema,
      minProperties: 1,
      description:
        "Attributes by which an identity that exists already is known to be the one that is meant. When it differs in one of them the step fails, and nothing of it is touched.",
    },
  },
} as const;
