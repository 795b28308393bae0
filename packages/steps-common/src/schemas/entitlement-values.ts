/** Entitlements as a workflow writes them. */

export const kindSchema = {
  type: "string",
  minLength: 1,
  description: "What sort of entitlement: Group, Role, Licence or whatever the provider has. Compared without case.",
} as const;

const idSchema = {
  type: "string",
  minLength: 1,
  description: "Which one, as the system names it. Compared without case.",
} as const;

export const entitlementSchema = {
  type: "object",
  additionalProperties: false,
  required: ["kind", "id"],
  properties: { kind: kindSchema, id: idSchema },
} as const;

export const stateSchema = {
  enum: ["Present", "Absent"],
  description: "Present: it is granted when it is missing. Absent: it is revoked when it is there.",
} as const;

export const keepSchema = {
  type: "array",
  items: {
    type: "object",
    additionalProperties: false,
    required: ["id"],
    properties: { id: idSchema, kind: { ...kindSchema, description: "Default: the step's kind." } },
  },
} as const;
