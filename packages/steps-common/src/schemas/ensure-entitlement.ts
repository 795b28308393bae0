import { entitlementSchema, stateSchema } from "./entitlement-values.ts";
import { identityKeySchema } from "./identity-key.ts";

export const ensureEntitlementSchema = {
  type: "object",
  additionalProperties: false,
  required: ["identityKey", "entitlement", "state"],
  properties: {
    identityKey: identityKeySchema,
    entitlement: { ...entitlementSchema, description: "Of what sort it is, and which one." },
    state: stateSchema,
  },
} as const;

export const ensureEntitlementsSchema = {
  type: "object",
  additionalProperties: false,
  required: ["identityKey", "entitlements", "state"],
  properties: {
    identityKey: identityKeySchema,
    entitlements: {
      type: "array",
      items: entitlementSchema,
      description: "The list, for example from the request. One that is named twice counts once.",
    },
    state: stateSchema,
  },
} as const;
