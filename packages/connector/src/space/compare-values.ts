import type { IndexedAttribute, SchemaIndex } from "../model/schema-index.ts";
import type { CsValue } from "../model/value.ts";
import { isSameValues, valueKey } from "./image.ts";
import type { Compare } from "./intent.ts";
import type { Naming } from "./naming.ts";

/** The same text for values that mean the same: references are names, whatever their spelling; all else counts exactly. */
export function keyOfValue(
  { dataType }: Pick<IndexedAttribute, "dataType">,
  naming: Naming,
): (value: CsValue) => string {
  if (dataType !== "Reference") return valueKey;
  return (value) => naming.nameKey(String(value)) ?? String(value);
}

/** Each value once, in the spelling in which it came first. */
export function distinctOf(
  attribute: Pick<IndexedAttribute, "dataType">,
  values: readonly CsValue[],
  naming: Naming,
): readonly CsValue[] {
  if (attribute.dataType !== "Reference" || values.length < 2) return values;
  const keyOf = keyOfValue(attribute, naming);
  const seen = new Map<string, CsValue>();
  for (const value of values) {
    const key = keyOf(value);
    if (!seen.has(key)) seen.set(key, value);
  }
  return [...seen.values()];
}

/** How values of a type's attributes are compared. */
export function comparer(
  type: string,
  { index, naming }: { readonly index: SchemaIndex; readonly naming: Naming },
): Compare {
  const indexed = index.type(type);
  return (name, left, right) => {
    const attribute = indexed?.attribute(name);
    if (attribute?.dataType !== "Reference" || isSameValues(left, right)) return isSameValues(left, right);
    const keys = (values: readonly CsValue[]) => [...new Set(values.map(keyOfValue(attribute, naming)))];
    return isSameValues(keys(left), keys(right));
  };
}
