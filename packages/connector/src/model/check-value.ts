import { isUint8Array } from "node:util/types";
import type { IndexedAttribute } from "./schema-index.ts";
import type { AttributeType, CsValue } from "./value.ts";

const mostInteger = 2n ** 63n - 1n;

/** What is wrong with a value of an attribute, in words that do not repeat it; null when nothing is. */
export function valueProblem(
  value: unknown,
  { dataType }: Pick<IndexedAttribute, "dataType">,
  isName: (text: string) => boolean,
): string | null {
  switch (dataType) {
    case "String":
      return textProblem(value);
    case "Reference":
      return textProblem(value) ?? (isName(value as string) ? null : "a reference that is no name of an object");
    case "Integer":
      if (typeof value === "bigint")
        return value <= mostInteger && value >= -mostInteger - 1n ? null : "an integer beyond 64 bits";
      if (typeof value !== "number") return `${kindOf(value)} instead of an integer`;
      return Number.isSafeInteger(value)
        ? null
        : "a number that is no whole one, or too large: beyond 2^53 use a bigint";
    case "Boolean":
      return typeof value === "boolean" ? null : `${kindOf(value)} instead of true or false`;
    default:
      if (!isUint8Array(value)) return `${kindOf(value)} instead of bytes (Uint8Array)`;
      return isDetached(value) ? "bytes that were handed on to somebody else (their buffer is detached)" : null;
  }
}

function textProblem(value: unknown): string | null {
  if (typeof value !== "string") return `${kindOf(value)} instead of a text`;
  return value.isWellFormed() ? null : "a text that is no Unicode (a lone surrogate)";
}

/** Looked at from outside: a subclass may say anything of itself. */
function isDetached(bytes: Uint8Array): boolean {
  try {
    Uint8Array.prototype.at.call(bytes, 0);
    return false;
  } catch {
    return true;
  }
}

/** In the form that it is kept and compared in. Bytes are copied: what their owner does to them later is their own affair. */
export function normalValue(value: CsValue, dataType: AttributeType): CsValue {
  if (isUint8Array(value)) return new Uint8Array(value);
  if (dataType !== "Integer" || typeof value !== "bigint") return value;
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "nothing";
  if (isList(value)) return "a list";
  if (isUint8Array(value)) return "bytes";
  switch (typeof value) {
    case "string":
      return "a text";
    case "boolean":
      return "true or false";
    case "object":
      return "an object";
    default:
      return `a ${typeof value}`;
  }
}

/** A proxy that was revoked is none, and throws when it is asked. */
function isList(value: unknown): boolean {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}
