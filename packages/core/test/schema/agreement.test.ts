/** What the engine finds valid, the composed schema accepts; what people often get wrong, both refuse. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonValue } from "@idle/contract";
import { composeStepSchema, composeWorkflowSchema, createEngine, readData } from "@idle/core";
import { commonSteps } from "@idle/steps-common";
import { directorySyncSteps } from "@idle/steps-directory-sync";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { oddInputs, oddSteps } from "./step-types.ts";

const steps = [commonSteps, directorySyncSteps, oddSteps];
const engine = createEngine({ steps });
const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
addFormats.default(ajv);
const validateBySchema = ajv.compile(composeWorkflowSchema(steps));
const bySchema = (data: unknown) => (validateBySchema(data) ? [] : (validateBySchema.errors ?? []));

async function byEngine(data: unknown): Promise<string[]> {
  const diagnostics = await engine.validateWorkflow({ text: JSON.stringify(data) });
  return diagnostics.filter(({ severity }) => severity === "error").map(({ code, message }) => `${code} ${message}`);
}

const folder = join(import.meta.dirname, "..", "..", "..", "..");
const shipped = globSync("workflows/*.yaml", { cwd: folder })
  .filter((file) => !file.endsWith(".test.yaml"))
  .map((file) => ({ file, data: readData({ text: readFileSync(join(folder, file)), file }).data }));

/** Workflows of one step each, all valid. */
const small = [
  ...oddInputs,
  ...steps.flat().flatMap(({ type, example }) => (example === undefined ? [] : [{ type, with: example }])),
].map((step) => workflowOf(step));

const further = [
  workflowOf({
    type: "IdLE.Step.CreateIdentity",
    with: {
      provider: "Identity",
      authSessionName: "Tier0",
      authSessionOptions: { role: "Admin", deep: [{ a: 1 }] },
      identityKey: "x{{ request.identitykeys.a }}",
      attributes: { A: "\\{{b}}", B: [1, null, { base64: "AA==" }], C: "{{Request.Context.Views.Identity.Profile.C}}" },
      enabled: "{{Request.Intent.Enabled}}",
      initialPassword: { generate: "{{Request.Intent.Generate}}" },
    },
  }),
  workflowOf({
    type: "IdLE.Step.EmitEvent",
    condition: { all: [{ exists: "request.INTENT.Ünïcode_1" }, { in: { path: "Plan.WorkflowName", values: "a" } }] },
    precondition: { none: [{ exists: { path: "Request.Context.Current.Identity.Profile" } }] },
    onPreconditionFalse: "Continue",
    preconditionEvent: { type: "Mine", message: "m", data: { a: [] } },
    retryProfile: "A.b-c_1",
    timeoutSeconds: 86_400,
    description: "",
  }),
];

function workflowOf(step: object): Record<string, unknown> {
  return {
    name: "W",
    lifecycleEvent: "Joiner",
    inputs: {
      intent: { type: "object", properties: { A: { type: ["string", "null"], format: "date" } }, required: [] },
    },
    contextResolvers: [{ capability: "IdLE.Identity.Read", with: { identityKey: "{{Request.IdentityKeys.A}}" } }],
    steps: [{ name: "S", ...step }],
  };
}

it("both accept what is shipped, every type's example and what is rarely used", async () => {
  for (const data of [...shipped.map(({ data }) => data), ...small, ...further]) {
    expect(await byEngine(data)).toEqual([]);
    expect(bySchema(data)).toEqual([]);
  }
});

/** What takes the place of something, or comes besides. */
const text = fc.constantFrom(
  ...[
    "",
    "x",
    "ABC",
    "true",
    "42",
    "on",
    "Present",
    "{{Request.Intent.X}}",
    " {{ Request.Actor }} ",
    "a {{Request.Intent.X}}",
  ],
  ...[
    "{{Request.Intent}}",
    "{{Plan.WorkflowName}}",
    "{{",
    "}}",
    "\\{{a}}",
    "{{Request.Context.Current.X}}",
    "Request.Intent.X",
  ],
  ...["Request.Context.Views.Identity", "Plan.LifecycleEvent", "Default", "AuthSessionBroker", "RunStarted", "a.b"],
);
const scalar = fc.oneof(text, fc.constantFrom<JsonValue>(true, false, null, 0, 1, 2, -1, 1.5, 100_000));
const key = fc.constantFrom(
  ...["a", "b", "n_a", "secret", "generate", "kind", "id", "provider", "authSessionName", "authSessionOptions", "path"],
  ...["value", "values", "exists", "equals", "all", "none", "with", "type", "items", "properties", "enabled", "A"],
);
const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    { weight: 5, arbitrary: scalar },
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(key, tie("value"), { maxKeys: 3 }),
  ),
}));
const change = fc.record({ where: fc.nat(), how: fc.constantFrom("replace", "replace", "remove", "add"), key, value });

