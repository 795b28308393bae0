/** Makes calls of providers fail as a test says, whatever provider it is. */
import { type AnyProvider, IdleError } from "@idle/contract";
import type { FailureEntry } from "./test-document.ts";

export interface ScriptedFailures {
  /** The provider of an alias, with its failures in the way. */
  wrap(alias: string, provider: AnyProvider): AnyProvider;
  /** Which entries never happened, by their index. */
  unused(): number[];
  /** From here on nothing fails. */
  end(): void;
}

const transientCodes: ReadonlySet<string> = new Set(["Throttled", "Busy", "ConnectionFailed"]);

type Method = (...args: unknown[]) => unknown;

/** Several failures of one method follow each other. */
export function createScriptedFailures(entries: readonly FailureEntry[]): ScriptedFailures {
  const waiting = entries.map((entry) => ({ entry, left: entry.times ?? 1, isUsed: false }));
  let isOver = false;
  const take = (alias: string, method: string): FailureEntry | undefined => {
    const next = waiting.find(
      ({ entry, left }) =>
        !isOver && left > 0 && entry.method === method && entry.provider.toLowerCase() === alias.toLowerCase(),
    );
    if (next === undefined) return undefined;
    next.left -= 1;
    next.isUsed = true;
    return next.entry;
  };
  return {
    wrap(alias, provider) {
      const methods = new Set(
        entries.filter((entry) => entry.provider.toLowerCase() === alias.toLowerCase()).map(({ method }) => method),
      );
      if (methods.size === 0) return provider;
      const failing = [...methods].map((name): [string, Method] => {
        const original = Reflect.get(provider, name) as Method;
        const fail = async (failure: FailureEntry, args: unknown[]): Promise<never> => {
          if (failure.after === true) await original.apply(provider, args);
          throw errorOf(failure);
        };
        const method: Method = (...args) => {
          const failure = take(alias, name);
          return failure === undefined ? original.apply(provider, args) : fail(failure, args);
        };
        return [name, method];
      });
      const overrides = new Map(failing);
      return new Proxy(Object.create(provider) as AnyProvider, {
        get: (_, key) => {
          const override = typeof key === "string" ? overrides.get(key) : undefined;
          if (override !== undefined) return override;
          const value: unknown = Reflect.get(provider, key, provider);
          return typeof value === "function" && key !== "constructor" ? value.bind(provider) : value;
        },
      });
    },
    unused: () => waiting.flatMap(({ isUsed }, index) => (isUsed ? [] : [index])),
    end() {
      isOver = true;
    },
  };
}

function errorOf({ code, message, method, transient = transientCodes.has(code) }: FailureEntry): IdleError {
  return new IdleError(code, message ?? `The test lets ${method} fail.`, { transient });
}
