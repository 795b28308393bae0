/** Specification 2.1 to 2.3 (pass 4), 3.1, 3.3, 3.4 and 4: what fits together, and what plug-ins answer. */
import { defineCapability, defineStep, type IdleError } from "@idle/contract";
import { createEngine } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { commonSteps } from "@idle/steps-common";
import { describe, expect, it } from "vitest";
import { note, workflowText } from "../../support/language.ts";
import { createProduct, diagnosticsOf, errorOf, handMade, jane, joinerRequest } from "../../support/product.ts";

const closed = { type: "object", additionalProperties: false } as const;
const thrownBy = (work: () => unknown): IdleError => {
  try {
    work();
  } catch (error) {
    return error as IdleError;
  }
  throw new Error("It did not throw.");
};
const problems = async (steps: object[], providers: object) =>
  diagnosticsOf(await errorOf(createProduct().plan(workflowText({ steps }), { providers: providers as never })));
const disable = { name: "D", type: "IdLE.Step.DisableIdentity", with: { identityKey: "jane" } };

describe("a provider without a method of a capability it advertises", () => {
  const { disableIdentity: _, ...lacking } = createMockProvider({
    identities: [{ identityKey: "jane", enabled: true, attributes: {} }],
  });

  it("is told of while planning, and not when the step runs", async () => {
    expect(await problems([disable], { Identity: lacking })).toMatchObject([
      {
        code: "PluginAnswerInvalid",
        step: "D",
        message: expect.stringMatching(/has no method disableIdentity.*Tell its author/),
      },
    ]);
  });

  it("may be used for what it has", async () => {
    const enable = { ...disable, type: "IdLE.Step.EnableIdentity" };
    const plan = await createProduct().plan(workflowText({ steps: [enable] }), {
      providers: { Identity: lacking } as never,
    });
    expect(plan.plan.steps[0]?.changes).toEqual([]);
  });
});

describe("createEngine refuses", () => {
  const step = (more: object) =>
    defineStep({
      type: "Acme.Step.X",
      description: "x",
      with: closed,
      execute: () => ({ changed: false }),
      ...more,
    } as never);

  it("a step that requires an undeclared capability", () => {
    for (const key of ["requiredCapabilities", "previewCapabilities"]) {
      const error = thrownBy(() => createEngine({ steps: [[step({ [key]: ["Acme.Badge.Read"] })]] }));
      expect(error).toMatchObject({ code: "CapabilityUndeclared" });
      expect(error.message).toMatch(/Acme\.Step\.X.*Acme\.Badge\.Read/);
    }
  });

  it("two definitions of one type, one capability declared twice, one method declared both ways", () => {
    expect(thrownBy(() => createEngine({ steps: [commonSteps, commonSteps] })).code).toBe("DefinitionInvalid");
    const badge = (id: string, kind: "read" | "write") => defineCapability({ id, methods: { badge: kind } } as never);
    for (const capabilities of [
      [badge("Acme.A.Read", "read"), badge("Acme.B.Read", "write")],
      [badge("Acme.A.Read", "read"), badge("Acme.A.Read", "read")],
      [defineCapability({ id: "Acme.C.Read", methods: { getIdentity: "write" } } as never)],
    ])
      expect(thrownBy(() => createEngine({ steps: [], capabilities })).code).toBe("DefinitionInvalid");
  });

  it.each(["", "acme.Badge.Read", "Acme", "Acme.badge.Read", "Acme..Read", "Acme.Badge Read", "Acme.Badge.", 7, null])(
    "%j as a capability id",
    (id) => {
      expect(thrownBy(() => defineCapability({ id, methods: {} } as never)).code).toBe("DefinitionInvalid");
      expect(thrownBy(() => step({ requiredCapabilities: [id] })).code).toBe("DefinitionInvalid");
    },
  );

  it.each([
    { type: "acme" },
    { with: { type: "object" } },
    { with: true },
    { with: { ...closed, properties: { provider: {} } } },
    { execute: null },
    { preview: 7 },
    { description: "" },
    { idempotent: "yes" },
  ])("%j as a step type", (more) => {
    expect(thrownBy(() => step(more)).code).toBe("DefinitionInvalid");
  });
});

