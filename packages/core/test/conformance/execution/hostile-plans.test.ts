/** 2.3, "A plan handed in is hostile", and 2.4: what could be known before the start rejects the promise. */
import { defineStep, type Plan } from "@idle/contract";
import { exportPlan, importPlan } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { describe, expect, it } from "vitest";
import {
  changed,
  createProduct,
  errorOf,
  type ForgedPlan,
  forged,
  jane,
  joiner,
  throwing,
  typesOf,
} from "../../support/product.ts";

const body = `
contextResolvers:
  - { capability: IdLE.Identity.Read, with: { identityKey: jane, provider: Identity } }
steps:
  - name: Disable
    type: IdLE.Step.DisableIdentity
    precondition: { equals: { path: Request.Context.Views.Identity.Profile.Enabled, value: true } }
    with: { identityKey: jane }
  - { name: Note, type: IdLE.Step.EmitEvent, with: { message: hello } }
onFailureSteps:
  - { name: Tell, type: IdLE.Step.EmitEvent }
`;

async function planned(text = body) {
  const product = createProduct();
  const directory = createMockProvider({ identities: [jane] });
  const providers = { Identity: directory };
  const plan = await product.plan(joiner(text), { providers });
  const begun = directory.history.length;
  const seen: string[] = [];
  const eventSink = { writeEvent: ({ type }: { type: string }) => void seen.push(type) };
  return {
    plan,
    directory,
    invoke: (given: unknown, bag: object = providers) =>
      product.engine.invokePlan(given as Plan, { providers: bag as never, eventSink }),
    /** Nothing was read, written or told. */
    expectUntouched: () => {
      expect(directory.history.slice(begun)).toEqual([]);
      expect(seen).toEqual([]);
    },
  };
}

describe("a plan that was changed", () => {
  it.each<[string, (plan: ForgedPlan) => void]>([
    ["an input", (plan) => (plan.plan.steps[0].inputs.identityKey = "boss")],
    ["a name", (plan) => (plan.plan.steps[0].name = "Other")],
    ["the order of steps", (plan) => plan.plan.steps.reverse()],
    ["a step less", (plan) => plan.plan.steps.pop()],
    ["a changed condition", (plan) => (plan.plan.steps[0].status = "NotApplicable")],
    ["a precondition less", (plan) => (plan.plan.steps[0].precondition = null)],
    ["the request", (plan) => (plan.request.actor = "boss")],
    ["an unknown key more", (plan) => (plan.plan.steps[0].extra = 1)],
    ["the id", (plan) => (plan.plan.id = `sha256:${"0".repeat(64)}`)],
    ["the minor version", (plan) => (plan.schemaVersion = "1.1")],
  ])("%s: is refused for its id", async (_, edit) => {
    const { plan, invoke, expectUntouched } = await planned();
    const copy = structuredClone(plan);
    edit(copy);
    expect(await errorOf(invoke(copy))).toMatchObject({ code: "PlanInvalid", message: expect.stringContaining("id") });
    expectUntouched();
  });

  it("in its metadata is taken as it is", async () => {
    const { plan, invoke } = await planned();
    const copy = { ...structuredClone(plan), metadata: { generatedBy: "me", environment: "prod", labels: [1] } };
    expect((await invoke(copy)).status).toBe("Completed");
  });

  it("but for the order of its keys is taken as it is", async () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, member]) => [key, reversed(member)]),
      );
    };
    for (const rewrite of [reversed, (plan: unknown) => importPlan(exportPlan(reversed(plan) as Plan))]) {
      const { plan, invoke } = await planned();
      expect((await invoke(rewrite(plan))).status).toBe("Completed");
    }
  });
});

