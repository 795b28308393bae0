import { IdleError } from "@idle/contract";

/** Throws Cancelled once the host has aborted, between the calls of scripts. */
export function expectNotAborted(signal: AbortSignal, connector: string): void {
  if (signal.aborted) throw cancelled(signal, connector);
}

/** Whatever the host gave as its reason is the cause. */
export function cancelled(signal: AbortSignal, connector: string): IdleError {
  return new IdleError("Cancelled", `The run of the connector ${connector} was ended: the host aborted.`, {
    details: { connector },
    cause: signal.reason,
  });
}

/** Waits, but not after the host has aborted: then it throws Cancelled. */
export async function unlessAborted(waiting: Promise<unknown>, signal: AbortSignal, connector: string): Promise<void> {
  const over = Promise.withResolvers<void>();
  const end = () => over.resolve();
  signal.addEventListener("abort", end, { once: true });
  if (!signal.aborted) await Promise.race([waiting, over.promise]);
  signal.removeEventListener("abort", end);
  expectNotAborted(signal, connector);
}
