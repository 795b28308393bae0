/** What an object holds: attributes with their values, as text for the database and back. */
import type { CsValue } from "../model/value.ts";

/** Values by attribute; no attribute without a value. */
export type Image = ReadonlyMap<string, readonly CsValue[]>;

/** A value as JSON: what JSON has not is an object with one key. */
type StoredValue = string | number | boolean | { readonly i: string } | { readonly b: string };
export type StoredAttributes = Readonly<Record<string, readonly StoredValue[]>>;

/** The same for equal values and for no others. */
export function valueKey(value: CsValue): string {
  switch (typeof value) {
    case "string":
      return `s${value}`;
    case "boolean":
      return value ? "t" : "f";
    case "number":
    case "bigint":
      return `i${value}`;
    default:
      return `b${base64(value)}`;
  }
}

/** Whether two lists have the same values: their order does not count. */
export function isSameValues(left: readonly CsValue[], right: readonly CsValue[]): boolean {
  if (left.length !== right.length) return false;
  const [first] = left;
  const [second] = right;
  if (left.length === 1 && first !== undefined && second !== undefined) return valueKey(first) === valueKey(second);
  const keys = new Set(left.map(valueKey));
  return right.every((value) => keys.has(valueKey(value)));
}

/** Each value once, in a fixed order. */
export function distinctValues(values: readonly CsValue[]): readonly CsValue[] {
  if (values.length < 2) return values;
  const byKey = new Map(values.map((value) => [valueKey(value), value]));
  return [...byKey.keys()].sort().map((key) => byKey.get(key) ?? "");
}

/** The same text for equal images. */
export function encodeImage(image: Image): string {
  return JSON.stringify(storeAttributes(image));
}

export function decodeImage(text: string): Image {
  return readAttributes(JSON.parse(text));
}

export function storeAttributes(image: Image): StoredAttributes {
  // Built in one order, so that equal images are equal texts.
  const names = [...image.keys()].sort();
  return Object.fromEntries(names.map((name) => [name, (image.get(name) ?? []).map(storeValue)]));
}

export function readAttributes(stored: StoredAttributes): Image {
  return new Map(Object.entries(stored).map(([name, values]) => [name, values.map(readValue)]));
}

function storeValue(value: CsValue): StoredValue {
  if (typeof value === "bigint") return { i: String(value) };
  return typeof value === "object" ? { b: base64(value) } : value;
}

function readValue(stored: StoredValue): CsValue {
  if (typeof stored !== "object") return stored;
  return "i" in stored ? BigInt(stored.i) : new Uint8Array(Buffer.from(stored.b, "base64"));
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
