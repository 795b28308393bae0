import type { Attributes, AttributeValue } from "@idle/contract";

type BinaryValue = Extract<AttributeValue, { readonly base64: string }>;
type AttributeElement = Extract<AttributeValue, readonly unknown[]>[number];

/**
 * The names in `wanted` whose value in `actual` is another one. Values count exactly: by type, case and order; null and `""`
 * mean absent. A system may spell a name its own way: where it has none just so, only the letters count.
 */
export function differingAttributes(wanted: Attributes, actual: Attributes): string[] {
  return Object.keys(wanted).filter((name) => !isSame(settledValue(wanted, name), settledValue(actual, name)));
}

function settledValue(attributes: Attributes, name: string): AttributeValue {
  const spelling = ownSpelling(attributes, name);
  const value = spelling === undefined ? null : attributes[spelling];
  return value === undefined || value === "" ? null : value;
}

/** Undefined where there is none, or more than one that it could be. */
function ownSpelling(attributes: Attributes, name: string): string | undefined {
  if (Object.hasOwn(attributes, name)) return name;
  const letters = name.toLowerCase();
  const [found, ...others] = Object.keys(attributes).filter((each) => each.toLowerCase() === letters);
  return others.length === 0 ? found : undefined;
}

function isSame(left: AttributeValue, right: AttributeValue): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((element, index) => isSame(element, right[index] ?? null));
  }
  return !isList(left) && !isList(right) && left.base64 === right.base64;
}

function isList(value: BinaryValue | readonly AttributeElement[]): value is readonly AttributeElement[] {
  return Array.isArray(value);
}
