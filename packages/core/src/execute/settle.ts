/** Waits for work of a plug-in that may never end: until it settles, or some time after its signal has aborted. */
import type { Host } from "../host.ts";

export type Settled<T> =
  | { readonly kind: "returned"; readonly value: T }
  | { readonly kind: "threw"; readonly error: unknown }
  /** The signal aborted, and the work did not end within the grace. */
  | { readonly kind: "abandoned" };

/** `graceMs` is asked for when the signal aborts. */
export function settle<T>(
  work: Promise<T>,
  signal: AbortSignal,
  host: Host,
  graceMs: () => number,
): Promise<Settled<T>> {
  return new Promise((resolve) => {
    let cancel: () => void = () => undefined;
    const onAbort = () => {
      cancel = host.setTimer(graceMs(), () => resolve({ kind: "abandoned" }));
    };
    const end = (settled: Settled<T>) => {
      signal.removeEventListener("abort", onAbort);
      cancel();
      resolve(settled);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    work.then(
      (value) => end({ kind: "returned", value }),
      (error: unknown) => end({ kind: "threw", error }),
    );
  });
}
