import type { JsonScalar } from "@idle/contract";
import { propertyOf } from "./property.ts";
import { wholeLine } from "./whole-line.ts";

/** No text of an answer is passed on longer than this. */
const longestText = 200;

/**
 * A value as a plain scalar: an enum as its name, also as `{ value, Value }`, of a text its first line; undefined for what
 * is not plain.
 */
export function readScalar(value: unknown): JsonScalar | undefined {
  if (typeof value === "object" && value !== null) {
    const inner = ["Value", "value"].map((name) => propertyOf(value, name)).map(scalarOf);
    return inner.find((each) => typeof each === "string") ?? inner.find((each) => each !== undefined);
  }
  return scalarOf(value);
}

function scalarOf(value: unknown): JsonScalar | undefined {
  if (typeof value === "string") return value === "" ? value : wholeLine(value, longestText);
  if (typeof value === "boolean") return value;
  // JSON has no -0.
  return typeof value === "number" && Number.isFinite(value) ? value + 0 : undefined;
}
