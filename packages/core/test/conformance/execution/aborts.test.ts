/** 2.4: the host's abort, in each phase of a run. */
import { type AnyProvider, type Change, defineStep, type ExecuteContext, IdleError, Secret } from "@idle/contract";
import { createMemoryJournal } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { createFakeHost } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import {
  changed,
  createProduct,
  driven,
  errorOf,
  jane,
  joiner,
  never,
  runScripted,
  throwing,
  typesOf,
} from "../../support/product.ts";

const disable =
  "steps:\n  - { name: Disable, type: IdLE.Step.DisableIdentity, with: { identityKey: jane } }\n  - { name: Later, type: IdLE.Step.EmitEvent }\nonFailureSteps:\n  - { name: Tell, type: IdLE.Step.EmitEvent }\n";

type Method = (args: { identityKey: string; signal: AbortSignal; session: undefined }) => unknown;

/** A run whose provider does something else in one method once it has begun. */
async function runDisturbed(
  method: string,
  disturb: (controller: AbortController, real: Method, wasWritten: () => boolean) => Method,
  { body = disable, failing = {} }: { body?: string; failing?: Record<string, Error> } = {},
) {
  const host = createFakeHost();
  const product = createProduct({ host });
  const directory = createMockProvider({ identities: [jane] });
  const controller = new AbortController();
  let isRunning = false;
  const real = directory[method as "disableIdentity"] as Method;
  const disturbed = disturb(controller, real, () => directory.history.some(({ kind }) => kind === "write"));
  const providers = {
    Identity: {
      ...directory,
      [method]: ((args) => (isRunning ? disturbed : real)(args)) satisfies Method,
    } as AnyProvider,
  };
  const plan = await product.plan(joiner(body), { providers });
  isRunning = true;
  for (const [failed, error] of Object.entries(failing)) directory.failNext({ method: failed, error });
  const result = await driven(host, product.engine.invokePlan(plan, { providers, signal: controller.signal }));
  expect(host.pending()).toBe(0);
  return { result, step: result.steps[0] };
}

describe("while planning", () => {
  const resolver =
    "contextResolvers:\n  - { capability: IdLE.Identity.Read, with: { identityKey: jane, provider: Identity } }\n";
  const emit = "steps:\n  - { name: Tell, type: IdLE.Step.EmitEvent }\n";

  it.each([
    ["a resolver's read that hangs", `${resolver}${emit}`, { getIdentity: () => never() }],
    ["a preview's read that hangs", disable, { getIdentity: () => never() }],
    [
      "a read that is tried again for long",
      `${resolver}${emit}`,
      { getIdentity: throwing(new IdleError("Busy", "x", { transient: true, retryAfterMs: 300_000 })) },
    ],
  ])("%s is ended with Cancelled", async (_, body, methods) => {
    const host = createFakeHost();
    const { engine } = createProduct({ host });
    const controller = new AbortController();
    const planning = engine.createPlan({
      workflow: await engine.loadWorkflow({ text: joiner(body) }),
      request: { lifecycleEvent: "Joiner" },
      providers: { Identity: { ...createMockProvider({ identities: [jane] }), ...methods } as AnyProvider },
      signal: controller.signal,
    });
    host.setTimer(10, () => controller.abort());
    expect((await errorOf(driven(host, planning))).code).toBe("Cancelled");
    expect(host.pending()).toBe(0);
  });

  it("a broker that hangs is ended with Cancelled", async () => {
    const host = createFakeHost();
    const { engine } = createProduct({ host });
    const controller = new AbortController();
    const session = { type: "Credential", required: true };
    const planning = engine.createPlan({
      workflow: await engine.loadWorkflow({ text: joiner(disable) }),
      request: { lifecycleEvent: "Joiner" },
      providers: {
        Identity: { ...createMockProvider({ identities: [jane] }), session } as AnyProvider,
        AuthSessionBroker: { acquireAuthSession: () => never() },
      },
      signal: controller.signal,
    });
    host.setTimer(10, () => controller.abort());
    expect((await errorOf(driven(host, planning))).code).toBe("Cancelled");
  });
});

