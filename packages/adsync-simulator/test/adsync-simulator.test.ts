import { describe, expect, it } from "vitest";
import { world } from "./world.ts";

describe("a trigger", () => {
  it("starts a cycle that ends when its time is over", async () => {
    const { simulator, start, scheduler, pass } = world({ cycleSeconds: 60 });
    expect(await start("Initial")).toEqual({ Result: "Success" });
    expect(await scheduler()).toMatchObject({ SyncCycleInProgress: true });
    pass(59);
    expect(await scheduler()).toMatchObject({ SyncCycleInProgress: true });
    pass(1);
    expect(await scheduler()).toMatchObject({ SyncCycleInProgress: false });
    expect(simulator.cycles).toEqual([
      { policyType: "Initial", trigger: "Manual", requestedAt: 0, startedAt: 0, endedAt: 60_000 },
    ]);
  });

  it("begins late where there is a delay, and is Idle until then", async () => {
    const { start, scheduler, pass, times } = world({ startDelaySeconds: (n) => n * 10, cycleSeconds: 5 });
    await start();
    pass(9);
    expect(await scheduler()).toMatchObject({ SyncCycleInProgress: false });
    expect(times()).toEqual([]);
    pass(1);
    expect(await scheduler()).toMatchObject({ SyncCycleInProgress: true });
    pass(5);
    await start();
    pass(100);
    expect(times()).toEqual([
      [10, 15],
      [35, 40],
    ]);
  });

  it("is refused while a cycle runs or is about to", async () => {
    const { start, pass, times } = world({ startDelaySeconds: 10, cycleSeconds: 60 });
    await start();
    await expect(start()).rejects.toThrow(/already running/);
    pass(10);
    await expect(start()).rejects.toThrow(/already running/);
    pass(60);
    await start();
    pass(10);
    expect(times()).toEqual([
      [10, 70],
      [80, null],
    ]);
  });

  it("waits for the cycle that runs where triggers are queued", async () => {
    const { start, pass, times } = world({ startWhileBusy: "queue", cycleSeconds: (n) => n * 10 });
    await start();
    await start();
    pass(1);
    await start();
    pass(100);
    expect(times()).toEqual([
      [0, 10],
      [10, 30],
      [30, 60],
    ]);
  });

  it("comes before an earlier one that begins later", async () => {
    const { simulator, start, pass, times } = world({
      startWhileBusy: "queue",
      startDelaySeconds: (n) => 100 / n,
      cycleSeconds: 10,
    });
    await start("Initial");
    await start("Delta");
    pass(200);
    expect(times()).toEqual([
      [50, 60],
      [100, 110],
    ]);
    expect(simulator.cycles.map(({ policyType }) => policyType)).toEqual(["Delta", "Initial"]);
  });

  it("begins nothing while the scheduler is suspended, and later then", async () => {
    const { simulator, start, pass, times } = world({ startDelaySeconds: 10, cycleSeconds: 5 });
    await start();
    simulator.set({ suspended: true, enabled: true });
    pass(5000);
    expect(times()).toEqual([]);
    simulator.set({ suspended: false, enabled: false });
    expect(times()).toEqual([[5000, null]]);
  });

  it("is refused while the scheduler is suspended", async () => {
    const { simulator, start, scheduler, times } = world({ suspended: true });
    await expect(start()).rejects.toThrow(/suspended/);
    expect(await scheduler()).toMatchObject({ SchedulerSuspended: true });
    simulator.set({ suspended: false });
    await start();
    expect(times()).toEqual([[0, null]]);
  });

  it("runs in staging mode as ever", async () => {
    const { start, scheduler } = world({ stagingMode: true });
    await start();
    expect(await scheduler()).toMatchObject({ StagingModeEnabled: true, SyncCycleInProgress: true });
  });

  it("takes names and values without case, and nothing else", async () => {
    const { simulator, times } = world();
    const { invokeCommand } = simulator.session;
    await expect(invokeCommand("Start-ADSyncSyncCycle", { PolicyType: "Full" })).rejects.toThrow(/ValidateSet/);
    await expect(invokeCommand("Start-ADSyncSyncCycle", { Policy: "Delta" })).rejects.toThrow(/'Policy'/);
    await expect(invokeCommand("Get-ADSyncScheduler", { Name: "x" })).rejects.toThrow(/'Name'/);
    await expect(invokeCommand("Get-Date", {})).rejects.toMatchObject({
      fullyQualifiedErrorId: "CommandNotFoundException",
    });
    expect(times()).toEqual([]);
    await invokeCommand("START-adsyncsynccycle", { policytype: "initial" });
    expect(simulator.cycles).toMatchObject([{ policyType: "Initial" }]);
  });
});

