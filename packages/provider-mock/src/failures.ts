import { IdleError } from "@idle/contract";

/** A failure for the next calls of a method. */
export interface ScriptedFailure {
  /** A method of the provider, such as `createIdentity`. */
  readonly method: string;
  /** What the call throws. */
  readonly error: unknown;
  /** For how many calls. Default 1. */
  readonly times?: number;
  /** True: the call takes effect first, and its answer is lost. Default: it has no effect. */
  readonly after?: boolean;
}

interface Failures {
  add(failure: ScriptedFailure): void;
  /** The failure for this call of the method, used up by asking. */
  take(method: string): ScriptedFailure | undefined;
}

export function createFailures(methods: readonly string[]): Failures {
  const waiting = new Map<string, { readonly failure: ScriptedFailure; left: number }[]>();
  return {
    add(failure) {
      const { method, times = 1 } = failure;
      if (!methods.includes(method)) {
        throw new IdleError(
          "InvalidInput",
          `The mock provider has no method ${JSON.stringify(method)} to fail; it has ${methods.join(", ")}.`,
        );
      }
      if (!Number.isSafeInteger(times) || times < 1) {
        throw new IdleError("InvalidInput", "times must be a whole number, 1 or more.");
      }
      const queue = waiting.get(method) ?? [];
      waiting.set(method, [...queue, { failure, left: times }]);
    },
    take(method) {
      const queue = waiting.get(method);
      const next = queue?.[0];
      if (queue === undefined || next === undefined) return undefined;
      next.left -= 1;
      if (next.left === 0) queue.shift();
      return next.failure;
    },
  };
}
