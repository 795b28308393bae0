import type { AttributeValue, Identity } from "@idle/contract";
import { isShown } from "../attributes/forbidden-attributes.ts";
import { showBytes } from "../attributes/value.ts";
import { type Entry, textOf, valuesOf } from "../connection/entry.ts";
import type { Flavour } from "../flavours/flavour.ts";
import { parentOf } from "../names/dn.ts";
import type { ValueKind } from "../server/schema.ts";
import type { ServerFacts } from "../server/server-facts.ts";
import type { Scope } from "./identity-scope.ts";

/** An object as an identity: attributes under the names of workflows, one value alone, several as a list. */
export function readIdentity(scope: Scope, entry: Entry): Identity {
  const found: [string, AttributeValue][] = [];
  const known = shownAttributes(scope);
  for (const raw of entry.attributes.values()) {
    const attribute = known(raw.name);
    if (attribute === null) continue;
    const value = readValue(raw.values, attribute.kind);
    if (value !== null) found.push([attribute.name, value]);
  }
  // Servers answer in any order.
  found.sort(([left], [right]) => (left < right ? -1 : 1));
  const id = idOf(entry, scope.flavour);
  return {
    identityKey: keyOf(entry, scope.flavour.loginAttribute),
    ...(id === null ? {} : { id }),
    enabled: scope.flavour.isEnabled(entry),
    container: parentOf(entry.dn),
    attributes: Object.fromEntries(found),
  };
}

interface ShownAttribute {
  readonly name: string;
  readonly kind: ValueKind;
}

/** By the server's facts: what is found out about an attribute's name once is true for all entries. */
const shown = new WeakMap<ServerFacts, Map<string, ShownAttribute | null>>();

/** How an attribute of that name is shown; null for one that is not. */
function shownAttributes({ facts, names, directory }: Scope): (wireName: string) => ShownAttribute | null {
  const known = shown.get(facts) ?? new Map<string, ShownAttribute | null>();
  shown.set(facts, known);
  return (wireName) => {
    const earlier = known.get(wireName);
    if (earlier !== undefined) return earlier;
    const { flavour, accountLock } = directory.settings;
    const isLock = flavour === "ldap" && accountLock?.attribute.toLowerCase() === wireName.toLowerCase();
    const kind = facts.schema.find(wireName)?.kind ?? "text";
    const attribute = isLock || !isShown(wireName) ? null : { name: names.toLogical(wireName), kind };
    known.set(wireName, attribute);
    return attribute;
  };
}

/** The one key of an identity: its login, or its name where it has none. */
export function keyOf(entry: Entry, loginAttribute: string): string {
  return textOf(entry, loginAttribute) ?? entry.dn;
}

/** Null where it stands for "no value". */
function readValue(values: readonly Buffer[], kind: ValueKind): AttributeValue {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return showBytes(only, kind);
  const list = values.map((bytes) => showBytes(bytes, kind)).filter((value) => value !== null);
  return list.length > 1 ? list : (list[0] ?? null);
}

/** What the directory gives to one object and never again. */
function idOf(entry: Entry, { idAttribute, idKind }: Flavour): string | null {
  const bytes = valuesOf(entry, idAttribute)[0];
  const text = bytes === undefined ? null : showBytes(bytes, idKind);
  return typeof text === "string" ? text : null;
}
