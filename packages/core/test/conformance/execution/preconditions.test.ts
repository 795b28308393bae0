/** 2.4: what a false precondition does in either list, and "Preconditions are live". */
import { IdleError } from "@idle/contract";
import { createMockProvider } from "@idle/provider-mock";
import { createFakeHost } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import {
  changed,
  createProduct,
  driven,
  jane,
  joiner,
  never,
  runScripted,
  throwing,
  typesOf,
} from "../../support/product.ts";

const isFalse = "precondition: { equals: { path: Plan.WorkflowName, value: Other } }";

describe("a false precondition", () => {
  const inMain = (onPreconditionFalse: string) =>
    runScripted(
      { Guarded: [changed] },
      {
        body: `
steps:
  - { name: Guarded, type: Test.Step.Guarded, ${isFalse}${onPreconditionFalse}, preconditionEvent: { type: GuardFalse, message: not now } }
  - { name: Last, type: IdLE.Step.EmitEvent }
onFailureSteps:
  - { name: Tell, type: IdLE.Step.EmitEvent }
`,
      },
    );

  it.each(["", ", onPreconditionFalse: Blocked"])("Blocked%s stops the run without failure steps", async (extra) => {
    const { result, calls } = await inMain(extra);
    expect(result).toMatchObject({
      status: "Blocked",
      steps: [{ name: "Guarded", status: "Blocked", changed: false, attempts: 0 }],
      notReached: ["Last"],
      onFailure: { status: "NotRun", steps: [] },
    });
    expect(result.steps[0]).not.toHaveProperty("error");
    expect(calls.Guarded).toBe(0);
    expect(typesOf(result.events)).toEqual([
      "RunStarted",
      "StepPreconditionFailed",
      "GuardFalse",
      "StepBlocked",
      "RunCompleted",
    ]);
  });

  it("Fail fails the step and runs the failure steps", async () => {
    const { result, calls } = await inMain(", onPreconditionFalse: Fail");
    expect(result).toMatchObject({
      status: "Failed",
      steps: [
        {
          name: "Guarded",
          status: "Failed",
          changed: false,
          attempts: 0,
          error: { code: "PreconditionFailed", message: "Precondition check failed." },
        },
      ],
      notReached: ["Last"],
      onFailure: { status: "Completed", steps: [{ name: "Tell", status: "Completed" }] },
    });
    expect(calls.Guarded).toBe(0);
    expect(typesOf(result.events)).toEqual([
      "RunStarted",
      "StepPreconditionFailed",
      "GuardFalse",
      "StepFailed",
      "OnFailureStarted",
      "OnFailureStepStarted",
      "Custom",
      "OnFailureStepCompleted",
      "OnFailureCompleted",
      "RunCompleted",
    ]);
    expect(result.events.find(({ type }) => type === "Custom")?.data?.failure).toEqual({
      stepName: "Guarded",
      code: "PreconditionFailed",
      message: "Precondition check failed.",
    });
  });

  it("Continue skips the step and goes on", async () => {
    const { result, calls } = await inMain(", onPreconditionFalse: Continue");
    expect(result).toMatchObject({
      status: "Completed",
      steps: [
        { name: "Guarded", status: "PreconditionSkipped", changed: false, attempts: 0 },
        { name: "Last", status: "Completed" },
      ],
      notReached: [],
      onFailure: { status: "NotRun" },
    });
    expect(calls.Guarded).toBe(0);
    expect(typesOf(result.events)).not.toContain("StepBlocked");
  });

  it.each([
    ["Blocked", "PreconditionSkipped", "Completed"],
    ["Continue", "PreconditionSkipped", "Completed"],
    ["Fail", "Failed", "PartiallyFailed"],
  ])("among the failure steps: %s leaves it %s, and the others run", async (onPreconditionFalse, status, all) => {
    const { result, calls } = await runScripted(
      { Break: [throwing(new IdleError("Busy", "broken"))], Guarded: [changed] },
      {
        body: `
steps:
  - { name: Break, type: Test.Step.Break }
onFailureSteps:
  - { name: Guarded, type: Test.Step.Guarded, ${isFalse}, onPreconditionFalse: ${onPreconditionFalse} }
  - { name: Tell, type: IdLE.Step.EmitEvent }
`,
      },
    );
    expect(calls.Guarded).toBe(0);
    expect(result.status).toBe("Failed");
    expect(result.onFailure).toMatchObject({
      status: all,
      steps: [
        { name: "Guarded", status, attempts: 0 },
        { name: "Tell", status: "Completed" },
      ],
    });
    expect(typesOf(result.events)).not.toContain("StepBlocked");
    expect(typesOf(result.events).filter((type) => type === "StepFailed")).toHaveLength(1);
    expect(typesOf(result.events).includes("OnFailureStepFailed")).toBe(status === "Failed");
  });
});