describe("a plan with an id that fits is checked all the same", () => {
  it.each<[string, string, (plan: ForgedPlan) => void]>([
    ["another major version", "PlanVersionUnsupported", (plan) => (plan.schemaVersion = "2.0")],
    ["an older major version", "PlanVersionUnsupported", (plan) => (plan.schemaVersion = "0.9")],
    ["version 10", "PlanVersionUnsupported", (plan) => (plan.schemaVersion = "10.0")],
    ["no version", "PlanInvalid", (plan) => delete plan.schemaVersion],
    ["a version that is no text", "PlanInvalid", (plan) => (plan.schemaVersion = 1)],
    ["another engine", "PlanInvalid", (plan) => (plan.engine.name = "Other")],
    ["not executable", "PlanNotExecutable", (plan) => (plan.plan.executable = false)],
    ["an unknown step type", "StepTypeUnknown", (plan) => (plan.plan.steps[0].stepType = "Evil.Step")],
    ["an unknown type in the failure steps", "StepTypeUnknown", (plan) => (plan.plan.onFailureSteps[0].stepType = "E")],
    ["a type of the registry's prototype", "StepTypeUnknown", (plan) => (plan.plan.steps[0].stepType = "constructor")],
    ["an input less", "PlanInvalid", (plan) => delete plan.plan.steps[0].inputs.identityKey],
    ["an input more", "PlanInvalid", (plan) => (plan.plan.steps[0].inputs.provider = "Other")],
    ["an input of another type", "PlanInvalid", (plan) => (plan.plan.steps[0].inputs.identityKey = { $ne: null })],
    ["no inputs", "PlanInvalid", (plan) => (plan.plan.steps[0].inputs = null)],
    [
      "a __proto__ among the inputs",
      "PlanInvalid",
      (plan) => {
        plan.plan.steps[0].inputs = JSON.parse('{"__proto__":{"identityKey":"boss"},"identityKey":"jane"}');
      },
    ],
    [
      "inputs in a prototype",
      "PlanInvalid",
      (plan) => {
        plan.plan.steps[0].inputs = JSON.parse('{"__proto__":{"identityKey":"boss"}}');
      },
    ],
    ["an alias that is not there", "ProviderMissing", (plan) => (plan.plan.steps[0].provider = "Other")],
    ["an alias of a prototype", "ProviderMissing", (plan) => (plan.plan.steps[0].provider = "__proto__")],
    ["no alias", "ProviderMissing", (plan) => (plan.plan.steps[0].provider = null)],
    ["the broker as an alias", "ProviderMissing", (plan) => (plan.plan.steps[0].provider = "AuthSessionBroker")],
    ["an unknown retry profile", "RetryProfileUnknown", (plan) => (plan.plan.steps[1].retryProfile = "toString")],
    ["a time limit out of range", "PlanInvalid", (plan) => (plan.plan.steps[0].timeoutSeconds = 0)],
    ["a time limit that is no number", "PlanInvalid", (plan) => (plan.plan.steps[0].timeoutSeconds = "9")],
    ["an unknown status", "PlanInvalid", (plan) => (plan.plan.steps[0].status = "Completed")],
    ["an unknown onPreconditionFalse", "PlanInvalid", (plan) => (plan.plan.steps[0].onPreconditionFalse = "Go")],
    ["one id twice", "PlanInvalid", (plan) => (plan.plan.steps[1].id = "step-01")],
    ["one id in both lists", "PlanInvalid", (plan) => (plan.plan.onFailureSteps[0].id = "step-01")],
    ["a malformed precondition", "PlanInvalid", (plan) => (plan.plan.steps[0].precondition = { eval: "1" })],
    [
      "two operators",
      "PlanInvalid",
      (plan) => (plan.plan.steps[0].precondition = { exists: "Request.Actor", all: [] }),
    ],
    [
      "a precondition on a root that is not there",
      "PlanInvalid",
      (plan) => (plan.plan.steps[0].precondition = { exists: "Process.Env.HOME" }),
    ],
    [
      "a resolver that writes",
      "PlanInvalid",
      (plan) => (plan.plan.contextResolvers[0].capability = "IdLE.Identity.Disable"),
    ],
    [
      "a resolver of an alias that is not there",
      "ProviderMissing",
      (plan) => {
        plan.plan.contextResolvers[0].with.provider = "Other";
      },
    ],
    [
      "a step that claims to need nothing",
      "PlanInvalid",
      (plan) => {
        plan.plan.steps = {};
      },
    ],
    ["a request type that is empty", "PlanInvalid", (plan) => (plan.request.type = "")],
    ["a request that is a text", "PlanInvalid", (plan) => (plan.request.input.intent = "anything")],
  ])("%s: %s", async (_, code, edit) => {
    const { plan, invoke, expectUntouched } = await planned();
    expect((await errorOf(invoke(forged(plan, edit)))).code).toBe(code);
    expectUntouched();
  });

  it("a resolver that writes is not called, whatever the precondition reads", async () => {
    const { plan, invoke, directory } = await planned();
    const evil = forged(plan, ({ plan: { steps, contextResolvers } }) => {
      contextResolvers[0].capability = "IdLE.Identity.Disable";
      steps[0].precondition = { exists: "Request.Context.Views.Identity.Entitlements" };
    });
    expect((await errorOf(invoke(evil))).code).toBe("PlanInvalid");
    expect(directory.history.filter(({ kind }) => kind === "write")).toEqual([]);
  });

  it("unknown keys of a later minor version are no harm", async () => {
    const { plan, invoke } = await planned();
    const later = forged(plan, (copy) => {
      copy.schemaVersion = "1.9";
      copy.plan.note = { toString: "x" };
      copy.plan.steps[0].parallel = true;
      copy.request.extra = [null];
    });
    expect((await invoke(later)).status).toBe("Completed");
  });

  it("a NotApplicable step is not executed and needs no provider", async () => {
    const { plan, invoke } = await planned();
    const skipped = forged(plan, ({ plan: { steps } }) => {
      Object.assign(steps[0], { status: "NotApplicable", inputs: null, provider: "Nowhere", changes: [] });
    });
    expect((await invoke(skipped)).steps[0]).toMatchObject({ status: "NotApplicable", attempts: 0 });
  });
});

