/** Which identity a step is about; the whole `with` of the steps that need nothing else. */

export const identityKeySchema = {
  type: "string",
  minLength: 1,
  description: "Whatever the target system takes to find the identity: a login name, a GUID, a DN.",
} as const;

export const identityOnlySchema = {
  type: "object",
  additionalProperties: false,
  required: ["identityKey"],
  properties: { identityKey: identityKeySchema },
} as const;
