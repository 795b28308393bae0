/**
 * The suite that every step type passes, ours and third parties'. In: a step type and cases to run it on. Out: vitest
 * tests that its definition is sound, its preview only reads and its execution does what the preview said.
 */
import type { StepType } from "@idle/contract";
import { describe, it } from "vitest";
import { checkSkips } from "../skips.ts";
import type { StepCase } from "./case.ts";
import { caseChecks } from "./case-checks.ts";
import { definitionChecks } from "./definition-checks.ts";

export interface StepContractOptions {
  readonly step: StepType;
  /** Different starting points; at least one at which there is something to do, and one at which there is not. */
  readonly cases: readonly StepCase[];
  /** Checks that cannot hold for this step, by id, each with the reason in words. */
  readonly skip?: Readonly<Record<string, string>>;
}

/** Registers the tests. Throws at once for a skip without a reason in words, or of a check that there is not. */
export function stepContract({ step, cases, skip = {} }: StepContractOptions): void {
  const suite = `Step contract of ${step.type}`;
  if (cases.length === 0) throw new Error(`${suite}: there is no case to run it on.`);
  checkSkips(
    suite,
    skip,
    [...definitionChecks, ...caseChecks].map(({ id }) => id),
  );
  const register = (id: string, says: string, run: () => void | Promise<void>): void => {
    const reason = Object.hasOwn(skip, id) ? skip[id] : undefined;
    if (reason === undefined) it(`${says} (${id})`, run);
    else it.skip(`${says} (${id}): skipped, ${reason}`, run);
  };

  describe(`step contract: ${step.type}`, () => {
    for (const { id, says, run } of definitionChecks) register(id, says, () => run(step, cases));
    for (const each of cases) {
      describe(each.name, () => {
        for (const { id, says, run } of caseChecks) register(id, says, () => run(step, each));
      });
    }
  });
}