describe("the scheduler's own cycles", () => {
  it("run on the clock, an interval after the end of the last", () => {
    const { pass, times, simulator } = world({ enabled: true, intervalSeconds: 100, cycleSeconds: 10 });
    pass(330);
    expect(times()).toEqual([
      [100, 110],
      [210, 220],
      [320, 330],
    ]);
    expect(simulator.cycles[1]).toMatchObject({ trigger: "Scheduled", policyType: "Delta", requestedAt: 210_000 });
  });

  it("run an interval after the start of the last where the next time moves on then", () => {
    const { pass, times } = world({ enabled: true, intervalSeconds: 100, cycleSeconds: 10, nextUpdate: "start" });
    pass(310);
    expect(times()).toEqual([
      [100, 110],
      [200, 210],
      [300, 310],
    ]);
  });

  it.each([
    ["start", 100 + 100],
    ["end", 100],
  ] as const)("tell the next time, which moves on at the %s", async (nextUpdate, during) => {
    const { scheduler, pass, start } = world({ intervalSeconds: 100, cycleSeconds: 10, nextUpdate });
    const next = async () => (await scheduler()).NextSyncCycleStartTimeInUTC;
    expect(await next()).toEqual(new Date(100_000));
    pass(100);
    await start();
    expect(await next()).toEqual(new Date(during * 1000));
    pass(10);
    expect(await next()).toEqual(new Date((nextUpdate === "start" ? 200 : 210) * 1000));
  });

  it("wait while a triggered cycle runs, and do not run when disabled", async () => {
    const { simulator, pass, start, times } = world({ enabled: true, intervalSeconds: 100, cycleSeconds: 50 });
    pass(90);
    await start();
    pass(60);
    simulator.set({ enabled: false });
    pass(1000);
    expect(times()).toEqual([[90, 140]]);
    simulator.set({ enabled: true });
    expect(times()).toEqual([
      [90, 140],
      [1150, null],
    ]);
  });

  it("can be started by hand, once at a time", () => {
    const { simulator, times } = world();
    simulator.runScheduled();
    expect(times()).toEqual([[0, null]]);
    expect(simulator.cycles).toMatchObject([{ trigger: "Scheduled" }]);
    expect(() => simulator.runScheduled()).toThrow(expect.objectContaining({ code: "Busy" }));
  });

  it("end when a test says so, and never before now", async () => {
    const { simulator, start, pass, times } = world({ cycleSeconds: Number.POSITIVE_INFINITY });
    await start();
    pass(1_000_000);
    expect(times()).toEqual([[0, null]]);
    simulator.set({ cycleSeconds: 5 });
    expect(times()).toEqual([[0, 1_000_000]]);
  });
});

describe("Get-ADSyncScheduler", () => {
  it("answers with the properties of the real one", async () => {
    const { scheduler } = world({ intervalSeconds: 90_000, maintenanceEnabled: false });
    expect(await scheduler()).toEqual({
      AllowedSyncCycleInterval: "00:30:00",
      CurrentlyEffectiveSyncCycleInterval: "1.01:00:00",
      CustomizedSyncCycleInterval: "1.01:00:00",
      NextSyncCyclePolicyType: "Delta",
      NextSyncCycleStartTimeInUTC: new Date(90_000_000),
      PurgeRunHistoryInterval: "7.00:00:00",
      SyncCycleEnabled: false,
      MaintenanceEnabled: false,
      StagingModeEnabled: false,
      SchedulerSuspended: false,
      SyncCycleInProgress: false,
    });
  });

  it("leaves the state out when it is to be unknown", async () => {
    const { simulator, scheduler } = world();
    simulator.set({ reportState: "Unknown" });
    expect(await scheduler()).not.toHaveProperty("SyncCycleInProgress");
    simulator.set({ reportState: "Known" });
    expect(await scheduler()).toHaveProperty("SyncCycleInProgress", false);
  });
});

describe("the logs", () => {
  it("keep what was sent, and cannot be changed through an answer", async () => {
    const { simulator, start, pass } = world();
    const early = simulator.cycles;
    pass(3);
    await start();
    expect(simulator.commands).toEqual([
      { commandName: "Start-ADSyncSyncCycle", parameters: { PolicyType: "Delta" }, at: 3000 },
    ]);
    expect(early).toEqual([]);
    expect(Object.isFrozen(simulator.cycles) && Object.isFrozen(simulator.cycles[0])).toBe(true);
  });
});

describe("a check", () => {
  it("says what it is, and which of the commands it knows, without running any", async () => {
    const { simulator } = world({});
    const wanted = ["Start-ADSyncSyncCycle", "get-adsyncscheduler", "Get-ADUser", "toString", "Get-ADUser"];
    expect(await simulator.session.check?.({ commands: wanted })).toEqual({
      account: null,
      target: "a pretend Entra Connect server",
      commands: [
        { name: "Start-ADSyncSyncCycle", isAvailable: true },
        { name: "get-adsyncscheduler", isAvailable: true },
        { name: "Get-ADUser", isAvailable: false },
        { name: "toString", isAvailable: false },
      ],
    });
    expect(simulator.commands).toEqual([]);
    expect(simulator.cycles).toEqual([]);
  });

  it("takes the latency of a command, and ends when it is aborted", async () => {
    const waited: number[] = [];
    const end = new AbortController();
    const { simulator } = world({
      latencySeconds: 3,
      sleep: async (milliseconds: number) => {
        waited.push(milliseconds);
        end.abort(new Error("enough"));
      },
    });
    await expect(simulator.session.check?.({ commands: [], signal: end.signal })).rejects.toThrow("enough");
    await expect(simulator.session.check?.({ commands: [], signal: end.signal })).rejects.toThrow("enough");
    expect(waited).toEqual([3000]);
  });
});
