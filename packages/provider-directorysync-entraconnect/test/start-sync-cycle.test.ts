import { describe, expect, it } from "vitest";
import { over } from "./call.ts";

describe("startSyncCycle", () => {
  it.each(["Delta", "Initial"])("sends one command with the policy type %s", async (policyType) => {
    const { start, sent } = over(() => ({ Result: "Success" }));
    expect(await start(policyType)).toEqual({
      started: true,
      message: `A ${policyType} synchronisation cycle was started.`,
    });
    expect(sent).toEqual([["Start-ADSyncSyncCycle", { PolicyType: policyType }]]);
  });

  it.each(["delta", "Full", "", "Delta; Get-Date", null, 5, ["Delta"]])(
    "refuses the policy type %j before anything is sent",
    async (policyType) => {
      const { start, sent } = over(() => ({ Result: "Success" }));
      await expect(start(policyType)).rejects.toMatchObject({ code: "InvalidInput" });
      expect(sent).toEqual([]);
    },
  );

  it.each([
    ["an object", { Result: "Success" }],
    ["other names", { result: " success ", PSComputerName: "x", RunspaceId: "y" }],
    ["a map", new Map([["RESULT", "Success"]])],
    ["a list", [{ Result: "Success" }]],
    ["a list with a warning", ["WARNING: this takes a while", { Result: "Success" }]],
    ["an enum", { Result: { value: 0, Value: "Success" } }],
    ["the word alone", "Success"],
    ["a sentence", "The cycle has begun."],
    ["nothing", null],
    ["nothing at all", undefined],
    ["an object without a Result", { Started: "yes" }],
    ["a Result that is empty", { Result: null }],
  ])("takes for a start: %s", async (_, answer) => {
    expect(await over(() => answer).start()).toMatchObject({ started: true });
  });

  it.each([
    [{ Result: "Failed" }, "RemoteExecutionFailed", false],
    [[{ result: "FAILURE" }], "RemoteExecutionFailed", false],
    [{ Result: false }, "RemoteExecutionFailed", false],
    [{ Result: 1 }, "RemoteExecutionFailed", false],
    [{ Result: "Unsuccessful" }, "RemoteExecutionFailed", false],
    [{ Result: "Busy" }, "Busy", true],
    ["Busy", "Busy", true],
    [{ Result: { Value: "AlreadyRunning" } }, "Busy", true],
    [new Map([["Result", "Suspended"]]), "NotReady", false],
    [{ Result: "Access denied" }, "PermissionDenied", false],
    [{ Result: "Throttled" }, "Throttled", true],
  ])("does not take for a start: %j", async (answer, code, transient) => {
    await expect(over(() => answer).start()).rejects.toMatchObject({
      name: "IdleError",
      code,
      transient,
      cause: answer,
    });
  });
});
