import type { JsonObject } from "@idle/contract";

/** Whom a step works on, as far as its inputs say so. */
export function identityKeyIn(inputs: JsonObject | null): string | null {
  const { identityKey } = inputs ?? {};
  return typeof identityKey === "string" ? identityKey : null;
}