describe("each applicable step whose type requires capabilities", () => {
  it("names a provider, and the bag has it: an error lists what is there", async () => {
    const Other = createMockProvider({ identities: [jane], alias: "Other" });
    const [missing] = await problems([{ ...disable, with: { ...disable.with, provider: "Nope" } }], {
      Other,
      Third: Other,
    });
    expect(missing).toMatchObject({ code: "ProviderMissing", step: "D" });
    expect(missing?.message).toMatch(/Nope.*Other, Third/);
    expect(await problems([disable], { Other })).toMatchObject([{ code: "ProviderMissing" }]);
    expect(await problems([disable], {})).toMatchObject([{ code: "ProviderMissing" }]);
  });

  it("whose provider lacks one is told which, and what it has", async () => {
    const poor = handMade({}, ["IdLE.Identity.Read", "IdLE.Identity.Enable"]);
    const [missing] = await problems(
      [
        {
          ...disable,
          type: "IdLE.Step.EnsureEntitlement",
          with: { identityKey: "a", entitlement: { kind: "G", id: "g" }, state: "Present" },
        },
      ],
      { Identity: poor },
    );
    expect(missing?.code).toBe("CapabilityMissing");
    for (const id of [
      "IdLE.Entitlement.List",
      "IdLE.Entitlement.Grant",
      "IdLE.Entitlement.Revoke",
      "IdLE.Identity.Read",
      "IdLE.Identity.Enable",
    ])
      expect(missing?.message).toContain(id);
    expect(missing?.message).not.toContain("option");
  });

  it("whose provider could, and is not allowed to, is told to look at its options", async () => {
    const remove = { ...disable, type: "IdLE.Step.DeleteIdentity" };
    const [missing] = await problems([remove], { Identity: createMockProvider({ identities: [jane] }) });
    expect(missing).toMatchObject({
      code: "CapabilityMissing",
      message: expect.stringContaining("an option of it may have to allow that"),
    });
  });

  it("of both lists, but not one that is not applicable", async () => {
    const never = {
      ...disable,
      name: "N",
      condition: { exists: "Request.Intent.No" },
      with: { identityKey: "x", provider: "Nope" },
    };
    const made = await createProduct().plan(workflowText({ steps: [never, note] }), { providers: {} });
    expect(made.plan.steps[0]).toMatchObject({ status: "NotApplicable", provider: "Nope" });
    const text = workflowText({ steps: [note], onFailureSteps: [disable] });
    expect(diagnosticsOf(await errorOf(createProduct().plan(text, { providers: {} })))).toMatchObject([
      { code: "ProviderMissing" },
    ]);
  });

  it("a type without a default alias must be told one", async () => {
    const type = defineStep({
      type: "Acme.Step.NoDefault",
      description: "x",
      with: closed,
      requiredCapabilities: ["IdLE.Identity.Read"],
      execute: () => ({ changed: false }),
    });
    const text = workflowText({ steps: [{ name: "X", type: "Acme.Step.NoDefault" }] });
    const Identity = createMockProvider();
    const [problem] = diagnosticsOf(
      await errorOf(createProduct({ steps: [type] }).plan(text, { providers: { Identity } })),
    );
    expect(problem).toMatchObject({ code: "ProviderMissing", step: "X" });
    expect(problem?.message).toContain("Identity");
  });
});

