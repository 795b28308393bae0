/** Specification 1.1, 1.2 and 1.7. */
import { defineStep } from "@idle/contract";
import { createMockProvider } from "@idle/provider-mock";
import { describe, expect, it } from "vitest";
import { check, note, validate, workflowText } from "../../support/language.ts";
import { createProduct, diagnosticsOf, errorOf, joinerRequest } from "../../support/product.ts";

const whole = {
  name: "Everything",
  lifecycleEvent: "Joiner",
  description: "",
  inputs: { identityKeys: { type: "object" }, intent: {} },
  contextResolvers: [],
  steps: [
    {
      name: "All keys",
      type: "IdLE.Step.EmitEvent",
      description: "x",
      with: { message: "m", provider: "A", authSessionName: "B", authSessionOptions: { c: [1] } },
      condition: { exists: "Request.Actor" },
      precondition: { exists: "Request.Actor" },
      onPreconditionFalse: "Continue",
      preconditionEvent: { type: "X", message: "y", data: { z: 1 } },
      retryProfile: "a.B_-9",
      timeoutSeconds: 86400,
    },
  ],
  onFailureSteps: [{ name: "All keys", type: "IdLE.Step.EmitEvent" }],
};

/** The document with one place changed; undefined removes it. */
function changed(path: string, value: unknown): string {
  const copy = structuredClone(whole) as never as Record<string, unknown>;
  const keys = path.split(".");
  let here = copy;
  for (const key of keys.slice(0, -1)) here = here[key] as Record<string, unknown>;
  const last = keys.at(-1) ?? "";
  if (value === undefined) delete here[last];
  else here[last] = value;
  return JSON.stringify(copy);
}

it("every documented key is known", async () => {
  expect(await check(JSON.stringify(whole))).toEqual([]);
});

it.each(["description", "inputs", "contextResolvers", "onFailureSteps", "inputs.intent", "inputs.identityKeys"])(
  "%s may be absent",
  async (path) => {
    expect(await check(changed(path, undefined))).toEqual([]);
  },
);

it.each([
  "description",
  "with",
  "condition",
  "onPreconditionFalse",
  "preconditionEvent",
  "retryProfile",
  "timeoutSeconds",
])("%s of a step may be absent", async (key) => {
  expect(await check(changed(`steps.0.${key}`, undefined))).toEqual([]);
});

it("what belongs to a precondition is warned of where there is none", async () => {
  expect(await check(changed("steps.0.precondition", undefined))).toEqual([
    expect.stringMatching(/ warning KeyWithoutEffect$/),
    expect.stringMatching(/ warning KeyWithoutEffect$/),
  ]);
});

it.each([
  ["name", undefined],
  ["name", ""],
  ["name", null],
  ["name", 7],
  ["lifecycleEvent", undefined],
  ["lifecycleEvent", ""],
  ["lifecycleEvent", ["Joiner"]],
  ["description", 7],
  ["description", null],
  ["inputs", []],
  ["inputs", { context: {} }],
  ["inputs.intent", "x"],
  ["inputs.intent", true],
  ["inputs.intent", { type: "objekt" }],
  ["contextResolvers", {}],
  ["contextResolvers", null],
  ["steps", undefined],
  ["steps", []],
  ["steps", null],
  ["steps", {}],
  ["steps", "x"],
  ["steps.0", null],
  ["steps.0", "IdLE.Step.EmitEvent"],
  ["steps.0.name", undefined],
  ["steps.0.name", 7],
  ["steps.0.type", undefined],
  ["steps.0.type", "IdLE.Step.Nope"],
  ["steps.0.type", "idle.step.emitevent"],
  ["steps.0.type", "constructor"],
  ["steps.0.type", "__proto__"],
  ["steps.0.with", null],
  ["steps.0.with", []],
  ["steps.0.with", "x"],
  ["steps.0.with.provider", ""],
  ["steps.0.with.provider", 7],
  ["steps.0.with.provider", "a b"],
  ["steps.0.with.authSessionName", "Default"],
  ["steps.0.with.authSessionOptions", []],
  ["steps.0.with.unknown", 1],
  ["steps.0.with.message", { a: 1 }],
  ["steps.0.onPreconditionFalse", "blocked"],
  ["steps.0.onPreconditionFalse", null],
  ["steps.0.preconditionEvent", {}],
  ["steps.0.preconditionEvent", { type: "X" }],
  ["steps.0.preconditionEvent", { type: "X", message: "y", data: 1 }],
  ["steps.0.preconditionEvent", { type: "X", message: "y", more: 1 }],
  ["steps.0.retryProfile", ""],
  ["steps.0.retryProfile", "a b"],
  ["steps.0.retryProfile", "x".repeat(65)],
  ["steps.0.retryProfile", 7],
  ["steps.0.timeoutSeconds", 0],
  ["steps.0.timeoutSeconds", 86401],
  ["steps.0.timeoutSeconds", 1.5],
  ["steps.0.timeoutSeconds", "60"],
  ["steps.0.timeoutSeconds", -1],
  ["onFailureSteps", null],
  ["onFailureSteps.0.type", "Nope"],
  ["onFailureSteps.0.name", undefined],
])("%s: %j is refused", async (path, value) => {
  const found = await check(changed(path, value));
  expect(found.length).toBeGreaterThan(0);
  for (const each of found) expect(each).toContain(" error ");
});

