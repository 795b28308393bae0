/** The step as its users meet it: one run, and many at once, against servers in every mood. */
import { describe, expect, it } from "vitest";
import { eventsOf, expectTruth, play } from "./support/play.ts";
import type { RunSpec } from "./support/runs.ts";
import type { Behaviour } from "./support/sync-server.ts";

const waiting: RunSpec = { with: { wait: true } };
const many = (count: number, spec: RunSpec = waiting): RunSpec[] => Array.from({ length: count }, () => spec);
const seconds = (from: number, to: number) => (to - from) / 1000;
const polls = (times: number) => Array.from({ length: times }, () => "DirectorySyncPoll");

describe("one run that waits", () => {
  it("looks soon and then less often, and is done when the cycle was seen running and is over", async () => {
    const { outcomes, steps, cycles, beginning } = await play({ lasts: () => 20_000 }, [waiting]);
    expect(steps[0]).toMatchObject({ status: "Completed", changed: true, attempts: 1 });
    expect(steps[0]?.outputs).toEqual({ triggered: true, policyType: "Delta", shared: false, confirmed: true });
    expect(eventsOf(outcomes[0] as never)).toEqual([
      "DirectorySyncTriggered",
      "DirectorySyncWaiting",
      ...polls(5),
      "DirectorySyncCompleted",
    ]);
    const looks = outcomes[0]?.result.events.filter(({ type }) => type === "DirectorySyncPoll").map(({ data }) => data);
    expect(looks?.map((data) => [data?.attempt, data?.state, data?.elapsed])).toEqual([
      [1, "InProgress", 1],
      [2, "InProgress", 3],
      [3, "InProgress", 7],
      [4, "InProgress", 15],
      [5, "Idle", 25],
    ]);
    expect(cycles).toHaveLength(1);
    expect(seconds(beginning, outcomes[0]?.endedAt ?? 0)).toBe(25);
  });

  it.each<[string, Partial<Behaviour>, number]>([
    ["begins late", { startsLate: () => 20_000, lasts: () => 9_000 }, 35],
    ["begins late, and the times move on when it is asked for", { startsLate: () => 20_000, movesOnAt: "trigger" }, 45],
    ["is over between two looks", { lasts: () => 400 }, 35],
    ["is over between two looks, and the times move on at its start", { lasts: () => 400, movesOnAt: "start" }, 35],
    ["begins late and is over between two looks", { startsLate: () => 8_000, lasts: () => 2_000 }, 45],
  ])("a cycle that %s is confirmed by what the scheduler shows", async (_, behaviour, took) => {
    const { outcomes, steps, cycles, beginning } = await play(behaviour, [waiting]);
    expect(steps[0]?.outputs).toMatchObject({ confirmed: true });
    expectTruth(outcomes[0] as never, cycles);
    expect(seconds(beginning, outcomes[0]?.endedAt ?? 0)).toBe(took);
  });

  it("30 s of idleness without a sign of a cycle: done, unconfirmed, and said so", async () => {
    const { outcomes, steps, beginning } = await play({ startsLate: () => 3_600_000 }, [waiting]);
    expect(steps[0]).toMatchObject({ status: "Completed", changed: true, outputs: { confirmed: false } });
    expect(eventsOf(outcomes[0] as never).at(-1)).toBe("DirectorySyncUnconfirmed");
    expect(eventsOf(outcomes[0] as never)).not.toContain("DirectorySyncCompleted");
    expect(seconds(beginning, outcomes[0]?.endedAt ?? 0)).toBeGreaterThanOrEqual(30);
  });

  it.each([
    ["never ends", { lasts: () => Number.POSITIVE_INFINITY }, "InProgress"],
    ["falls silent once it is triggered", { fault: (n: number) => (n < 2 ? "none" : "mute") }, "Unknown"],
    ["cannot be reached any more", { fault: (n: number) => (n < 2 ? "none" : "lost before") }, "Idle"],
  ] as const)(
    "a server that %s: Timeout with the last state, and the cycle counts as triggered",
    async (_, behaviour, state) => {
      const { outcomes, steps, beginning } = await play(behaviour, [{ with: { wait: true, timeoutSeconds: 120 } }]);
      expect(steps[0]).toMatchObject({ status: "Failed", changed: true, attempts: 1, error: { code: "Timeout" } });
      expect(steps[0]?.error?.details).toMatchObject({ lastState: state, triggered: true });
      expect(steps[0]?.error?.message).toContain(state);
      expect(eventsOf(outcomes[0] as never).at(-1)).toBe("DirectorySyncFailed");
      expect(seconds(beginning, outcomes[0]?.endedAt ?? 0)).toBe(120);
    },
  );

  it("a server that is silent from the beginning is asked thrice, then for a cycle, which never counts as ended", async () => {
    const { steps, cycles } = await play({ fault: () => "mute" }, [{ with: { wait: true, timeoutSeconds: 60 } }, {}]);
    expect(cycles).toHaveLength(1);
    expect(steps[0]).toMatchObject({ status: "Failed", changed: true, error: { code: "Timeout" } });
    expect(steps[1]).toMatchObject({ status: "Completed", outputs: { triggered: true } });
  });

  it.each<[string, Partial<Behaviour>]>([
    ["are told anew at every look", { movesOnAt: "always" }],
    ["move because the scheduler was switched on", { movesOnAt: "never", enabledAfter: 2_000 }],
  ])("times that %s prove nothing", async (_, behaviour) => {
    const { steps } = await play({ startsLate: () => 3_600_000, ...behaviour }, [waiting]);
    expect(steps[0]).toMatchObject({ status: "Completed", outputs: { confirmed: false } });
  });

  it("the late end of the cycle before does not pass for one's own", async () => {
    const behaviour = { scheduled: [0], lasts: () => 15_000, startsLate: () => 3_600_000, movesLate: 1_500 };
    const { steps } = await play(behaviour, [waiting]);
    expect(steps[0]).toMatchObject({ status: "Completed", outputs: { confirmed: false } });
  });

  it("a connection that breaks for a while is waited out", async () => {
    const { steps } = await play({ fault: (n) => (n === 3 || n === 4 ? "lost before" : "none") }, [waiting]);
    expect(steps[0]).toMatchObject({ status: "Completed", attempts: 1, outputs: { confirmed: true } });
  });

  it("attempts share one time limit", async () => {
    const behaviour = { takes: () => 55_000, fault: () => "lost before" as const };
    const { outcomes, beginning, steps } = await play(behaviour, [{ with: { wait: true, timeoutSeconds: 60 } }]);
    expect(steps[0]?.status).toBe("Failed");
    expect(seconds(beginning, outcomes[0]?.endedAt ?? 0)).toBe(60);
  });

  it("a command that never comes back ends with the step's time", async () => {
    const takes = (n: number) => (n === 3 ? Number.MAX_SAFE_INTEGER : 0);
    const { steps, beginning, outcomes } = await play({ takes }, [{ with: { wait: true, timeoutSeconds: 60 } }]);
    expect(steps[0]).toMatchObject({ status: "Failed", error: { code: "Timeout" } });
    expect(seconds(beginning, outcomes[0]?.endedAt ?? 0)).toBe(60);
  });
});