describe("the passes, in this order", () => {
  const asked: string[] = [];
  const Identity = handMade(
    {
      getIdentity: async () => {
        asked.push("getIdentity");
        return null;
      },
      disableIdentity: async () => ({ changed: true }),
    },
    ["IdLE.Identity.Read", "IdLE.Identity.Disable"],
  );
  const contextResolvers = [{ capability: "IdLE.Identity.Read", with: { identityKey: "jane" } }];
  const codes = async (body: object, request: object = joinerRequest) => {
    asked.length = 0;
    const error = await errorOf(createProduct().plan(workflowText(body), { request, providers: { Identity } }));
    return [error.code, diagnosticsOf(error).map(({ code }) => code), asked.length];
  };

  it("1 must be clean before anything is read", async () => {
    expect(await codes({ contextResolvers, steps: [disable] }, { ...joinerRequest, lifecycleEvent: "Mover" })).toEqual([
      "RequestInvalid",
      ["LifecycleEventMismatch"],
      0,
    ]);
    const inputs = { intent: { required: ["Nope"] } };
    expect(
      await codes({ inputs, contextResolvers, steps: [disable] }, { ...joinerRequest, lifecycleEvent: "Mover" }),
    ).toEqual(["RequestInvalid", ["LifecycleEventMismatch", "MissingKey"], 0]);
  });

  it("2 must be clean before the steps are looked at", async () => {
    const broken = { ...note, with: { message: "{{Request.Intent.Nope}}" } };
    const second = {
      capability: "IdLE.Identity.Read",
      with: { identityKey: "{{Request.Intent.Key}}", provider: "Nope" },
    };
    expect(await codes({ contextResolvers: [...contextResolvers, second], steps: [broken] })).toEqual([
      "WorkflowInvalid",
      expect.arrayContaining(["ProviderMissing", "TemplateUnresolved"]),
      1,
    ]);
  });

  it("the problems of 3 and 4 are reported together, and 5 does not run", async () => {
    const broken = { ...note, with: { message: "{{Request.Intent.Nope}}" } };
    const alias = { ...disable, name: "E", with: { identityKey: "x", provider: "Nope" } };
    expect(await codes({ steps: [broken, disable, alias] })).toEqual([
      "WorkflowInvalid",
      ["TemplateUnresolved", "ProviderMissing"],
      0,
    ]);
  });

  it("a resolver without a bag is refused", async () => {
    const text = workflowText({ contextResolvers, steps: [note] });
    const error = await errorOf(createProduct().plan(text, { offline: true }));
    expect(diagnosticsOf(error).map(({ code }) => code)).toEqual(["ProviderMissing"]);
  });
});

describe("a precondition while planning", () => {
  const made = (precondition: object) => createProduct().plan(workflowText({ steps: [{ ...note, precondition }] }));

  it("an absent context path is a warning, any other an error", async () => {
    const plan = await made({ equals: { path: "Request.Context.Views.Identity.Profile.Enabled", value: true } });
    expect(plan.plan.steps[0]?.warnings).toEqual([
      expect.stringContaining("Request.Context.Views.Identity.Profile.Enabled"),
    ]);
    expect(plan.plan.executable).toBe(true);
    for (const path of ["Request.Intent.Nope", "Request.IdentityKeys.Nope"]) {
      const [problem] = diagnosticsOf(await errorOf(made({ equals: { path, value: true } })));
      expect(problem).toMatchObject({ code: "PathNotFound", step: "Note" });
    }
  });

  it("is not decided: one that is false now is planned", async () => {
    expect((await made({ exists: "Request.Intent.Nope" })).plan.steps[0]?.status).toBe("Planned");
  });
});

