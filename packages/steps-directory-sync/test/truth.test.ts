/**
 * Whatever a server does and however many runs there are: a run is only told of a cycle that began after its own change
 * and has ended, every run comes to an end, and runs at the same time cost two cycles at most.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectTruth, play, syncStep } from "./support/play.ts";
import type { Behaviour } from "./support/sync-server.ts";

const inputs = fc.record(
  {
    policyType: fc.constantFrom("Delta", "Delta", "Delta", "Initial"),
    wait: fc.constantFrom(true, true, true, false),
    whenBusy: fc.constantFrom("Wait", "Wait", "Join", "Fail"),
    timeoutSeconds: fc.constantFrom(600, 600, 90, 5),
    pollIntervalSeconds: fc.constantFrom(10, 10, 3, 60, 0.5),
  },
  { requiredKeys: ["wait", "timeoutSeconds"] },
);

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

/** A value for each n, by a list that repeats. */
const each = <T>(values: fc.Arbitrary<T>) =>
  fc.array(values, { minLength: 1, maxLength: 8 }).map((list) => (n: number) => list[n % list.length] as T);

const behaviours = fc
  .record({
    lasts: each(fc.constantFrom(20_000, 20_000, 1, 400, 3_000, 90_000, Number.POSITIVE_INFINITY)),
    startsLate: each(fc.constantFrom(0, 0, 0, 200, 2_000, 15_000, 29_000, 45_000)),
    movesOnAt: fc.constantFrom("trigger", "start", "end", "never", "always"),
    movesLate: fc.constantFrom(0, 0, 1_500),
    enabledAfter: fc.constantFrom(null, null, 2_000),
    scheduled: fc
      .uniqueArray(fc.constantFrom(0, 1, 300, 1_000, 5_000, 30_000, 60_000), { maxLength: 3 })
      .map((list) => list.toSorted((a, b) => a - b)),
    fault: each(fc.constantFrom("none", "none", "none", "none", "none", "lost before", "lost after", "busy", "mute")),
    takes: each(fc.constantFrom(0, 0, 0, 10, 700, 4_000)),
  })
  // A server that moves its times when it is asked and begins half a minute later cannot be seen through by anybody.
  .map((each) => ({
    ...each,
    startsLate: (n: number) => Math.min(each.startsLate(n), each.movesOnAt === "trigger" ? 15_000 : 45_000),
  })) as fc.Arbitrary<Partial<Behaviour>>;

// Hundreds of servers and runs are much to compute, the more so where other programs compute as well.
const patience = { timeout: 180_000 };

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
    const orderly = fc.record({
      // One that is over before anybody looks is only confirmed when no other one ended just before.
      lasts: each(fc.constantFrom(20_000, 12_000, 90_000)),
      startsLate: each(fc.constantFrom(0, 200, 15_000)),
      movesOnAt: fc.constantFrom("start" as const, "end" as const),
      takes: each(fc.constantFrom(0, 10, 700)),
    });
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
