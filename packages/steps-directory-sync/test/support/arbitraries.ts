/** Servers in every mood, and what steps may ask of them. */
import fc from "fast-check";
import type { Behaviour } from "./sync-server.ts";

export const inputs = fc.record(
  {
    policyType: fc.constantFrom("Delta", "Delta", "Delta", "Initial"),
    wait: fc.constantFrom(true, true, true, false),
    whenBusy: fc.constantFrom("Wait", "Wait", "Join", "Fail"),
    timeoutSeconds: fc.constantFrom(600, 600, 90, 5),
    pollIntervalSeconds: fc.constantFrom(10, 10, 3, 60, 0.5),
  },
  { requiredKeys: ["wait", "timeoutSeconds"] },
);

/** A value for each n, by a list that repeats. */
export const each = <T>(values: fc.Arbitrary<T>) =>
  fc.array(values, { minLength: 1, maxLength: 8 }).map((list) => (n: number) => list[n % list.length] as T);

export const behaviours = fc
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

/** Hundreds of servers and runs are much to compute, the more so where other programs compute as well. */
export const patience = { timeout: 180_000 };

/** A server that is in order. */
export const orderly = fc.record({
  // One that is over before anybody looks is only confirmed when no other one ended just before.
  lasts: each(fc.constantFrom(20_000, 12_000, 90_000)),
  startsLate: each(fc.constantFrom(0, 200, 15_000)),
  movesOnAt: fc.constantFrom("start" as const, "end" as const),
  takes: each(fc.constantFrom(0, 10, 700)),
});
