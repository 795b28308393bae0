/** Specification 2.3: the shape of a plan, its hashes, its bytes. */
import { createHash } from "node:crypto";
import type { Plan } from "@idle/contract";
import { exportPlan, importPlan } from "@idle/core";
import { createMockProvider } from "@idle/provider-mock";
import { describe, expect, it } from "vitest";
import { note, requestWith, workflowText } from "../../support/language.ts";
import { createProduct, errorOf, handMade, jane } from "../../support/product.ts";

const workflow = {
  contextResolvers: [
    { capability: "IdLE.Identity.Read", with: { identityKey: "{{Request.IdentityKeys.login}}", authSessionName: "R" } },
  ],
  steps: [
    {
      name: "Attributes",
      type: "IdLE.Step.EnsureAttributes",
      description: "Not in the plan.",
      with: {
        authSessionOptions: { role: "x" },
        attributes: { Zip: "{{Request.Intent.Zip}}", Department: "IT", Title: null },
        identityKey: "{{Request.IdentityKeys.login}}",
        authSessionName: "S",
        provider: "identity",
      },
      condition: { all: [{ exists: { path: "Request.Actor" } }, { exists: "Request.Intent" }] },
      precondition: { none: [{ exists: "Request.Context.Current.Identity.Profile.Attributes.Locked" }] },
      onPreconditionFalse: "Fail",
      preconditionEvent: { message: "m", type: "T" },
      retryProfile: "Slow",
      timeoutSeconds: 60,
    },
    {
      name: "Groups",
      type: "IdLE.Step.PruneEntitlementsEnsureKeep",
      with: { identityKey: "jane", kind: "Group", keep: [{ id: "New" }] },
    },
    { name: "Sessions", type: "IdLE.Step.RevokeIdentitySessions", with: { identityKey: "jane" } },
    {
      name: "Never",
      type: "IdLE.Step.DisableIdentity",
      with: { identityKey: "x" },
      condition: { exists: "Request.Intent.No" },
      precondition: { exists: "Request.Actor" },
    },
    { name: "Delete", type: "IdLE.Step.DeleteIdentity", with: { identityKey: "jane" } },
    { name: "Create", type: "IdLE.Step.CreateIdentity", with: { identityKey: "jane", attributes: { A: "a" } } },
  ],
  onFailureSteps: [{ ...note, with: { message: "x" } }],
};
const request = requestWith({ intent: { Zip: "01234" }, context: { B: 1 } });
const planned = (providers: object = { Identity: createMockProvider({ identities: [jane], allowDelete: true }) }) =>
  createProduct().plan(workflowText(workflow), { request, providers: providers as never });