type Change = { readonly where: number; readonly how: string; readonly key: string; readonly value: JsonValue };

/** A copy with something inside replaced, removed or added. */
function changed(data: unknown, changes: readonly Change[]): unknown {
  const copy: unknown = structuredClone(data);
  for (const { where, how, key, value } of changes) {
    const places = listPlaces(where % 4 === 0 ? copy : Reflect.get(Object(copy), "steps"));
    const place = places[where % places.length];
    if (place === undefined) continue;
    const inner: unknown = Reflect.get(place.owner, place.key);
    if (how === "replace") Reflect.set(place.owner, place.key, value);
    else if (how === "add" && Array.isArray(inner)) inner.push(value);
    else if (how === "add" && typeof inner === "object" && inner !== null) Reflect.set(inner, key, value);
    else if (how === "remove" && Array.isArray(place.owner)) place.owner.splice(Number(place.key), 1);
    else if (how === "remove") Reflect.deleteProperty(place.owner, place.key);
  }
  return copy;
}

function listPlaces(here: unknown): { owner: object; key: string }[] {
  if (typeof here !== "object" || here === null) return [];
  return Object.entries(here).flatMap(([key, child]) => [{ owner: here, key }, ...listPlaces(child)]);
}

it("the schema accepts whatever the engine finds valid", async () => {
  let valid = 0;
  const seeds = fc.constantFrom(...small, ...further);
  await fc.assert(
    fc.asyncProperty(seeds, fc.array(change, { minLength: 1, maxLength: 3 }), async (seed, changes) => {
      const data = changed(seed, changes);
      if ((await byEngine(data)).length > 0) return;
      valid += 1;
      expect(bySchema(data)).toEqual([]);
    }),
    { numRuns: 1500 },
  );
  // Otherwise it says nothing.
  expect(valid).toBeGreaterThan(120);
});

const create = (inputs: object) => ({
  type: "IdLE.Step.CreateIdentity",
  with: { identityKey: "x", attributes: {}, ...inputs },
});
const ensure = (inputs: object) => ({
  type: "IdLE.Step.EnsureEntitlement",
  with: { identityKey: "x", entitlement: { kind: "Group", id: "G" }, state: "Present", ...inputs },
});
const emit = (rest: object) => ({ type: "IdLE.Step.EmitEvent", ...rest });

