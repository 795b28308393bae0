/**
 * Fields of a definition whose shape may be wrong: what is of another kind counts as left out. That it is wrong is said
 * where the shape is checked, so that everything else can still be looked at.
 */
import type { JsonObject, JsonValue } from "@idle/contract";

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function fieldOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function textOf(value: JsonValue | undefined, key: string): string | undefined {
  const field = fieldOf(value, key);
  return typeof field === "string" ? field : undefined;
}

export function numberOf(value: JsonValue | undefined, key: string): number | undefined {
  const field = fieldOf(value, key);
  return typeof field === "number" ? field : undefined;
}

export function flagOf(value: JsonValue | undefined, key: string): boolean | undefined {
  const field = fieldOf(value, key);
  return typeof field === "boolean" ? field : undefined;
}

export function listOf(value: JsonValue | undefined, key: string): readonly JsonValue[] {
  const field = fieldOf(value, key);
  return Array.isArray(field) ? field : [];
}

/** Keys and values; none where there is no object. */
export function entriesOf(value: JsonValue | undefined): readonly (readonly [string, JsonValue])[] {
  return isJsonObject(value) ? Object.entries(value) : [];
}

/** One of some words. */
export function wordOf<T extends string>(value: JsonValue | undefined, words: readonly T[]): T | undefined {
  return words.find((word) => word === value);
}
