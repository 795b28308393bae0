/** Windows in which nothing is applied, in the clocks of their zones. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FreezeRule, weekdays } from "../src/configuration.ts";
import { frozenUntil } from "../src/freeze/frozen-until.ts";
import { createZone } from "../src/freeze/zone.ts";
import { createMemoryLedger, createPolicy, readPolicy } from "../src/index.ts";
import { disable, refusals, step, subject, verdict } from "./support/subject.ts";

const until = (rule: unknown, instant: string): string | null => {
  const [freeze] = readPolicy({ freeze: [rule] }).freeze;
  if (freeze === undefined) throw new Error("no rule");
  const end = frozenUntil(freeze, createZone(freeze.timeZone), Date.parse(instant));
  return end === null || !Number.isFinite(end) ? String(end) : new Date(end).toISOString();
};

describe("a window with dates", () => {
  const rule = { name: "Year end", timeZone: "Europe/Berlin", from: "2026-12-24T18:00", to: "2027-01-02T06:00" };

  it.each([
    ["2026-12-24T16:59:59.999Z", "null"],
    ["2026-12-24T17:00:00Z", "2027-01-02T05:00:00.000Z"],
    ["2027-01-02T04:59:59.999Z", "2027-01-02T05:00:00.000Z"],
    ["2027-01-02T05:00:00Z", "null"],
  ])("at %s: %s", (instant, expected) => {
    expect(until(rule, instant)).toBe(expected);
  });

  // Berlin: 2027-03-28 02:00 becomes 03:00 (01:00Z), 2027-10-31 03:00 becomes 02:00 (01:00Z).
  it("that begins at a time which does not exist begins at the earlier reading", () => {
    const gap = { ...rule, from: "2027-03-28T02:30", to: "2027-03-28T05:00" };
    expect(until(gap, "2027-03-28T00:29:59Z")).toBe("null");
    expect(until(gap, "2027-03-28T00:30:00Z")).toBe("2027-03-28T03:00:00.000Z");
  });

  it("that ends at a time which does not exist ends at the later reading", () => {
    const gap = { ...rule, from: "2027-03-28T00:00", to: "2027-03-28T02:30" };
    expect(until(gap, "2027-03-28T01:29:59Z")).toBe("2027-03-28T01:30:00.000Z");
    expect(until(gap, "2027-03-28T01:30:00Z")).toBe("null");
  });

  it("whose ends exist twice begins at the first and ends at the second", () => {
    const twice = { ...rule, from: "2027-10-31T02:15", to: "2027-10-31T02:45" };
    expect(until(twice, "2027-10-31T00:14:59Z")).toBe("null");
    expect(until(twice, "2027-10-31T00:15:00Z")).toBe("2027-10-31T01:45:00.000Z");
    expect(until(twice, "2027-10-31T01:44:59Z")).toBe("2027-10-31T01:45:00.000Z");
    expect(until(twice, "2027-10-31T01:45:00Z")).toBe("null");
  });
});

describe("a weekly window", () => {
  const weekends = { name: "Weekends", timeZone: "Europe/Berlin", days: ["Sun", "Sat"] };
  const nights = {
    name: "Nights",
    timeZone: "America/New_York",
    days: ["Mon", "Tue", "Wed", "Thu", "Fri"],
    from: "22:00",
    to: "06:00",
  };

  it.each([
    // 2026-11-27 is a Friday, Berlin is an hour ahead.
    ["2026-11-27T22:59:59Z", "null"],
    ["2026-11-27T23:00:00Z", "2026-11-29T23:00:00.000Z"],
    ["2026-11-29T22:59:59Z", "2026-11-29T23:00:00.000Z"],
    ["2026-11-29T23:00:00Z", "null"],
    // The days on which clocks are changed: 23 and 25 hours.
    ["2027-03-27T22:59:59Z", "2027-03-28T22:00:00.000Z"],
    ["2027-03-28T21:59:59Z", "2027-03-28T22:00:00.000Z"],
    ["2027-03-28T22:00:00Z", "null"],
    ["2027-10-31T22:59:59Z", "2027-10-31T23:00:00.000Z"],
    ["2027-10-31T23:00:00Z", "null"],
  ])("of whole days at %s: %s", (instant, expected) => {
    expect(until(weekends, instant)).toBe(expected);
  });

  it.each([
    // Friday 22:00 to Saturday 06:00 belongs to Friday; Sunday evening to no day of these. New York is at -5.
    ["2026-11-28T02:59:59Z", "null"],
    ["2026-11-28T03:00:00Z", "2026-11-28T11:00:00.000Z"],
    ["2026-11-28T10:59:59Z", "2026-11-28T11:00:00.000Z"],
    ["2026-11-28T11:00:00Z", "null"],
    ["2026-11-29T04:00:00Z", "null"],
    ["2026-11-30T04:00:00Z", "null"],
    ["2026-12-01T03:00:00Z", "2026-12-01T11:00:00.000Z"],
  ])("over midnight at %s: %s", (instant, expected) => {
    expect(until(nights, instant)).toBe(expected);
  });

  it.each([
    // New York: 2027-03-14 02:00 becomes 03:00 (07:00Z), 2027-11-07 02:00 becomes 01:00 (06:00Z); both are Sundays.
    ["the short night ends at 06:00 summer time", "22:00", "06:00", "2027-03-14T09:59:59Z", "2027-03-14T10:00:00.000Z"],
    ["the long night ends at 06:00 winter time", "22:00", "06:00", "2027-11-07T10:59:59Z", "2027-11-07T11:00:00.000Z"],
    ["an end that is not there is the later", "22:00", "02:30", "2027-03-14T07:29:59Z", "2027-03-14T07:30:00.000Z"],
    ["an end that is there twice is the second", "22:00", "01:30", "2027-11-07T06:29:59Z", "2027-11-07T06:30:00.000Z"],
  ])("on the days that clocks change: %s", (_, from, to, instant, expected) => {
    expect(until({ ...nights, days: ["Sat"], from, to }, instant)).toBe(expected);
    expect(until({ ...nights, days: ["Sat"], from, to }, expected)).toBe("null");
  });

  it.each([
    ["a beginning that is not there is the earlier", "02:30", "2027-03-14T06:30:00Z", "2027-03-14T10:00:00.000Z"],
    ["a beginning that is there twice is the first", "01:30", "2027-11-07T05:30:00Z", "2027-11-07T11:00:00.000Z"],
  ])("on the days that clocks change: %s", (_, from, instant, expected) => {
    const rule = { ...nights, days: ["Sun"], from, to: "06:00" };
    expect(until(rule, instant)).toBe(expected);
    expect(until(rule, new Date(Date.parse(instant) - 1).toISOString())).toBe("null");
  });

  it("joins what touches, and has no end when it never ends", () => {
    const always = { ...weekends, days: [...weekdays] };
    expect(until(always, "2026-11-27T12:00:00Z")).toBe("Infinity");
    const evening = { ...weekends, from: "18:00", to: "24:00" };
    expect(until(evening, "2026-11-28T18:00:00Z")).toBe("2026-11-28T23:00:00.000Z");
  });
});

describe("for any instant and rule", () => {
  const zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "UTC"];
  const instants = fc.oneof(
    fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2028, 0) }),
    // The nights on which clocks are changed, in all zones above.
    fc
      .constantFrom("2027-03-28", "2027-10-31", "2027-03-14", "2027-11-07", "2027-04-04", "2027-10-03", "2011-12-30")
      .chain((day) => fc.integer({ min: -36, max: 36 * 60 }).map((minutes) => Date.parse(day) + minutes * 60_000)),
  );
  const minutes = fc.integer({ min: 0, max: 1439 });

  it("a weekly rule holds whenever the zone's clock on the wall says so", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
        minutes,
        minutes,
        instants,
        (timeZone, days, from, to, instant) => {
          fc.pre(from !== to);
          const rule: FreezeRule = { name: "x", kind: "weekly", timeZone, days, from, to };
          if (!isOnTheWall(rule, instant)) return;
          const end = frozenUntil(rule, createZone(timeZone), instant);
          expect(end).not.toBeNull();
          expect(end).toBeGreaterThan(instant);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("where clocks are not changed it holds only then", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("Asia/Kathmandu", "UTC"),
        minutes,
        minutes,
        instants,
        (timeZone, from, to, instant) => {
          fc.pre(from !== to);
          const rule: FreezeRule = { name: "x", kind: "weekly", timeZone, days: ["Mon", "Sat"], from, to };
          expect(frozenUntil(rule, createZone(timeZone), instant) !== null).toBe(isOnTheWall(rule, instant));
        },
      ),
      { numRuns: 300 },
    );
  });

  function isOnTheWall(rule: FreezeRule & { readonly kind: "weekly" }, instant: number): boolean {
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone: rule.timeZone,
      weekday: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
    const today = weekdays.map(String).indexOf(parts.weekday ?? "");
    const yesterday = weekdays[(today + 6) % 7];
    const time = Number(parts.hour) * 60 + Number(parts.minute);
    const has = (day: string | undefined) => rule.days.some((each) => each === day);
    if (rule.to > rule.from) return has(weekdays[today]) && rule.from <= time && time < rule.to;
    // Apia had no 30 December 2011, so the day before is not always yesterday there.
    return (
      (has(weekdays[today]) && time >= rule.from) ||
      (has(yesterday) && time < rule.to && rule.timeZone !== "Pacific/Apia")
    );
  }
});

describe("a freeze in force", () => {
  it("refuses, and says until when in its zone; others are kept", async () => {
    const policy = createPolicy(
      readPolicy({
        freeze: [
          { name: "Weekends", timeZone: "Europe/Berlin", days: ["Sat", "Sun"] },
          { name: "Year end", timeZone: "Europe/Berlin", from: "2026-12-24T18:00", to: "2027-01-02T06:00" },
        ],
      }),
      { state: createMemoryLedger(), now: () => Date.parse("2027-10-30T12:00Z") },
    );
    const asked = subject([step([disable("x")], { id: "a" }), step([], { id: "b" })]);
    const { isAdmitted, verdicts } = await policy.admit(asked);
    expect(isAdmitted).toBe(false);
    expect(refusals(verdicts)).toEqual(["freeze[0]"]);
    expect(verdict(verdicts, "freeze[0]")).toMatchObject({
      message: 'The freeze "Weekends" is in force until 2027-11-01T00:00+01:00 (Europe/Berlin).',
      remedy: expect.stringContaining("Apply the plan at 2027-11-01T00:00+01:00 (Europe/Berlin) or later"),
      steps: ["a"],
    });
    expect(verdict(verdicts, "freeze[1]").message).toBe('The freeze "Year end" is not in force.');
    expect(await policy.review(asked)).toEqual(verdicts);
  });
});
