/** What a workflow wants an attribute to hold, in the directory's own form. */
import { type AttributeValue, IdleError } from "@idle/contract";
import type { Scope } from "../identities/identity-scope.ts";
import { resolveReference } from "../identities/resolve-reference.ts";
import type { NamedAttribute } from "./attribute-names.ts";
import { type Element, type Value, writeElement } from "./value.ts";

/** Each value once; none for null, the empty text and the empty list. Throws `InvalidInput`. */
export async function wantedValues(
  scope: Scope,
  { name, type }: NamedAttribute,
  wanted: AttributeValue | undefined,
): Promise<readonly Value[]> {
  if (wanted === undefined || wanted === null || wanted === "") return [];
  const elements: readonly Element[] = isList(wanted) ? wanted : [wanted];
  const values = new Map<string, Value>();
  for (const element of elements) {
    const settled =
      type.kind === "dn" && typeof element === "string" ? await resolveReference(scope, name, element) : element;
    const value = writeElement(settled, type);
    if (!values.has(value.key)) values.set(value.key, value);
  }
  if (type.isSingle && values.size > 1) {
    throw new IdleError("InvalidInput", `The attribute ${JSON.stringify(name)} holds one value, not ${values.size}.`, {
      details: { attribute: name },
    });
  }
  return [...values.values()];
}

/** As answers show it: one value alone, several as a list, none as null. */
export function shownValue(values: readonly Value[]): AttributeValue {
  const shown = values.map((value) => value.shown);
  return shown.length > 1 ? shown : (shown[0] ?? null);
}

export function isSameSet(left: readonly Value[], right: readonly Value[]): boolean {
  const keys = new Set(left.map(({ key }) => key));
  return keys.size === new Set(right.map(({ key }) => key)).size && right.every(({ key }) => keys.has(key));
}

function isList(value: AttributeValue): value is Extract<AttributeValue, readonly unknown[]> {
  return Array.isArray(value);
}
