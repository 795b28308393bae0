/**
 * Whatever a server does and however many runs there are: a run is only told of a cycle that began after its own change
 * and has ended, every run comes to an end, and runs at the same time cost two cycles at most.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { behaviours, inputs, orderly, patience } from "./support/arbitraries.ts";
import { expectTruth, play, syncStep } from "./support/play.ts";

const specs = fc.array(
  fc.record(
    {
      at: fc.constantFrom(0, 0, 0, 1, 250, 900, 1_500, 7_000, 20_000, 31_000),
      with: inputs,
      abortAfter: fc.constantFrom(0, 1, 500, 2_500, 12_000, 40_000),
    },
    { requiredKeys: ["at", "with"] },
  ),
  { minLength: 1, maxLength: 12 },
);

describe("any server, any runs", () => {
  it("nobody is told of a cycle that may lack a change, and everybody is told something", patience, async () => {
    await fc.assert(
      fc.asyncProperty(behaviours, specs, async (behaviour, runs) => {
        const { outcomes, cycles, host } = await play(behaviour, runs);
        for (const outcome of outcomes) {
          expectTruth(outcome, cycles);
          const { spec, result } = outcome;
          const isAborted = result.status === "Cancelled";
          expect(["Completed", "Failed", "Cancelled"]).toContain(result.status);
          if (isAborted) expect(spec.abortAfter).toBeDefined();
        }
        // A command that was left behind may take its time.
        await host.advance(10_000);
        expect(host.pending()).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it("a server that is in order, and runs at once: two cycles at most, all of them confirmed", patience, async () => {
    await fc.assert(
      fc.asyncProperty(
        orderly,
        fc.integer({ min: 2, max: 40 }),
        fc.boolean(),
        async (behaviour, count, isStaggered) => {
          const runs = Array.from({ length: count }, (_, index) => ({
            at: isStaggered ? index * 7 : 0,
            with: { wait: true, timeoutSeconds: 3_600 },
          }));
          const { outcomes, cycles } = await play(behaviour, runs);
          for (const outcome of outcomes) {
            expectTruth(outcome, cycles);
            expect(syncStep(outcome)?.outputs).toMatchObject({ triggered: true, confirmed: true });
          }
          expect(cycles.length).toBeLessThanOrEqual(2);
        },
      ),
      { numRuns: 60 },
    );
  });
});
