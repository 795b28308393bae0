/** 2.4, the result's shape, and 2.5: events, their order, and what a sink may do. */
import { defineStep, type EventSink, engineEventTypes, IdleError, type IdleEvent, Secret } from "@idle/contract";
import { createMemoryJournal } from "@idle/core";
import { createFakeHost } from "@idle/testkit";
import { describe, expect, it } from "vitest";
import {
  changed,
  createProduct,
  driven,
  errorOf,
  joiner,
  never,
  runScripted,
  throwing,
  typesOf,
  unchanged,
} from "../../support/product.ts";

const closed = { type: "object", additionalProperties: false } as const;

describe("a result", () => {
  it("has exactly the documented keys", async () => {
    const { result, plan } = await runScripted({
      A: [() => ({ changed: true, outputs: { answer: 42 } })],
      B: [throwing(new IdleError("NotFound", "gone", { details: { identityKey: "jane" } }))],
      C: [changed],
    });
    const head = { runId: "00000000-0000-4000-8000-000000000001", correlationId: "c-1", actor: "test" };
    expect(result).toEqual({
      ...head,
      status: "Failed",
      planId: plan.plan.id,
      steps: [
        {
          id: "step-01",
          name: "A",
          type: "Test.Step.A",
          status: "Completed",
          changed: true,
          attempts: 1,
          durationMs: 0,
          outputs: { answer: 42 },
        },
        {
          id: "step-02",
          name: "B",
          type: "Test.Step.B",
          status: "Failed",
          changed: false,
          attempts: 1,
          durationMs: 0,
          error: { code: "NotFound", message: "gone", details: { identityKey: "jane" } },
        },
      ],
      notReached: ["C"],
      onFailure: { status: "NotRun", steps: [] },
      events: expect.any(Array),
      eventsDropped: 0,
      sinkError: null,
      startedAt: "2025-01-01T00:00:00.000Z",
      finishedAt: "2025-01-01T00:00:00.000Z",
    });
    expect(result.events).toHaveLength(6);
    for (const event of result.events) {
      expect(Object.keys(event)).toEqual([
        "sequence",
        "type",
        "timestamp",
        "runId",
        "correlationId",
        "actor",
        "stepId",
        "stepName",
        "message",
        "data",
      ]);
      expect(event).toMatchObject(head);
    }
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it("is JSON with outputs that are objects, whatever a step returns in them", async () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    const hostile = Object.defineProperty({}, "x", {
      enumerable: true,
      get() {
        throw new Error("gotcha");
      },
    });
    for (const outputs of [
      cycle,
      hostile,
      new Map([["a", 1]]),
      new Secret("hunter22"),
      new Date(0),
      { f: () => 1, n: 1n },
    ]) {
      const { result } = await runScripted({ A: [() => ({ changed: true, outputs })] });
      expect(result.steps[0]?.status).toBe("Completed");
      expect(typeof result.steps[0]?.outputs).toBe("object");
      expect(JSON.parse(JSON.stringify(result))).toEqual(result);
      expect(JSON.stringify(result)).not.toContain("hunter22");
    }
  });

  it("counts an attempt only when the step was executed", async () => {
    const journal = createMemoryJournal();
    const { result, calls } = await runScripted(
      { A: [changed] },
      { product: { journal: { ...journal, recordIntent: throwing(new Error("disk full")) } } },
    );
    expect(calls.A).toBe(0);
    expect(result.steps[0]).toMatchObject({ status: "Failed", attempts: 0, error: { code: "JournalFailed" } });
  });
});

describe("after RunStarted invokePlan always resolves", () => {
  const hostileError = new Proxy(new Error("x"), {
    get() {
      throw new Error("gotcha");
    },
    getPrototypeOf() {
      throw new Error("gotcha");
    },
  });
  it.each<[string, unknown]>([
    ["a proxy that throws on every look", hostileError],
    ["undefined", undefined],
    ["a symbol", Symbol("x")],
    ["a function", () => undefined],
    ["an object without prototype", Object.create(null)],
    ["an error whose message is no text", Object.assign(new Error("x"), { message: { toString: 1 } })],
    ["an error with a revoked proxy as its cause", new Error("x", { cause: revoked() })],
    ["a huge message", new Error("x".repeat(1_000_000))],
  ])("though a step throws %s", async (_, error) => {
    const { result } = await runScripted({ A: [throwing(error)] });
    expect(result.steps[0]).toMatchObject({ status: "Failed", error: { code: "UnexpectedError" } });
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it.each<[string, unknown]>([
    ["a getter that throws", Object.defineProperty({}, "changed", { get: throwing(new Error("gotcha")) })],
    ["sealedOutputs that are null", { changed: true, sealedOutputs: null }],
    ["sealed outputs", { changed: true, sealedOutputs: { a: new Secret("x") } }],
    ["a class instance", new (class Outcome {})()],
  ])("though a step returns %s", async (_, outcome) => {
    const { result } = await runScripted({ A: [() => outcome] });
    expect(result.steps[0]?.status).toBe("Failed");
  });

  it("though a step leaves calls behind that fail later", async () => {
    const step = defineStep({
      type: "Test.Step.Careless",
      description: "Does not wait for what it calls.",
      with: closed,
      requiredCapabilities: ["IdLE.Identity.Disable", "IdLE.Identity.Read"],
      execute({ provider }) {
        void provider.getIdentity({ identityKey: "jane" });
        void provider.disableIdentity({ identityKey: "jane" });
        return { changed: false };
      },
    });
    const product = createProduct({ steps: [step] });
    const providers = {
      Identity: {
        name: "Failing",
        getCapabilities: () => ["IdLE.Identity.Disable", "IdLE.Identity.Read"],
        getIdentity: () => Promise.reject(new Error("a")),
        disableIdentity: () => Promise.reject(new Error("b")),
      },
    };
    const plan = await product.plan(
      joiner("steps:\n  - { name: A, type: Test.Step.Careless, with: { provider: Identity } }\n"),
      { providers },
    );
    expect((await product.engine.invokePlan(plan, { providers })).status).toBe("Completed");
  });
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

describe("events", () => {
  const body = `
steps:
  - { name: No, type: IdLE.Step.EmitEvent, condition: { equals: { path: Plan.WorkflowName, value: Other } } }
  - { name: Done, type: Test.Step.Done }
  - { name: Break, type: Test.Step.Break }
  - { name: Later, type: IdLE.Step.EmitEvent }
onFailureSteps:
  - { name: Never, type: IdLE.Step.EmitEvent, condition: { equals: { path: Plan.WorkflowName, value: Other } } }
  - { name: Tell, type: IdLE.Step.EmitEvent, with: { message: help, data: { to: desk } } }
`;

  it("come in this order, with these data", async () => {
    const { result, plan } = await runScripted(
      { Done: [unchanged], Break: [throwing(new IdleError("NotFound", "gone"))] },
      { body },
    );
    const failure = { stepName: "Break", code: "NotFound", message: "gone" };
    expect(
      result.events.map(({ sequence, type, stepId, stepName, data }) => [sequence, type, stepId, stepName, data]),
    ).toEqual([
      [1, "RunStarted", null, null, { planId: plan.plan.id, workflow: "Test" }],
      [2, "StepNotApplicable", "step-01", "No", null],
      [3, "StepStarted", "step-02", "Done", null],
      [4, "StepCompleted", "step-02", "Done", { changed: false, attempts: 1 }],
      [5, "StepStarted", "step-03", "Break", null],
      [6, "StepFailed", "step-03", "Break", { status: "Failed", code: "NotFound", attempts: 1 }],
      [7, "OnFailureStarted", null, null, { failure }],
      [8, "OnFailureStepNotApplicable", "onfailure-01", "Never", null],
      [9, "OnFailureStepStarted", "onfailure-02", "Tell", null],
      [10, "Custom", "onfailure-02", "Tell", { to: "desk", failure }],
      [11, "OnFailureStepCompleted", "onfailure-02", "Tell", { changed: false, attempts: 1 }],
      [12, "OnFailureCompleted", null, null, { status: "Completed" }],
      [13, "RunCompleted", null, null, { status: "Failed", changedSteps: 0, notReached: 1 }],
    ]);
    expect(result.steps.map(({ status, attempts }) => [status, attempts])).toEqual([
      ["NotApplicable", 0],
      ["Completed", 1],
      ["Failed", 1],
    ]);
  });

  it.each(engineEventTypes)("a step cannot emit the engine's %s", async (type) => {
    const step = defineStep({
      type: "Test.Step.Forger",
      description: "Forges.",
      with: closed,
      execute({ emit }) {
        emit(type, "all is well");
        return unchanged();
      },
    });
    const product = createProduct({ steps: [step] });
    const result = await product.engine.invokePlan(
      await product.plan(joiner("steps:\n  - { name: F, type: Test.Step.Forger }\n")),
    );
    expect(result.steps[0]?.error?.code).toBe("PluginAnswerInvalid");
  });

  it("have data that are an object or null, whatever a step hands in", async () => {
    const step = defineStep({
      type: "Test.Step.Odd",
      description: "Emits odd data.",
      with: closed,
      execute({ emit }) {
        for (const data of [undefined, null, "text", 7, ["a"], () => 1, Symbol("s"), new Date(0), { a: undefined }]) {
          emit("Odd", data as never, data as never);
        }
        return unchanged();
      },
    });
    const product = createProduct({ steps: [step] });
    const result = await product.engine.invokePlan(
      await product.plan(joiner("steps:\n  - { name: F, type: Test.Step.Odd }\n")),
    );
    expect(result.status).toBe("Completed");
    const odd = result.events.filter(({ type }) => type === "Odd");
    expect(odd.map(({ data }) => data)).toEqual([
      null,
      null,
      { value: "text" },
      { value: 7 },
      { value: ["a"] },
      { value: null },
      { value: null },
      { value: "1970-01-01T00:00:00.000Z" },
      {},
    ]);
    expect(odd.every(({ message }) => typeof message === "string")).toBe(true);
  });

  it("do not change when a step changes what it handed in", async () => {
    const step = defineStep({
      type: "Test.Step.Reuse",
      description: "Uses one object twice.",
      with: closed,
      execute({ emit }) {
        const data = { count: 1 };
        emit("Count", "one", data);
        data.count = 2;
        emit("Count", "two", data);
        return unchanged();
      },
    });
    const product = createProduct({ steps: [step] });
    const { events } = await product.engine.invokePlan(
      await product.plan(joiner("steps:\n  - { name: F, type: Test.Step.Reuse }\n")),
    );
    expect(events.filter(({ type }) => type === "Count").map(({ data }) => data?.count)).toEqual([1, 2]);
  });
});

describe("a sink", () => {
  const run = (eventSink: EventSink, extra: object = {}) =>
    runScripted({ A: [changed], B: [changed] }, { options: { eventSink }, ...extra });

  it("gets every event once, in order, one at a time, though it takes its time", async () => {
    const host = createFakeHost();
    const seen: number[] = [];
    let busy = 0;
    const { result } = await run(
      {
        async writeEvent({ sequence }) {
          busy += 1;
          expect(busy).toBe(1);
          await host.sleep(sequence % 3);
          seen.push(sequence);
          busy -= 1;
        },
      },
      { product: { host } },
    );
    expect(seen).toEqual(result.events.map(({ sequence }) => sequence));
    expect(result.sinkError).toBeNull();
  });

  it("that fails once is noted, and gets the later ones", async () => {
    const seen: string[] = [];
    for (const isAsync of [true, false]) {
      const { result } = await run({
        writeEvent({ type }) {
          seen.push(type);
          if (type !== "StepStarted") return;
          const error = new IdleError("ConnectionFailed", `no sink ${seen.length}`);
          if (isAsync) return Promise.reject(error);
          throw error;
        },
      });
      expect(result.status).toBe("Completed");
      expect(result.sinkError).toMatchObject({ code: "ConnectionFailed", message: "no sink 2" });
      expect(seen.splice(0)).toEqual(typesOf(result.events));
    }
  });

  it.each<[string, () => unknown]>([
    ["undefined", () => undefined],
    ["a number", () => 1],
    // biome-ignore lint/suspicious/noThenProperty: a sink may be written by anybody.
    ["a thenable that throws", () => Object.defineProperty({}, "then", { get: throwing(new Error("gotcha")) })],
    // biome-ignore lint/suspicious/noThenProperty: as above.
    ["a thenable that settles twice", () => ({ then: (done: () => void) => [done(), done()] })],
    ["a promise that rejects with nothing", () => Promise.reject(undefined)],
  ])("may answer with %s", async (_, answer) => {
    const { result } = await run({ writeEvent: answer as never });
    expect(result.status).toBe("Completed");
    expect(result.events).toHaveLength(6);
  });

  it("that never comes back costs 5 s at the end and is told", async () => {
    const host = createFakeHost();
    const { result } = await run({ writeEvent: () => never() }, { product: { host } });
    expect(result).toMatchObject({ status: "Completed", sinkError: { code: "Timeout" } });
    expect(result.steps.every(({ durationMs }) => durationMs === 0)).toBe(true);
    expect(host.pending()).toBe(0);
  });

  it("cannot change what others see", async () => {
    const { result } = await run({
      writeEvent(event) {
        for (const key of Object.keys(event)) Reflect.set(event, key, "forged");
        if (event.data !== null) Reflect.set(event.data, "status", "forged");
      },
    });
    expect(JSON.stringify(result)).not.toContain("forged");
  });

  it("that is none is refused before anything runs", async () => {
    for (const eventSink of [{}, null, "console", { writeEvent: true }]) {
      const error = await errorOf(run(eventSink as never));
      expect(error).toMatchObject({ code: "InvalidInput", message: expect.stringContaining("writeEvent") });
    }
  });
});

describe("the buffer holds 10,000 events", () => {
  const chatty = (lines: number) =>
    defineStep({
      type: "Test.Step.Chatty",
      description: "Talks.",
      with: closed,
      execute({ emit }) {
        for (let index = 0; index < lines; index += 1) emit("Chat", "line");
        return unchanged();
      },
    });

  it.each([
    [9_996, 10_000, 0],
    [9_997, 10_000, 1],
    [10_500, 10_000, 504],
  ])("%i lines: %i kept, %i dropped, all of them for a sink that lags", async (lines, kept, dropped) => {
    const seen: IdleEvent[] = [];
    const host = createFakeHost();
    const product = createProduct({ steps: [chatty(lines)], host });
    const plan = await product.plan(joiner("steps:\n  - { name: Chatty, type: Test.Step.Chatty }\n"));
    const writeEvent = async (event: IdleEvent) => {
      await Promise.resolve();
      seen.push(event);
    };
    const result = await driven(host, product.engine.invokePlan(plan, { eventSink: { writeEvent } }));
    expect(result.events).toHaveLength(kept);
    expect(result.eventsDropped).toBe(dropped);
    expect(result.sinkError).toBeNull();
    expect(seen.map(({ sequence }) => sequence)).toEqual(seen.map((_, index) => index + 1));
    expect(seen.at(-1)?.type).toBe("RunCompleted");
  });
});

describe("a journal", () => {
  it("may answer with something that is no promise", async () => {
    const seen: string[] = [];
    const journal = { ...createMemoryJournal(), recordEvent: (_: string, { type }: IdleEvent) => seen.push(type) };
    const { result } = await runScripted({ A: [changed] }, { product: { journal: journal as never } });
    expect(result.status).toBe("Completed");
    expect(seen).toEqual(typesOf(result.events));
  });

  it("cannot change the plan that runs", async () => {
    const journal = {
      ...createMemoryJournal(),
      createRun: ({ plan }: { plan: { plan: { steps: unknown[] } } }) => void Reflect.set(plan.plan.steps, "length", 0),
    };
    const { calls } = await runScripted({ A: [changed] }, { product: { journal: journal as never } });
    expect(calls.A).toBe(1);
  });
});

describe("what a step is given", () => {
  it("stays as it is for the next attempt and the next step, whatever the step does to it", async () => {
    const seen: unknown[] = [];
    const step = defineStep({
      type: "Test.Step.Meddler",
      description: "Changes what it was given.",
      with: { ...closed, properties: { list: { type: "array", items: { type: "string" } } } },
      execute({ with: inputs, request }) {
        seen.push(structuredClone([inputs, request]));
        Reflect.set(inputs, "list", []);
        Reflect.set(request, "intent", {});
        Reflect.set(request.intent, "Department", "forged");
        (inputs.list as string[] | undefined)?.push("forged");
        throw Object.assign(new Error("again"), { transient: true });
      },
    });
    const product = createProduct({ steps: [step] });
    const plan = await product.plan(
      joiner("steps:\n  - { name: A, type: Test.Step.Meddler, with: { list: [a] } }\n"),
      {},
    );
    await product.engine.invokePlan(plan);
    await product.engine.invokePlan(plan);
    expect(new Set(seen.map((each) => JSON.stringify(each))).size).toBe(1);
  });
});

describe("a hundred runs at once on one engine", () => {
  it("do not mix", async () => {
    const host = createFakeHost();
    const step = defineStep({
      type: "Test.Step.Naps",
      description: "Naps and fails now and then.",
      with: { ...closed, properties: { who: { type: "string" } } },
      idempotent: true,
      async execute({ with: { who }, sleep, emit, idempotencyKey, request, shared }) {
        const tries = shared(idempotencyKey, () => ({ count: 0 }));
        tries.count += 1;
        await sleep(Number(who) % 17);
        emit("Napped", String(who));
        if (Number(who) % 3 === 0 && tries.count < 2) throw new IdleError("Busy", "x", { transient: true });
        if (Number(who) % 10 === 0) throw new IdleError("NotFound", String(who));
        return { changed: true, outputs: { who: who ?? "", correlationId: request.correlationId } };
      },
    });
    const product = createProduct({ steps: [step], host });
    const workflow = await product.engine.loadWorkflow({
      text: joiner(
        'steps:\n  - { name: A, type: Test.Step.Naps, with: { who: "{{Request.Intent.Who}}" } }\nonFailureSteps:\n  - { name: Tell, type: IdLE.Step.EmitEvent }\n',
      ),
    });
    const all = Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const request = { lifecycleEvent: "Joiner", correlationId: `c-${index}`, intent: { Who: String(index) } };
        const plan = await product.engine.createPlan({ workflow, request });
        const seen: string[] = [];
        const eventSink = { writeEvent: (event: IdleEvent) => void seen.push(`${event.runId}/${event.sequence}`) };
        return { index, seen, result: await product.engine.invokePlan(plan, { eventSink }) };
      }),
    );
    for (const { index, seen, result } of await driven(host, all)) {
      const fails = index % 10 === 0;
      expect(result).toMatchObject({ correlationId: `c-${index}`, status: fails ? "Failed" : "Completed" });
      expect(result.steps[0]).toMatchObject({ attempts: index % 3 === 0 ? 2 : 1 });
      if (fails) expect(result.steps[0]?.error?.message).toBe(String(index));
      else expect(result.steps[0]?.outputs).toEqual({ who: String(index), correlationId: `c-${index}` });
      expect(seen).toEqual(result.events.map(({ sequence }) => `${result.runId}/${sequence}`));
      expect(new Set(result.events.map(({ correlationId }) => correlationId))).toEqual(new Set([`c-${index}`]));
    }
    expect(host.pending()).toBe(0);
  });
});

describe("an error without a message of its own", () => {
  it("is told by what it consists of", async () => {
    const refused = new AggregateError([
      new Error("connect ECONNREFUSED ::1"),
      new Error("connect ECONNREFUSED 127.0.0.1"),
    ]);
    for (const [error, told] of [
      [refused, "ECONNREFUSED ::1; connect ECONNREFUSED 127.0.0.1"],
      [Object.assign(new Error(""), { code: "ECONNRESET" }), "ECONNRESET"],
    ] as const) {
      const { result } = await runScripted({ A: [throwing(error)] });
      expect(result.steps[0]?.error?.message).toContain(told);
    }
  });
});
