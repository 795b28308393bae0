/** The `IdLE.Identity.*` capabilities for the run time: methods, how earlier changes lie over reads, checks of answers. */
import { type AnyCapability, type CheckResult, defineCapability } from "../capability.ts";
import type { Change } from "../change.ts";
import { IdleError } from "../error.ts";
import { isSecret } from "../secret.ts";
import type { Attributes, AttributeValue, EnsureAttributesArgs, Identity } from "../shapes/identity.ts";
import { checkChanged, isAttributeValue, isRecord, kindOf } from "./answers.ts";
import { createdAttributes, isExistence, predictAttributes, predictExistence } from "./prediction.ts";

const checkIdentity = (result: unknown): string | null => {
  if (result === null) return null;
  if (!isRecord(result)) return `${kindOf(result)} instead of an identity or null`;
  if (typeof result.identityKey !== "string")
    return `${kindOf(result.identityKey)} as identityKey, which must be a string`;
  if (result.id !== undefined && (typeof result.id !== "string" || result.id === "")) {
    return `${kindOf(result.id)} as id, which must be a text that is not empty, or absent`;
  }
  if (typeof result.enabled !== "boolean") return `${kindOf(result.enabled)} as enabled, which must be true or false`;
  if (result.container !== undefined && typeof result.container !== "string") {
    return `${kindOf(result.container)} as container, which must be a string or absent`;
  }
  if (!isRecord(result.attributes)) return `${kindOf(result.attributes)} as attributes, which must be an object`;
  for (const [name, value] of Object.entries(result.attributes)) {
    if (!isAttributeValue(value)) {
      return `${kindOf(value)} as attribute ${JSON.stringify(name)}, which must be a scalar, a list of scalars or { base64 }`;
    }
  }
  return null;
};

/** One entry for each attribute asked for, in that order. Systems may spell a name their own way, so only its letters count. */
const checkAttributeResults: CheckResult<EnsureAttributesArgs> = (result, args) => {
  const wrong = checkChanged(result);
  if (wrong !== null) return wrong;
  const { attributes, changed } = result as { attributes?: unknown; changed: boolean };
  if (!Array.isArray(attributes)) return `${kindOf(attributes)} as attributes, which must be a list`;
  const asked = Object.keys(args.attributes).length;
  if (attributes.length !== asked) return `${attributes.length} attributes when ${asked} were asked for`;
  for (const entry of attributes) {
    if (!isRecord(entry) || typeof entry.name !== "string" || typeof entry.changed !== "boolean") {
      return "an entry of attributes that is not { name, changed, before?, after? }";
    }
    for (const side of ["before", "after"] as const) {
      if (entry[side] !== undefined && !isAttributeValue(entry[side])) {
        return `${kindOf(entry[side])} as ${side} of attribute ${JSON.stringify(entry.name)}, which must be a scalar, { base64 }, or a list of those`;
      }
    }
  }
  return changed === attributes.some((entry) => entry.changed) ? null : "a changed that contradicts its attributes";
};

const checkCreated: CheckResult = (result) => {
  const wrong = checkChanged(result);
  if (wrong !== null) return wrong;
  const { identityKey, outputs } = result as { identityKey?: unknown; outputs?: unknown };
  if (typeof identityKey !== "string") return `${kindOf(identityKey)} as identityKey, which must be a string`;
  if (outputs === undefined) return null;
  if (!isRecord(outputs)) return `${kindOf(outputs)} as outputs, which must be an object`;
  return outputs.initialPassword === undefined || isSecret(outputs.initialPassword)
    ? null
    : "an initialPassword that is no Secret";
};