describe("before RunStarted", () => {
  it("rejects with Cancelled", async () => {
    const error = await errorOf(runScripted({ A: [changed] }, { options: { signal: AbortSignal.abort() } }));
    expect(error.code).toBe("Cancelled");
  });

  it("while the run is being recorded resolves: nothing is done", async () => {
    const controller = new AbortController();
    const { result, calls } = await runScripted(
      { A: [changed] },
      {
        options: { signal: controller.signal },
        product: { journal: { ...createMemoryJournal(), createRun: async () => controller.abort() } },
      },
    );
    expect(result).toMatchObject({ status: "Cancelled", steps: [], notReached: ["A"] });
    expect(typesOf(result.events)).toEqual(["RunStarted", "RunCompleted"]);
    expect(calls.A).toBe(0);
  });
});

describe("at every event of a run", () => {
  const body =
    "steps:\n  - { name: A, type: Test.Step.A }\n  - { name: B, type: Test.Step.B }\nonFailureSteps:\n  - { name: Tell, type: IdLE.Step.EmitEvent }\n";

  it.each([
    ["RunStarted", "Cancelled", [], ["A", "B"]],
    ["StepStarted", "Cancelled", ["Cancelled"], ["B"]],
    ["StepRetrying", "Cancelled", ["Cancelled"], ["B"]],
    ["StepCompleted", "Cancelled", ["Completed"], ["B"]],
    ["RunCompleted", "Completed", ["Completed", "Completed"], []],
  ])("%s: %s", async (at, status, statuses, notReached) => {
    const controller = new AbortController();
    const busy = throwing(new IdleError("Busy", "later", { transient: true }));
    const { result, calls } = await runScripted(
      { A: [busy, changed], B: [changed] },
      {
        body,
        options: {
          signal: controller.signal,
          eventSink: { writeEvent: ({ type }) => void (type === at && controller.abort()) },
        },
      },
    );
    expect(result).toMatchObject({ status, notReached, onFailure: { status: "NotRun", steps: [] } });
    expect(result.steps.map((step) => step.status)).toEqual(statuses);
    if (at === "StepStarted") {
      expect(calls.A).toBe(0);
      expect(result.steps[0]).toMatchObject({ attempts: 0, changed: false, error: { code: "Cancelled" } });
    }
    if (at === "StepRetrying") expect(result.steps[0]).toMatchObject({ attempts: 1 });
    expect(typesOf(result.events).at(-1)).toBe("RunCompleted");
    expect(result.events.at(-1)?.data?.status).toBe(status);
  });
});

describe("during a precondition's read", () => {
  it("ends the step as Cancelled at once, unexecuted, and says so", async () => {
    const body = `
contextResolvers:
  - { capability: IdLE.Identity.Read, with: { identityKey: jane, provider: Identity } }
steps:
  - { name: Guarded, type: IdLE.Step.EmitEvent, precondition: { exists: Request.Context.Views.Identity.Profile } }
`;
    const { result } = await runDisturbed(
      "getIdentity",
      (controller) => () => {
        queueMicrotask(() => controller.abort());
        return never();
      },
      { body },
    );
    expect(result).toMatchObject({
      status: "Cancelled",
      steps: [{ name: "Guarded", status: "Cancelled", changed: false, attempts: 0, durationMs: 0 }],
    });
    expect(typesOf(result.events)).toEqual(["RunStarted", "StepFailed", "RunCompleted"]);
    expect(result.events[1]?.data).toEqual({ status: "Cancelled", code: "Cancelled", attempts: 0 });
  });
});

