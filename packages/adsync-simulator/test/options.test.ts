import { expectSession } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { type AdSyncSimulatorOptions, createAdSyncSimulator, idlePlugin } from "../src/index.ts";

const refused = (reason: string) =>
  expect.objectContaining({ code: "InvalidInput", message: expect.stringContaining(reason) });

describe("options", () => {
  it.each([
    [null, "an object"],
    [[], "an object"],
    [{ cycleSecond: 1 }, "cycleSecond"],
    [{ cycleSeconds: -1 }, "cycleSeconds"],
    [{ cycleSeconds: "60" }, "cycleSeconds"],
    [{ cycleSeconds: Number.NaN }, "cycleSeconds"],
    [{ startDelaySeconds: Number.POSITIVE_INFINITY }, "startDelaySeconds"],
    [{ intervalSeconds: 0 }, "intervalSeconds"],
    [{ enabled: "yes" }, "enabled"],
    [{ targetId: "" }, "targetId"],
    [{ now: 5 }, "now"],
    [{ nextUpdate: "later" }, "nextUpdate"],
    [{ startWhileBusy: true }, "startWhileBusy"],
    [JSON.parse('{ "__proto__": 1 }'), "__proto__"],
  ])("refuses %j with the reason", (options, reason) => {
    expect(() => createAdSyncSimulator(options as AdSyncSimulatorOptions)).toThrow(refused(reason));
  });

  it("refuses a change that there is not", () => {
    expect(() => createAdSyncSimulator().set({ targetId: "x" } as object)).toThrow(refused("targetId"));
    expect(() => createAdSyncSimulator().set({ suspended: "no" } as object)).toThrow(refused("suspended"));
  });

  it("make a session with a target, or without", () => {
    expect(createAdSyncSimulator({ targetId: "adsync-01" }).session.targetId).toBe("adsync-01");
    expect(createAdSyncSimulator().session).not.toHaveProperty("targetId");
  });
});

describe("the plug-in", () => {
  it("makes a Command session from plain data", async () => {
    const session = idlePlugin.createSession({ cycleSeconds: 5, targetId: "adsync-01" });
    expect(expectSession(session, "Command")).toBe(session);
    expect(session.targetId).toBe("adsync-01");
    expect(await session.invokeCommand("Get-ADSyncScheduler", {})).toMatchObject({ SyncCycleInProgress: false });
  });

  it.each([
    [{ now: () => 0 }, "now"],
    [{ cycleSeconds: () => 1 }, "cycleSeconds"],
    [{ password: "x" }, "password"],
    [undefined, "an object"],
  ])("refuses %j", (options, reason) => {
    expect(() => idlePlugin.createSession(options)).toThrow(refused(reason));
  });
});
