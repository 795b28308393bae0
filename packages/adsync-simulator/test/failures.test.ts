import { describe, expect, it } from "vitest";
import { type AdSyncErrorKind, type AdSyncFailure, createAdSyncSimulator } from "../src/index.ts";
import { world } from "./world.ts";

describe("failNext", () => {
  it.each<[AdSyncErrorKind, string, RegExp]>([
    ["Busy", "System.InvalidOperationException", /AAD is busy/],
    ["AlreadyRunning", "System.InvalidOperationException", /already running/],
    ["Suspended", "System.InvalidOperationException", /suspended/],
    ["AccessDenied", "System.UnauthorizedAccessException", /80070005/],
    ["ElevationRequired", "System.ComponentModel.Win32Exception", /elevation/],
    ["NotRecognized", "System.Management.Automation.CommandNotFoundException", /'Start-ADSyncSyncCycle'/],
    ["ConnectionLost", "System.Management.Automation.Remoting.PSRemotingTransportException", /aborted/],
    ["Throttled", "System.Management.Automation.Remoting.PSRemotingTransportException", /concurrent shells/],
    ["Timeout", "System.Management.Automation.Remoting.PSRemotingTransportException", /time specified/],
  ])("fails with the error of %s, once and without effect", async (kind, exceptionType, text) => {
    const { simulator, start, times } = world();
    simulator.failNext({ kind });
    const error: unknown = await start().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: "Error",
      message: expect.stringMatching(text),
      exceptionType,
      fullyQualifiedErrorId: expect.stringMatching(/./),
      category: expect.stringMatching(/./),
    });
    expect(times()).toEqual([]);
    expect(await start()).toEqual({ Result: "Success" });
  });

  it("loses the answer of a command that took effect", async () => {
    const { simulator, start, times } = world();
    simulator.failNext({ kind: "ConnectionLost", after: true });
    await expect(start()).rejects.toThrow(/remote server/);
    expect(times()).toEqual([[0, null]]);
    simulator.failNext({ kind: "ConnectionLost", after: true });
    await expect(start(), "a refusal is lost, too").rejects.toThrow(/remote server/);
  });

  it("fails several commands, one failure after the other, of that command only", async () => {
    const { simulator, start, scheduler } = world();
    const error = { any: "thing" };
    simulator.failNext({ command: "get-adsyncscheduler", error, times: 2 });
    simulator.failNext({ command: "Get-ADSyncScheduler", kind: "Busy" });
    await start();
    await expect(scheduler()).rejects.toBe(error);
    await expect(scheduler()).rejects.toBe(error);
    await expect(scheduler()).rejects.toThrow(/busy/);
    await scheduler();
  });

  it.each([[{}], [{ kind: "Sleepy" }], [{ kind: "Busy", times: 0 }], [{ kind: "Busy", times: 1.5 }]])(
    "refuses what cannot be meant: %j",
    (failure) => {
      expect(() => world().simulator.failNext(failure as AdSyncFailure)).toThrow(
        expect.objectContaining({ code: "InvalidInput" }),
      );
    },
  );
});

describe("latency and abort", () => {
  it("waits before each command, and has no effect when it is aborted meanwhile", async () => {
    const waits: number[] = [];
    const controller = new AbortController();
    const reason = new Error("enough");
    const { simulator, start, times } = world({
      latencySeconds: 2,
      sleep: async (milliseconds) => {
        waits.push(milliseconds);
        if (waits.length === 1) controller.abort(reason);
      },
    });
    const { signal } = controller;
    const command = () => simulator.session.invokeCommand("Start-ADSyncSyncCycle", {}, { signal });
    await expect(command()).rejects.toBe(reason);
    await expect(command()).rejects.toBe(reason);
    expect(times()).toEqual([]);
    expect(simulator.commands, "what was aborted before is not sent").toHaveLength(1);
    await start();
    expect(waits).toEqual([2000, 2000]);
    expect(times()).toEqual([[0, null]]);
  });

  it("comes back at once from a real wait that is aborted", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const { session } = createAdSyncSimulator({ latencySeconds: 3600 });
    const answer = session.invokeCommand("Get-ADSyncScheduler", {}, { signal: controller.signal });
    controller.abort(reason);
    await expect(answer).rejects.toBe(reason);
  });
});
