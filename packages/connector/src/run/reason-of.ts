import { isIdleError } from "@idle/contract";
import { spaceFailureInWords } from "../space/open-space.ts";

/** Why a run failed, for its record: an IdleError's own words, which hold no secret; of anything else only what it is. */
export function reasonOf(error: unknown): string {
  if (isIdleError(error)) return error.message.slice(0, 2_000);
  const words = spaceFailureInWords(error);
  if (words !== null) return `The connector space cannot be used: ${words}`;
  return isAbort(error) ? "The run was ended: the host aborted." : "An error of the host itself.";
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && (error.name === "AbortError" || error.name === "TimeoutError");
}