describe("one run that does not wait", () => {
  it("ends with the trigger, and says nothing of an end", async () => {
    const { outcomes, steps, beginning } = await play({}, [{}]);
    expect(steps[0]?.outputs).toEqual({ triggered: true, policyType: "Delta", shared: false });
    expect(eventsOf(outcomes[0] as never)).toEqual(["DirectorySyncTriggered"]);
    expect(outcomes[0]?.endedAt).toBe(beginning);
  });

  it("another one right after it is not taken for the same, and triggers one of its own", async () => {
    const { outcomes, cycles } = await play({ lasts: () => 5_000 }, [{}, { at: 2_000 }, { at: 2_000 }]);
    expect(cycles).toHaveLength(2);
    for (const outcome of outcomes) expectTruth(outcome, cycles);
  });
});

describe("when: Changed", () => {
  it("does nothing when no earlier step of the run changed something", async () => {
    const spec = { with: { wait: true, when: "Changed" } };
    const { steps, cycles, commands, outcomes } = await play({}, [{ ...spec, isChange: false }]);
    expect(steps[0]).toMatchObject({ status: "Completed", changed: false });
    expect({ cycles, commands, events: eventsOf(outcomes[0] as never) }).toEqual({
      cycles: [],
      commands: 0,
      events: [],
    });
  });

  it("triggers when one did", async () => {
    const { steps } = await play({}, [{ with: { wait: true, when: "Changed" } }]);
    expect(steps[0]).toMatchObject({ status: "Completed", changed: true, outputs: { confirmed: true } });
  });
});

describe("what stops it before anything is triggered", () => {
  it.each([
    ["staging mode", { StagingModeEnabled: true }, /staging mode/],
    ["suspension", { SchedulerSuspended: true }, /suspended/],
  ])("%s: NotReady, with the remedy", async (_, details, words) => {
    const { steps, cycles, outcomes } = await play({ details }, [waiting]);
    expect(steps[0]).toMatchObject({ status: "Failed", changed: false, attempts: 1, error: { code: "NotReady" } });
    expect(steps[0]?.error?.message).toMatch(words);
    expect(eventsOf(outcomes[0] as never)).toEqual(["DirectorySyncFailed"]);
    expect(cycles).toEqual([]);
  });

  it("not a scheduler that is only disabled", async () => {
    const { steps } = await play({ details: { SyncCycleEnabled: false } }, [waiting]);
    expect(steps[0]).toMatchObject({ status: "Completed", outputs: { confirmed: true } });
  });
});