function layChanges(real: Identity | null, identityKey: string, changes: readonly Change[]): Identity | null {
  let identity = real;
  for (const change of changes) {
    const { action, path, after } = change;
    if (isExistence(change)) identity = action === "create" ? createdIdentity(identityKey, change) : null;
    else if (identity === null || action !== "update") continue;
    else if (path === "enabled") identity = { ...identity, enabled: after === true };
    else if (path === "container") identity = withContainer(identity, after);
    else
      identity = {
        ...identity,
        attributes: withAttribute(identity.attributes, path, (after ?? null) as AttributeValue),
      };
  }
  return identity;
}

function createdIdentity(identityKey: string, change: Change): Identity {
  const { enabled, container } = change.after as unknown as { readonly enabled: boolean; readonly container?: string };
  const identity = { identityKey, enabled, attributes: createdAttributes(change) };
  return container === undefined ? identity : { ...identity, container };
}

function withContainer({ container: _, ...rest }: Identity, after: unknown): Identity {
  return typeof after === "string" ? { ...rest, container: after } : rest;
}

function withAttribute(attributes: Attributes, name: string, value: AttributeValue): Attributes {
  const entries = Object.entries(attributes).filter(([key]) => key !== name);
  if (value !== null) entries.push([name, value]);
  return Object.fromEntries(entries);
}

export const identityCapabilities: readonly AnyCapability[] = [
  defineCapability({
    id: "IdLE.Identity.Read",
    description: "Reads one identity with its attributes.",
    methods: { getIdentity: "read" },
    overlay: {
      getIdentity: async (real, args, earlierChanges) => layChanges(await real(args), args.identityKey, earlierChanges),
    },
    checkResult: { getIdentity: checkIdentity },
  }),
  defineCapability({
    id: "IdLE.Identity.List",
    description: "Lists identities.",
    methods: { listIdentities: "read" },
    checkResult: { listIdentities: (item) => (item === null ? "null among the identities" : checkIdentity(item)) },
  }),
  defineCapability({
    id: "IdLE.Identity.Create",
    description: "Creates an identity.",
    methods: { createIdentity: "write" },
    checkResult: { createIdentity: checkCreated },
  }),
  defineCapability({
    id: "IdLE.Identity.Attribute.Ensure",
    description: "Sets and clears attributes, and tells beforehand which of them would change.",
    methods: { previewAttributes: "read", ensureAttributes: "write" },
    overlay: {
      previewAttributes: async (real, args, earlierChanges) => {
        const existence = predictExistence(earlierChanges);
        if (existence === "deleted") {
          throw new IdleError(
            "NotFound",
            `Identity ${JSON.stringify(args.identityKey)} is deleted by an earlier step.`,
          );
        }
        const assume = {
          ...args.assume,
          ...(existence === "created" ? { created: true } : {}),
          attributes: { ...args.assume?.attributes, ...predictAttributes(earlierChanges) },
        };
        return real({ ...args, assume });
      },
    },
    checkResult: { previewAttributes: checkAttributeResults, ensureAttributes: checkAttributeResults },
  }),
  defineCapability({
    id: "IdLE.Identity.Enable",
    description: "Enables an identity.",
    methods: { enableIdentity: "write" },
    checkResult: { enableIdentity: checkChanged },
  }),
  defineCapability({
    id: "IdLE.Identity.Disable",
    description: "Disables an identity.",
    methods: { disableIdentity: "write" },
    checkResult: { disableIdentity: checkChanged },
  }),
  defineCapability({
    id: "IdLE.Identity.Move",
    description: "Moves an identity to another container.",
    methods: { moveIdentity: "write" },
    checkResult: { moveIdentity: checkChanged },
  }),
  defineCapability({
    id: "IdLE.Identity.Delete",
    description: "Deletes an identity.",
    methods: { deleteIdentity: "write" },
    checkResult: { deleteIdentity: checkChanged },
  }),
  defineCapability({
    id: "IdLE.Identity.RevokeSessions",
    description: "Ends an identity's sessions in the target system.",
    methods: { revokeSessions: "write" },
    checkResult: { revokeSessions: checkChanged },
  }),
];
