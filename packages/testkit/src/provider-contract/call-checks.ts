/** Methods of capabilities that are not built in, by the sample calls of their author: what holds for any read and write. */
import { expect } from "vitest";
import type { CapabilityMethod } from "../run-step/capability-methods.ts";
import type { Check } from "./check.ts";
import { errorOf, expectIdleError } from "./expect-error.ts";
import { gather } from "./gather.ts";
import { ownMethods, readsOf, type SampleCall, type SampleCalls } from "./sample-calls.ts";

/** The checks for these methods; none where there are none. */
export function callChecks(methods: readonly CapabilityMethod[], calls: SampleCalls): readonly Check[] {
  if (methods.length === 0) return [];
  const perMethod = methods.flatMap((method) => {
    const call = Object.hasOwn(calls, method.name) ? calls[method.name] : undefined;
    if (call === undefined) return [];
    const checks = method.kind === "read" ? [readCheck(method, call)] : [writeCheck(method, call)];
    return call.failing === undefined ? checks : [...checks, failureCheck(method, call.failing)];
  });
  return [completeness(methods, calls), ...perMethod];
}

function completeness(methods: readonly CapabilityMethod[], calls: SampleCalls): Check {
  return {
    id: "calls/complete",
    says: "comes with a sample call of each method that is not built in",
    needs: [],
    async run() {
      const missing = methods.map(({ name }) => name).filter((name) => !Object.hasOwn(calls, name));
      const example = `calls: { ${missing.map((name) => `${name}: { args: { … } }`).join(", ")} }`;
      expect(missing, `hand in ${example}, so that the suite can check them`).toEqual([]);
    },
  };
}

function readCheck({ name }: CapabilityMethod, { args }: SampleCall): Check {
  return {
    id: `calls/reads/${name}`,
    says: `${name} answers alike twice and changes nothing`,
    needs: [],
    async run({ under, state }) {
      const { [name]: read } = under(new AbortController().signal);
      const before = await state();
      const answer = await gather(read?.(args));
      expect(answer, "an answer; null says that there is none").not.toBeUndefined();
      expect(await gather(read?.(args))).toEqual(answer);
      expect(await state(), "a read changes nothing").toEqual(before);
    },
  };
}

function writeCheck({ name }: CapabilityMethod, { args }: SampleCall): Check {
  return {
    id: `calls/writes/${name}`,
    says: `${name} changes something once, and says so`,
    needs: [],
    async run({ under, state, calls, capabilities, definitions }) {
      const { [name]: write } = under(new AbortController().signal);
      const canSee = readsOf(ownMethods(capabilities, definitions), calls).length > 0;
      const before = await state();
      expect(await write?.(args), "the first time").toMatchObject({ changed: true });
      const after = await state();
      if (canSee) expect(after, "what it changed can be read").not.toEqual(before);
      expect(await write?.(args), "the second time").toMatchObject({ changed: false });
      expect(await state(), "the second time changes nothing").toEqual(after);
    },
  };
}

function failureCheck({ name }: CapabilityMethod, args: object): Check {
  return {
    id: `calls/fails/${name}`,
    says: `${name} fails with an error of the contract, and changes nothing`,
    needs: [],
    async run({ under, state }) {
      const { [name]: call } = under(new AbortController().signal);
      const before = await state();
      expectIdleError(await errorOf(() => call?.(args)));
      expect(await state(), "what fails changes nothing").toEqual(before);
    },
  };
}