const guarded = (condition: string, extra = "") => `
contextResolvers:
  - { capability: IdLE.Identity.Read, with: { identityKey: jane, provider: Identity } }
  - { capability: IdLE.Entitlement.List, with: { identityKey: jane, provider: Identity } }
steps:
  - { name: Guarded, type: IdLE.Step.EmitEvent, precondition: ${condition}${extra} }
onFailureSteps:
  - { name: Tell, type: IdLE.Step.EmitEvent }
`;
const department = "{ equals: { path: Request.Context.Views.Identity.Profile.Attributes.Department, value: HR } }";

async function runGuarded(
  text: string,
  prepare: (directory: ReturnType<typeof createMockProvider>) => void,
  options: object = {},
) {
  const directory = createMockProvider({ identities: [jane] });
  const host = createFakeHost();
  const product = createProduct({ host });
  const providers = { Identity: directory };
  const plan = await product.plan(joiner(text), { providers });
  const planned = directory.history.length;
  prepare(directory);
  const result = await driven(host, product.engine.invokePlan(plan, { providers, ...options }));
  const reads = directory.history.slice(planned).map(({ method }) => method);
  return { result, step: result.steps[0], reads, host };
}

describe("preconditions are live", () => {
  it("the resolvers that a path depends on run again, and no others", async () => {
    expect((await runGuarded(guarded(department), () => undefined)).reads).toEqual(["getIdentity"]);
    expect(
      (
        await runGuarded(
          guarded("{ contains: { path: Request.Context.Views.Identity.Entitlements.Id, value: HR } }"),
          () => undefined,
        )
      ).reads,
    ).toEqual(["listEntitlements"]);
    expect((await runGuarded(guarded("{ exists: Request.Intent.Department }"), () => undefined)).reads).toEqual([]);
    expect((await runGuarded(guarded("{ exists: Request.Context.Views }"), () => undefined)).reads).toEqual([
      "getIdentity",
      "listEntitlements",
    ]);
  });

  it("an absent path fails the step with PathNotFound, whatever onPreconditionFalse says", async () => {
    const gone = async (directory: ReturnType<typeof createMockProvider>) => {
      await directory.ensureAttributes({
        identityKey: "jane",
        attributes: { Department: null },
        session: undefined,
        signal: new AbortController().signal,
      });
    };
    for (const extra of ["", ", onPreconditionFalse: Continue"]) {
      const { step, result } = await runGuarded(guarded(department, extra), gone);
      expect(step).toMatchObject({ status: "Failed", attempts: 0, error: { code: "PathNotFound" } });
      expect(step?.error?.message).toContain("Department");
      expect(result.onFailure.status).toBe("Completed");
    }
    const { step } = await runGuarded(
      guarded(
        "{ exists: Request.Context.Views.Identity.Profile.Attributes.Department }",
        ", onPreconditionFalse: Continue",
      ),
      gone,
    );
    expect(step?.status).toBe("PreconditionSkipped");
  });

  it("an operator that no longer fits fails the step", async () => {
    const { step } = await runGuarded(guarded(department), (directory) =>
      directory.ensureAttributes({
        identityKey: "jane",
        attributes: { Department: ["HR", "IT"] },
        session: undefined,
        signal: new AbortController().signal,
      }),
    );
    expect(step).toMatchObject({ status: "Failed", error: { code: "WrongKind" } });
  });

  it("a read that fails fails the step with the provider's error", async () => {
    const { step, result } = await runGuarded(guarded(department), (directory) =>
      directory.failNext({ method: "getIdentity", error: new IdleError("PermissionDenied", "no") }),
    );
    expect(step).toMatchObject({ status: "Failed", attempts: 0, error: { code: "PermissionDenied", message: "no" } });
    expect(typesOf(result.events)).not.toContain("StepStarted");
  });

  it.each([["getIdentity", "{ exists: Request.Context.Views.Identity.Profile }"]])(
    "%s that hangs is ended by timeoutSeconds",
    async (method, condition) => {
      const directory = createMockProvider({ identities: [jane] });
      const host = createFakeHost();
      const product = createProduct({ host });
      let isHanging = false;
      const providers = {
        Identity: { ...directory, [method]: (args: never) => (isHanging ? never() : directory.getIdentity(args)) },
      };
      const plan = await product.plan(joiner(guarded(condition, ", timeoutSeconds: 2")), { providers });
      isHanging = true;
      const result = await driven(host, product.engine.invokePlan(plan, { providers }));
      expect(result.steps[0]).toMatchObject({
        status: "Failed",
        attempts: 0,
        durationMs: 2000,
        error: { code: "Timeout" },
      });
      expect(result.onFailure.status).toBe("Completed");
      expect(host.pending()).toBe(0);
    },
  );
});
