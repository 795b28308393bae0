import { describe, expect, it } from "vitest";
import { over, stateOf } from "./call.ts";

const unknown = { inProgress: false, state: "Unknown", details: {} };
const idle = { inProgress: false, state: "Idle", details: {} };
const running = { inProgress: true, state: "InProgress", details: {} };

describe("the state", () => {
  it("is asked for with one command", async () => {
    const { state, sent } = over(() => ({ SyncCycleInProgress: false }));
    expect(await state()).toEqual(idle);
    expect(sent).toEqual([["Get-ADSyncScheduler", {}]]);
  });

  it.each([
    [{ SyncCycleInProgress: true }, running],
    [{ SyncCycleInProgress: "True" }, running],
    [{ syncCYCLEinProgress: " false " }, idle],
    [[{ SyncCycleInProgress: false, PSComputerName: "x", RunspaceId: "y", PSShowComputerName: true }], idle],
    [["WARNING: old", { SyncCycleInProgress: false }], idle],
    [new Map([["synccycleinprogress", true]]), running],
    [Object.assign(Object.create(null), { SyncCycleInProgress: false }), idle],
  ])("is read from %j", async (answer, expected) => {
    expect(await stateOf(answer)).toEqual(expected);
  });

  it.each([
    null,
    undefined,
    "",
    "False",
    false,
    0,
    [],
    [null],
    {},
    [[{ SyncCycleInProgress: false }]],
    [{ SyncCycleInProgress: false }, { SyncCycleInProgress: false }],
    { SyncCycleInProgress: null },
    { SyncCycleInProgress: "" },
    { SyncCycleInProgress: "no" },
    { SyncCycleInProgress: "Falsch" },
    { SyncCycleInProgress: 0 },
    { SyncCycleInProgress: { value: false } },
    { SyncCycleInProgress: [false] },
    { synccycleinprogress: false, SYNCCYCLEINPROGRESS: false },
    { " SyncCycleInProgress": false },
    { result: { SyncCycleInProgress: false } },
    new Map([[undefined, false]]),
  ])("is Unknown, and never Idle, for %j", async (answer) => {
    expect(await stateOf(answer)).toEqual(unknown);
  });
});

