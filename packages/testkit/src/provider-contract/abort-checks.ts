/** Abort works: what is aborted before it began has no effect, and a call that goes on comes to an end. */
import { expect } from "vitest";
import { methodsOf } from "../run-step/capability-methods.ts";
import type { Check, Subject } from "./check.ts";
import { errorOf } from "./expect-error.ts";
import { argumentsFor } from "./method-arguments.ts";

/** The methods of a provider that the suite knows how to call. */
function callable({ capabilities, definitions, fixture, calls }: Subject) {
  const args = argumentsFor(fixture, fixture.identityKey);
  return methodsOf(capabilities, definitions).flatMap(({ name, kind }) => {
    const sample = Object.hasOwn(calls, name) ? calls[name]?.args : undefined;
    const own = Object.hasOwn(args, name) ? args[name] : sample;
    return own === undefined ? [] : [{ name, kind, args: own }];
  });
}

export const abortChecks: readonly Check[] = [
  {
    id: "abort/before",
    says: "a call under an aborted signal is refused and has no effect",
    needs: [],
    async run(subject) {
      const before = await subject.state();
      const aborted = subject.under(AbortSignal.abort());
      for (const { name, args } of callable(subject)) {
        const error = await errorOf(() => aborted[name]?.(args)).catch(() => undefined);
        expect(
          error,
          `${name} succeeds under a signal that has aborted; begin it with signal.throwIfAborted()`,
        ).toBeDefined();
      }
      expect(await subject.state()).toEqual(before);
    },
  },
  {
    id: "abort/during",
    says: "a call that is aborted on its way comes to an end",
    needs: [],
    async run(subject) {
      for (const { name, kind, args } of callable(subject)) {
        if (kind !== "read") continue;
        const controller = new AbortController();
        const answer = subject.under(controller.signal)[name]?.(args);
        controller.abort();
        // Too late to be stopped, or refused: either is an end.
        await Promise.allSettled([answer]);
      }
    },
  },
];
