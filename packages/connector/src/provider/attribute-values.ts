/**
 * Values on their way between workflows and connectors, by the type that the schema gives an attribute. In: what a workflow
 * says. Out: values as connectors have them; and the other way round.
 */
import { type AttributeValue, IdleError } from "@idle/contract";
import { normalValue, valueProblem } from "../model/check-value.ts";
import type { IndexedAttribute } from "../model/schema-index.ts";
import type { CsValue } from "../model/value.ts";
import { distinctValues, valueKey } from "../space/image.ts";
import type { Naming } from "../space/naming.ts";

type List = Extract<AttributeValue, readonly unknown[]>;
type Element = List[number];

/** What is wanted of an attribute, each value once; none for null, the empty text and the empty list. Throws InvalidInput. */
export function wantedValues(
  attribute: IndexedAttribute,
  wanted: AttributeValue | undefined,
  naming: Naming,
): readonly CsValue[] {
  if (wanted === undefined || wanted === null || wanted === "") return [];
  const elements: readonly Element[] = isList(wanted) ? wanted : [wanted];
  const values = new Map<string, CsValue>();
  for (const element of elements) {
    const value = readElement(attribute, element, naming);
    const key = keyOf(attribute, value, naming);
    if (!values.has(key)) values.set(key, value);
  }
  if (!attribute.isMultiValued && values.size > 1) {
    throw refuse(attribute, `The attribute ${JSON.stringify(attribute.name)} holds one value, not ${values.size}.`);
  }
  return distinctValues([...values.values()]);
}

/** As answers show it: several values may be held by a list, one value alone is none; null where there is no value. */
export function shownValue(attribute: IndexedAttribute, values: readonly CsValue[]): AttributeValue {
  const shown = values.map(shownElement);
  if (shown.length === 0) return null;
  return attribute.isMultiValued ? shown : (shown[0] ?? null);
}

/** Whether two lists have the same values; references are compared as names are. */
export function isSameSet(
  attribute: IndexedAttribute,
  left: readonly CsValue[],
  right: readonly CsValue[],
  naming: Naming,
): boolean {
  const keys = new Set(left.map((value) => keyOf(attribute, value, naming)));
  const others = new Set(right.map((value) => keyOf(attribute, value, naming)));
  return keys.size === others.size && [...others].every((key) => keys.has(key));
}

/** Whether `held` has all of `wanted`. */
export function holdsAll(
  attribute: IndexedAttribute,
  held: readonly CsValue[],
  wanted: readonly CsValue[],
  naming: Naming,
): boolean {
  const keys = new Set(held.map((value) => keyOf(attribute, value, naming)));
  return wanted.every((value) => keys.has(keyOf(attribute, value, naming)));
}

function keyOf({ dataType }: IndexedAttribute, value: CsValue, naming: Naming): string {
  return dataType === "Reference" && typeof value === "string" ? (naming.nameKey(value) ?? value) : valueKey(value);
}

function shownElement(value: CsValue): Exclude<Element, null> {
  if (typeof value === "bigint") return String(value);
  return typeof value === "object" ? { base64: Buffer.from(value).toString("base64") } : value;
}

/** Without the value in its words, which may be secret. */
function readElement(attribute: IndexedAttribute, element: unknown, naming: Naming): CsValue {
  const value = convert(element, attribute);
  const wrong = value === null ? null : valueProblem(value, attribute, (text) => naming.nameKey(text) !== null);
  if (value !== null && value !== "" && wrong === null) return normalValue(value, attribute.dataType);
  const { name, dataType } = attribute;
  if (element === "" || element === null) {
    throw refuse(
      attribute,
      `A value of the attribute ${JSON.stringify(name)} is nothing. To clear it, give null alone.`,
    );
  }
  throw refuse(attribute, `A value of the attribute ${JSON.stringify(name)} must be ${inWords[dataType]}.`);
}

const inWords: Readonly<Record<IndexedAttribute["dataType"], string>> = {
  String: "a text",
  Integer: "a whole number of 64 bits; beyond 2^53 as a text",
  Boolean: "true or false",
  Binary: "{ base64 } with proper Base64",
  Reference: "the name of another object",
};

/** Null for what it cannot be. A text is a number, or true, where it is written exactly so, and the other way round. */
function convert(element: unknown, { dataType }: IndexedAttribute): CsValue | null {
  switch (dataType) {
    case "Integer":
      return typeof element === "string" ? integerIn(element) : typeof element === "number" ? element : null;
    case "Boolean":
      if (element === "true" || element === "false") return element === "true";
      return typeof element === "boolean" ? element : null;
    case "Binary":
      return bytesIn(element);
    case "Reference":
      return typeof element === "string" ? element : null;
    default:
      if (typeof element === "boolean" || Number.isFinite(element)) return String(element);
      return typeof element === "string" ? element : null;
  }
}

/** At most what 64 bits can have: no longer text is looked at. */
function integerIn(text: string): bigint | null {
  return /^(?:0|-?[1-9]\d{0,18})$/.test(text) ? BigInt(text) : null;
}

function bytesIn(element: unknown): Uint8Array | null {
  if (typeof element !== "object" || element === null || !Object.hasOwn(element, "base64")) return null;
  const { base64 } = element as { readonly base64: unknown };
  if (typeof base64 !== "string") return null;
  const bytes = Buffer.from(base64, "base64");
  const isExact = bytes.toString("base64").replace(/=+$/, "") === base64.replace(/=+$/, "");
  return isExact ? new Uint8Array(bytes) : null;
}

function isList(value: AttributeValue): value is List {
  return Array.isArray(value);
}

function refuse({ name }: IndexedAttribute, message: string): IdleError {
  return new IdleError("InvalidInput", message, { details: { attribute: name } });
}
