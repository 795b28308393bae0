/**
 * An identity as the mock keeps it: frozen from top to bottom, so that reads hand out what is stored without copying
 * and nobody can change the directory but through a write.
 */
import type { Attributes, AttributeValue, EntitlementAssignment, Identity } from "@idle/contract";
import { type ElementValue, isCleared, isList } from "./attribute-value.ts";

/** An identity to start with: as `getIdentity` returns it, with `entitlements` as `listEntitlements` does. */
export type MockIdentity = Identity & {
  readonly entitlements?: readonly EntitlementAssignment[];
};

export interface StoredIdentity {
  readonly identity: Identity;
  readonly entitlements: readonly EntitlementAssignment[];
}

export function storeIdentity(source: MockIdentity): StoredIdentity {
  const { identityKey, enabled, container, attributes, entitlements = [] } = source;
  return Object.freeze({
    identity: Object.freeze({
      identityKey,
      enabled,
      ...(container === undefined ? {} : { container }),
      attributes: storeAttributes(Object.entries(attributes)),
    }),
    entitlements: Object.freeze(entitlements.map(storeAssignment)),
  });
}

/** With some fields of the identity replaced; `attributes` as `storeAttributes` made them. */
export function withIdentity(stored: StoredIdentity, changed: Partial<Identity>): StoredIdentity {
  const { identityKey, enabled, container, attributes } = { ...stored.identity, ...changed };
  const place = container === undefined ? {} : { container };
  const identity = Object.freeze({ identityKey, enabled, ...place, attributes });
  return Object.freeze({ ...stored, identity });
}

export function withEntitlements(
  stored: StoredIdentity,
  entitlements: readonly EntitlementAssignment[],
): StoredIdentity {
  return Object.freeze({ ...stored, entitlements: Object.freeze(entitlements.map(storeAssignment)) });
}

/** Cleared attributes are not kept. */
export function storeAttributes(entries: Iterable<readonly [string, AttributeValue]>): Attributes {
  const kept = [...entries].filter(([, value]) => !isCleared(value));
  return Object.freeze(Object.fromEntries(kept.map(([name, value]) => [name, freezeValue(value)])));
}

function freezeValue(value: AttributeValue): AttributeValue {
  if (typeof value !== "object" || value === null) return value;
  return isList(value) ? Object.freeze(value.map(freezeElement)) : freezeElement(value);
}

function freezeElement(element: ElementValue): ElementValue {
  return typeof element === "object" && element !== null ? Object.freeze({ base64: element.base64 }) : element;
}

function storeAssignment({ kind, id, displayName, removable }: EntitlementAssignment): EntitlementAssignment {
  return Object.freeze({
    kind,
    id,
    ...(displayName === undefined ? {} : { displayName }),
    ...(removable === undefined ? {} : { removable }),
  });
}