describe("what is no plan", () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const deep = (levels: number) => JSON.parse(`${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`) as object;
  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["a text", "{}"],
    ["a number", 7],
    ["a list", []],
    ["a function", () => ({})],
    ["a cycle", cycle],
    ["a proxy that throws", new Proxy({}, { ownKeys: throwing(new Error("gotcha")) })],
    [
      "a getter that throws",
      Object.defineProperty({}, "plan", { enumerable: true, get: throwing(new Error("gotcha")) }),
    ],
    ["a toJSON that throws", { toJSON: throwing(new Error("gotcha")) }],
    ["a toJSON that gives nothing", { toJSON: () => undefined }],
    ["a bigint", { schemaVersion: 1n }],
    ["200 levels", deep(200)],
    ["100,000 levels", deep(100_000)],
  ])("%s is refused as PlanInvalid", async (_, value) => {
    const { invoke, expectUntouched } = await planned();
    expect((await errorOf(invoke(value))).code).toBe("PlanInvalid");
    expectUntouched();
  });

  it("a plan whose members answer differently when asked twice runs as it was checked", async () => {
    const { plan, invoke, directory } = await planned();
    let asked = 0;
    const copy = structuredClone(plan) as ForgedPlan;
    Object.defineProperty(copy.plan.steps[0].inputs, "identityKey", {
      enumerable: true,
      get: () => (asked++ === 0 ? "jane" : "boss"),
    });
    expect((await invoke(copy)).status).toBe("Completed");
    expect(new Set(directory.history.map(({ args }) => args.identityKey))).toEqual(new Set(["jane"]));
  });

  it("a plan that is changed while it runs runs as it was checked", async () => {
    const { plan, invoke, directory } = await planned();
    const copy = structuredClone(plan) as ForgedPlan;
    const running = invoke(copy);
    copy.plan.steps[0].inputs.identityKey = "boss";
    copy.plan.steps.length = 1;
    expect((await running).steps).toHaveLength(2);
    expect(new Set(directory.history.map(({ args }) => args.identityKey))).toEqual(new Set(["jane"]));
  });

  it("a huge plan runs like any other", async () => {
    const { plan, invoke } = await planned("steps:\n  - { name: Note, type: IdLE.Step.EmitEvent }\n");
    const huge = forged(plan, (copy) => {
      const [step] = copy.plan.steps;
      copy.plan.steps = Array.from({ length: 2000 }, (_, index) => ({
        ...step,
        id: `step-${String(index + 1).padStart(2, "0")}`,
        name: `Note ${index}`,
      }));
    });
    const result = await invoke(huge);
    expect(result).toMatchObject({ status: "Completed" });
    expect(result.steps).toHaveLength(2000);
  });
});

