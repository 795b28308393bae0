import { isIdleError } from "@idle/contract";

/** Why a run failed, for its record: an IdleError's own words, which hold no secret; of anything else only that it happened. */
export function reasonOf(error: unknown): string {
  return isIdleError(error) ? error.message.slice(0, 2_000) : "An error of the host itself.";
}
