import type { AttributeChange, ExportedValue, SchemaAttribute } from "@idle/connector";
import { textOf } from "../cell.ts";
import { Refused } from "./refused.ts";

/** What an attribute has after a change, as texts of which each is there once. Throws Refused. */
export function changedTexts(
  before: readonly string[],
  change: AttributeChange<ExportedValue>,
  attribute: SchemaAttribute,
  /** The same for texts that mean the same. */
  keyOf: (text: string) => string = (text) => text,
): readonly string[] {
  const { added, removed } = valuesIn(change, attribute);
  const gone = new Set(removed.map(keyOf));
  const kept = keeps(change, attribute, added) ? before.filter((text) => !gone.has(keyOf(text))) : [];
  const texts = [...new Map([...kept, ...added].map((text) => [keyOf(text), text])).values()];
  if (attribute.isMultiValued !== true && texts.length > 1) {
    throw new Refused("ExportErrorConstraintViolation", `${attribute.name} has one value.`);
  }
  return texts;
}

/** Whether what is there stays. Where there is one value, a new one takes its place. */
function keeps(change: AttributeChange<ExportedValue>, attribute: SchemaAttribute, added: readonly string[]): boolean {
  if (change.modificationType === "Update" || change.modificationType === "Add") {
    return attribute.isMultiValued === true || added.length === 0;
  }
  return false;
}

function valuesIn({ modificationType, valueChanges }: AttributeChange<ExportedValue>, attribute: SchemaAttribute) {
  const added: string[] = [];
  const removed: string[] = [];
  for (const { value, modificationType: how = "Add" } of modificationType === "Delete" ? [] : valueChanges) {
    const text = textOf(value, attribute);
    if (text === null) {
      throw new Refused(
        "ExportErrorInvalidAttributeValue",
        `${attribute.name} takes no such value: it is of the type ${attribute.dataType}.`,
      );
    }
    (how === "Delete" ? removed : added).push(text);
  }
  return { added, removed };
}