describe("a provider that does not keep its contract", () => {
  const calls = (answer: (args: never) => unknown) => ({
    Identity: handMade({ getIdentity: answer, disableIdentity: async () => ({ changed: true }) }, [
      "IdLE.Identity.Read",
      "IdLE.Identity.Disable",
    ]),
  });
  const identity = { identityKey: "jane", enabled: true, attributes: {} };
  const trap = new Proxy(
    {},
    {
      get() {
        throw new Error("trap");
      },
      getPrototypeOf() {
        throw new Error("trap");
      },
    },
  );

  it.each([
    ["undefined", undefined],
    ["text", "jane"],
    ["a list", [identity]],
    ["a Map", new Map()],
    ["a class instance", new (class Account {})()],
    ["no key", { enabled: true, attributes: {} }],
    ["no state", { identityKey: "jane", attributes: {} }],
    ["a state as text", { ...identity, enabled: "true" }],
    ["no attributes", { identityKey: "jane", enabled: true }],
    ["attributes as a list", { ...identity, attributes: [] }],
    ["a container that is null", { ...identity, container: null }],
    ["an attribute that is undefined", { ...identity, attributes: { a: undefined } }],
    ["an attribute that is a Date", { ...identity, attributes: { a: new Date() } }],
    ["an attribute that is a Buffer", { ...identity, attributes: { a: Buffer.from("x") } }],
    ["an attribute that is NaN", { ...identity, attributes: { a: Number.NaN } }],
    ["an attribute that is a bigint", { ...identity, attributes: { a: 1n } }],
    ["an attribute that is an object", { ...identity, attributes: { a: { b: 1 } } }],
    ["a list of lists", { ...identity, attributes: { a: [["b"]] } }],
    ["a trap", trap],
  ])("answers getIdentity with %s", async (_, answer) => {
    const found = await problems(
      [disable],
      calls(() => answer),
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.code).toMatch(/^(PluginAnswerInvalid|UnexpectedError)$/);
    expect(found[0]?.message).toContain("HandMade");
  });

  it.each([
    ["a string", "out of order", "out of order"],
    ["undefined", undefined, "undefined"],
    ["null", null, "null"],
    ["a number", 42, "42"],
    ["an object", { message: "words" }, "words"],
    ["a symbol", Symbol("sad"), "sad"],
    ["a frozen error", Object.freeze(new Error("cold")), "cold"],
    ["an object without a prototype", Object.create(null), "HandMade"],
    ["a trap", trap, "HandMade"],
    ["an error without a message", new Error(), "HandMade"],
  ])("throws %s", async (_, thrown, words) => {
    for (const answer of [
      () => {
        throw thrown;
      },
      () => Promise.reject(thrown),
    ]) {
      const found = await problems([disable], calls(answer));
      expect(found).toMatchObject([{ code: "UnexpectedError", step: "D" }]);
      expect(found[0]?.message).toContain(words);
      expect(found[0]?.message).toContain("HandMade");
    }
  });

  it("as it does in a resolver, where it ends planning", async () => {
    const text = workflowText({
      contextResolvers: [{ capability: "IdLE.Identity.Read", with: { identityKey: "jane" } }],
      steps: [note],
    });
    for (const answer of [() => "nonsense", () => Promise.reject("text"), () => undefined]) {
      const error = await errorOf(createProduct().plan(text, { providers: calls(answer) as never }));
      expect(error.message).toContain("HandMade");
    }
  });

  it.each([
    ["text", "x"],
    ["an entry without id", [{ kind: "Group" }]],
    ["null among them", [null]],
    ["a display name of another kind", [{ kind: "G", id: "g", displayName: 7 }]],
    ["removable as text", [{ kind: "G", id: "g", removable: "no" }]],
  ])("answers listEntitlements with %s", async (_, answer) => {
    const Identity = handMade({ listEntitlements: async () => answer }, ["IdLE.Entitlement.List"]);
    const text = workflowText({
      contextResolvers: [{ capability: "IdLE.Entitlement.List", with: { identityKey: "jane" } }],
      steps: [note],
    });
    const error = await errorOf(createProduct().plan(text, { providers: { Identity } }));
    expect(error.code).toBe("PluginAnswerInvalid");
  });

  it.each([
    [
      "lacks the method of a capability it advertises",
      handMade({ disableIdentity: () => 1 }, ["IdLE.Identity.Read", "IdLE.Identity.Disable"]),
      "PlanFailed",
    ],
    ["advertises nonsense", handMade({}, ["nonsense"]), "PluginAnswerInvalid"],
    ["advertises no list", handMade({ getCapabilities: () => "IdLE.Identity.Read" }, []), "PluginAnswerInvalid"],
    ["advertises null", handMade({ getCapabilities: () => [null] }, []), "PluginAnswerInvalid"],
    ["advertises a list with a hole", handMade({ getCapabilities: () => new Array(1) }, []), "PluginAnswerInvalid"],
    [
      "throws when asked",
      handMade(
        {
          getCapabilities: () => {
            throw "no";
          },
        },
        [],
      ),
      "PluginAnswerInvalid",
    ],
    ["is null", null, "InvalidInput"],
    ["is text", "mock", "InvalidInput"],
    ["has no getCapabilities", { name: "x" }, "InvalidInput"],
  ])("%s", async (_, provider, code) => {
    const error = await errorOf(
      createProduct().plan(workflowText({ steps: [disable] }), { providers: { Identity: provider } as never }),
    );
    expect(error.code).toBe(code);
  });

  it.each([["_x"], ["a b"], ["x".repeat(65)], ["é"], [""]])("stands under the alias %j", async (alias) => {
    const error = await errorOf(
      createProduct().plan(workflowText({ steps: [note] }), { providers: { [alias]: createMockProvider() } }),
    );
    expect(error.code).toBe("InvalidInput");
  });

  it.each([[null], [7], ["bag"], [() => ({})]])("is no bag at all: %s", async (providers) => {
    const { engine } = createProduct();
    const workflow = await engine.loadWorkflow({ text: workflowText({ steps: [note] }) });
    const error = await errorOf(engine.createPlan({ workflow, request: joinerRequest, providers: providers as never }));
    expect(error.code).toBe("InvalidInput");
  });

  it("what it answered is copied: later changes change no plan", async () => {
    const held = { ...identity, container: "before", attributes: { a: ["x"] } };
    const providers = {
      Identity: handMade({ getIdentity: async () => held, deleteIdentity: async () => ({ changed: true }) }, [
        "IdLE.Identity.Read",
        "IdLE.Identity.Delete",
      ]),
    };
    const plan = await createProduct().plan(
      workflowText({ steps: [{ ...disable, type: "IdLE.Step.DeleteIdentity" }] }),
      { providers },
    );
    held.attributes.a.push("y");
    expect(plan.plan.steps[0]?.changes?.[0]?.before).toMatchObject({ attributes: { a: ["x"] } });
  });
});

