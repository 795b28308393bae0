/** Whatever is asked for and whenever: at most one cycle runs, and log, answers and clock agree. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { world } from "./world.ts";

const seconds = fc.nat({ max: 500 });
const action = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant("pass" as const), seconds }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("start" as const), initial: fc.boolean() }) },
  fc.record({ do: fc.constant("scheduled" as const) }),
  fc.record({
    do: fc.constant("set" as const),
    changes: fc.record({ suspended: fc.boolean(), enabled: fc.boolean(), cycleSeconds: seconds }, { requiredKeys: [] }),
  }),
  fc.record({ do: fc.constant("lose" as const) }),
);
const options = fc.record({
  cycleSeconds: fc.oneof(seconds, fc.constant(Number.POSITIVE_INFINITY)),
  startDelaySeconds: seconds,
  intervalSeconds: fc.integer({ min: 1, max: 500 }),
  enabled: fc.boolean(),
  nextUpdate: fc.constantFrom("start" as const, "end" as const),
  startWhileBusy: fc.constantFrom("refuse" as const, "queue" as const),
});

it("cycles never overlap, and the log says what was answered", async () => {
  await fc.assert(
    fc.asyncProperty(options, fc.array(action, { maxLength: 40 }), async (made, actions) => {
      const { simulator, pass, start, scheduler } = world(made);
      let now = 0;
      let accepted = 0;
      let refusals = 0;
      for (const step of actions) {
        const before = simulator.cycles;
        if (step.do === "pass") {
          pass(step.seconds);
          now += step.seconds * 1000;
        } else if (step.do === "set") simulator.set(step.changes);
        else if (step.do === "start") {
          const isAccepted = await start(step.initial ? "Initial" : "Delta").then(
            () => true,
            () => false,
          );
          if (isAccepted) accepted += 1;
          else refusals += 1;
        } else if (step.do === "lose") {
          simulator.failNext({ kind: "ConnectionLost" });
          await expect(scheduler()).rejects.toThrow();
        } else if (before.at(-1)?.endedAt !== null) simulator.runScheduled();

        const cycles = simulator.cycles;
        const running = cycles.filter(({ endedAt }) => endedAt === null);
        expect(running.length).toBeLessThanOrEqual(1);
        expect((await scheduler()).SyncCycleInProgress).toBe(running.length === 1);
        expect(cycles.slice(0, before.length).map(({ startedAt }) => startedAt)).toEqual(
          before.map(({ startedAt }) => startedAt),
        );
        for (const [index, { requestedAt, startedAt, endedAt }] of cycles.entries()) {
          expect(requestedAt).toBeLessThanOrEqual(startedAt);
          expect(startedAt).toBeLessThanOrEqual(endedAt ?? now);
          expect(endedAt ?? 0).toBeLessThanOrEqual(now);
          const next = cycles[index + 1];
          if (next !== undefined) expect(next.startedAt).toBeGreaterThanOrEqual(endedAt ?? Number.POSITIVE_INFINITY);
        }
      }
      const manual = simulator.cycles.filter(({ trigger }) => trigger === "Manual").length;
      expect(manual).toBeLessThanOrEqual(accepted);
      expect(simulator.commands.filter(({ commandName }) => commandName.startsWith("Start"))).toHaveLength(
        accepted + refusals,
      );
    }),
  );
});