describe("during an attempt", () => {
  it("waits for the running step: what ends within 5 s ends as it ends, and the run is Cancelled", async () => {
    const { result } = await runDisturbed("disableIdentity", (controller, real) => async (args) => {
      controller.abort();
      return real({ ...args, signal: new AbortController().signal });
    });
    expect(result).toMatchObject({
      status: "Cancelled",
      steps: [{ status: "Completed", changed: true, attempts: 1 }],
      notReached: ["Later"],
      onFailure: { status: "NotRun" },
    });
  });

  it.each([
    ["took effect and then hangs", true, { status: "Completed", changed: true, durationMs: 5000 }],
    ["hangs before it takes effect", false, { status: "Cancelled", changed: false, durationMs: 5000 }],
  ])("a write that %s is looked up after 5 s", async (_, after, expected) => {
    const { result } = await runDisturbed("disableIdentity", (controller, real) => async (args) => {
      controller.abort();
      if (after) await real({ ...args, signal: new AbortController().signal });
      return never();
    });
    expect(result).toMatchObject({ status: "Cancelled", steps: [{ ...expected, attempts: 1 }], notReached: ["Later"] });
    expect(result.onFailure.status).toBe("NotRun");
  });

  it.each([
    ["took effect", true, { status: "Completed", changed: true }],
    ["did not", false, { status: "Cancelled", changed: false }],
  ])("a write that throws on the signal is looked up: it %s", async (_, after, expected) => {
    const { step } = await runDisturbed("disableIdentity", (controller, real) => async (args) => {
      if (after) await real({ ...args, signal: new AbortController().signal });
      controller.abort();
      throw args.signal.reason;
    });
    expect(step).toMatchObject({ ...expected, durationMs: 0 });
  });

  const target = { provider: "", identityKey: "jane" };
  const open: Change[] = [{ action: "invoke", target, path: "sessions" }];
  it.each<[string, (() => Change[] | null) | undefined, object]>([
    ["says [] completes it", () => [], { status: "Completed", changed: true }],
    ["says there is something left cancels it", () => open, { status: "Cancelled" }],
    ["says null cancels it", () => null, { status: "Cancelled" }],
    ["throws cancels it", throwing(new Error("cannot look")), { status: "Cancelled" }],
    ["hangs cancels it", () => never() as never, { status: "Cancelled" }],
    ["is not there cancels it", undefined, { status: "Cancelled" }],
  ])("a preview that %s", async (_, look, expected) => {
    const host = createFakeHost();
    const controller = new AbortController();
    let isRunning = false;
    const step = defineStep({
      type: "Test.Step.Hangs",
      description: "Hangs.",
      with: { type: "object", additionalProperties: false },
      ...(look === undefined ? {} : { preview: () => (isRunning ? look() : open) }),
      execute() {
        isRunning = true;
        controller.abort();
        return never();
      },
    });
    const product = createProduct({ host, steps: [step] });
    const plan = await product.plan(joiner("steps:\n  - { name: A, type: Test.Step.Hangs }\n"));
    const result = await driven(host, product.engine.invokePlan(plan, { signal: controller.signal }));
    expect(result.status).toBe("Cancelled");
    expect(result.steps[0]).toMatchObject(expected);
    expect(host.pending()).toBe(0);
  });

  it("while an unknown outcome is looked up: what would have been tried again is Cancelled", async () => {
    const { result } = await runDisturbed(
      "getIdentity",
      (controller, real, wasWritten) => (args) => {
        if (wasWritten()) controller.abort();
        return real(args);
      },
      { failing: { disableIdentity: new IdleError("ConnectionFailed", "lost", { transient: true }) } },
    );
    expect(result).toMatchObject({
      status: "Cancelled",
      steps: [{ status: "Cancelled", attempts: 1, error: { code: "Cancelled", details: { outcomeUnknown: true } } }],
      onFailure: { status: "NotRun" },
    });
  });

  it("while an unknown outcome is looked up: what has failed for good stays Failed, without failure steps", async () => {
    const { result } = await runDisturbed(
      "getIdentity",
      (controller, real, wasWritten) => (args) => {
        if (wasWritten()) controller.abort();
        return real(args);
      },
      { failing: { disableIdentity: new IdleError("ConnectionFailed", "lost") } },
    );
    expect(result).toMatchObject({
      status: "Failed",
      steps: [{ status: "Failed", error: { code: "ConnectionFailed" } }],
      notReached: ["Later", "Tell"],
    });
  });

  it("during a sleep of the step ends it at once", async () => {
    const host = createFakeHost();
    const controller = new AbortController();
    const step = defineStep({
      type: "Test.Step.Sleeps",
      description: "Sleeps.",
      with: { type: "object", additionalProperties: false },
      async execute(ctx: Pick<ExecuteContext, "sleep">) {
        queueMicrotask(() => controller.abort());
        await ctx.sleep(60_000);
        return { changed: true };
      },
    });
    const product = createProduct({ host, steps: [step] });
    const plan = await product.plan(joiner("steps:\n  - { name: A, type: Test.Step.Sleeps }\n"));
    const result = await driven(host, product.engine.invokePlan(plan, { signal: controller.signal }), 1);
    expect(result.steps[0]).toMatchObject({ status: "Cancelled", durationMs: 0, attempts: 1 });
    expect(host.pending()).toBe(0);
  });
});

