/** Attempts with waits in between, driven by p-retry; the waits go through the host's sleep. */
import pRetry from "p-retry";
import type { Host } from "../host.ts";
import { abortable } from "../providers/abortable.ts";
import { isTransient, readRetryAfter } from "../providers/foreign-error.ts";
import { retryDelay } from "./delay.ts";
import type { RetryProfile } from "./profile.ts";

export interface RetryLoop {
  readonly host: Pick<Host, "sleep">;
  readonly profile: Required<RetryProfile>;
  /** What makes the jitter of one step of one run differ from another's. */
  readonly seed: string;
  readonly signal: AbortSignal;
  /** Asked for a transient error with attempts left; default yes. Called before the wait. */
  readonly mayRetry?: (error: unknown, delayMs: number) => boolean;
  readonly onRetry?: (error: unknown, attempt: number, delayMs: number) => void;
}

/** Gives what an attempt gives, or throws the last error; the signal's reason when it aborts during a wait. */
export async function retry<T>(attempt: (number: number) => Promise<T>, loop: RetryLoop): Promise<T> {
  const { profile, seed, host, signal } = loop;
  const retries = Math.max(profile.maxAttempts, 1) - 1;
  if (retries === 0) return attempt(1);
  return pRetry(attempt, {
    retries,
    minTimeout: 0,
    // p-retry asks this once attempts are left; waiting here keeps the time with the host's clock.
    shouldRetry: async ({ error, attemptNumber }) => {
      if (!isTransient(error)) return false;
      const delayMs = retryDelay(profile, attemptNumber, seed, readRetryAfter(error));
      if (loop.mayRetry?.(error, delayMs) === false) return false;
      // From here on it would go on, so that an abort is what ends it.
      signal.throwIfAborted();
      loop.onRetry?.(error, attemptNumber, delayMs);
      await abortable(host.sleep(delayMs, signal), signal);
      signal.throwIfAborted();
      return true;
    },
  });
}
