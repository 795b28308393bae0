/** How a value of the request meets the types a step's schema wants. */
import type { JsonValue } from "@idle/contract";
import { isList } from "./path.ts";

export type JsonType = "string" | "number" | "integer" | "boolean" | "null" | "array" | "object";
type Wanted = ReadonlySet<JsonType> | null;

const numberText = /^-?\d+(?:\.\d+)?$/;

/**
 * The value as it is where its type is wanted, else converted where nothing is lost (`"42"` and 42, `"true"` and true),
 * else undefined. Lists and objects are never converted.
 */
export function convertTo(wanted: Wanted, value: JsonValue): JsonValue | undefined {
  if (wanted === null || fits(wanted, value)) return value;
  if (typeof value === "string") return fromText(wanted, value);
  const isText = typeof value === "number" || typeof value === "boolean";
  return isText && wanted.has("string") ? String(value) : undefined;
}

/** "text", "a list": the kind of a value in words. */
export function describeKind(value: JsonValue): string {
  if (value === null) return "null";
  if (isList(value)) return "a list";
  if (typeof value === "boolean") return "true or false";
  if (typeof value === "number") return Number.isInteger(value) ? "a whole number" : "a number";
  return typeof value === "string" ? "text" : "an object";
}

/** "a whole number or text" */
export function describeWanted(wanted: ReadonlySet<JsonType>): string {
  return [...wanted].map((type) => words[type]).join(" or ");
}

const words: Readonly<Record<JsonType, string>> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  null: "null",
  array: "a list",
  object: "an object",
};

function fits(wanted: ReadonlySet<JsonType>, value: JsonValue): boolean {
  if (value === null) return wanted.has("null");
  if (isList(value)) return wanted.has("array");
  if (typeof value === "number") return wanted.has("number") || (wanted.has("integer") && Number.isInteger(value));
  if (typeof value === "string") return wanted.has("string");
  return wanted.has(typeof value === "boolean" ? "boolean" : "object");
}

function fromText(wanted: ReadonlySet<JsonType>, text: string): JsonValue | undefined {
  if (wanted.has("boolean") && (text === "true" || text === "false")) return text === "true";
  if (!wanted.has("number") && !wanted.has("integer")) return undefined;
  const number = Number(text);
  // Nothing is lost where the number is written the same way again: not in "042", "1.0" or digits beyond precision.
  if (!numberText.test(text) || String(number) !== text) return undefined;
  return wanted.has("number") || Number.isInteger(number) ? number : undefined;
}
