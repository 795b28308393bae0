import type { JsonScalar } from "@idle/contract";
import { readScalar } from "./scalar.ts";

/** True or false, also as the text PowerShell makes of them; undefined for everything else. */
export function flagOf(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (typeof value !== "string" || value.length > 100) return undefined;
  const word = value.trim().toLowerCase();
  return word === "true" ? true : word === "false" ? false : undefined;
}

/** A flag as such, also from 1 or 0, or whatever else stands there as a plain scalar. */
export function readFlag(value: unknown): JsonScalar | undefined {
  if (value === 1 || value === 0) return value === 1;
  return flagOf(value) ?? readScalar(value);
}