describe("a cycle that is already running", () => {
  // The scheduler's own, from the first moment on.
  const running = { scheduled: [0], lasts: (n: number) => (n === 0 ? 15_000 : 20_000) };

  it.each([true, false])("Wait (wait: %s): its end is waited for, then one's own is triggered", async (wait) => {
    const { outcomes, steps, cycles } = await play(running, [{ with: { wait } }]);
    expect(steps[0]).toMatchObject({ status: "Completed", changed: true, outputs: { triggered: true } });
    expect(cycles.map(({ isManual }) => isManual)).toEqual([false, true]);
    expect(eventsOf(outcomes[0] as never)[0]).toBe("DirectorySyncWaiting");
    expectTruth(outcomes[0] as never, cycles);
  });

  it.each([true, false])("Join (wait: %s): its end is waited for, and that is all", async (wait) => {
    const { outcomes, steps, cycles, beginning } = await play(running, [{ with: { wait, whenBusy: "Join" } }]);
    expect(steps[0]).toMatchObject({ status: "Completed", changed: false });
    expect(steps[0]?.outputs).toEqual({ triggered: false, joined: true, confirmed: true });
    expect(cycles).toHaveLength(1);
    expect(seconds(beginning, outcomes[0]?.endedAt ?? 0)).toBe(15);
  });

  it.each([true, false])("Fail (wait: %s): Busy, by the retry profile", async (wait) => {
    const { steps, cycles } = await play(running, [{ with: { wait, whenBusy: "Fail" } }]);
    expect(steps[0]).toMatchObject({ status: "Failed", changed: false, attempts: 3, error: { code: "Busy" } });
    expect(cycles).toHaveLength(1);
  });

  it.each(["Wait", "Join", "Fail"])("that never ends (%s): no run takes it for an end", async (whenBusy) => {
    const forever = { scheduled: [0], lasts: () => Number.POSITIVE_INFINITY };
    const { steps } = await play(forever, [{ with: { wait: true, whenBusy, timeoutSeconds: 60 } }]);
    const code = whenBusy === "Fail" ? "Busy" : "Timeout";
    expect(steps[0]).toMatchObject({ status: "Failed", changed: false, error: { code } });
  });

  it("is met without whenBusy mattering when no cycle runs", async () => {
    for (const whenBusy of ["Wait", "Join", "Fail"]) {
      const { steps } = await play({}, [{ with: { wait: true, whenBusy } }]);
      expect(steps[0]?.outputs).toMatchObject({ triggered: true, confirmed: true });
    }
  });
});

describe("at every single command", () => {
  const points = Array.from({ length: 9 }, (_, index) => index);
  const specs = [waiting, { at: 300, with: { wait: true, whenBusy: "Join" } }, { at: 1_500 }];

  it.each(points)("number %i: the server is busy, once", async (point) => {
    const fault = (n: number) => (n === point ? "busy" : "none");
    const { outcomes, steps, cycles } = await play({ fault, takes: () => 100 }, specs);
    for (const outcome of outcomes) expectTruth(outcome, cycles);
    expect(steps.map((step) => step?.status)).toEqual(["Completed", "Completed", "Completed"]);
  });

  it.each(points.flatMap((point) => [["lost before", point] as const, ["lost after", point] as const]))(
    "the connection is %s it has taken effect: number %i",
    async (kind, point) => {
      const fault = (n: number) => (n === point ? kind : "none");
      const { outcomes, steps, cycles } = await play({ fault, takes: () => 100 }, specs);
      for (const outcome of outcomes) expectTruth(outcome, cycles);
      // A trigger whose fate nobody knows is not repeated, and not called done.
      for (const step of steps) {
        if (step?.status !== "Failed") continue;
        expect(step).toMatchObject({ error: { code: "ConnectionFailed", details: { outcomeUnknown: true } } });
      }
    },
  );

  it.each(points)("the host aborts one of the runs: number %i", async (point) => {
    const aborted = { ...waiting, abortAfter: 50 + point * 100 };
    const { outcomes, steps, cycles } = await play({ takes: () => 100 }, [aborted, waiting, { at: 20, ...waiting }]);
    expect(outcomes[0]?.result.status).toBe("Cancelled");
    expect(steps[0]?.status ?? "Cancelled").toBe("Cancelled");
    for (const outcome of outcomes) expectTruth(outcome, cycles);
    // The others go on without it.
    expect(steps.slice(1).map((step) => step?.outputs?.confirmed)).toEqual([true, true]);
    expect(cycles.length).toBeLessThanOrEqual(3);
  });
});

