/** Whatever the order in which plans come, are settled and die: a limit is never exceeded. */
import type { Admission } from "@idle/contract";
import fc from "fast-check";
import { expect, it } from "vitest";
import { createMemoryLedger, createPolicy, readPolicy } from "../src/index.ts";
import { createClock, disable, hourMs, step, subject } from "./support/subject.ts";

const max = 6;
const windowMs = 4 * hourMs;
const keys = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];

const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("admit" as const),
      keys: fc.subarray(keys, { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("settle" as const),
      which: fc.nat(),
      undone: fc.subarray(keys, { maxLength: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("again" as const), which: fc.nat(), keys: fc.subarray(keys) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: windowMs }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("set back" as const), ms: fc.integer({ min: 0, max: windowMs }) }),
  },
);

it("no window ever holds more writes than the limit", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 60, size: "max" }), async (actions) => {
      const clock = createClock();
      const policy = createPolicy(readPolicy({ limits: [{ action: "disable", max, per: "4h" }] }), {
        state: createMemoryLedger(),
        now: clock.now,
      });
      // When things really happened, on a clock that nobody sets.
      let real = 0;
      const writes: { readonly at: number; readonly what: string }[] = [];
      const runs: {
        readonly planId: string;
        readonly keys: readonly string[];
        readonly admission: Admission;
        readonly since: number;
        isOver: boolean;
      }[] = [];
      const admit = async (planId: string, wanted: readonly string[]) => {
        const steps = wanted.map((key) => step([disable(key)], { id: key }));
        const admission = await policy.admit(subject(steps, { planId, runId: `run-${runs.length}` }));
        if (admission.isAdmitted) runs.push({ planId, keys: wanted, admission, since: real, isOver: false });
      };
      for (const each of actions) {
        if (each.kind === "wait") {
          real += each.ms;
          clock.move(each.ms);
        } else if (each.kind === "set back") {
          clock.move(-each.ms);
        } else if (each.kind === "admit") {
          await admit(`plan-${real}-${runs.length}`, each.keys);
        } else {
          const open = runs.filter(({ isOver }) => !isOver);
          const run = open[each.which % Math.max(1, open.length)];
          if (run === undefined) continue;
          run.isOver = true;
          if (each.kind === "settle") {
            const done = run.keys.filter((key) => !each.undone.includes(key));
            // A run that takes longer than the window is not promised more than that its start was counted.
            const at = real - run.since < windowMs ? real : run.since;
            for (const key of done) writes.push({ at, what: `${run.planId}/${key}` });
            await run.admission.settle(new Map(run.keys.map((key) => [key, done.includes(key) ? [disable(key)] : []])));
          } else {
            // It wrote something and died at once; another run does the rest.
            for (const key of run.keys.filter((key) => !each.keys.includes(key))) {
              writes.push({ at: run.since, what: `${run.planId}/${key}` });
            }
            const left = run.keys.filter((key) => each.keys.includes(key));
            await admit(run.planId, left);
          }
        }
        for (const { at } of writes) {
          const inWindow = new Set(
            writes.filter((other) => at <= other.at && other.at < at + windowMs).map(({ what }) => what),
          );
          expect(inWindow.size).toBeLessThanOrEqual(max);
        }
      }
    }),
    { numRuns: 300 },
  );
});
