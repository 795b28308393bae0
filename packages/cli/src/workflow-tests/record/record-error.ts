import type { ErrorData } from "@idle/contract";
import { messageOf } from "../compare/error-words.ts";
import { wildcardFor } from "../compare/values.ts";

/** An error as a test's file would say it. */
export function recordError(error: ErrorData): { readonly code: string; readonly message: string } {
  return { code: error.code, message: wildcardFor(messageOf(error)) };
}