describe("during the acquisition of a session", () => {
  const credential = () => ({ userName: "svc", password: new Secret("hunter22") });
  /** `from`: which request for a session of the run it is; those before get one that has expired by the next call. */
  const run = async (from: number, acquire: (controller: AbortController) => unknown) => {
    const host = createFakeHost();
    const product = createProduct({ host });
    const controller = new AbortController();
    let isRunning = false;
    let asked = 0;
    const answer = () => {
      asked += 1;
      return asked < from ? { ...credential(), isExpired: () => true } : acquire(controller);
    };
    const directory = createMockProvider({ identities: [jane] });
    const providers = {
      Identity: { ...directory, session: { type: "Credential", required: true } } as AnyProvider,
      AuthSessionBroker: { acquireAuthSession: () => (isRunning ? answer() : credential()) as never },
    };
    const plan = await product.plan(joiner(disable), { providers });
    isRunning = true;
    const running = product.engine.invokePlan(plan, { providers, signal: controller.signal });
    const [outcome] = await driven(host, Promise.allSettled([running]));
    expect(host.pending()).toBe(0);
    expect(directory.history.filter(({ kind }) => kind === "write")).toEqual([]);
    return outcome;
  };

  describe.each<[string, (controller: AbortController) => unknown]>([
    ["hangs", () => never()],
    ["throws", throwing(new Error("aborted"))],
    ["gives one nevertheless", credential],
  ])("a broker that %s", (_, then) => {
    const abortFirst = (controller: AbortController) => {
      controller.abort();
      return then(controller);
    };

    it("before the run has begun: it does not, nothing is written", async () => {
      expect(await run(1, abortFirst)).toMatchObject({ status: "rejected", reason: { code: "Cancelled" } });
    });

    it("in the run: the step is Cancelled, nothing is written", async () => {
      expect(await run(3, abortFirst)).toMatchObject({
        status: "fulfilled",
        value: { status: "Cancelled", steps: [{ status: "Cancelled", changed: false }] },
      });
    });
  });
});

describe("during the failure steps", () => {
  const body =
    "steps:\n  - { name: Break, type: Test.Step.Break }\nonFailureSteps:\n  - { name: One, type: Test.Step.One }\n  - { name: Two, type: Test.Step.Two }\n";
  const run = async (one: (controller: AbortController) => unknown) => {
    const host = createFakeHost();
    const controller = new AbortController();
    const played = await runScripted(
      { Break: [throwing(new IdleError("Busy", "broken"))], One: [() => one(controller)], Two: [changed] },
      { body, options: { signal: controller.signal }, product: { host } },
    );
    expect(played.calls.Two).toBe(0);
    expect(host.pending()).toBe(0);
    expect(played.result).toMatchObject({ notReached: ["Two"], onFailure: { status: "PartiallyFailed" } });
    expect(typesOf(played.result.events).slice(-2)).toEqual(["OnFailureCompleted", "RunCompleted"]);
    return played.result;
  };

  it("the running one is let end, and what remains is notReached", async () => {
    const result = await run(async (controller) => {
      controller.abort();
      for (let turns = 0; turns < 50; turns += 1) await Promise.resolve();
      return { changed: true };
    });
    expect(result.onFailure.steps).toMatchObject([{ name: "One", status: "Completed", changed: true }]);
  });

  it("the running one is waited for 5 s when it hangs", async () => {
    const result = await run((controller) => {
      controller.abort();
      return never();
    });
    expect(result.onFailure.steps).toMatchObject([{ name: "One", status: "Cancelled", durationMs: 5000 }]);
  });

  it("before the first of them none is begun", async () => {
    const controller = new AbortController();
    const { result, calls } = await runScripted(
      { Break: [throwing(new IdleError("Busy", "broken"))], One: [changed], Two: [changed] },
      {
        body,
        options: {
          signal: controller.signal,
          eventSink: { writeEvent: ({ type }) => void (type === "StepFailed" && controller.abort()) },
        },
      },
    );
    expect(calls).toMatchObject({ One: 0, Two: 0 });
    expect(result.notReached).toEqual(["One", "Two"]);
  });
});

describe("while the sink is drained", () => {
  it("changes nothing any more", async () => {
    const host = createFakeHost();
    const controller = new AbortController();
    const { result } = await runScripted(
      { A: [changed] },
      {
        options: {
          signal: controller.signal,
          eventSink: {
            async writeEvent({ type }) {
              if (type === "RunCompleted") controller.abort();
              await host.sleep(10);
            },
          },
        },
        product: { host },
      },
    );
    expect(result).toMatchObject({ status: "Completed", sinkError: null });
    expect(host.pending()).toBe(0);
  });
});
