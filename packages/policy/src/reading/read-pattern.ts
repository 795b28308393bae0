import type { EntitlementPattern, IdentityPattern } from "../configuration.ts";
import { readObject, readOptionalText, readText } from "./read-shape.ts";
import { type Report, under } from "./report.ts";

/** A text, for every provider, or `{ provider, key }`. */
export function readIdentityPattern(value: unknown, pointer: string, report: Report): IdentityPattern | null {
  if (isScalar(value)) return wrap(readText(value, pointer, "A key", report), (key) => ({ provider: null, key }));
  const fields = readObject(value, pointer, ["provider", "key"], report);
  if (fields === null) return null;
  const provider = readOptionalText(fields.provider, under(pointer, "provider"), "An alias", report);
  return wrap(readText(fields.key, under(pointer, "key"), "A key", report), (key) => ({ provider, key }));
}

/** A text, for every provider and kind, or `{ provider, kind, id }`. */
export function readEntitlementPattern(value: unknown, pointer: string, report: Report): EntitlementPattern | null {
  if (isScalar(value)) {
    return wrap(readText(value, pointer, "An id", report), (id) => ({ provider: null, kind: null, id }));
  }
  const fields = readObject(value, pointer, ["provider", "kind", "id"], report);
  if (fields === null) return null;
  const provider = readOptionalText(fields.provider, under(pointer, "provider"), "An alias", report);
  const kind = readOptionalText(fields.kind, under(pointer, "kind"), "A kind", report);
  return wrap(readText(fields.id, under(pointer, "id"), "An id", report), (id) => ({ provider, kind, id }));
}

/** YAML makes numbers of some keys: those are told about as texts. */
function isScalar(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

function wrap<T>(text: string | null, make: (text: string) => T): T | null {
  return text === null ? null : make(text);
}