describe("names of steps", () => {
  it("are unique in their list", async () => {
    expect(await check(workflowText({ steps: [note, note, note] }))).toEqual([
      expect.stringContaining("DuplicateStepName"),
      expect.stringContaining("DuplicateStepName"),
    ]);
    expect(await check(workflowText({ steps: [note], onFailureSteps: [note] }))).toEqual([]);
  });
});

describe("any other key is an error, anywhere, with a suggestion when a known key is near", () => {
  it.each([
    ["lifecycelEvent: Joiner\nname: T\nsteps: []\n", "lifecycelEvent", "lifecycleEvent"],
    ["Name: T\nlifecycleEvent: J\nsteps: []\n", "Name", "name"],
    ["on_failure_steps: []\n", "on_failure_steps", "onFailureSteps"],
    ["steps: [{ name: a, type: b, wiht: {} }]\n", "wiht", "with"],
    ["steps: [{ name: a, type: b, conditions: {} }]\n", "conditions", "condition"],
    ["steps: [{ name: a, type: b, timeoutSecond: 1 }]\n", "timeoutSecond", "timeoutSeconds"],
    ["steps: [{ name: a, type: IdLE.Step.EmitEvent, with: { mesage: x } }]\n", "mesage", "message"],
    [
      "steps: [{ name: a, type: IdLE.Step.EmitEvent, with: { authSesionName: x } }]\n",
      "authSesionName",
      "authSessionName",
    ],
    ["steps: [{ name: a, type: b, condition: { equal: { path: x, value: y } } }]\n", "equal", "equals"],
    ["steps: [{ name: a, type: b, condition: { equals: { paht: x, value: y } } }]\n", "paht", "path"],
    ["steps: [{ name: a, type: b, preconditionEvent: { typ: x, message: y } }]\n", "typ", "type"],
    ["contextResolvers: [{ capabilty: IdLE.Identity.Read, with: { identityKey: a } }]\n", "capabilty", "capability"],
    [
      "contextResolvers: [{ capability: IdLE.Identity.Read, with: { identitykey: a } }]\n",
      "identitykey",
      "identityKey",
    ],
    ["inputs: { intents: {} }\n", "intents", "intent"],
    ["inputs: { intent: { propertys: {} } }\n", "propertys", "properties"],
  ])("%j", async (text, key, suggestion) => {
    const found = (await validate(text)).find(
      ({ code, message }) => code === "UnknownKey" && message.includes(`"${key}"`),
    );
    expect(found).toMatchObject({ severity: "error", suggestion });
    expect(found?.message).toContain(`Did you mean "${suggestion}"?`);
    const line = text.split("\n")[(found?.line ?? 0) - 1] ?? "";
    expect(line.slice((found?.column ?? 0) - 1)).toMatch(new RegExp(`^${key}:`));
  });

  it("without one when none is near", async () => {
    const [found] = await validate(`${JSON.stringify({ ...whole, zebra: 1 })}`);
    expect(found).toMatchObject({ code: "UnknownKey" });
    expect(found?.suggestion).toBeUndefined();
  });

  it("a misspelt step type or provider has one, too", async () => {
    const [found] = await validate(workflowText({ steps: [{ ...note, type: "IdLE.Step.EmitEvnt" }] }));
    expect(found).toMatchObject({ code: "StepTypeUnknown", suggestion: "IdLE.Step.EmitEvent", step: "Note" });
  });
});

describe("lifecycleEvent", () => {
  it.each([
    ["JOINER", "joiner", true],
    ["Äußerung", "äUßERUNG", true],
    ["Joiner", "Joiner ", false],
    ["Joiner", "Mover", false],
  ])("%s equals the request's %s: %s", async (event, requested, fits) => {
    const product = createProduct();
    const text = JSON.stringify({ name: "T", lifecycleEvent: event, steps: [note] });
    const planned = product.plan(text, { request: { ...joinerRequest, lifecycleEvent: requested } });
    if (fits) expect((await planned).request.type).toBe(requested);
    else expect(diagnosticsOf(await errorOf(planned)).map(({ code }) => code)).toEqual(["LifecycleEventMismatch"]);
  });
});