describe("details", () => {
  const detailsOf = async (answer: object) => (await stateOf(answer)).details;

  it("are those of the list that are there, under the scheduler's own names", async () => {
    const answer = {
      allowedsynccycleinterval: "00:30:00",
      CurrentlyEffectiveSyncCycleInterval: "1.02:00:00",
      CustomizedSyncCycleInterval: null,
      NextSyncCyclePolicyType: "Delta",
      NextSyncCycleStartTimeInUTC: new Date(0),
      PurgeRunHistoryInterval: "7.00:00:00",
      SyncCycleEnabled: "True",
      MaintenanceEnabled: true,
      STAGINGMODEENABLED: "false",
      SchedulerSuspended: null,
      PSComputerName: "adsync-01",
    };
    expect(Object.entries(await detailsOf(answer))).toEqual([
      ["SyncCycleEnabled", true],
      ["SchedulerSuspended", null],
      ["StagingModeEnabled", false],
      ["MaintenanceEnabled", true],
      ["AllowedSyncCycleInterval", "00:30:00"],
      ["CurrentlyEffectiveSyncCycleInterval", "1.02:00:00"],
      ["NextSyncCyclePolicyType", "Delta"],
      ["NextSyncCycleStartTimeInUTC", "1970-01-01T00:00:00.000Z"],
    ]);
  });

  const morning = "2026-11-24T06:47:23.000Z";
  const evening = "2026-11-24T18:47:23.000Z";
  it.each([
    [new Date(morning), morning],
    ["2026-11-24T06:47:23Z", morning],
    ["2026-11-24T06:47:23", morning],
    ["2026-11-24 06:47:23Z", morning],
    ["2026-11-24T06:47:23.1234567Z", "2026-11-24T06:47:23.123Z"],
    ["2026-11-24T07:47:23+01:00", morning],
    ["2026-11-24T01:17:23-0530", morning],
    ["/Date(1795502843000)/", "2026-11-24T06:47:23.000Z"],
    ["\\/Date(1795502843000+0100)\\/", "2026-11-24T06:47:23.000Z"],
    ["11/24/2026 6:47:23 AM", morning],
    ["11/24/2026 6:47:23\u202fPM", evening],
    ["11/24/2026 12:00 AM", "2026-11-24T00:00:00.000Z"],
    ["11/24/2026 12:00:00 PM", "2026-11-24T12:00:00.000Z"],
    ["Tuesday, November 24, 2026 6:47:23 PM", evening],
    [{ value: "/Date(1795502843000)/", DisplayHint: 2, DateTime: "whatever" }, morning],
    [{ value: new Date(morning) }, morning],
    [{ DateTime: "Tuesday, November 24, 2026 6:47:23 AM" }, morning],
    [{ value: 7, dateTime: "11/24/2026 6:47:23 AM" }, morning],
    ["13/24/2026 6:47:23 AM", "13/24/2026 6:47:23 AM"],
    ["02/30/2026 6:47:23 AM", "02/30/2026 6:47:23 AM"],
    ["11/24/2026 13:47:23 PM", "11/24/2026 13:47:23 PM"],
    ["2026-11-24T25:00:00Z", "2026-11-24T25:00:00Z"],
    ["24.11.2026 06:47:23", "24.11.2026 06:47:23"],
    ["11/12/2026 06:47:23", "11/12/2026 06:47:23"],
    ["/Date(9999999999999999)/", "/Date(9999999999999999)/"],
    ["soon\nor later", "soon"],
    [null, null],
  ])("tell the time %j as %j", async (time, expected) => {
    expect(await detailsOf({ NextSyncCycleStartTimeInUTC: time })).toEqual({ NextSyncCycleStartTimeInUTC: expected });
  });

  it.each([
    ["00:30:00", "00:30:00"],
    ["0:30:00.5000000", "00:30:00"],
    ["1.02:03:04", "1.02:03:04"],
    ["PT30M", "00:30:00"],
    ["P1DT2H3M4.5S", "1.02:03:04"],
    [{ Ticks: 18_000_000_000, Days: 0, TotalSeconds: 1800 }, "00:30:00"],
    [{ ticks: "18000000000" }, "00:30:00"],
    [{ Ticks: 18_000_000_000n }, "00:30:00"],
    [{ TotalSeconds: 1800.9 }, "00:30:00"],
    [{ Days: 1, Hours: 2, Minutes: 3, Seconds: 4 }, "1.02:03:04"],
    [{ value: "00:30:00" }, "00:30:00"],
    [{ TotalSeconds: -90 }, "-00:01:30"],
    ["half an hour", "half an hour"],
    ["PT", "PT"],
    [null, null],
  ])("tell the interval %o as %j", async (interval, expected) => {
    expect(await detailsOf({ AllowedSyncCycleInterval: interval })).toEqual({ AllowedSyncCycleInterval: expected });
  });

  it.each([
    ["Delta", "Delta"],
    [{ value: 1, Value: "Initial" }, "Initial"],
    [{ value: "Initial" }, "Initial"],
    [{ Value: 1 }, 1],
    [null, null],
  ])("tell the policy type %j as %j", async (policyType, expected) => {
    expect(await detailsOf({ NextSyncCyclePolicyType: policyType })).toEqual({ NextSyncCyclePolicyType: expected });
  });

  const flags = ["SyncCycleEnabled", "SchedulerSuspended", "StagingModeEnabled", "MaintenanceEnabled"];
  it.each(flags)("tell %s as true or false when it is 1 or 0", async (name) => {
    expect(await detailsOf({ [name]: 1 })).toEqual({ [name]: true });
    expect(await detailsOf({ [name]: 0 })).toEqual({ [name]: false });
    expect(await detailsOf({ [name]: 2 })).toEqual({ [name]: 2 });
  });

  it("drop what is long or not plain", async () => {
    const circle: Record<string, unknown> = {};
    circle.value = circle;
    const answer = {
      NextSyncCyclePolicyType: "x".repeat(1_000_000),
      SyncCycleEnabled: () => true,
      StagingModeEnabled: Symbol("x"),
      MaintenanceEnabled: Number.NaN,
      NextSyncCycleStartTimeInUTC: circle,
      AllowedSyncCycleInterval: { Ticks: Number.POSITIVE_INFINITY, TotalSeconds: 1e30 },
      CurrentlyEffectiveSyncCycleInterval: new Date(Number.NaN),
      get SchedulerSuspended() {
        throw new Error("no");
      },
    };
    expect(await detailsOf(answer)).toEqual({});
  });

  it.each(["correct  horse\tbattery", " two  at X.Y( ", `x${"😀".repeat(99)}`])(
    "repeat a line as it stands, or not at all: %j",
    async (text) => {
      expect(await detailsOf({ NextSyncCyclePolicyType: text })).toEqual({ NextSyncCyclePolicyType: text });
      expect(await detailsOf({ NextSyncCycleStartTimeInUTC: `\n${text}\r\nx` })).toEqual({
        NextSyncCycleStartTimeInUTC: text,
      });
      for (const added of ["\u0000", "\u001b[31m", "\ud800", "\u202e", "x".repeat(200)]) {
        expect(await detailsOf({ NextSyncCyclePolicyType: text + added })).toEqual({});
      }
    },
  );

  it("do not fail on an answer that refuses every look", async () => {
    const refusing = () => {
      throw new Error("no");
    };
    const handler = { get: refusing, has: refusing, ownKeys: refusing, getPrototypeOf: refusing };
    for (const answer of [new Proxy({}, handler), [new Proxy({}, handler)], new Proxy([], handler)]) {
      expect(await stateOf([answer])).toEqual(unknown);
    }
  });
});