describe("a bag that does not fit the plan is refused before the start", () => {
  const bare = (without = "none") => {
    const directory = createMockProvider({ identities: [jane] });
    return {
      ...directory,
      getCapabilities: () => directory.getCapabilities().filter((id) => !id.endsWith(without)),
    };
  };
  it.each<[string, string, () => unknown]>([
    ["empty", "ProviderMissing", () => ({})],
    ["null", "InvalidInput", () => null],
    ["a text", "InvalidInput", () => "providers"],
    ["a provider without getCapabilities", "InvalidInput", () => ({ Identity: {} })],
    ["a provider that is null", "InvalidInput", () => ({ Identity: null })],
    ["capabilities that are no list", "PluginAnswerInvalid", () => ({ Identity: { getCapabilities: () => "all" } })],
    ["a capability that is none", "PluginAnswerInvalid", () => ({ Identity: { getCapabilities: () => ["all"] } })],
    [
      "getCapabilities that throws",
      "PluginAnswerInvalid",
      () => ({ Identity: { getCapabilities: throwing(new Error("gotcha")) } }),
    ],
    ["a close that is no function", "PluginAnswerInvalid", () => ({ Identity: { ...bare(), close: true } })],
    ["a capability less", "CapabilityMissing", () => ({ Identity: bare("Disable") })],
    ["the reader's capability less", "CapabilityMissing", () => ({ Identity: bare("Identity.Read") })],
    ["two spellings", "ProviderAmbiguous", () => ({ identity: bare(), IDENTITY: bare() })],
    ["a broker that is none", "InvalidInput", () => ({ Identity: bare(), AuthSessionBroker: {} })],
  ])("%s: %s", async (_, code, bag) => {
    const { plan, invoke, expectUntouched } = await planned();
    expect((await errorOf(invoke(plan, bag() as object))).code).toBe(code);
    expectUntouched();
  });

  it("an alias in another case is the same", async () => {
    const { plan, invoke } = await planned();
    expect((await invoke(plan, { IDENTITY: createMockProvider({ identities: [jane] }) })).status).toBe("Completed");
  });
});

describe("a provider that calls back into the engine", () => {
  it("gets a run of its own", async () => {
    const inner = createProduct();
    const innerPlan = await inner.plan(joiner("steps:\n  - { name: Note, type: IdLE.Step.EmitEvent }\n"));
    const step = defineStep({
      type: "Test.Step.Nested",
      description: "Runs another plan.",
      with: { type: "object", additionalProperties: false },
      async execute() {
        const { status } = await inner.engine.invokePlan(innerPlan);
        return { ...changed(), outputs: { status } };
      },
    });
    const product = createProduct({ steps: [step] });
    const result = await product.engine.invokePlan(
      await product.plan(joiner("steps:\n  - { name: A, type: Test.Step.Nested }\n")),
    );
    expect(result.steps[0]?.outputs).toEqual({ status: "Completed" });
    expect(typesOf(result.events)).toEqual(["RunStarted", "StepStarted", "StepCompleted", "RunCompleted"]);
  });
});
