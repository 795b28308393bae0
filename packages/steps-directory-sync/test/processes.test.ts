/**
 * The step in many processes of one machine. What holds of the runs of one engine holds of them: each is only told of a
 * cycle that began after its own change, each comes to an end, and those at the same time cost two cycles at most; also
 * when processes die at any moment and records get lost.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { behaviours, each, inputs, orderly, patience } from "./support/arbitraries.ts";
import { eventsOf, expectTruth, syncStep } from "./support/play.ts";
import { type ProcessSpec, playProcesses } from "./support/processes.ts";

const waiting: ProcessSpec = { with: { wait: true } };
const many = (count: number, spec: ProcessSpec = waiting): ProcessSpec[] => Array.from({ length: count }, () => spec);
const manual = (cycles: readonly { readonly isManual: boolean }[]) => cycles.filter(({ isManual }) => isManual);

describe("many processes at once", () => {
  it("a hundred cost two cycles at most, and hardly more looks than one", async () => {
    const alone = await playProcesses({ takes: () => 100 }, many(1));
    const { outcomes, steps, cycles, commands } = await playProcesses({ takes: () => 100 }, many(100));
    expect(cycles.length).toBeLessThanOrEqual(2);
    for (const outcome of outcomes) expectTruth(outcome, cycles);
    expect(steps.every((step) => step?.outputs?.confirmed === true)).toBe(true);
    expect(steps.filter((step) => step?.outputs?.shared === false)).toHaveLength(cycles.length);
    expect(commands).toBeLessThanOrEqual(3 * alone.commands);
  });

  it("a hundred that come one after the other cost two", async () => {
    const specs = Array.from({ length: 100 }, (_, index) => ({ at: index * 150, ...waiting }));
    const { outcomes, steps, cycles, commands } = await playProcesses({ takes: () => 80 }, specs);
    expect(cycles).toHaveLength(2);
    for (const outcome of outcomes) expectTruth(outcome, cycles);
    expect(steps.every((step) => step?.outputs?.confirmed === true)).toBe(true);
    expect(commands).toBeLessThan(60);
  });

  it("those that do not wait are told of the cycle that another process triggered", async () => {
    const { outcomes, steps, cycles } = await playProcesses({ takes: () => 80 }, many(20, {}));
    expect(cycles.length).toBeLessThanOrEqual(2);
    for (const outcome of outcomes) expectTruth(outcome, cycles);
    const shared = outcomes.find((outcome) => syncStep(outcome)?.outputs?.shared === true);
    const triggered = shared?.result.events.find(({ type }) => type === "DirectorySyncTriggered");
    // What the provider said to another process stays there.
    expect(triggered?.data).toEqual({ policyType: "Delta", shared: true });
    expect(steps.every((step) => step?.outputs?.triggered === true)).toBe(true);
  });

  it("a run that comes when all is over gets a cycle of its own", async () => {
    const { outcomes, cycles } = await playProcesses({ lasts: () => 5_000 }, [waiting, { at: 60_000, ...waiting }]);
    expect(cycles).toHaveLength(2);
    for (const outcome of outcomes) expectTruth(outcome, cycles);
  });

  it("an Initial cycle does for those who wait for a Delta, not the other way round", async () => {
    const initial = { with: { wait: true, policyType: "Initial" } };
    const one = await playProcesses({ takes: () => 700 }, [initial, { at: 50, ...waiting }, { at: 100, ...waiting }]);
    expect(one.cycles.map(({ policyType }) => policyType)).toEqual(["Initial", "Delta"]);
    const other = await playProcesses({}, [waiting, { at: 5_000, ...initial }, { at: 5_000, ...waiting }]);
    expect(other.cycles[1]?.policyType).toMatch(/Initial|Delta/);
    for (const { outcomes, cycles } of [one, other]) {
      for (const outcome of outcomes) expectTruth(outcome, cycles);
      expect(outcomes.map((each) => syncStep(each)?.outputs?.confirmed)).toEqual([true, true, true]);
    }
  });

  it("Join and Fail see the cycle that another process triggered", async () => {
    const joining = { at: 3_000, with: { wait: true, whenBusy: "Join" } };
    const failing = { at: 3_000, with: { wait: true, whenBusy: "Fail" } };
    const { steps, cycles, outcomes } = await playProcesses({}, [waiting, joining, failing]);
    expect(steps[1]?.outputs).toEqual({ triggered: false, joined: true, confirmed: true });
    expect(steps[2]).toMatchObject({ status: "Failed", error: { code: "Busy" } });
    expect(cycles).toHaveLength(1);
    for (const outcome of outcomes) expectTruth(outcome, cycles);
  });

  it("Join is content with the end of the cycle, also when the next one begins at once", async () => {
    const { steps, cycles } = await playProcesses({}, [
      waiting,
      { at: 3_000, with: { wait: true, whenBusy: "Join" } },
      { at: 3_100, ...waiting },
    ]);
    expect(cycles).toHaveLength(2);
    expect(steps[1]?.outputs).toEqual({ triggered: false, joined: true, confirmed: true });
  });

  it("who comes in does not wait for a look that was put off for the sake of another process", async () => {
    const specs = [{ with: { wait: true, pollIntervalSeconds: 600 } }, { at: 66_000, with: { timeoutSeconds: 30 } }];
    const { steps, cycles, outcomes } = await playProcesses({ lasts: () => 65_000 }, specs);
    expect(steps.map((step) => step?.status)).toEqual(["Completed", "Completed"]);
    for (const outcome of outcomes) expectTruth(outcome, cycles);
  });

  it("each fails for itself when nothing may be triggered", async () => {
    const { steps } = await playProcesses({ details: { StagingModeEnabled: true } }, many(5));
    expect(steps.map((step) => step?.error?.code)).toEqual(Array.from({ length: 5 }, () => "NotReady"));
  });

  it.each([0, 250, 1_000, 7_300, 14_000])("an abort ends the wait at once: after %i ms", async (abortAfter) => {
    for (const index of [0, 1]) {
      const specs = many(3).map((spec, at) => (at === index ? { ...spec, abortAfter } : spec));
      const { outcomes, steps, beginning } = await playProcesses({ takes: () => 300 }, specs);
      expect(outcomes[index]?.result.status).toBe("Cancelled");
      expect((outcomes[index]?.endedAt ?? 0) - beginning).toBe(abortAfter);
      expect(steps.filter((step) => step?.outputs?.confirmed === true)).toHaveLength(2);
    }
  });
});

describe("a process that dies", () => {
  it.each(Array.from({ length: 40 }, (_, index) => index * 50))(
    "after %i ms, wherever it was: the others go on, and nobody is told of a cycle that may lack a change",
    async (killAt) => {
      const specs = [
        { ...waiting, killAt },
        { at: 10, ...waiting },
        { at: 300, ...waiting },
      ];
      const { outcomes, steps, cycles } = await playProcesses({ takes: () => 400 }, specs, { takes: () => 20 });
      for (const outcome of outcomes) expectTruth(outcome, cycles);
      expect(steps.map((step) => step?.outputs?.confirmed)).toEqual([true, true]);
      expect(cycles.length).toBeLessThanOrEqual(3);
    },
  );

  it("after its trigger and before it said so: that cycle is not taken for the next one", async () => {
    const earlier = await playProcesses({ lasts: () => 50 }, many(1), { takes: () => 20 });
    const behaviour = {
      lasts: () => 50,
      // The command is on its way when its sender dies; the cycle comes, and moves the scheduler's times.
      takes: (n: number) => (n === earlier.commands + 1 ? 300 : 0),
      // The next one never begins.
      startsLate: (n: number) => (n === 2 ? 3_600_000 : 0),
    };
    const specs = [waiting, { at: 90_000, ...waiting, killAt: 90_300 }, { at: 90_000, ...waiting }];
    const { outcomes, steps, cycles } = await playProcesses(behaviour, specs, { takes: () => 20 });
    expect(cycles).toHaveLength(3);
    for (const outcome of outcomes) expectTruth(outcome, cycles);
    expect(steps.map((step) => step?.outputs?.confirmed)).toEqual([true, false]);
  });
});

describe("a state that is of no use", () => {
  it("that cannot be used: each process shares for itself, and says so", async () => {
    const { steps, outcomes, cycles } = await playProcesses({}, many(2), { isBroken: true });
    expect(steps.map((step) => step?.outputs?.confirmed)).toEqual([true, true]);
    for (const outcome of outcomes) {
      expect(eventsOf(outcome)[0]).toBe("DirectorySyncNotShared");
      expectTruth(outcome, cycles);
    }
  });

  const garbage = [undefined, null, "text", 7, [], {}, { version: 2 }, { version: 1, revision: 1, epoch: "e" }];
  it.each(garbage)("in which something else stands all the time: %j", async (record) => {
    const faults = Array.from({ length: 400 }, (_, index) => ({ at: index * 250 + 1, record }));
    const { steps, outcomes, cycles } = await playProcesses({ takes: () => 400 }, many(4), { faults, takes: () => 20 });
    expect(steps.map((step) => step?.outputs?.confirmed)).toEqual([true, true, true, true]);
    for (const outcome of outcomes) expectTruth(outcome, cycles);
  });
});

describe("any server, any processes", () => {
  const specs = fc.array(
    fc.record(
      {
        at: fc.constantFrom(0, 0, 0, 1, 250, 900, 1_500, 7_000, 20_000, 31_000),
        with: inputs,
        abortAfter: fc.constantFrom(0, 1, 500, 2_500, 12_000, 40_000),
        killAt: fc.constantFrom(1, 300, 777, 1_010, 2_345, 9_000, 30_000),
      },
      { requiredKeys: ["at", "with"] },
    ),
    { minLength: 1, maxLength: 10 },
  );
  const machines = fc.record({
    takes: each(fc.constantFrom(0, 0, 0, 4, 60)).map((of) => {
      let n = 0;
      return () => {
        n += 1;
        return of(n);
      };
    }),
    faults: fc.array(
      fc.record({
        at: fc.constantFrom(0, 100, 800, 1_100, 3_000, 12_000, 33_000),
        record: fc.constantFrom(undefined, undefined, null, {}, { version: 1 }),
      }),
      { maxLength: 3 },
    ),
  });

  it("nobody is told of a cycle that may lack a change, and everybody is told something", patience, async () => {
    await fc.assert(
      fc.asyncProperty(behaviours, specs, machines, async (behaviour, processes, machine) => {
        const { outcomes, cycles } = await playProcesses(behaviour, processes, machine);
        for (const outcome of outcomes) {
          expectTruth(outcome, cycles);
          expect(["Completed", "Failed", "Cancelled"]).toContain(outcome.result.status);
          if (outcome.result.status === "Cancelled") expect(outcome.spec.abortAfter).toBeDefined();
        }
      }),
      { numRuns: 300 },
    );
  });

  it(
    "a server that is in order, and processes at once: two cycles at most, and one for each that died",
    patience,
    async () => {
      const deaths = fc.array(fc.constantFrom(undefined, undefined, undefined, 5, 400, 1_900, 14_000), {
        minLength: 2,
        maxLength: 25,
      });
      await fc.assert(
        fc.asyncProperty(orderly, deaths, fc.boolean(), async (behaviour, deathsOf, isStaggered) => {
          const processes = deathsOf.map((killAt, index) => ({
            at: isStaggered ? index * 7 : 0,
            with: { wait: true, timeoutSeconds: 3_600 },
            ...(killAt !== undefined && { killAt }),
          }));
          const { outcomes, cycles } = await playProcesses(behaviour, processes, { takes: () => 3 });
          for (const outcome of outcomes) {
            expectTruth(outcome, cycles);
            expect(syncStep(outcome)?.outputs).toMatchObject({ triggered: true, confirmed: true });
          }
          const died = processes.filter(({ killAt }) => killAt !== undefined).length;
          expect(manual(cycles).length).toBeLessThanOrEqual(2 + died);
        }),
        { numRuns: 60 },
      );
    },
  );
});
