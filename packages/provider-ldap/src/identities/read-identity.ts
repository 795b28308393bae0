import type { Attributes, AttributeValue, Identity } from "@idle/contract";
import { isShown } from "../attributes/forbidden-attributes.ts";
import { readBytes } from "../attributes/value.ts";
import { type Entry, type RawAttribute, textOf, valuesOf } from "../connection/entry.ts";
import { parentOf } from "../names/dn.ts";
import type { ValueKind } from "../server/schema.ts";
import type { Scope } from "./identity-scope.ts";

/** An object as an identity: attributes under the names of workflows, one value alone, several as a list. */
export function readIdentity({ flavour, names, facts, directory }: Scope, entry: Entry): Identity {
  const lock = directory.settings.flavour === "ldap" ? directory.settings.accountLock?.attribute.toLowerCase() : null;
  const attributes: [string, AttributeValue][] = [];
  for (const [key, raw] of entry.attributes) {
    if (key === lock || !isShown(key)) continue;
    const value = readValue(raw, facts.schema.find(key)?.kind ?? "text");
    if (value !== null) attributes.push([names.toLogical(raw.name), value]);
  }
  return {
    identityKey: keyOf(entry, flavour.loginAttribute),
    enabled: flavour.isEnabled(entry),
    container: parentOf(entry.dn),
    attributes: Object.fromEntries(attributes.toSorted(([left], [right]) => (left < right ? -1 : 1))) as Attributes,
  };
}

/** The one key of an identity: its login, or its name where it has none. */
export function keyOf(entry: Entry, loginAttribute: string): string {
  return textOf(entry, loginAttribute) ?? entry.dn;
}

/** Null where it stands for "no value". */
export function readValue({ values }: Pick<RawAttribute, "values">, kind: ValueKind): AttributeValue {
  const shown = values.flatMap((bytes) => readBytes(bytes, kind)?.shown ?? []);
  return shown.length > 1 ? shown : (shown[0] ?? null);
}

export function idOf(entry: Entry, { flavour }: Scope): string | null {
  const bytes = valuesOf(entry, flavour.idAttribute)[0];
  if (bytes === undefined) return null;
  const shown = readBytes(bytes, flavour.idKind)?.shown;
  return typeof shown === "string" ? shown : null;
}
