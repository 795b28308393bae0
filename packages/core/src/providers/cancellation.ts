import { IdleError } from "@idle/contract";

/** What stands for the signal of a caller who gave none. */
export function neverAborted(): AbortSignal {
  return new AbortController().signal;
}

/** Throws Cancelled when the host's signal has aborted. */
export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new IdleError("Cancelled", "The host aborted.", { cause: signal.reason });
}
