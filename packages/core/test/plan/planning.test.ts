import { defineStep, type Plan } from "@idle/contract";
import { exportPlan, importPlan } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { describe, expect, it } from "vitest";
import { createProduct, diagnosticsOf, errorOf, handMade, jane, joiner, joinerRequest } from "../support/product.ts";

const disable = `
steps:
  - name: Disable
    type: IdLE.Step.DisableIdentity
    with: { provider: Identity, identityKey: "{{Request.IdentityKeys.login}}" }
`;

describe("a plan", () => {
  it("has the documented shape", async () => {
    const plan = await createProduct().plan(joiner(disable));
    expect(plan).toMatchObject({
      schemaVersion: "1.0",
      engine: { name: "IdLE" },
      request: {
        type: "Joiner",
        correlationId: "c-1",
        actor: "test",
        input: { identityKeys: { login: "jane" }, intent: { Department: "IT" }, context: {} },
      },
      plan: {
        id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        mode: null,
        executable: true,
        workflow: { name: "Test", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
        contextResolvers: [],
        onFailureSteps: [],
        warnings: [],
      },
      metadata: { generatedBy: "createPlan", environment: null, labels: [] },
    });
    expect(plan.plan.steps).toEqual([
      {
        id: "step-01",
        name: "Disable",
        stepType: "IdLE.Step.DisableIdentity",
        provider: "Identity",
        authSessionName: null,
        authSessionOptions: null,
        status: "Planned",
        condition: { type: "always", expression: null },
        inputs: { identityKey: "jane" },
        precondition: null,
        onPreconditionFalse: "Blocked",
        preconditionEvent: null,
        retryProfile: null,
        timeoutSeconds: null,
        changes: [
          {
            action: "update",
            target: { provider: "Identity", identityKey: "jane" },
            path: "enabled",
            before: true,
            after: false,
          },
        ],
        fingerprint: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        expectedState: { enabled: false },
        warnings: [],
      },
    ]);
  });

  it("is the same bytes for the same inputs, and survives export and import", async () => {
    const product = createProduct();
    const [first, second] = [await product.plan(joiner(disable)), await product.plan(joiner(disable))];
    expect(exportPlan(second)).toBe(exportPlan(first));
    expect(importPlan(exportPlan(first))).toEqual(first);
    expect(exportPlan(first).endsWith("}\n")).toBe(true);
    expect(exportPlan(first)).not.toContain("\r");
  });

  it("shows a step whose condition is false as not applicable, without resolving its templates", async () => {
    const plan = await createProduct().plan(
      joiner(`
steps:
  - name: Never
    type: IdLE.Step.DisableIdentity
    condition: { equals: { path: Request.Intent.Department, value: Nowhere } }
    with: { provider: Identity, identityKey: "{{Request.Intent.Missing}}" }
`),
    );
    expect(plan.plan.steps[0]).toMatchObject({
      status: "NotApplicable",
      condition: { type: "when", expression: '{"equals":{"path":"Request.Intent.Department","value":"Nowhere"}}' },
      inputs: null,
      changes: [],
      expectedState: {},
    });
  });

  it("lays predicted changes over later reads: create, set attributes, grant", async () => {
    const plan = await createProduct().plan(
      joiner(`
steps:
  - name: Create
    type: IdLE.Step.CreateIdentity
    with: { provider: Identity, identityKey: new, attributes: { Department: HR } }
  - name: Attributes
    type: IdLE.Step.EnsureAttributes
    with: { provider: Identity, identityKey: new, attributes: { Department: IT, Title: Boss } }
  - name: Again
    type: IdLE.Step.EnsureAttributes
    with: { provider: Identity, identityKey: new, attributes: { Department: IT } }
  - name: Group
    type: IdLE.Step.EnsureEntitlement
    with: { provider: Identity, identityKey: new, state: Present, entitlement: { kind: Group, id: G } }
  - name: Enable
    type: IdLE.Step.EnableIdentity
    with: { provider: Identity, identityKey: new }
`),
      { providers: { Identity: createMockProvider() } },
    );
    const target = { provider: "Identity", identityKey: "new" };
    expect(plan.plan.steps.map(({ changes }) => changes)).toEqual([
      [{ action: "create", target, path: "identity", after: { enabled: false, attributes: { Department: "HR" } } }],
      [
        { action: "update", target, path: "Department", before: "HR", after: "IT" },
        { action: "update", target, path: "Title", before: null, after: "Boss" },
      ],
      [],
      [{ action: "add", target, path: "entitlements.Group", after: "G" }],
      [{ action: "update", target, path: "enabled", before: false, after: true }],
    ]);
    expect(plan.plan.steps.map(({ expectedState }) => expectedState)).toEqual([
      { identity: { enabled: false, attributes: { Department: "HR" } } },
      { Department: "IT", Title: "Boss" },
      {},
      { "entitlements.Group": { present: ["G"], absent: [] } },
      { enabled: true },
    ]);
  });

  it("previews failure steps against the state as it is now", async () => {
    const plan = await createProduct().plan(
      joiner(`${disable}
onFailureSteps:
  - name: Disable too
    type: IdLE.Step.DisableIdentity
    with: { provider: Identity, identityKey: jane }
`),
    );
    expect(plan.plan.onFailureSteps[0]).toMatchObject({
      id: "onfailure-01",
      changes: [{ path: "enabled", before: true, after: false }],
    });
  });

  it("keeps the bag's spelling of an alias", async () => {
    const plan = await createProduct().plan(joiner(disable), {
      providers: { IDENTITY: createMockProvider({ identities: [jane], alias: "IDENTITY" }) },
    });
    expect(plan.plan.steps[0]).toMatchObject({ provider: "IDENTITY", changes: [{ target: { provider: "IDENTITY" } }] });
  });

  it("can be made offline, and says so", async () => {
    const plan = await createProduct().plan(joiner(disable), { offline: true });
    expect(plan.plan.steps[0]).toMatchObject({ provider: "Identity", changes: null, expectedState: null });
    expect(plan.plan.warnings).toEqual([expect.stringContaining("without providers")]);
  });

  it("is refused offline when it needs context", async () => {
    const error = await errorOf(
      createProduct().plan(
        joiner(`contextResolvers:\n  - capability: IdLE.Identity.Read\n    with: { identityKey: jane }\n${disable}`),
        { offline: true },
      ),
    );
    expect(error.code).toBe("WorkflowInvalid");
    expect(diagnosticsOf(error)[0]).toMatchObject({ code: "ProviderMissing", line: 4 });
  });
});

describe("problems while planning", () => {
  it("of templates, schemas and capabilities arrive together, each with its place", async () => {
    const error = await errorOf(
      createProduct().plan(
        joiner(`steps:
  - name: Absent
    type: IdLE.Step.DisableIdentity
    with: { provider: Identity, identityKey: "{{Request.Intent.Nobody}}" }
  - name: Wrong type
    type: IdLE.Step.EnableIdentity
    with: { provider: Identity, identityKey: "{{Request.Intent.List}}" }
  - name: No such alias
    type: IdLE.Step.EnableIdentity
    with: { provider: Directory, identityKey: jane }
  - name: Cannot delete
    type: IdLE.Step.DeleteIdentity
    with: { provider: Identity, identityKey: jane }
`),
        { request: { ...joinerRequest, intent: { List: ["a"] } } },
      ),
    );
    expect(error.code).toBe("WorkflowInvalid");
    expect(diagnosticsOf(error).map(({ code, line, step }) => [code, line, step])).toEqual([
      ["TemplateUnresolved", 6, "Absent"],
      ["WrongKind", 9, "Wrong type"],
      ["ProviderMissing", 12, "No such alias"],
      ["CapabilityMissing", 15, "Cannot delete"],
    ]);
    expect(diagnosticsOf(error)[2]?.message).toContain("It has: Identity");
    expect(diagnosticsOf(error)[3]?.message).toContain("IdLE.Identity.Read");
  });

  it("of the request against inputs are RequestInvalid", async () => {
    const error = await errorOf(
      createProduct().plan(
        joiner(
          `inputs:\n  intent: { type: object, required: [Surname], properties: { Surname: { type: string } } }\n${disable}`,
        ),
      ),
    );
    expect(error.code).toBe("RequestInvalid");
    expect(error.message).toContain("Surname");
  });

  it("of the event name are told with both names", async () => {
    const error = await errorOf(
      createProduct().plan(joiner(disable), { request: { ...joinerRequest, lifecycleEvent: "Leaver" } }),
    );
    expect(error.code).toBe("RequestInvalid");
    expect(diagnosticsOf(error)[0]).toMatchObject({ code: "LifecycleEventMismatch", line: 2 });
    expect(
      (await createProduct().plan(joiner(disable), { request: { ...joinerRequest, lifecycleEvent: "joiner" } })).plan
        .executable,
    ).toBe(true);
  });

  it("of previews are collected and fail the plan", async () => {
    const error = await errorOf(
      createProduct().plan(
        joiner(`steps:
  - { name: A, type: IdLE.Step.DisableIdentity, with: { provider: Identity, identityKey: nobody } }
  - { name: B, type: IdLE.Step.EnableIdentity, with: { provider: Identity, identityKey: noone } }
`),
      ),
    );
    expect(error.code).toBe("PlanFailed");
    expect(diagnosticsOf(error).map(({ code, step, line }) => [code, step, line])).toEqual([
      ["NotFound", "A", 4],
      ["NotFound", "B", 5],
    ]);
  });

  it("of transient kind are tried again with the default retry profile", async () => {
    const product = createProduct();
    const directory = createMockProvider({ identities: [jane] });
    directory.failNext({
      method: "getIdentity",
      error: Object.assign(new Error("busy"), { transient: true }),
      times: 2,
    });
    const plan = await product.plan(joiner(disable), { providers: { Identity: directory } });
    expect(plan.plan.steps[0]?.changes).toHaveLength(1);
    expect(product.host.sleeps).toHaveLength(2);
  });

  it("of a provider that answers nonsense address its author", async () => {
    for (const answer of [
      undefined,
      "jane",
      { identityKey: 1 },
      { identityKey: "jane", enabled: true, attributes: { a: () => 1 } },
    ]) {
      const provider = handMade({ getIdentity: async () => answer, disableIdentity: async () => ({ changed: true }) }, [
        "IdLE.Identity.Read",
        "IdLE.Identity.Disable",
      ]);
      const error = await errorOf(createProduct().plan(joiner(disable), { providers: { Identity: provider } }));
      expect(error.code).toBe("PlanFailed");
      expect(diagnosticsOf(error)[0]?.code).toBe("PluginAnswerInvalid");
      expect(error.message).toContain("HandMade");
    }
  });

  it("of a provider that throws a string are told with its words", async () => {
    const provider = handMade(
      {
        getIdentity() {
          throw "out of order";
        },
        disableIdentity: async () => ({ changed: true }),
      },
      ["IdLE.Identity.Read", "IdLE.Identity.Disable"],
    );
    const error = await errorOf(createProduct().plan(joiner(disable), { providers: { Identity: provider } }));
    expect(error.message).toContain("out of order");
  });
});

describe("what cannot be known", () => {
  const acme = (preview?: () => never) =>
    defineStep({
      type: "Acme.Step.Opaque",
      description: "Nobody knows.",
      with: { type: "object", additionalProperties: false },
      requiredCapabilities: ["IdLE.Identity.Read"],
      ...(preview === undefined ? {} : { preview }),
      execute: () => ({ changed: true }),
    });

  it("is null, and so is what later steps read on that alias", async () => {
    const plan = await createProduct({ steps: [acme()] }).plan(
      joiner(`steps:
  - { name: Opaque, type: Acme.Step.Opaque, with: { provider: Identity } }
  - { name: Disable, type: IdLE.Step.DisableIdentity, with: { provider: Identity, identityKey: jane } }
  - { name: Elsewhere, type: IdLE.Step.DisableIdentity, with: { provider: Other, identityKey: jane } }
  - { name: Revoke, type: IdLE.Step.RevokeIdentitySessions, with: { provider: Identity, identityKey: jane } }
`),
      {
        providers: {
          Identity: createMockProvider({ identities: [jane] }),
          Other: createMockProvider({ identities: [jane], alias: "Other" }),
        },
      },
    );
    expect(plan.plan.steps.map(({ changes }) => (changes === null ? null : changes.length))).toEqual([
      null,
      null,
      1,
      1,
    ]);
  });

  it("is null when a preview capability is missing, with a warning", async () => {
    const provider = handMade({ disableIdentity: async () => ({ changed: true }) }, ["IdLE.Identity.Disable"]);
    const plan = await createProduct().plan(joiner(disable), { providers: { Identity: provider } });
    expect(plan.plan.steps[0]).toMatchObject({
      changes: null,
      expectedState: null,
      warnings: [expect.stringContaining("IdLE.Identity.Read")],
    });
  });
});

describe("secrets", () => {
  const secretRequest = {
    ...joinerRequest,
    intent: { password: "hunter2-hunter2", Note: "plain", tokenGroups: "S-1-5" },
  };

  it("that nothing needs are redacted with a warning, and the plan stays executable", async () => {
    const plan = await createProduct().plan(joiner(disable), { request: secretRequest });
    expect(plan.request.input.intent).toEqual({ password: "[REDACTED]", Note: "plain", tokenGroups: "S-1-5" });
    expect(plan.plan.executable).toBe(true);
    expect(plan.plan.warnings).toEqual([expect.stringContaining("Request.Intent.password")]);
  });

  it("that a step needs make the plan not executable, name the path, and leak nowhere", async () => {
    const product = createProduct();
    const plan = await product.plan(
      joiner(`steps:
  - name: Attributes
    type: IdLE.Step.EnsureAttributes
    with: { provider: Identity, identityKey: jane, attributes: { Comment: "pw {{Request.Intent.password}}" } }
`),
      { request: secretRequest },
    );
    expect(plan.plan.executable).toBe(false);
    expect(plan.plan.warnings.join("\n")).toContain("/attributes/Comment");
    expect(exportPlan(plan)).not.toContain("hunter2");
    const error = await errorOf(
      product.engine.invokePlan(plan, { providers: { Identity: createMockProvider({ identities: [jane] }) } }),
    );
    expect(error.code).toBe("PlanNotExecutable");
  });

  it("that a precondition needs make the plan not executable", async () => {
    const plan = await createProduct().plan(
      joiner(disable.replace("    with:", "    precondition: { exists: Request.Intent.password }\n    with:")),
      { request: secretRequest },
    );
    expect(plan.plan.executable).toBe(false);
    expect(plan.plan.warnings.join("\n")).toContain("Request.Intent.password");
  });

  it("are not what { generate: true } and { secret: NAME } are", async () => {
    const plan = await createProduct().plan(
      joiner(`steps:
  - name: Create
    type: IdLE.Step.CreateIdentity
    with: { provider: Identity, identityKey: new, attributes: {}, initialPassword: { secret: Initial } }
`),
    );
    expect(plan.plan.steps[0]?.inputs).toMatchObject({ initialPassword: { secret: "Initial" } });
    expect(plan.plan.executable).toBe(true);
  });
});

describe("long requests", () => {
  const long = { ...joinerRequest, intent: { Note: "x".repeat(70_000) } };

  it("are truncated to a marker with their size", async () => {
    const plan = await createProduct().plan(joiner(disable), { request: long });
    expect(plan.request.input.intent).toBe("[TRUNCATED - 70011 bytes]");
    expect(plan.plan.executable).toBe(true);
    expect(importPlan(exportPlan(plan))).toEqual(plan);
  });

  it("make a plan not executable whose precondition needs them", async () => {
    const plan = await createProduct().plan(
      joiner(disable.replace("    with:", "    precondition: { exists: Request.Intent.Note }\n    with:")),
      { request: long },
    );
    expect(plan.plan.executable).toBe(false);
    expect(plan.plan.warnings.join("\n")).toContain("Request.Intent.Note");
  });
});

describe("a plan handed in", () => {
  const tamper = async (change: (plan: Plan) => unknown) => {
    const product = createProduct();
    const providers = { Identity: createMockProvider({ identities: [jane] }) };
    const plan = await product.plan(joiner(disable), { providers });
    const error = await errorOf(
      product.engine.invokePlan(change(structuredClone(plan) as Plan) as Plan, { providers }),
    );
    expect(providers.Identity.history.filter(({ kind }) => kind === "write")).toEqual([]);
    return error;
  };
  const edit = (path: readonly (string | number)[], value: unknown) => (plan: Plan) => {
    let here = plan as unknown as Record<string | number, unknown>;
    for (const key of path.slice(0, -1)) here = here[key] as never;
    here[path.at(-1) as string] = value;
    return plan;
  };

  it("is refused when anything but metadata was changed", async () => {
    expect((await tamper(edit(["plan", "steps", 0, "inputs", "identityKey"], "boss"))).code).toBe("PlanInvalid");
    expect((await tamper(edit(["request", "actor"], "somebody"))).code).toBe("PlanInvalid");
    expect((await tamper(edit(["plan", "steps", 0, "changes"], []))).code).toBe("PlanInvalid");
    expect((await tamper(edit(["plan", "steps"], []))).code).toBe("PlanInvalid");
    expect((await tamper(edit(["plan", "executable"], "yes"))).code).toBe("PlanInvalid");
  });

  it("may have other metadata", async () => {
    const product = createProduct();
    const providers = { Identity: createMockProvider({ identities: [jane] }) };
    const plan = await product.plan(joiner(disable), { providers });
    const labelled = { ...plan, metadata: { ...plan.metadata, environment: "prod", labels: ["CHG-1"] } };
    expect((await product.engine.invokePlan(labelled, { providers })).status).toBe("Completed");
  });

  it("is refused in another major version, and when it is no plan at all", async () => {
    expect((await tamper(edit(["schemaVersion"], "2.0"))).code).toBe("PlanVersionUnsupported");
    for (const nonsense of [null, 42, "plan", [], {}, () => 1])
      expect((await tamper(() => nonsense)).code).toBe("PlanInvalid");
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    expect((await tamper(() => circular)).code).toBe("PlanInvalid");
    let deep: object = {};
    for (let level = 0; level < 5000; level += 1) deep = { all: [deep] };
    expect((await tamper(edit(["plan", "steps", 0, "precondition"], deep))).code).toBe("PlanInvalid");
  });

  it("is refused with a step type that is not registered", async () => {
    const opaque = defineStep({
      type: "Acme.Step.Gone",
      description: "Gone.",
      with: { type: "object", additionalProperties: false },
      execute: () => ({ changed: false }),
    });
    const plan = await createProduct({ steps: [opaque] }).plan(
      joiner("steps:\n  - { name: Gone, type: Acme.Step.Gone }\n"),
    );
    const error = await errorOf(createProduct().engine.invokePlan(plan));
    expect(error.code).toBe("StepTypeUnknown");
    expect(error.message).toContain("Acme.Step.Gone");
  });

  it("is refused with a bag that lacks what it needs", async () => {
    const product = createProduct();
    const plan = await product.plan(joiner(disable));
    expect((await errorOf(product.engine.invokePlan(plan))).code).toBe("ProviderMissing");
    expect((await errorOf(product.engine.invokePlan(plan, { providers: { Identity: handMade({}, []) } }))).code).toBe(
      "CapabilityMissing",
    );
  });
});

describe("abort while planning", () => {
  it("rejects with Cancelled, also when a provider never answers", async () => {
    const product = createProduct();
    const controller = new AbortController();
    const provider = handMade(
      {
        getIdentity: () => {
          queueMicrotask(() => controller.abort());
          return new Promise(() => undefined);
        },
        disableIdentity: async () => ({ changed: true }),
      },
      ["IdLE.Identity.Read", "IdLE.Identity.Disable"],
    );
    const workflow = await product.engine.loadWorkflow({ text: joiner(disable) });
    const error = await errorOf(
      product.engine.createPlan({
        workflow,
        request: joinerRequest,
        providers: { Identity: provider },
        signal: controller.signal,
      }),
    );
    expect(error.code).toBe("Cancelled");
  });
});

describe("a secret that equals a word of the plan's own form", () => {
  it("does not make the plan unreadable", async () => {
    for (const password of ["update", "before", "Identity", "Planned", "enabled", "IdLE.Step", "present"]) {
      const request = { ...joinerRequest, intent: { password } };
      const product = createProduct();
      const providers = { Identity: createMockProvider({ identities: [jane] }) };
      const plan = await product.plan(joiner(disable), { request, providers });
      expect(plan.request.input.intent).toEqual({ password: "[REDACTED]" });
      expect(importPlan(exportPlan(plan))).toEqual(plan);
      expect((await product.engine.invokePlan(plan, { providers })).status).toBe("Completed");
    }
  });
});

describe("a retry profile that the host does not have", () => {
  it("is warned of while planning, since the run would be refused", async () => {
    const product = createProduct();
    const text = joiner(disable.replace("    with:", "    retryProfile: Nope\n    with:"));
    const workflow = await product.engine.loadWorkflow({ text });
    const options = {
      workflow,
      request: joinerRequest,
      providers: { Identity: createMockProvider({ identities: [jane] }) },
    };
    const warned = await product.engine.createPlan({ ...options, retryProfiles: { Patient: {} } });
    expect(warned.plan.warnings).toEqual([expect.stringContaining('"Nope"')]);
    expect((await product.engine.createPlan(options)).plan.warnings).toEqual([]);
  });
});
