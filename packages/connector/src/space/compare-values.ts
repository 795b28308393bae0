import type { SchemaIndex } from "../model/schema-index.ts";
import { isSameValues } from "./image.ts";
import type { Compare } from "./intent.ts";
import type { Naming } from "./naming.ts";

/** How values of a type's attributes are compared: references as names are, whatever their spelling; all else exactly. */
export function comparer(
  type: string,
  { index, naming }: { readonly index: SchemaIndex; readonly naming: Naming },
): Compare {
  const indexed = index.type(type);
  return (attribute, left, right) => {
    if (indexed?.attribute(attribute)?.dataType !== "Reference") return isSameValues(left, right);
    const keys = (values: typeof left) => values.map((value) => naming.nameKey(String(value)) ?? String(value));
    return isSameValues([...new Set(keys(left))], [...new Set(keys(right))]);
  };
}
