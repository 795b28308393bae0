import type { IdleEvent, JsonObject } from "@idle/contract";
import { wildcardFor } from "../compare/values.ts";

/** An event as a test's file would say it. */
export function recordEvent({ type, stepName, message }: IdleEvent): JsonObject {
  return { type, ...(stepName !== null && { step: stepName }), message: wildcardFor(message) };
}
