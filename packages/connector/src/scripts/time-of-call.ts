/** The time that one call has: over when the host aborts, or when the limit is reached. */
import { IdleError } from "@idle/contract";
import { type AnswerContext, scriptInWords } from "../answers/answer-context.ts";

export interface TimeLimits {
  readonly limitMs: number;
  /** Calls back once after a time; gives a function that cancels. */
  readonly setTimer: (milliseconds: number, callback: () => void) => () => void;
  /** The host's. */
  readonly signal?: AbortSignal | undefined;
}

export interface TimeOfCall {
  /** For the script: aborts when its time is over. */
  readonly signal: AbortSignal;
  /** Throws Cancelled or Timeout once it is over. */
  expect(): void;
  /** Waits for work, but no longer than the time: what does not come back is left behind. */
  within<T>(work: PromiseLike<T>): Promise<T>;
  /** Nothing ends the time any more. */
  close(): void;
}

export function openTimeOfCall({ limitMs, setTimer, signal }: TimeLimits, context: AnswerContext): TimeOfCall {
  const controller = new AbortController();
  const waiting = new Set<(reason: IdleError) => void>();
  let over: IdleError | null = null;

  const end = (reason: IdleError) => {
    if (over !== null) return;
    over = reason;
    for (const reject of waiting) reject(reason);
    controller.abort(reason);
  };
  const onAbort = () => end(cancelled(context, signal?.reason));
  if (signal?.aborted === true) onAbort();
  else signal?.addEventListener("abort", onAbort, { once: true });
  const cancelTimer = over === null ? setTimer(limitMs, () => end(timeout(context, limitMs))) : () => undefined;

  return {
    signal: controller.signal,
    expect() {
      if (over !== null) throw over;
    },
    within(work) {
      return new Promise((resolve, reject) => {
        if (over !== null) reject(over);
        else waiting.add(reject);
        Promise.resolve(work)
          .then(resolve, reject)
          .finally(() => waiting.delete(reject));
      });
    },
    close() {
      cancelTimer();
      signal?.removeEventListener("abort", onAbort);
    },
  };
}

function cancelled(context: AnswerContext, reason: unknown): IdleError {
  const { connector, slot, script } = context;
  return new IdleError("Cancelled", `${scriptInWords(context)} was not waited for: the host aborted.`, {
    details: { connector, slot, script },
    cause: reason,
  });
}

function timeout(context: AnswerContext, limitMs: number): IdleError {
  const { connector, slot, script } = context;
  const message = `${scriptInWords(context)} did not come back within ${limitMs / 1_000} seconds. Look at the connected system; if it takes that long, raise limits.scriptSeconds in the definition.`;
  return new IdleError("Timeout", message, { details: { connector, slot, script } });
}
