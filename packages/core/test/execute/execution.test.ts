import {
  type AnyProvider,
  defineStep,
  IdleError,
  type IdleEvent,
  type Plan,
  type Result,
  Secret,
} from "@idle/contract";
import { createEngine, createMemoryJournal, type InvokePlanOptions } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { commonSteps } from "@idle/steps-common";
import { createFakeHost } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import { createProduct, errorOf, handMade, jane, joiner, joinerRequest, scriptedStep } from "../support/product.ts";

const ok = () => ({ changed: true });
const fail =
  (message: string, options: object = {}) =>
  () => {
    throw new IdleError("Busy", message, options);
  };

/** Runs scripted steps `Test.Step.A`, `B`, … one after the other. */
async function runSteps(
  scripts: Record<string, readonly (() => unknown)[]>,
  {
    body = "",
    options = {},
    idempotent = true,
  }: { body?: string; options?: InvokePlanOptions; idempotent?: boolean } = {},
) {
  const scripted = Object.entries(scripts).map(
    ([name, script]) => [name, scriptedStep(`Test.Step.${name}`, script, { idempotent })] as const,
  );
  const product = createProduct({ steps: scripted.map(([, { step }]) => step) });
  const steps = scripted.map(([name]) => `  - { name: ${name}, type: Test.Step.${name} }`).join("\n");
  const plan = await product.plan(joiner(body === "" ? `steps:\n${steps}\n` : body));
  const result = await product.engine.invokePlan(plan, {
    providers: { Identity: createMockProvider({ identities: [jane] }) },
    ...options,
  });
  return { product, result, calls: Object.fromEntries(scripted.map(([name, step]) => [name, step.calls()])) };
}

const statuses = ({ steps }: Result) => steps.map(({ name, status }) => [name, status]);
const types = (events: readonly IdleEvent[]) => events.map(({ type }) => type);

