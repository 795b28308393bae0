import { IdleError } from "@idle/contract";
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
    ["an object as JSON", '{"Result":"Success"}'],
    ["a list as JSON", ' [{"result":"success"}]\n'],
    ["a table", "\r\n Result\r\n ------\r\nSuccess\r\n"],
    ["the lines of a table", ["", "Result", "------", "Success", ""]],
    ["a property as text", "Result : Success"],
    ["lists in lists", [[{ Result: "Success" }], []]],
    ["a Result beside an object without", [{ Message: "Slow." }, { Result: "Success" }]],
    ["an empty text", ""],
    ["an empty list", []],
    ["an empty object", {}],
    ["an empty map", new Map()],
    ["a list of nothing", [null, "", {}]],
    ["nothing", null],
    ["nothing at all", undefined],
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
    ["Start-ADSyncSyncCycle : System.InvalidOperationException: Sync is already running.", "Busy", true],
    ["Access is denied", "PermissionDenied", false],
    ["The cycle has begun.", "RemoteExecutionFailed", false],
    ['{"Result":"Failure"}', "RemoteExecutionFailed", false],
    ['[{"Result":"Success"},{"Result":"AlreadyRunning"}]', "Busy", true],
    ['{"Exception":{"Message":"AAD is busy"}}', "Busy", true],
    ["{}", "RemoteExecutionFailed", false],
    ["Result : Failure", "RemoteExecutionFailed", false],
    [false, "RemoteExecutionFailed", false],
    [0, "RemoteExecutionFailed", false],
    [{ started: false }, "RemoteExecutionFailed", false],
    [{ Started: "yes" }, "RemoteExecutionFailed", false],
    [{ Result: null }, "RemoteExecutionFailed", false],
    [{ Result: {} }, "RemoteExecutionFailed", false],
    [{ Result: "SuccessfulWithErrors" }, "RemoteExecutionFailed", false],
    [[{ Exception: { Message: "AAD is busy" }, FullyQualifiedErrorId: "x" }], "Busy", true],
    [[{ Exception: { Message: "Access is denied" } }, { Result: "Success" }], "PermissionDenied", false],
    [[{ Result: "Success" }, { Result: "Failure" }], "RemoteExecutionFailed", false],
    [[[{ Result: "Success" }], [[{ Result: "Failure" }]]], "RemoteExecutionFailed", false],
    [["WARNING: Slow.", "Sync is already running."], "Busy", true],
    [["Access is denied.", "OK"], "PermissionDenied", false],
    [[{ Result: "Failure" }, "The connection was lost."], "ConnectionFailed", true],
  ])("does not take for a start: %j", async (answer, code, transient) => {
    await expect(over(() => answer).start()).rejects.toMatchObject({
      name: "IdleError",
      code,
      transient,
      cause: answer,
    });
  });

  it("says what stands in the answer, and what the session's own error says", async () => {
    const said = async (answer: unknown) =>
      await over(() => answer)
        .start()
        .catch((error) => error);
    expect(await said({ Result: "AlreadyRunning" })).toMatchObject({
      message: expect.stringMatching(/^Start-ADSyncSyncCycle failed: AlreadyRunning\. /),
    });
    expect(await said(["WARNING: Slow.", "Access is denied."])).toMatchObject({
      message: expect.stringMatching(/^Start-ADSyncSyncCycle failed: Access is denied\. /),
    });
    expect(await said([new IdleError("Throttled", "Later.", { transient: true, retryAfterMs: 5 })])).toMatchObject({
      code: "Throttled",
      retryAfterMs: 5,
    });
  });

  it("takes no answer for a start that refuses every look, and goes round no circle", async () => {
    const refusing = () => {
      throw new Error("no");
    };
    const handler = { get: refusing, has: refusing, ownKeys: refusing, getPrototypeOf: refusing };
    const circle: unknown[] = ["x"];
    circle.push(circle, circle);
    for (const answer of [new Proxy({}, handler), [new Proxy([], handler)], circle, () => true, Symbol("x")]) {
      await expect(over(() => answer).start()).rejects.toMatchObject({ code: "RemoteExecutionFailed" });
    }
  });
});
