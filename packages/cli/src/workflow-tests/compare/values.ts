/** How values are compared: JSON by what it says, messages by wildcards. */
import { compileWildcard, type JsonObject, type JsonValue } from "@idle/contract";
import { isObject } from "../../input/is-object.ts";

/** Whether two values say the same; the order of keys says nothing. */
export function isSameValue(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item: JsonValue, index) => isSameValue(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return a === b;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSameValue(a[key], b[key]))
  );
}

/** An own value; undefined for none, also for what every object inherits. */
export function ownValue(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Whether a text fits a wildcard. A malformed one fits nothing; the reader of the file has refused it. */
export function fitsWildcard(pattern: string, text: string): boolean {
  const wildcard = compileWildcard(pattern);
  return "matches" in wildcard && wildcard.matches(text);
}

/** A wildcard that fits this text and no other. */
export function wildcardFor(text: string): string {
  return text.replace(/[*?[\]`]/g, "`$&");
}
