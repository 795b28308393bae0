import { keepSchema, kindSchema } from "./entitlement-values.ts";
import { identityKeySchema } from "./identity-key.ts";

const pruned = { ...kindSchema, description: "The kind that is pruned. Compared without case." } as const;

export const pruneEntitlementsSchema = {
  type: "object",
  additionalProperties: false,
  required: ["identityKey", "kind"],
  properties: {
    identityKey: identityKeySchema,
    kind: pruned,
    keep: { ...keepSchema, description: "What stays. Nothing of it is granted." },
    keepPattern: {
      type: "array",
      items: { type: "string", minLength: 1 },
      description:
        "Wildcards for the ids of what stays: * is anything, ? one character, [a-z] one of a range; a backtick before one makes it literal. Compared without case.",
    },
  },
} as const;

export const pruneEntitlementsEnsureKeepSchema = {
  type: "object",
  additionalProperties: false,
  required: ["identityKey", "kind"],
  properties: {
    identityKey: identityKeySchema,
    kind: pruned,
    keep: { ...keepSchema, description: "What stays, and is granted when it is missing." },
  },
} as const;
