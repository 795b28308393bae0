import type { AttributeResult, Attributes, AttributeValue } from "@idle/contract";

type ListValue = Extract<AttributeValue, readonly unknown[]>;
/** What a list may hold, and what may stand alone. */
export type ElementValue = ListValue[number];
type BinaryValue = Extract<ElementValue, { readonly base64: string }>;

/** Exact: by type, by case, lists by order. */
export function isSameValue(left: AttributeValue, right: AttributeValue): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((element, index) => isSameValue(element, right[index] ?? null));
  }
  return !isList(left) && !isList(right) && left.base64 === right.base64;
}

export function isList(value: BinaryValue | ListValue): value is ListValue {
  return Array.isArray(value);
}

export function isCleared(value: AttributeValue | undefined): boolean {
  return value === undefined || value === null || value === "";
}

/** What holds of an attribute; null for one that is absent or empty. */
export function currentValue(attributes: Attributes, name: string): AttributeValue {
  const value = Object.hasOwn(attributes, name) ? attributes[name] : null;
  return value === undefined || isCleared(value) ? null : value;
}

/** The one comparison behind previewAttributes and ensureAttributes: an entry for each attribute asked for, in order. */
export function compareAttributes(wanted: Attributes, current: Attributes): AttributeResult[] {
  return Object.keys(wanted).map((name) => {
    const before = currentValue(current, name);
    const after = currentValue(wanted, name);
    return { name, changed: !isSameValue(before, after), before, after };
  });
}