describe("a plan", () => {
  it("is exactly this", async () => {
    const plan = await planned();
    const target = { provider: "Identity", identityKey: "jane" };
    const step = {
      provider: "Identity",
      authSessionName: null,
      authSessionOptions: null,
      status: "Planned",
      condition: { type: "always", expression: null },
      precondition: null,
      onPreconditionFalse: "Blocked",
      preconditionEvent: null,
      retryProfile: null,
      timeoutSeconds: null,
      fingerprint: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      warnings: [],
    };
    const readsNothing = { fingerprint: null };
    expect(plan).toEqual({
      schemaVersion: "1.0",
      engine: { name: "IdLE" },
      request: {
        type: "Joiner",
        correlationId: "c-1",
        actor: "test",
        input: { identityKeys: { login: "jane" }, intent: { Zip: "01234" }, context: { B: 1 } },
      },
      plan: {
        id: plan.plan.id,
        mode: null,
        executable: true,
        workflow: { name: "Test", sha256: plan.plan.workflow.sha256 },
        contextResolvers: [
          {
            capability: "IdLE.Identity.Read",
            with: { identityKey: "jane", provider: "Identity", authSessionName: "R", authSessionOptions: null },
          },
        ],
        steps: [
          {
            ...step,
            id: "step-01",
            name: "Attributes",
            stepType: "IdLE.Step.EnsureAttributes",
            authSessionName: "S",
            authSessionOptions: { role: "x" },
            condition: {
              type: "when",
              expression: '{"all":[{"exists":{"path":"Request.Actor"}},{"exists":"Request.Intent"}]}',
            },
            inputs: { attributes: { Zip: "01234", Department: "IT", Title: null }, identityKey: "jane" },
            precondition: { none: [{ exists: "Request.Context.Current.Identity.Profile.Attributes.Locked" }] },
            onPreconditionFalse: "Fail",
            preconditionEvent: { type: "T", message: "m" },
            retryProfile: "Slow",
            timeoutSeconds: 60,
            changes: [
              { action: "update", target, path: "Zip", before: null, after: "01234" },
              { action: "update", target, path: "Department", before: "HR", after: "IT" },
            ],
            expectedState: { Zip: "01234", Department: "IT" },
          },
          {
            ...step,
            id: "step-02",
            name: "Groups",
            stepType: "IdLE.Step.PruneEntitlementsEnsureKeep",
            inputs: { identityKey: "jane", kind: "Group", keep: [{ id: "New" }] },
            changes: [
              { action: "add", target, path: "entitlements.Group", after: "New" },
              { action: "remove", target, path: "entitlements.Group", before: "All Staff" },
              { action: "remove", target, path: "entitlements.Group", before: "HR" },
            ],
            expectedState: { "entitlements.Group": { present: ["New"], absent: ["All Staff", "HR"] } },
          },
          {
            ...step,
            id: "step-03",
            name: "Sessions",
            stepType: "IdLE.Step.RevokeIdentitySessions",
            ...readsNothing,
            inputs: { identityKey: "jane" },
            changes: [{ action: "invoke", target, path: "sessions" }],
            expectedState: {},
          },
          {
            ...step,
            id: "step-04",
            name: "Never",
            ...readsNothing,
            stepType: "IdLE.Step.DisableIdentity",
            status: "NotApplicable",
            condition: { type: "when", expression: '{"exists":"Request.Intent.No"}' },
            inputs: null,
            precondition: { exists: "Request.Actor" },
            changes: [],
            expectedState: {},
          },
          {
            ...step,
            id: "step-05",
            name: "Delete",
            stepType: "IdLE.Step.DeleteIdentity",
            inputs: { identityKey: "jane" },
            changes: [
              {
                action: "delete",
                target,
                path: "identity",
                before: {
                  enabled: true,
                  container: "OU=HR",
                  attributes: { EmployeeId: "0042", Zip: "01234", Department: "IT" },
                },
              },
            ],
            expectedState: { identity: null },
          },
          {
            ...step,
            id: "step-06",
            name: "Create",
            stepType: "IdLE.Step.CreateIdentity",
            inputs: { identityKey: "jane", attributes: { A: "a" } },
            changes: [
              { action: "create", target, path: "identity", after: { enabled: false, attributes: { A: "a" } } },
            ],
            expectedState: { identity: { enabled: false, attributes: { A: "a" } } },
          },
        ],
        onFailureSteps: [
          {
            ...step,
            id: "onfailure-01",
            name: "Note",
            ...readsNothing,
            stepType: "IdLE.Step.EmitEvent",
            provider: null,
            inputs: { message: "x" },
            changes: [],
            expectedState: {},
          },
        ],
        warnings: [],
      },
      metadata: { generatedBy: "createPlan", environment: null, labels: [] },
    });
  });

  it("has its keys in the documented order", async () => {
    const plan = await planned();
    const text = exportPlan(plan);
    expect(text).toBe(`${JSON.stringify(plan, null, 2)}\n`);
    expect(Object.keys(plan)).toEqual(["schemaVersion", "engine", "request", "plan", "metadata"]);
    expect(Object.keys(plan.request)).toEqual(["type", "correlationId", "actor", "input"]);
    expect(Object.keys(plan.plan)).toEqual([
      "id",
      "mode",
      "executable",
      "workflow",
      "contextResolvers",
      "steps",
      "onFailureSteps",
      "warnings",
    ]);
    expect(Object.keys(plan.plan.steps[0] as object).join(" ")).toBe(
      "id name stepType provider authSessionName authSessionOptions status condition inputs precondition onPreconditionFalse preconditionEvent retryProfile timeoutSeconds changes fingerprint expectedState warnings",
    );
    const shuffled = JSON.parse(text, (_, value) =>
      typeof value === "object" && value !== null && !Array.isArray(value) && "schemaVersion" in value
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    );
    expect(exportPlan(shuffled)).toBe(text);
  });

  it("is plain JSON data", async () => {
    const plan = await planned();
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(structuredClone(plan)).toEqual(plan);
  });

  it("gives bytes as UTF-8 with LF", async () => {
    const plan = await createProduct().plan(workflowText({ steps: [{ ...note, with: { message: "ä\r\n\u2028😀" } }] }));
    const text = exportPlan(plan);
    expect(text).not.toContain("\r");
    expect(importPlan(new TextEncoder().encode(text))).toEqual(plan);
    expect(importPlan(`\ufeff${text}`)).toEqual(plan);
    expect(importPlan(text.replaceAll("\n", "\r\n"))).toEqual(plan);
  });
});

