import type { AttributeValue, Identity } from "@idle/contract";
import { isSameSet, shownValue } from "./attribute-values.ts";
import type { Found } from "./find-identity.ts";
import { anchorOf } from "./held-values.ts";
import { splitName } from "./names.ts";
import type { Scope } from "./scope.ts";

/** The key that the system has for it; null for an object that has none, and that nobody can call therefore. */
export function keyOf({ object, held }: Found, { mapping: { key } }: Scope): string | null {
  if (key === null) return object.dn;
  const [value] = held.get(key.name) ?? [];
  return typeof value === "string" ? value : null;
}

export function readIdentity(found: Found, identityKey: string, scope: Scope): Identity {
  const { object, held } = found;
  const { mapping, capabilities } = scope;
  const attributes = mapping.type.attributes.flatMap((attribute): [string, AttributeValue][] => {
    const values = attribute.canImport ? (held.get(attribute.name) ?? []) : [];
    return values.length === 0 ? [] : [[attribute.name, shownValue(attribute, values)]];
  });
  const id = idOf(found, scope);
  return {
    identityKey,
    ...(id !== null && { id }),
    enabled: isEnabled(found, scope),
    ...(capabilities.distinguishedNameStyle === "LDAP" &&
      object.dn !== null && { container: splitName(object.dn).container }),
    attributes: Object.fromEntries(attributes),
  };
}

/** Whatever is not the value for disabled counts as enabled: who is to be disabled then is. */
export function isEnabled({ held }: Found, { mapping: { state }, naming }: Scope): boolean {
  if (state === null) return true;
  const { attribute, disabled } = state;
  return !isSameSet(attribute, held.get(attribute.name) ?? [], disabled, naming);
}

/** The anchor, unless it is the key. */
function idOf({ object }: Found, { mapping: { type, key }, naming }: Scope): string | null {
  const values = anchorOf(object, type);
  if (values === null || (key?.isAnchor === true && values.length === 1)) return null;
  return naming.anchorText(values) || null;
}
