import { IdleError } from "@idle/contract";
import { normalValue, valueProblem } from "../model/check-value.ts";
import { expectAttribute, type IndexedType } from "../model/schema-index.ts";
import type { CsValue } from "../model/value.ts";
import { distinctOf } from "../space/compare-values.ts";
import { distinctValues, type Image } from "../space/image.ts";
import type { Naming } from "../space/naming.ts";

/** What somebody wants of attributes, as the schema has them; an empty list clears. Throws InvalidInput. */
export function readAttributes(
  given: Readonly<Record<string, readonly CsValue[]>>,
  type: IndexedType,
  naming: Naming,
  action: "add" | "update",
): Image {
  const attributes = new Map<string, readonly CsValue[]>();
  for (const [name, list] of Object.entries(given)) {
    const attribute = expectAttribute(type, name);
    if (!attribute.canExport) {
      throw new IdleError("InvalidInput", `The attribute ${attribute.name} is for imports only: the system makes it.`);
    }
    if (attribute.isAnchor && action === "update") {
      throw new IdleError("InvalidInput", `The attribute ${attribute.name} is the anchor: it never changes.`);
    }
    if (attributes.has(attribute.name))
      throw new IdleError("InvalidInput", `The attribute ${attribute.name} is there twice.`);
    const checked = list
      .filter((value) => value !== "")
      .map((value) => {
        const wrong = valueProblem(value, attribute, (text) => naming.nameKey(text) !== null);
        if (wrong === null) return normalValue(value, attribute.dataType);
        throw new IdleError("InvalidInput", `The attribute ${attribute.name} was given ${wrong}.`);
      });
    const values = distinctOf(attribute, distinctValues(checked), naming);
    if (!attribute.isMultiValued && values.length > 1) {
      throw new IdleError(
        "InvalidInput",
        `The attribute ${attribute.name} has one value, and was given ${values.length}.`,
      );
    }
    if (values.length > 0 || action === "update") attributes.set(attribute.name, values);
  }
  return attributes;
}