describe("an abort ends the wait at once", () => {
  it.each([0, 1, 999, 1_000, 5_000, 14_000, 24_999])("after %i ms", async (abortAfter) => {
    const { outcomes, beginning } = await play({}, [{ ...waiting, abortAfter }]);
    expect(outcomes[0]?.result.status).toBe("Cancelled");
    expect((outcomes[0]?.endedAt ?? 0) - beginning).toBe(abortAfter);
    expect(eventsOf(outcomes[0] as never)).not.toContain("DirectorySyncCompleted");
  });
});

describe("many runs at once", () => {
  it("a hundred share one cycle, and each is told of it", async () => {
    const { outcomes, steps, cycles, commands } = await play({ takes: () => 100 }, many(100));
    expect(cycles).toHaveLength(1);
    for (const outcome of outcomes) expectTruth(outcome, cycles);
    expect(steps.every((step) => step?.status === "Completed" && step.changed)).toBe(true);
    expect(steps.filter((step) => step?.outputs?.shared === false)).toHaveLength(1);
    // One of them looks for all.
    expect(commands).toBeLessThan(15);
  });

  it("those that come while one is running share the next", async () => {
    const specs = [...many(50), ...many(50, { at: 5_000, ...waiting })];
    const { outcomes, cycles } = await play({}, specs);
    expect(cycles).toHaveLength(2);
    for (const outcome of outcomes) expectTruth(outcome, cycles);
  });

  it("a hundred that come one after the other cost two cycles", async () => {
    const specs = Array.from({ length: 100 }, (_, index) => ({ at: index * 150, ...waiting }));
    const { outcomes, steps, cycles } = await play({ takes: () => 80 }, specs);
    expect(cycles).toHaveLength(2);
    for (const outcome of outcomes) expectTruth(outcome, cycles);
    expect(steps.every((step) => step?.outputs?.confirmed === true)).toBe(true);
  });

  it("the one that acts for all runs out of time: the next goes on with the same cycle", async () => {
    const specs = [{ with: { wait: true, timeoutSeconds: 3 } }, ...many(5)];
    const { outcomes, steps, cycles } = await play({}, specs);
    expect(steps[0]).toMatchObject({ status: "Failed", error: { code: "Timeout" } });
    expect(steps.slice(1).every((step) => step?.outputs?.confirmed === true)).toBe(true);
    expect(cycles).toHaveLength(1);
    for (const outcome of outcomes) expectTruth(outcome, cycles);
  });

  it("who comes in does not wait for a look that was put off for the sake of others", async () => {
    const specs = [{ with: { wait: true, pollIntervalSeconds: 600 } }, { at: 66_000, with: { timeoutSeconds: 30 } }];
    const { steps, cycles, outcomes } = await play({ lasts: () => 65_000 }, specs);
    expect(steps.map((step) => step?.status)).toEqual(["Completed", "Completed"]);
    for (const outcome of outcomes) expectTruth(outcome, cycles);
  });

  it("one command that hangs does not take the others along", async () => {
    const takes = (n: number) => (n === 3 ? Number.MAX_SAFE_INTEGER : 0);
    const specs = [{ with: { wait: true, timeoutSeconds: 3_600 } }, ...many(5, { at: 5_000, ...waiting })];
    const { steps } = await play({ takes }, specs);
    expect(steps.map((step) => step?.outputs?.confirmed)).toEqual([true, true, true, true, true, true]);
  });

  it("a server that is throttling is not stormed", async () => {
    const fault = (n: number) => (n % 2 === 1 ? "busy" : "none");
    const { commands } = await play({ fault }, many(50, { with: { wait: true, timeoutSeconds: 60 } }));
    expect(commands).toBeLessThan(60);
  });

  it("each fails for itself when nothing may be triggered", async () => {
    const { steps } = await play({ details: { StagingModeEnabled: true } }, many(5));
    expect(steps.map((step) => step?.error?.code)).toEqual(Array.from({ length: 5 }, () => "NotReady"));
  });

  it("an Initial cycle does for those who wait for a Delta", async () => {
    const { outcomes, cycles } = await play({}, [{ with: { wait: true, policyType: "Initial" } }, ...many(3)]);
    expect(cycles.map(({ policyType }) => policyType)).toEqual(["Initial"]);
    for (const outcome of outcomes) expectTruth(outcome, cycles);
  });

  it("a Delta cycle does not do for those who wait for an Initial", async () => {
    const { outcomes, cycles } = await play({}, [...many(3), { with: { wait: true, policyType: "Initial" } }]);
    expect(cycles.map(({ policyType }) => policyType)).toEqual(["Delta", "Initial"]);
    for (const outcome of outcomes) expectTruth(outcome, cycles);
  });
});
