/** Reads what claims to be a list of identities. Comes in: data of any shape. Goes out: identities, or what is wrong with it. */
import type { EntitlementAssignment, JsonScalar } from "@idle/contract";
import { type StoredIdentity, storeIdentity } from "./mock-identity.ts";

type Reading = { readonly identities: Map<string, StoredIdentity> } | { readonly problem: string };

export function readIdentities(list: unknown): Reading {
  if (!Array.isArray(list)) return { problem: "identities is no list" };
  const identities = new Map<string, StoredIdentity>();
  for (const [index, entry] of list.entries()) {
    const problem = problemOf(entry, identities);
    if (problem !== null) return { problem: `identities[${index}] ${problem}` };
    identities.set(entry.identityKey, storeIdentity(entry));
  }
  return { identities };
}

function problemOf(entry: unknown, earlier: ReadonlyMap<string, unknown>): string | null {
  if (!isRecord(entry)) return "is no object";
  const { identityKey, enabled, container, attributes, entitlements = [], ...others } = entry;
  const [unknownKey] = Object.keys(others);
  if (unknownKey !== undefined) return `has ${JSON.stringify(unknownKey)}, which is not known`;
  if (typeof identityKey !== "string" || identityKey === "") return "has no identityKey";
  if (earlier.has(identityKey)) return `has the identityKey ${JSON.stringify(identityKey)} of an earlier one`;
  if (typeof enabled !== "boolean") return "has an enabled that is neither true nor false";
  if (container !== undefined && typeof container !== "string") return "has a container that is no string";
  if (!isRecord(attributes)) return "has no attributes object";
  for (const [name, value] of Object.entries(attributes)) {
    if (!isAttributeValue(value)) {
      return `has the attribute ${JSON.stringify(name)}, which is no scalar, { base64 } or list of those`;
    }
  }
  if (!Array.isArray(entitlements) || !entitlements.every(isAssignment)) {
    return "has entitlements that are no list of { kind, id, displayName?, removable? }";
  }
  return null;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): value is JsonScalar {
  if (typeof value === "number") return Number.isFinite(value);
  return value === null || typeof value === "string" || typeof value === "boolean";
}

export function isAttributeValue(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isElement) : isElement(value);
}

function isElement(value: unknown): boolean {
  if (!isRecord(value)) return isScalar(value);
  return Object.keys(value).length === 1 && typeof value.base64 === "string";
}

function isAssignment(value: unknown): value is EntitlementAssignment {
  if (!isRecord(value)) return false;
  const { kind, id, displayName = "", removable = true, ...others } = value;
  return (
    [kind, id, displayName].every((text) => typeof text === "string") &&
    typeof removable === "boolean" &&
    Object.keys(others).length === 0
  );
}