describe("steps run in order, fail-fast", () => {
  it("to the end when all is well", async () => {
    const { result, calls } = await runSteps({ A: [ok], B: [() => ({ changed: false })] });
    expect(result).toMatchObject({
      status: "Completed",
      notReached: [],
      onFailure: { status: "NotRun", steps: [] },
      eventsDropped: 0,
      sinkError: null,
    });
    expect(result.steps).toEqual([
      { id: "step-01", name: "A", type: "Test.Step.A", status: "Completed", changed: true, attempts: 1, durationMs: 0 },
      {
        id: "step-02",
        name: "B",
        type: "Test.Step.B",
        status: "Completed",
        changed: false,
        attempts: 1,
        durationMs: 0,
      },
    ]);
    expect(types(result.events)).toEqual([
      "RunStarted",
      "StepStarted",
      "StepCompleted",
      "StepStarted",
      "StepCompleted",
      "RunCompleted",
    ]);
    expect(result.events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(calls).toEqual({ A: 1, B: 1 });
  });

  it("to the first failure", async () => {
    const { result, calls } = await runSteps({
      A: [
        () => {
          throw new Error("boom");
        },
      ],
      B: [ok],
    });
    expect(result.status).toBe("Failed");
    expect(result.notReached).toEqual(["B"]);
    expect(result.steps[0]).toMatchObject({
      status: "Failed",
      changed: false,
      attempts: 1,
      error: { code: "UnexpectedError", cause: { message: "boom" } },
    });
    expect(calls.B).toBe(0);
    expect(result.onFailure.status).toBe("NotRun");
    expect(types(result.events).some((type) => type.startsWith("OnFailure"))).toBe(false);
  });

  it("with a thrown string told in words", async () => {
    const { result } = await runSteps({
      A: [
        () => {
          throw "just text";
        },
      ],
    });
    expect(result.steps[0]?.error?.message).toContain("just text");
  });

  it("and an answer that makes no sense is the author's fault", async () => {
    for (const nonsense of [undefined, null, 42, {}, { changed: "yes" }, { changed: true, outputs: [] }]) {
      const { result } = await runSteps({ A: [() => nonsense] });
      expect(result.steps[0]?.error?.code).toBe("PluginAnswerInvalid");
      expect(result.steps[0]?.error?.message).toContain("Test.Step.A");
    }
  });
});

describe("failure steps", () => {
  const body = `
steps:
  - { name: Break, type: Test.Step.Break }
  - { name: Later, type: IdLE.Step.EmitEvent }
onFailureSteps:
  - { name: First, type: Test.Step.First }
  - { name: Skipped, type: IdLE.Step.EmitEvent, precondition: { equals: { path: Plan.WorkflowName, value: Other } } }
  - { name: Hard, type: IdLE.Step.EmitEvent, precondition: { equals: { path: Plan.WorkflowName, value: Other } }, onPreconditionFalse: Fail }
  - { name: Tell, type: IdLE.Step.EmitEvent, with: { message: help } }
  - { name: Never, type: IdLE.Step.EmitEvent, condition: { equals: { path: Plan.WorkflowName, value: Other } } }
`;

  it("are each tried, whatever became of the one before", async () => {
    const { result } = await runSteps({ Break: [fail("broken")], First: [fail("also broken")] }, { body });
    expect(result.status).toBe("Failed");
    expect(result.onFailure.status).toBe("PartiallyFailed");
    expect(result.onFailure.steps.map(({ name, status }) => [name, status])).toEqual([
      ["First", "Failed"],
      ["Skipped", "PreconditionSkipped"],
      ["Hard", "Failed"],
      ["Tell", "Completed"],
      ["Never", "NotApplicable"],
    ]);
    expect(result.notReached).toEqual(["Later"]);
    const custom = result.events.find(({ type }) => type === "Custom");
    expect(custom).toMatchObject({
      message: "help",
      data: { failure: { stepName: "Break", code: "Busy", message: "broken" } },
    });
    expect(types(result.events)).toEqual([
      "RunStarted",
      "StepStarted",
      "StepFailed",
      "OnFailureStarted",
      "OnFailureStepStarted",
      "OnFailureStepFailed",
      "StepPreconditionFailed",
      "StepPreconditionFailed",
      "OnFailureStepFailed",
      "OnFailureStepStarted",
      "Custom",
      "OnFailureStepCompleted",
      "OnFailureStepNotApplicable",
      "OnFailureCompleted",
      "RunCompleted",
    ]);
  });
});

describe("preconditions", () => {
  const withPrecondition = (extra: string) => `
contextResolvers:
  - capability: IdLE.Identity.Read
    with: { identityKey: jane, provider: Identity }
steps:
  - name: First
    type: IdLE.Step.DisableIdentity
    with: { provider: Identity, identityKey: jane }
  - name: Guarded
    type: IdLE.Step.EmitEvent
${extra}
  - name: Last
    type: IdLE.Step.EmitEvent
onFailureSteps:
  - { name: Tell, type: IdLE.Step.EmitEvent }
`;
  const run = async (extra: string) => {
    const product = createProduct();
    const providers = { Identity: createMockProvider({ identities: [jane] }) };
    const plan = await product.plan(joiner(withPrecondition(extra)), { providers });
    return product.engine.invokePlan(plan, { providers });
  };
  const stillEnabled =
    "    precondition: { equals: { path: Request.Context.Views.Identity.Profile.Enabled, value: true } }\n";

  it("are decided on what holds right then, and Blocked stops the run", async () => {
    const result = await run(stillEnabled);
    expect(result.status).toBe("Blocked");
    expect(statuses(result)).toEqual([
      ["First", "Completed"],
      ["Guarded", "Blocked"],
    ]);
    expect(result.steps[1]?.attempts).toBe(0);
    expect(result.notReached).toEqual(["Last"]);
    expect(result.onFailure.status).toBe("NotRun");
    expect(types(result.events).slice(-3)).toEqual(["StepPreconditionFailed", "StepBlocked", "RunCompleted"]);
  });

  it("with Fail are a failure in the documented words", async () => {
    const result = await run(`${stillEnabled}    onPreconditionFalse: Fail\n`);
    expect(result.status).toBe("Failed");
    expect(result.steps[1]).toMatchObject({
      status: "Failed",
      error: { code: "PreconditionFailed", message: "Precondition check failed." },
    });
    expect(result.onFailure.status).toBe("Completed");
  });

  it("with Continue are skipped, with the event the workflow asked for", async () => {
    const result = await run(
      `${stillEnabled}    onPreconditionFalse: Continue\n    preconditionEvent: { type: GuardFalse, message: "not now", data: { why: disabled, password: hidden } }\n`,
    );
    expect(result.status).toBe("Completed");
    expect(statuses(result)[1]).toEqual(["Guarded", "PreconditionSkipped"]);
    expect(result.events.find(({ type }) => type === "GuardFalse")).toMatchObject({
      message: "not now",
      data: { why: "disabled", password: "[REDACTED]" },
      stepName: "Guarded",
    });
  });

  it("fail on a path that is not there", async () => {
    const product = createProduct();
    const identities = [{ ...jane, attributes: {} }];
    const providers = { Identity: createMockProvider({ identities }) };
    const body = withPrecondition(
      "    precondition: { equals: { path: Request.Context.Views.Identity.Profile.Attributes.Department, value: HR } }\n",
    );
    const plan = await product.plan(joiner(body), { providers });
    expect(plan.plan.steps[1]?.warnings[0]).toContain("Department");
    const result = await product.engine.invokePlan(plan, { providers });
    expect(result.steps[1]).toMatchObject({ status: "Failed", attempts: 0, error: { code: "PathNotFound" } });
  });

  it("see the step's own provider and session as Current", async () => {
    const product = createProduct();
    const providers = {
      Identity: createMockProvider({ identities: [jane] }),
      Other: createMockProvider({ identities: [{ ...jane, enabled: false }] }),
    };
    const plan = await product.plan(
      joiner(`
contextResolvers:
  - { capability: IdLE.Identity.Read, with: { identityKey: jane, provider: Identity } }
  - { capability: IdLE.Identity.Read, with: { identityKey: jane, provider: Other } }
steps:
  - name: Own
    type: IdLE.Step.MoveIdentity
    precondition: { equals: { path: Request.Context.Current.Identity.Profile.Enabled, value: false } }
    with: { provider: Other, identityKey: jane, targetContainer: OU=X }
`),
      { providers },
    );
    expect(plan.plan.steps[0]?.warnings).toEqual([]);
    expect((await product.engine.invokePlan(plan, { providers })).status).toBe("Completed");
  });
});

describe("retries", () => {
  it("are for transient errors only, as often as the profile says", async () => {
    const transient = fail("later", { transient: true });
    const { result, calls, product } = await runSteps({ A: [transient, transient, ok] });
    expect(result.status).toBe("Completed");
    expect(result.steps[0]?.attempts).toBe(3);
    expect(calls.A).toBe(3);
    expect(product.host.sleeps).toHaveLength(2);
    const [first = 0, second = 0] = product.host.sleeps;
    expect(first).toBeGreaterThanOrEqual(200);
    expect(first).toBeLessThanOrEqual(300);
    expect(second).toBeGreaterThanOrEqual(400);
    expect(second).toBeLessThanOrEqual(600);
    expect(types(result.events).filter((type) => type === "StepRetrying")).toHaveLength(2);

    const never = await runSteps({ A: [fail("no")] });
    expect(never.calls.A).toBe(1);
  });

  it("look for the mark through causes", async () => {
    const { calls } = await runSteps({
      A: [
        () => {
          throw new Error("outer", { cause: Object.assign(new Error("inner"), { transient: true }) });
        },
        ok,
      ],
    });
    expect(calls.A).toBe(2);
  });

  it("give up with the last error", async () => {
    const { result, calls } = await runSteps({ A: [fail("still", { transient: true })] });
    expect(calls.A).toBe(3);
    expect(result.steps[0]).toMatchObject({ status: "Failed", attempts: 3, error: { code: "Busy", message: "still" } });
  });

  it("use the step's profile, else the default, else the one called Default", async () => {
    const transient = fail("later", { transient: true });
    const body = "steps:\n  - { name: A, type: Test.Step.A, retryProfile: Patient }\n";
    const patient = await runSteps(
      { A: [transient] },
      { body, options: { retryProfiles: { Patient: { maxAttempts: 5, initialDelayMs: 10, jitterRatio: 0 } } } },
    );
    expect(patient.calls.A).toBe(5);
    expect(patient.product.host.sleeps).toEqual([10, 20, 40, 80]);
    expect(
      (await runSteps({ A: [transient] }, { options: { retryProfiles: { Default: { maxAttempts: 2 } } } })).calls.A,
    ).toBe(2);
    expect(
      (
        await runSteps(
          { A: [transient] },
          { options: { retryProfiles: { Default: { maxAttempts: 2 } }, defaultRetryProfile: { maxAttempts: 4 } } },
        )
      ).calls.A,
    ).toBe(4);
    for (const maxAttempts of [0, 1]) {
      expect((await runSteps({ A: [transient] }, { options: { defaultRetryProfile: { maxAttempts } } })).calls.A).toBe(
        1,
      );
    }
  });

  it("refuse an unknown profile and numbers out of range before the start, by name", async () => {
    const body = "steps:\n  - { name: A, type: Test.Step.A, retryProfile: Nope }\n";
    expect(await errorOf(runSteps({ A: [ok] }, { body }))).toMatchObject({
      code: "RetryProfileUnknown",
      message: expect.stringContaining("Nope"),
    });
    for (const wrong of [
      { maxAttempts: 11 },
      { maxAttempts: 1.5 },
      { initialDelayMs: 60_001 },
      { backoffFactor: 0.5 },
      { maxDelayMs: -1 },
      { jitterRatio: 2 },
      { retries: 1 },
      { maxAttempts: Number.NaN },
    ]) {
      const error = await errorOf(runSteps({ A: [ok] }, { options: { retryProfiles: { Wrong: wrong } } }));
      expect(error).toMatchObject({ code: "RetryProfileInvalid", message: expect.stringContaining("Wrong") });
    }
  });

  it("honour what the target system asks for, up to five minutes", async () => {
    const asked = (retryAfterMs: number) => fail("slow down", { transient: true, retryAfterMs });
    expect((await runSteps({ A: [asked(60_000), ok] })).product.host.sleeps).toEqual([60_000]);
    expect((await runSteps({ A: [asked(9_999_999), ok] })).product.host.sleeps).toEqual([300_000]);
  });

  it("wait as long each time the same run is done", async () => {
    const transient = fail("later", { transient: true });
    const waits = async () => (await runSteps({ A: [transient] })).product.host.sleeps;
    expect(await waits()).toEqual(await waits());
  });
});

describe("an unknown outcome", () => {
  const body =
    "steps:\n  - { name: Disable, type: IdLE.Step.DisableIdentity, with: { provider: Identity, identityKey: jane } }\n";
  const run = async (error: Error, after: boolean, times = 1) => {
    const product = createProduct();
    const directory = createMockProvider({ identities: [jane] });
    const plan = await product.plan(joiner(body), { providers: { Identity: directory } });
    directory.failNext({ method: "disableIdentity", error, after, times });
    const result = await product.engine.invokePlan(plan, { providers: { Identity: directory } });
    const writes = directory.history.filter(({ method }) => method === "disableIdentity").length;
    return { result, step: result.steps[0], writes };
  };

  it("that took effect is completed, and not done again", async () => {
    for (const error of [
      new Error("socket hang up"),
      new IdleError("ConnectionFailed", "lost", { transient: true }),
      new IdleError("Timeout", "late"),
    ]) {
      const { step, writes } = await run(error, true);
      expect(step).toMatchObject({ status: "Completed", changed: true, attempts: 1 });
      expect(writes).toBe(1);
    }
  });

  it("that did not is tried again only if the error is transient", async () => {
    expect((await run(new IdleError("ConnectionFailed", "lost", { transient: true }), false)).step).toMatchObject({
      status: "Completed",
      attempts: 2,
    });
    expect((await run(new IdleError("ConnectionFailed", "lost"), false)).step).toMatchObject({
      status: "Failed",
      attempts: 1,
      error: { details: { outcomeUnknown: true } },
    });
    expect((await run(new Error("boom"), false)).step).toMatchObject({ status: "Failed", attempts: 1 });
  });

  it("is not what Busy leaves: that had no effect, and is simply tried again", async () => {
    expect((await run(new IdleError("Busy", "busy", { transient: true }), false)).step).toMatchObject({
      status: "Completed",
      changed: true,
      attempts: 2,
    });
    expect((await run(new IdleError("PermissionDenied", "no"), false)).step).toMatchObject({
      status: "Failed",
      attempts: 1,
      error: { code: "PermissionDenied" },
    });
  });

  it("of a type that is not idempotent is never tried again blindly", async () => {
    let writes = 0;
    const step = defineStep({
      type: "Acme.Step.Once",
      description: "Must not be repeated.",
      with: { type: "object", additionalProperties: false },
      requiredCapabilities: ["IdLE.Identity.Disable"],
      async execute(ctx) {
        await ctx.provider.disableIdentity({ identityKey: "jane" });
        return { changed: true };
      },
    });
    const provider = handMade(
      {
        disableIdentity() {
          writes += 1;
          throw new IdleError("ConnectionFailed", "lost", { transient: true });
        },
      },
      ["IdLE.Identity.Disable"],
    );
    const product = createProduct({ steps: [step] });
    const providers = { Identity: provider };
    const plan = await product.plan(
      joiner("steps:\n  - { name: Once, type: Acme.Step.Once, with: { provider: Identity } }\n"),
      { providers },
    );
    const result = await product.engine.invokePlan(plan, { providers });
    expect(writes).toBe(1);
    expect(result.steps[0]).toMatchObject({ status: "Failed", attempts: 1 });
  });
});

describe("a step that fails halfway", () => {
  const body =
    "steps:\n  - { name: Groups, type: IdLE.Step.EnsureEntitlements, with: { provider: Identity, identityKey: jane, state: Present, entitlements: [{ kind: Group, id: A }, { kind: Group, id: B }] } }\n";
  const run = async (error: Error, times: number) => {
    const product = createProduct();
    const directory = createMockProvider({ identities: [jane] });
    let grants = 0;
    const flaky = {
      ...directory,
      async grantEntitlement(args: Parameters<typeof directory.grantEntitlement>[0]) {
        if (args.entitlement.id === "B" && grants++ < times) throw error;
        return directory.grantEntitlement(args);
      },
    };
    const providers = { Identity: flaky };
    const plan = await product.plan(joiner(body), { providers });
    const result = await product.engine.invokePlan(plan, { providers });
    return { step: result.steps[0], writes: directory.history.filter(({ kind }) => kind === "write").length };
  };

  it("says that it changed something, though it failed", async () => {
    const { step } = await run(new IdleError("PermissionDenied", "no"), 9);
    expect(step).toMatchObject({ status: "Failed", changed: true, error: { code: "PermissionDenied" } });
  });

  it("goes on where it stopped when it is tried again", async () => {
    const { step, writes } = await run(new IdleError("Busy", "busy", { transient: true }), 1);
    expect(step).toMatchObject({ status: "Completed", changed: true, attempts: 2 });
    expect(writes).toBe(2);
  });
});

describe("time limits", () => {
  const body = "steps:\n  - { name: Slow, type: Test.Step.Slow, timeoutSeconds: 2 }\n";

  it("fail a step that does not come back, and what it does later is not heard", async () => {
    let late: (() => void) | undefined;
    const step = defineStep({
      type: "Test.Step.Slow",
      description: "Never ends.",
      with: { type: "object", additionalProperties: false },
      execute: (ctx) =>
        new Promise((resolve) => {
          late = () => {
            ctx.emit("TooLate", "hello");
            resolve({ changed: true });
          };
        }),
    });
    const host = createFakeHost();
    const engine = createEngine({ steps: [commonSteps, [step]], host });
    const workflow = await engine.loadWorkflow({ text: joiner(body) });
    const plan = await engine.createPlan({ workflow, request: joinerRequest });
    const running = engine.invokePlan(plan);
    for (let second = 0; second < 3; second += 1) await host.advance(1000);
    const result = await running;
    expect(result.steps[0]).toMatchObject({ status: "Failed", error: { code: "Timeout" }, durationMs: 2000 });
    late?.();
    expect(types(result.events)).not.toContain("TooLate");
  });

  it("include the waits between attempts", async () => {
    const { result, product } = await runSteps(
      { Slow: [fail("busy", { transient: true })] },
      {
        body,
        options: { defaultRetryProfile: { maxAttempts: 10, initialDelayMs: 1500, backoffFactor: 1, jitterRatio: 0 } },
      },
    );
    expect(result.steps[0]).toMatchObject({
      status: "Failed",
      attempts: 2,
      error: { code: "Timeout", message: expect.stringContaining("busy") },
    });
    expect(product.host.sleeps).toEqual([1500]);
  });

  it("are seen by a step that sleeps", async () => {
    const step = defineStep({
      type: "Test.Step.Slow",
      description: "Polls for ever.",
      with: { type: "object", additionalProperties: false },
      async execute(ctx) {
        for (;;) await ctx.sleep(700);
      },
    });
    const product = createProduct({ steps: [step] });
    const result = await product.engine.invokePlan(await product.plan(joiner(body)));
    expect(result.steps[0]).toMatchObject({ status: "Failed", error: { code: "Timeout" } });
  });
});

describe("abort", () => {
  it("before the start rejects", async () => {
    const error = await errorOf(runSteps({ A: [ok] }, { options: { signal: AbortSignal.abort() } }));
    expect(error.code).toBe("Cancelled");
  });

  it("lets the running step end, and starts no other", async () => {
    const controller = new AbortController();
    const { result } = await runSteps(
      {
        A: [
          () => {
            controller.abort();
            return { changed: true };
          },
        ],
        B: [ok],
      },
      { options: { signal: controller.signal } },
    );
    expect(result.status).toBe("Cancelled");
    expect(statuses(result)).toEqual([["A", "Completed"]]);
    expect(result.notReached).toEqual(["B"]);
    expect(result.onFailure.status).toBe("NotRun");
  });

  it("during a write looks at what became of it", async () => {
    for (const after of [true, false]) {
      const controller = new AbortController();
      const directory = createMockProvider({ identities: [jane] });
      const lossy: AnyProvider = {
        ...directory,
        disableIdentity: async (args: { identityKey: string; signal: AbortSignal; session: undefined }) => {
          if (after) await directory.disableIdentity({ ...args, signal: new AbortController().signal });
          controller.abort();
          throw args.signal.reason;
        },
      } as AnyProvider;
      const product = createProduct();
      const providers = { Identity: lossy };
      const plan = await product.plan(
        joiner(
          "steps:\n  - { name: Disable, type: IdLE.Step.DisableIdentity, with: { provider: Identity, identityKey: jane } }\n",
        ),
        { providers },
      );
      const result = await product.engine.invokePlan(plan, { providers, signal: controller.signal });
      expect(result.status).toBe("Cancelled");
      expect(result.steps[0]).toMatchObject(
        after
          ? { status: "Completed", changed: true }
          : { status: "Cancelled", changed: false, error: { code: "Cancelled" } },
      );
    }
  });

  it("of a step that does not listen ends after five seconds", async () => {
    const controller = new AbortController();
    const step = defineStep({
      type: "Test.Step.Deaf",
      description: "Does not listen.",
      with: { type: "object", additionalProperties: false },
      execute: () => {
        controller.abort();
        return new Promise(() => undefined);
      },
    });
    const host = createFakeHost();
    const engine = createEngine({ steps: [[step]], host });
    const workflow = await engine.loadWorkflow({ text: joiner("steps:\n  - { name: Deaf, type: Test.Step.Deaf }\n") });
    const running = engine.invokePlan(await engine.createPlan({ workflow, request: joinerRequest }), {
      signal: controller.signal,
    });
    await host.advance(0);
    await host.advance(5000);
    expect((await running).steps[0]).toMatchObject({ status: "Cancelled", durationMs: 5000 });
  });

  it("during a wait between attempts ends it at once", async () => {
    const controller = new AbortController();
    const { result } = await runSteps(
      {
        A: [
          () => {
            queueMicrotask(() => controller.abort());
            throw new IdleError("Busy", "later", { transient: true });
          },
        ],
      },
      { options: { signal: controller.signal, defaultRetryProfile: { initialDelayMs: 60_000, maxDelayMs: 60_000 } } },
    );
    expect(result).toMatchObject({ status: "Cancelled", steps: [{ status: "Cancelled" }] });
  });

  it("during the failure steps ends them after the running one", async () => {
    const controller = new AbortController();
    const { result, calls } = await runSteps(
      {
        Break: [fail("broken")],
        One: [
          () => {
            controller.abort();
            return { changed: false };
          },
        ],
        Two: [ok],
      },
      {
        body: "steps:\n  - { name: Break, type: Test.Step.Break }\nonFailureSteps:\n  - { name: One, type: Test.Step.One }\n  - { name: Two, type: Test.Step.Two }\n",
        options: { signal: controller.signal },
      },
    );
    expect(calls.Two).toBe(0);
    expect(result.onFailure.steps.map(({ name, status }) => [name, status])).toEqual([["One", "Completed"]]);
    expect(result.notReached).toEqual(["Two"]);
  });
});

describe("events and sinks", () => {
  it("are streamed in order, to a sink that may take its time", async () => {
    const seen: number[] = [];
    const { result } = await runSteps(
      { A: [ok], B: [ok] },
      {
        options: {
          eventSink: {
            async writeEvent({ sequence }) {
              await Promise.resolve();
              await Promise.resolve();
              seen.push(sequence);
            },
          },
        },
      },
    );
    expect(seen).toEqual(result.events.map(({ sequence }) => sequence));
  });

  it("survive a sink that throws or rejects, and the result says so", async () => {
    for (const writeEvent of [
      () => {
        throw new Error("sink is full");
      },
      () => Promise.reject(new Error("sink is full")),
    ]) {
      const { result } = await runSteps({ A: [ok] }, { options: { eventSink: { writeEvent } } });
      expect(result.status).toBe("Completed");
      expect(result.sinkError?.message).toContain("sink is full");
    }
  });

  it("survive a sink that never comes back", async () => {
    const step = scriptedStep("Test.Step.A", [ok]).step;
    const host = createFakeHost();
    const engine = createEngine({ steps: [[step]], host });
    const workflow = await engine.loadWorkflow({ text: joiner("steps:\n  - { name: A, type: Test.Step.A }\n") });
    const running = engine.invokePlan(await engine.createPlan({ workflow, request: joinerRequest }), {
      eventSink: { writeEvent: () => new Promise(() => undefined) },
    });
    await host.advance(0);
    await host.advance(5000);
    const result = await running;
    expect(result.status).toBe("Completed");
    expect(result.sinkError?.code).toBe("Timeout");
  });

  it("cannot be changed by a sink", async () => {
    const { result } = await runSteps(
      { A: [ok] },
      { options: { eventSink: { writeEvent: (event) => void Object.assign(event, { message: "forged" }) } } },
    );
    expect(result.events.some(({ message }) => message === "forged")).toBe(false);
  });

  it("are kept up to 10,000 in the result, and all go to the sink", async () => {
    const step = defineStep({
      type: "Test.Step.Chatty",
      description: "Talks a lot.",
      with: { type: "object", additionalProperties: false },
      execute(ctx) {
        for (let index = 0; index < 10_050; index += 1) ctx.emit("Chat", `line ${index}`);
        return { changed: false };
      },
    });
    let seen = 0;
    const writeEvent = () => {
      seen += 1;
    };
    const product = createProduct({ steps: [step] });
    const plan = await product.plan(joiner("steps:\n  - { name: Chatty, type: Test.Step.Chatty }\n"));
    const result = await product.engine.invokePlan(plan, { eventSink: { writeEvent } });
    expect(result.events).toHaveLength(10_000);
    expect(result.eventsDropped).toBe(10_054 - 10_000);
    expect(seen).toBe(10_054);
  });

  it("carry no secrets, and a step cannot forge the engine's own", async () => {
    const { result } = await runSteps({
      A: [() => ({ changed: true, outputs: { token: "abc", note: new Secret("s3cr3t"), ok: 1 } })],
    });
    expect(result.steps[0]?.outputs).toEqual({ token: "[REDACTED]", note: "[REDACTED]", ok: 1 });
    const forger = defineStep({
      type: "Test.Step.Forger",
      description: "Forges.",
      with: { type: "object", additionalProperties: false },
      execute(ctx) {
        ctx.emit("RunCompleted", "all is well");
        return { changed: false };
      },
    });
    const product = createProduct({ steps: [forger] });
    const forged = await product.engine.invokePlan(
      await product.plan(joiner("steps:\n  - { name: F, type: Test.Step.Forger }\n")),
    );
    expect(forged.steps[0]?.error?.code).toBe("PluginAnswerInvalid");
  });
});

describe("sessions", () => {
  const steps =
    "steps:\n  - { name: Disable, type: IdLE.Step.DisableIdentity, with: { provider: Identity, identityKey: jane, authSessionName: AD, authSessionOptions: { role: Tier0 } } }\n  - { name: Move, type: IdLE.Step.MoveIdentity, with: { provider: Identity, identityKey: jane, targetContainer: OU=X, authSessionName: AD, authSessionOptions: { role: Tier0 } } }\n";
  const withSession = (required: boolean) => {
    const directory = createMockProvider({ identities: [jane] });
    return { ...directory, session: { type: "Credential" as const, required } } as AnyProvider;
  };
  const credential = () => ({ userName: "svc", password: new Secret("p4ssw0rd!") });

  it("are asked for once for the same name and options, in planning and in execution, with the purpose", async () => {
    const asked: [string, object][] = [];
    const broker = {
      acquireAuthSession(name: string, options: object) {
        asked.push([name, options]);
        return credential();
      },
    };
    const product = createProduct();
    const providers = { Identity: withSession(true), AuthSessionBroker: broker };
    const plan = await product.plan(joiner(steps), { providers });
    await product.engine.invokePlan(plan, { providers });
    const options = (purpose: string) => ({ role: "Tier0", purpose, correlationId: "c-1", actor: "test" });
    expect(asked).toEqual([
      ["AD", options("Plan")],
      ["AD", options("Execute")],
    ]);
  });

  it("are asked for again when they say they have expired", async () => {
    let asked = 0;
    const broker = {
      acquireAuthSession() {
        asked += 1;
        return { ...credential(), isExpired: () => asked === 2 };
      },
    };
    const product = createProduct();
    const providers = { Identity: withSession(true), AuthSessionBroker: broker };
    const plan = await product.plan(joiner(steps), { providers });
    expect(asked).toBe(1);
    await product.engine.invokePlan(plan, { providers });
    expect(asked).toBe(3);
  });

  it("of the wrong type are an error that names both", async () => {
    const providers = {
      Identity: withSession(true),
      AuthSessionBroker: { acquireAuthSession: () => ({ getAccessToken: () => "t" }) },
    };
    const error = await errorOf(createProduct().plan(joiner(steps), { providers }));
    expect(error.message).toMatch(/Credential.*OAuth/);
  });

  it("are not needed where the provider says so, and missing brokers are told where they are", async () => {
    const product = createProduct();
    const optional = { Identity: withSession(false) };
    expect(
      (
        await product.engine.invokePlan(await product.plan(joiner(steps), { providers: optional }), {
          providers: optional,
        })
      ).status,
    ).toBe("Completed");
    expect(
      (await errorOf(product.plan(joiner(steps), { providers: { Identity: withSession(true) } }))).message,
    ).toContain("AuthSessionBroker");
  });
});

describe("the journal", () => {
  it("has intent before, outcome after, and the same key over retries", async () => {
    const journal = createMemoryJournal();
    const { step } = scriptedStep("Test.Step.A", [fail("later", { transient: true }), ok]);
    const product = createProduct({ steps: [step], journal });
    const result = await product.engine.invokePlan(
      await product.plan(joiner("steps:\n  - { name: A, type: Test.Step.A }\n")),
    );
    const kinds = journal.entries.filter(({ kind }) => kind !== "event").map(({ kind }) => kind);
    expect(kinds).toEqual(["run", "intent", "intent", "outcome", "end"]);
    const intents = journal.entries.flatMap((entry) => (entry.kind === "intent" ? [entry.record] : []));
    expect(new Set(intents.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    expect(journal.entries.find((entry) => entry.kind === "outcome")?.record.result).toEqual(result.steps[0]);
  });

  it("that fails stops the run before anything unrecorded happens", async () => {
    const broken = () => {
      throw new Error("disk full");
    };
    const { step, calls } = scriptedStep("Test.Step.A", [ok]);
    const text = joiner("steps:\n  - { name: A, type: Test.Step.A }\n");
    const refusing = createProduct({ steps: [step], journal: { ...createMemoryJournal(), createRun: broken } });
    expect((await errorOf(refusing.plan(text).then((plan: Plan) => refusing.engine.invokePlan(plan)))).code).toBe(
      "JournalFailed",
    );
    const failing = createProduct({ steps: [step], journal: { ...createMemoryJournal(), recordIntent: broken } });
    const result = await failing.engine.invokePlan(await failing.plan(text));
    expect(result.steps[0]).toMatchObject({ status: "Failed", error: { code: "JournalFailed" } });
    expect(calls()).toBe(0);
  });
});

describe("many runs at once", () => {
  it("share what a step shares, and nothing else", async () => {
    let made = 0;
    const step = defineStep({
      type: "Test.Step.Shares",
      description: "Shares.",
      with: { type: "object", additionalProperties: false },
      execute(ctx) {
        const shared = ctx.shared("counter", () => {
          made += 1;
          return { count: 0 };
        });
        shared.count += 1;
        return { changed: false, outputs: { count: shared.count, key: ctx.idempotencyKey } };
      },
    });
    const product = createProduct({ steps: [step] });
    const plan = await product.plan(joiner("steps:\n  - { name: S, type: Test.Step.Shares }\n"));
    const results = await Promise.all(Array.from({ length: 50 }, () => product.engine.invokePlan(plan)));
    expect(made).toBe(1);
    expect(new Set(results.map(({ runId }) => runId)).size).toBe(50);
    expect(new Set(results.map(({ steps: [only] }) => only?.outputs?.key)).size).toBe(50);
    expect(results.every(({ events }) => events[0]?.sequence === 1)).toBe(true);
  });
});