/** RFC 8785, written down a second time. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(",")}}`;
}
const sha256 = (value: unknown) => createHash("sha256").update(canonical(value), "utf8").digest("hex");
const idOf = ({ schemaVersion, engine, request: asked, plan: { id: _, ...plan } }: Plan) =>
  `sha256:${sha256({ schemaVersion, engine, request: asked, plan })}`;

describe("hashes", () => {
  it("plan.id is over what was exported, without id and metadata", async () => {
    const { engine } = createProduct();
    const loaded = await engine.loadWorkflow({
      text: workflowText({
        steps: [{ ...note, with: { data: { "ä\u0001": [1e21, 1e-7, 0.1], "\ud83d\ude00": "\u2028", B: 1, a: 2 } } }],
      })
        .replace("1e+21", '"x"')
        .replace("1e-7", "1e-7"),
    });
    const asked = requestWith({ intent: { big: 1e21, small: 5e-324, password: "hunter2-hunter2", z: -0 } }) as never;
    const plan = await engine.createPlan({
      workflow: loaded,
      request: asked,
      providers: {},
      metadata: { environment: "prod" },
    });
    expect(plan.plan.id).toBe(idOf(plan));
    const other = await engine.createPlan({ workflow: loaded, request: asked, providers: {} });
    expect(other.plan.id).toBe(plan.plan.id);
    expect(plan.metadata.environment).toBe("prod");
  });

  it("workflow.sha256 is over the parsed workflow: comments, order and style do not count", async () => {
    const data = { name: "Test", lifecycleEvent: "Joiner", steps: [{ name: "Note", type: "IdLE.Step.EmitEvent" }] };
    const yaml =
      "# x\nsteps:\n  - type: 'IdLE.Step.EmitEvent'\n    name: Note\nlifecycleEvent: \"Joiner\"\nname: Test\n";
    const plan = await createProduct().plan(yaml);
    expect(plan.plan.workflow.sha256).toBe(sha256(data));
    expect((await createProduct().plan(JSON.stringify(data))).plan.id).toBe(plan.plan.id);
    const other = await createProduct().plan(JSON.stringify({ ...data, description: "" }));
    expect(other.plan.workflow.sha256).not.toBe(plan.plan.workflow.sha256);
  });
});

describe("byte-identical", () => {
  it("for the same workflow, request and bag, by another engine and another clock", async () => {
    const texts = new Set<string>();
    for (let round = 0; round < 3; round += 1) {
      const { engine, host } = createProduct();
      await host.advance(1000 * round);
      const loaded = await engine.loadWorkflow({ text: workflowText(workflow), file: `${round}.yaml` });
      const providers = { Identity: createMockProvider({ identities: [jane], allowDelete: true }) };
      texts.add(exportPlan(await engine.createPlan({ workflow: loaded, request: request as never, providers })));
      texts.add(exportPlan(await engine.createPlan({ workflow: loaded, request: request as never, providers })));
    }
    expect(texts.size).toBe(1);
  });

  it("whatever order the bag has", async () => {
    const A = createMockProvider({ identities: [jane], alias: "A" });
    const B = createMockProvider({ identities: [jane], alias: "B" });
    const steps = [{ name: "D", type: "IdLE.Step.DisableIdentity", with: { provider: "B", identityKey: "jane" } }];
    const contextResolvers = ["B", "A"].map((provider) => ({
      capability: "IdLE.Identity.Read",
      with: { identityKey: "jane", provider },
    }));
    const text = workflowText({ contextResolvers, steps });
    const plans = [
      { A, B },
      { B, A },
    ].map((providers) => createProduct().plan(text, { providers }));
    const [one, two] = await Promise.all(plans);
    expect(exportPlan(one as Plan)).toBe(exportPlan(two as Plan));
  });

  it("but for a missing correlation id", async () => {
    const { engine } = createProduct();
    const loaded = await engine.loadWorkflow({ text: workflowText({ steps: [note] }) });
    const ids = [1, 2].map(async () => {
      const plan = await engine.createPlan({ workflow: loaded, request: { lifecycleEvent: "Joiner" }, providers: {} });
      return plan.request.correlationId;
    });
    expect(new Set(await Promise.all(ids)).size).toBe(2);
  });

  it("for plans made at the same time", async () => {
    const { engine } = createProduct();
    const loaded = await engine.loadWorkflow({ text: workflowText(workflow) });
    const providers = { Identity: createMockProvider({ identities: [jane], allowDelete: true }) };
    const plans = await Promise.all(
      Array.from({ length: 20 }, () => engine.createPlan({ workflow: loaded, request: request as never, providers })),
    );
    expect(new Set(plans.map(exportPlan)).size).toBe(1);
  });
});

describe("reading", () => {
  const withId = (plan: Plan): Plan => ({ ...plan, plan: { ...plan.plan, id: idOf(plan) } });

  it("the same major version is accepted, unknown minor additions are kept", async () => {
    const plan = await planned();
    const [first = {}, ...rest] = plan.plan.steps as readonly object[];
    const newer = withId({
      ...plan,
      schemaVersion: "1.7",
      signature: { by: "x" },
      request: { ...plan.request, channel: "hr" },
      plan: { ...plan.plan, approvals: [1], steps: [{ ...first, risk: "low", changes: [] }, ...rest] },
      metadata: { ...plan.metadata, note: "n" },
    } as never);
    const read = importPlan(exportPlan(newer));
    expect(read).toEqual(newer);
    expect(importPlan(exportPlan(read))).toEqual(newer);
  });

  it.each(["2.0", "0.9", "10.0", "11.1", "02.0"])("major version %s is refused", async (schemaVersion) => {
    const error = await errorOf((async () => importPlan(JSON.stringify({ ...(await planned()), schemaVersion })))());
    expect(["PlanVersionUnsupported", "PlanInvalid"]).toContain(error.code);
    if (/^[1-9]/.test(schemaVersion)) expect(error.code).toBe("PlanVersionUnsupported");
  });

  it.each([
    ["", "PlanInvalid"],
    ["{}", "PlanInvalid"],
    ["null", "PlanInvalid"],
    ["[]", "PlanInvalid"],
    ["not json", "PlanInvalid"],
    ['{"schemaVersion": "3.0"}', "PlanVersionUnsupported"],
    ['{"schemaVersion": 1}', "PlanInvalid"],
    ["[".repeat(100_000), "PlanInvalid"],
  ])("%.20s is no plan", async (text, code) => {
    expect((await errorOf((async () => importPlan(text))())).code).toBe(code);
  });

  it("a plan that was changed is refused, by its id", async () => {
    const text = exportPlan(await planned());
    for (const [from, to] of [
      ['"jane"', '"boss"'],
      ['"executable": true', '"executable": false'],
      ['"HR"', '"XX"'],
      ['"mode": null', '"mode": "x"'],
      ['"warnings": []', '"warnings": ["w"]'],
    ] as const) {
      expect(text).toContain(from);
      const error = await errorOf((async () => importPlan(text.replace(from, to)))());
      expect(error.code).toBe("PlanInvalid");
    }
    const metadata = text.replace('"environment": null', '"environment": "prod"');
    expect(importPlan(metadata).metadata.environment).toBe("prod");
  });
});

describe("truncation", () => {
  const group = (bytes: number) => ({ N: "x".repeat(bytes - '{"N":""}'.length) });

  it.each(["identityKeys", "intent", "context"])("%s is held to 64 KiB of JSON", async (key) => {
    const text = workflowText({ steps: [note] });
    const of = async (value: object) => {
      const plan = await createProduct().plan(text, { request: requestWith({ [key]: value }) });
      expect(importPlan(exportPlan(plan))).toEqual(plan);
      expect(plan.plan.executable).toBe(true);
      return plan.request.input[key as "intent"];
    };
    expect(await of(group(65_536))).toEqual(group(65_536));
    expect(await of(group(65_537))).toBe("[TRUNCATED - 65537 bytes]");
    expect(await of({ N: "ä".repeat(32_765) })).toBe("[TRUNCATED - 65538 bytes]");
    expect(await of({ N: "😀".repeat(16_384) })).toBe("[TRUNCATED - 65544 bytes]");
  });

  it("counts what is exported: after redaction", async () => {
    const text = workflowText({ steps: [note] });
    const grown = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`k${index}`, { pwd: "x" }]));
    expect(JSON.stringify(grown).length).toBeGreaterThan(65_536);
    const small = Object.fromEntries(Array.from({ length: 3_200 }, (_, index) => [`k${index}`, { pwd: "x" }]));
    expect(JSON.stringify(small).length).toBeLessThan(65_536);
    const step = { ...note, precondition: { exists: "Request.Intent.k1" } };
    const plan = await createProduct().plan(workflowText({ steps: [step] }), {
      request: requestWith({ intent: small }),
    });
    expect(plan.request.input.intent).toMatch(/^\[TRUNCATED/);
    expect(plan.plan.executable).toBe(false);
    expect(plan.plan.warnings.join("\n")).toContain("Request.Intent.k1");
    const shrunk = await createProduct().plan(text, {
      request: requestWith({ intent: { password: "x".repeat(70_000) } }),
    });
    expect(shrunk.request.input.intent).toEqual({ password: "[REDACTED]" });
  });

  it("what a precondition needs makes the plan not executable, with a warning that names the path", async () => {
    const long = requestWith({ identityKeys: group(70_000), intent: { A: "a" }, context: { Mine: group(70_000) } });
    const planWith = (precondition: object, more: object = {}) =>
      createProduct().plan(workflowText({ ...more, steps: [{ ...note, precondition }] }), { request: long });
    for (const path of ["Request.IdentityKeys.N", "request.identitykeys.n", "Request.Context.Mine.N"]) {
      const plan = await planWith({ exists: path });
      expect(plan.plan.executable).toBe(false);
      expect(plan.plan.warnings.join("\n")).toContain(path);
    }
    expect((await planWith({ exists: "Request.Intent.A" })).plan.executable).toBe(true);
    const contextResolvers = [{ capability: "IdLE.Identity.Read", with: { identityKey: "jane" } }];
    const live = await planWith({ exists: "Request.Context.Views.Identity.Profile.Enabled" }, { contextResolvers });
    expect(live.plan.executable).toBe(true);
  });

  it("inputs of a step are never truncated", async () => {
    const step = { ...note, with: { message: "{{Request.Intent.N}}" } };
    const plan = await createProduct().plan(workflowText({ steps: [step] }), {
      request: requestWith({ intent: group(70_000) }),
    });
    expect(plan.plan.executable).toBe(true);
    expect(String(plan.plan.steps[0]?.inputs?.message)).toHaveLength(group(70_000).N.length);
  });
});

describe("offline", () => {
  it("says so in warnings, and skips previews and the check of capabilities", async () => {
    const plan = await createProduct().plan(workflowText({ steps: workflow.steps }), { request, offline: true });
    expect(plan.plan.warnings).toHaveLength(1);
    expect(plan.plan.executable).toBe(true);
    expect(plan.plan.steps.map(({ changes, expectedState }) => [changes, expectedState])).toEqual([
      [null, null],
      [null, null],
      [null, null],
      [[], {}],
      [null, null],
      [null, null],
    ]);
    expect(plan.plan.steps[0]?.provider).toBe("identity");
    expect(plan.plan.steps[1]?.provider).toBe("Identity");
  });
});

it("a provider's __proto__ and odd keys stay data", async () => {
  const attributes = JSON.parse('{"__proto__": "x", "constructor": "y", "a.b": "z", "": "e"}');
  const provider = handMade(
    {
      getIdentity: async ({ identityKey }: { identityKey: string }) => ({ identityKey, enabled: true, attributes }),
      deleteIdentity: async () => ({ changed: true }),
    },
    ["IdLE.Identity.Read", "IdLE.Identity.Delete"],
  );
  const step = { name: "D", type: "IdLE.Step.DeleteIdentity", with: { identityKey: "a" } };
  const plan = await createProduct().plan(workflowText({ steps: [step] }), { providers: { Identity: provider } });
  const before = plan.plan.steps[0]?.changes?.[0]?.before as { attributes: object };
  expect(JSON.stringify(before.attributes)).toBe(JSON.stringify(attributes));
  expect(importPlan(exportPlan(plan))).toEqual(plan);
  expect(plan.plan.id).toBe(idOf(plan));
});