describe("inputs", () => {
  const inputs = {
    identityKeys: {
      type: "object",
      required: ["login"],
      properties: { login: { type: "string", pattern: "^[a-z]+$" } },
    },
    intent: { type: "object", properties: { Age: { type: "integer" } }, additionalProperties: false },
  };

  it("what a request must bring is checked before planning, every problem at once", async () => {
    const text = workflowText({ inputs, steps: [note] });
    const request = { ...joinerRequest, identityKeys: { login: "JANE" }, intent: { Age: "x", More: 1 } };
    const error = await errorOf(createProduct().plan(text, { request }));
    expect(error.code).toBe("RequestInvalid");
    expect(
      diagnosticsOf(error)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(["FormatInvalid", "UnknownKey", "WrongType"]);
  });

  it("validate warns of a template or condition whose path is not declared", async () => {
    const steps = [
      { ...note, with: { message: "{{Request.IdentityKeys.login}} {{Request.IdentityKeys.logn}}" } },
      { ...note, name: "B", condition: { exists: "Request.Intent.Ag" } },
      { ...note, name: "C", precondition: { none: [{ exists: "Request.Intent.Nope" }] } },
      { ...note, name: "D", with: { data: { a: ["{{request.intent.age}}"] } } },
    ];
    const found = await validate(workflowText({ inputs, steps, contextResolvers: [] }));
    expect(found.map(({ severity, code, step }) => [severity, code, step])).toEqual([
      ["warning", "UndeclaredInput", "Note"],
      ["warning", "UndeclaredInput", "B"],
      ["warning", "UndeclaredInput", "C"],
    ]);
  });

  it.each([
    ["a backtracking pattern", { type: "string", pattern: "^(a+)+$" }],
    ["a nested backtracking pattern", { type: "string", pattern: "(.*a){20}$" }],
  ])("%s hangs nobody", async (_, schema) => {
    const text = workflowText({ inputs: { intent: { properties: { A: schema } } }, steps: [note] });
    const request = { ...joinerRequest, intent: { A: `${"a".repeat(50_000)}!` } };
    const planned = await createProduct()
      .plan(text, { request })
      .catch((error) => error.code);
    expect(planned).toBeDefined();
  });

  it.each([
    [{ $ref: "https://example.com/x" }],
    [{ $ref: "#/$defs/nope" }],
    [{ $ref: "#" }],
    [{ allOf: [{ $ref: "#" }] }],
    [{ type: "string", pattern: "(" }],
    [{ properties: { a: { type: "objekt" } } }],
    [{ required: "a" }],
  ])("%j is no schema that can be used", async (schema) => {
    const found = await check(workflowText({ inputs: { intent: schema }, steps: [note] }));
    expect(found.length).toBeGreaterThan(0);
    expect(found.join()).toContain("error");
  });
});

it("the example of the specification is valid and can be planned", async () => {
  const sync = defineStep({
    type: "IdLE.Step.TriggerDirectorySync",
    description: "Stands in for the one of another package.",
    with: {
      type: "object",
      additionalProperties: false,
      properties: {
        policyType: { enum: ["Delta", "Initial"] },
        when: { enum: ["Always", "Changed"] },
        wait: { type: "boolean" },
        timeoutSeconds: { type: "integer" },
        pollIntervalSeconds: { type: "integer" },
      },
    },
    execute: () => ({ changed: false }),
  });
  const text = `# yaml-language-server: $schema=../schemas/workflow.schema.json
name: Leaver - Standard
lifecycleEvent: Leaver
inputs:
  identityKeys: { type: object, required: [sAMAccountName], properties: { sAMAccountName: { type: string, minLength: 1 } } }
contextResolvers:
  - capability: IdLE.Entitlement.List
    with: { identityKey: "{{Request.IdentityKeys.sAMAccountName}}", provider: Identity }
steps:
  - name: Disable account
    type: IdLE.Step.DisableIdentity
    with: { provider: Identity, identityKey: "{{Request.IdentityKeys.sAMAccountName}}" }
    condition:
      notContains: { path: Request.Context.Views.Identity.Entitlements.Id, value: "CN=BreakGlass,OU=Groups,DC=example,DC=com" }
  - name: Remove groups
    type: IdLE.Step.PruneEntitlementsEnsureKeep
    with:
      provider: Identity
      identityKey: "{{Request.IdentityKeys.sAMAccountName}}"
      kind: Group
      keep: [{ kind: Group, id: "CN=Leavers,OU=Groups,DC=example,DC=com" }]
  - name: Sync to the cloud
    type: IdLE.Step.TriggerDirectorySync
    with: { provider: DirectorySync, authSessionName: DirectorySync, policyType: Delta, when: Changed, wait: true, timeoutSeconds: 600, pollIntervalSeconds: 10 }
onFailureSteps:
  - name: Tell the service desk
    type: IdLE.Step.EmitEvent
    with: { message: "Leaver {{Request.IdentityKeys.sAMAccountName}} needs a hand" }
`;
  const product = createProduct({ steps: [sync] });
  expect(await product.engine.validateWorkflow({ text })).toEqual([]);
  const identity = { identityKey: "jdoe", enabled: true, attributes: {}, entitlements: [{ kind: "Group", id: "Old" }] };
  const plan = await product.plan(text, {
    request: { lifecycleEvent: "leaver", identityKeys: { sAMAccountName: "jdoe" } },
    providers: { Identity: createMockProvider({ identities: [identity] }) },
  });
  expect(plan.plan.steps.map(({ changes }) => changes?.map(({ action, path }) => `${action} ${path}`) ?? null)).toEqual(
    [["update enabled"], ["add entitlements.Group", "remove entitlements.Group"], null],
  );
  expect(plan.plan.onFailureSteps[0]?.inputs).toEqual({ message: "Leaver jdoe needs a hand" });
});