describe("createPlan's own options", () => {
  const plan = async (options: object) => {
    const { engine } = createProduct();
    const workflow = await engine.loadWorkflow({ text: workflowText({ steps: [note] }) });
    return engine.createPlan({ workflow, request: joinerRequest, providers: {}, ...options } as never);
  };

  it.each([
    { defaultRetryProfile: { maxAttempts: 11 } },
    { defaultRetryProfile: { maxAttempts: 1.5 } },
    { defaultRetryProfile: { initialDelayMs: 60_001 } },
    { defaultRetryProfile: { backoffFactor: 0.5 } },
    { defaultRetryProfile: { maxDelayMs: 300_001 } },
    { defaultRetryProfile: { jitterRatio: 1.1 } },
    { defaultRetryProfile: { jitterRatio: Number.NaN } },
    { defaultRetryProfile: { maxAttempts: "3" } },
    { retryProfiles: { Slow: { maxAttempts: -1 } } },
    { retryProfiles: { Slow: { attempts: 1 } } },
  ])("%j is refused, by name", async (options) => {
    const error = await errorOf(plan(options));
    expect(error.code).toBe("RetryProfileInvalid");
    expect(error.message).toMatch(/Slow|default/);
  });

  it("labels and environment are the host's", async () => {
    expect((await plan({ metadata: { environment: "test", labels: ["a", { b: 1 }] } })).metadata).toEqual({
      generatedBy: "createPlan",
      environment: "test",
      labels: ["a", { b: 1 }],
    });
  });

  it("an abort before or during the reads is Cancelled", async () => {
    expect((await errorOf(plan({ signal: AbortSignal.abort() }))).code).toBe("Cancelled");
  });

  it("a workflow or a path to one is needed", async () => {
    expect((await errorOf(createProduct().engine.createPlan({ request: joinerRequest } as never))).code).toBe(
      "InvalidInput",
    );
  });
});