describe("both refuse", () => {
  it.each<[string, object]>([
    ["an unknown type", { type: "IdLE.Step.CreateIdentiti" }],
    ["a type in other case", { type: "idle.step.emitevent" }],
    ["no type", { with: {} }],
    ["no with where inputs are required", { type: "IdLE.Step.CreateIdentity" }],
    ["a with that is no object", emit({ with: "{{Request.Intent.With}}" })],
    ["an unknown input", create({ enable: true })],
    ["an input of another type", create({ targetContainer: "OU=A" })],
    ["a missing input", { type: "IdLE.Step.CreateIdentity", with: { identityKey: "x" } }],
    ["a missing key inside", ensure({ entitlement: { kind: "Group" } })],
    ["an unknown key inside", ensure({ entitlement: { kind: "Group", id: "G", extra: 1 } })],
    ["a value that is not allowed", ensure({ state: "Presnt" })],
    ["a value in other case", ensure({ state: "present" })],
    ["text for true or false", create({ enabled: "yes" })],
    ["text around a template for true or false", create({ enabled: "x{{Request.Intent.X}}" })],
    ["a number for text", create({ container: 3 })],
    ["an empty text where none may be", create({ container: "" })],
    ["text for an object", ensure({ entitlement: "Group" })],
    ["text around a template for an object", ensure({ entitlement: "{{Request.Intent.A}}{{Request.Intent.B}}" })],
    ["the name of an attribute that is none", create({ attributes: { enabled: "x" } })],
    ["neither of two shapes", create({ initialPassword: { generat: true } })],
    ["a number that is too large", { type: "IdLE.Step.TriggerDirectorySync", with: { timeoutSeconds: 90_000 } }],
    ["a template for a provider", ensure({ provider: "{{Request.Intent.P}}" })],
    ["a template for a session", ensure({ authSessionName: "{{Request.Intent.P}}" })],
    ["a template deep in session options", ensure({ authSessionOptions: { a: [{ b: "x{{Request.Intent.P}}" }] } })],
    ["a template for the session of a password", create({ initialPassword: { secret: "{{Request.Intent.P}}" } })],
    ["a reserved provider", ensure({ provider: "authSessionBROKER" })],
    ["a reserved session", ensure({ authSessionName: "default" })],
    ["a reserved option", ensure({ authSessionOptions: { actor: "x" } })],
    ["an unknown root in a template", create({ container: "{{Reqest.Intent.X}}" })],
    ["a group in a template", create({ container: "{{Request.Intent}}" })],
    ["a template of the plan", create({ attributes: { A: ["{{Plan.WorkflowName}}"] } })],
    ["a blank in a template", create({ container: "{{Request.Intent.User Name}}" })],
    ["braces that are not closed", emit({ with: { data: { deep: [{ er: "{{Request.Intent.X}" }] } } })],
    ["braces that are not opened", emit({ with: { message: "Request.Intent.X}}" } })],
    ["what only a precondition knows, in a template", create({ container: "{{Request.Context.Current.A}}" })],
    ["an unknown key of a step", emit({ conditon: { exists: "Request.Intent.A" } })],
    ["two operators", emit({ condition: { exists: "Request.Intent.A", any: [{ exists: "Request.Intent.A" }] } })],
    ["no operator", emit({ precondition: {} })],
    ["an unknown operator", emit({ condition: { equal: { path: "Request.Intent.A", value: "x" } } })],
    ["an operator without its value", emit({ condition: { all: [{ equals: { path: "Request.Intent.A" } }] } })],
    ["an unknown root of a path", emit({ condition: { equals: { path: "Reqest.Intent.A", value: 1 } } })],
    ["an unknown root under exists", emit({ condition: { exists: "Intent.A" } })],
    ["an index in a path", emit({ condition: { exists: { path: "Request.Intent.A[0]" } } })],
    ["an unknown answer to a false precondition", emit({ onPreconditionFalse: "Block" })],
    ["an event of the engine", emit({ preconditionEvent: { type: "RunStarted", message: "x" } })],
    ["no time at all", emit({ timeoutSeconds: 0 })],
    ["a retry profile with a blank", emit({ retryProfile: "a b" })],
  ])("%s", async (_, step) => {
    const data = workflowOf(step);
    expect(await byEngine(data)).not.toEqual([]);
    expect(bySchema(data)).not.toEqual([]);
  });

  it.each<[string, object]>([
    ["an unknown key at the top", { lifecycelEvent: "Joiner" }],
    ["no steps", { steps: [] }],
    ["an unknown capability", { contextResolvers: [{ capability: "IdLE.Identity.List", with: { identityKey: "x" } }] }],
    ["a resolver without a key", { contextResolvers: [{ capability: "IdLE.Identity.Read", with: {} }] }],
    [
      "a malformed template of a resolver",
      { contextResolvers: [{ capability: "IdLE.Identity.Read", with: { identityKey: "{{Request.IdentityKey.A}}" } }] },
    ],
    ["an unknown keyword in inputs", { inputs: { intent: { propertys: {} } } }],
    ["an unknown type in inputs", { inputs: { identityKeys: { properties: { A: { type: "text" } } } } }],
    ["an unknown format in inputs", { inputs: { intent: { properties: { A: { format: "dat" } } } } }],
    [
      "too many steps",
      { steps: Array.from({ length: 501 }, (_, n) => ({ name: `S${n}`, type: "IdLE.Step.EmitEvent" })) },
    ],
    [
      "a wrong step for failures",
      { onFailureSteps: [{ name: "F", type: "IdLE.Step.EmitEvent", with: { mesage: "x" } }] },
    ],
  ])("%s", async (_, top) => {
    const data = { ...workflowOf(emit({})), ...top };
    expect(await byEngine(data)).not.toEqual([]);
    expect(bySchema(data)).not.toEqual([]);
  });
});

it("the schema of one type says of its inputs what the composed one says", () => {
  for (const step of steps.flat()) {
    const validate = ajv.compile(composeStepSchema(step));
    for (const { steps: list } of small) {
      const [{ type, with: inputs }] = list as [{ type: string; with: unknown }];
      if (type === step.type) expect([type, validate(inputs)]).toEqual([type, true]);
    }
    expect(validate({ unheardOf: 1 })).toBe(false);
  }
});
