import { IdleError } from "@idle/contract";
import { toIdleError } from "../providers/foreign-error.ts";
import type { Words } from "./hidden-values.ts";

/** What a policy or its questions throw, without the values that it was told and that are hidden. */
export function policyFailure(error: unknown, words: Words): IdleError {
  const failure = toIdleError(error, "The policy failed");
  const { code, details, transient, cause } = failure;
  const message = words.text(failure.message);
  // A cause may say it once more, and so may details.
  if (words.isHiding) return new IdleError(code, message, { transient });
  return new IdleError(code, message, { transient, cause, ...(details && { details }) });
}
