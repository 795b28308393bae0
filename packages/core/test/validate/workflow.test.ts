import { describe, expect, it } from "vitest";
import { createRequest, createStepRegistry, validateSource, type Workflow } from "../../src/validate/index.ts";
import { testSteps } from "./step-types.ts";

const registry = createStepRegistry(testSteps);

async function load(text: string): Promise<Workflow> {
  const { workflow, diagnostics } = await validateSource({ text, file: "w.yaml" }, registry);
  if (!workflow) throw new Error(JSON.stringify(diagnostics));
  return workflow;
}

async function codes(text: string): Promise<string[]> {
  const { diagnostics } = await validateSource({ text, file: "w.yaml" }, registry);
  return diagnostics.map(({ line, column, code }) => `${line}:${column} ${code}`);
}

const head = "name: Test\nlifecycleEvent: Joiner\n";

describe("a valid workflow", () => {
  it("is what planning needs, defaults filled in", async () => {
    const workflow = await load(`${head}
contextResolvers:
  - capability: IdLE.Identity.Read
    with: { identityKey: "{{Request.IdentityKeys.Key}}", provider: Identity, authSessionName: Tier0, authSessionOptions: { role: Reader } }
steps:
  - name: First
    type: Test.Step.Account
    with: { provider: Identity, identityKey: "{{Request.IdentityKeys.Key}}", attributes: { A: null, B: "" } }
    condition: { exists: Request.Intent.A }
    precondition: { exists: Request.Context.Current.Identity.Profile }
    onPreconditionFalse: Continue
    preconditionEvent: { type: Gone, message: It is gone, data: { x: 1 } }
    retryProfile: Slow
    timeoutSeconds: 60
  - { name: Second, type: Test.Step.Note }
onFailureSteps:
  - { name: First, type: Test.Step.Note, with: { message: text } }
`);

    expect(workflow).toMatchObject({
      name: "Test",
      lifecycleEvent: "Joiner",
      file: "w.yaml",
      inputs: null,
      warnings: [],
    });
    expect(workflow.contextResolvers).toMatchObject([
      {
        pointer: "/contextResolvers/0",
        capability: "IdLE.Identity.Read",
        identityKey: { value: { identityKey: "{{Request.IdentityKeys.Key}}" } },
        provider: "Identity",
        authSessionName: "Tier0",
        authSessionOptions: { role: "Reader" },
      },
    ]);
    expect(workflow.steps).toMatchObject([
      {
        pointer: "/steps/0",
        name: "First",
        type: "Test.Step.Account",
        with: { value: { identityKey: "{{Request.IdentityKeys.Key}}", attributes: { A: null, B: "" } } },
        provider: "Identity",
        authSessionName: null,
        authSessionOptions: null,
        condition: { exists: "Request.Intent.A" },
        conditionText: '{"exists":"Request.Intent.A"}',
        precondition: { exists: "Request.Context.Current.Identity.Profile" },
        onPreconditionFalse: "Continue",
        preconditionEvent: { type: "Gone", message: "It is gone", data: { x: 1 } },
        retryProfile: "Slow",
        timeoutSeconds: 60,
      },
      {
        name: "Second",
        with: { value: {} },
        provider: null,
        condition: null,
        conditionText: null,
        precondition: null,
        onPreconditionFalse: "Blocked",
        preconditionEvent: null,
        retryProfile: null,
        timeoutSeconds: null,
      },
    ]);
    expect(Object.keys(workflow.steps[0]?.with.value ?? {})).toEqual(["identityKey", "attributes"]);
    expect(workflow.onFailureSteps).toMatchObject([{ pointer: "/onFailureSteps/0", name: "First" }]);
    expect(workflow.locate("/steps/0/timeoutSeconds")).toEqual({ line: 16, column: 21, length: 2 });
    expect(Object.isFrozen(workflow.data.steps)).toBe(true);
  });

  it("keeps its warnings", async () => {
    const workflow = await load(
      `${head}inputs: { intent: { properties: { A: {} } } }\nsteps: [{ name: a, type: Test.Step.Note, with: { message: "{{Request.Intent.B}}" } }]`,
    );
    expect(workflow.warnings).toMatchObject([{ severity: "warning", code: "UndeclaredInput", line: 4, step: "a" }]);
  });

  it("is not made without a registry, and step types are not checked then", async () => {
    const result = await validateSource({ text: `${head}steps: [{ name: a, type: Nobody.Knows }]`, file: null }, null);
    expect(result).toEqual({ workflow: null, diagnostics: [] });
  });
});

describe("limits", () => {
  const steps = (count: number, key = "steps") =>
    `${key}:\n${Array.from({ length: count }, (_, index) => `  - { name: s${index}, type: Test.Step.Note }\n`).join("")}`;

  it("takes 500 steps and no more, failure steps included", async () => {
    expect(await codes(head + steps(500))).toEqual([]);
    expect(await codes(head + steps(501))).toEqual(["504:5 TooManySteps"]);
    expect(await codes(head + steps(499) + steps(2, "onFailureSteps"))).toEqual(["505:5 TooManySteps"]);
  });

  it.each([
    ["timeoutSeconds: 1", []],
    ["timeoutSeconds: 86400", []],
    ["timeoutSeconds: 0", ["3:58 NumberOutOfRange"]],
    ["timeoutSeconds: 86401", ["3:58 NumberOutOfRange"]],
    [`retryProfile: ${"a".repeat(64)}`, []],
    [`retryProfile: ${"a".repeat(65)}`, ["3:56 FormatInvalid"]],
    [`with: { provider: ${"a".repeat(64)} }`, []],
    [`with: { provider: ${"a".repeat(65)} }`, ["3:60 FormatInvalid"]],
    ["with: { authSessionName: -a }", ["3:67 FormatInvalid"]],
    ['with: { authSessionName: "" }', ["3:67 FormatInvalid"]],
  ])("%s", async (text, expected) => {
    expect(await codes(`${head}steps: [{ name: a, type: Test.Step.Note, ${text} }]`)).toEqual(expected);
  });
});

describe("the request must satisfy inputs", () => {
  const problems = async (inputs: string, request: object) => {
    const workflow = await load(`${head}inputs: ${inputs}\nsteps: [{ name: a, type: Test.Step.Note }]`);
    return workflow.checkInputs(createRequest({ lifecycleEvent: "Joiner", ...request }));
  };

  it("names what is missing or wrong, with its pointer, and never the value", async () => {
    const inputs =
      "{ identityKeys: { type: object, required: [Key] }, intent: { properties: { A: { type: integer }, B: { enum: [x] } } } }";

    expect(await problems(inputs, { identityKeys: { Key: 1 }, intent: { A: 1, B: "x" } })).toEqual([]);
    const found = await problems(inputs, { intent: { A: "hunter2", B: "hunter3" } });
    expect(found).toEqual([
      {
        severity: "error",
        code: "MissingKey",
        message: '"identityKeys" of the request lacks the key "Key".',
        file: null,
        line: null,
        column: null,
        pointer: "/identityKeys",
      },
      expect.objectContaining({
        code: "WrongType",
        pointer: "/intent/A",
        message: expect.stringContaining('"intent.A"'),
      }),
      expect.objectContaining({ code: "ValueNotAllowed", pointer: "/intent/B" }),
    ]);
    expect(JSON.stringify(found)).not.toContain("hunter");
  });

  it("follows references into the schema, and checks formats", async () => {
    const inputs =
      "{ intent: { $defs: { d: { type: string, format: date } }, properties: { A: { $ref: '#/$defs/d' } } } }";
    expect(await problems(inputs, { intent: { A: "2026-02-28" } })).toEqual([]);
    expect(await problems(inputs, { intent: { A: "2026-02-30" } })).toMatchObject([{ code: "FormatInvalid" }]);
  });

  it("matches patterns in linear time", async () => {
    const inputs = `{ intent: { properties: { A: { pattern: '^(a+)+$' }, B: { pattern: '^\\u00e9\\d{2}$' } } } }`;
    const A = `${"a".repeat(50_000)}!`;
    expect(await problems(inputs, { intent: { A, B: "é12" } })).toMatchObject([
      { code: "FormatInvalid", pointer: "/intent/A" },
    ]);
  });

  it("finds duplicates in a long list", async () => {
    const list = Array.from({ length: 30_000 }, (_, id) => ({ id, kind: "Group" }));
    const inputs = "{ intent: { properties: { A: { type: array, uniqueItems: true } } } }";
    expect(await problems(inputs, { intent: { A: list } })).toEqual([]);
    expect(await problems(inputs, { intent: { A: [...list, { kind: "Group", id: 7 }] } })).toMatchObject([
      { code: "NotUnique" },
    ]);
  });

  it.each<[string, string]>([
    ["to itself", "{ $ref: '#' }"],
    ["in a circle", "{ $defs: { a: { allOf: [{ $ref: '#/$defs/b' }] }, b: { not: { $ref: '#/$defs/a' } } } }"],
  ])("refuses a schema that refers %s for the same value", async (_, schema) => {
    const text = `${head}inputs: { intent: ${schema} }\nsteps: [{ name: a, type: Test.Step.Note }]`;
    expect(await codes(text)).toEqual([expect.stringMatching(/SchemaInvalid$/)]);
  });

  it("takes a schema that refers to itself for what is inside of the value", async () => {
    const inputs = "{ intent: { properties: { Child: { $ref: '#' }, A: { type: string } } } }";
    expect(await problems(inputs, { intent: { Child: { Child: { A: 1 } } } })).toMatchObject([
      { code: "WrongType", pointer: "/intent/Child/Child/A" },
    ]);
  });

  it("refuses a schema whose branches meet too often", async () => {
    const defs = Array.from({ length: 40 }, (_, level) => {
      const next = `{ $ref: '#/$defs/d${level + 1}' }`;
      return `d${level}: { allOf: [${next}, ${next}] }`;
    });
    const schema = `{ $ref: '#/$defs/d0', $defs: { ${defs.join(", ")}, d40: { type: object } } }`;
    expect(await codes(`${head}inputs: { intent: ${schema} }\nsteps: [{ name: a, type: Test.Step.Note }]`)).toEqual([
      expect.stringMatching(/SchemaInvalid$/),
    ]);
  });
});

describe("a step without with", () => {
  it("is told so, with the keys it lacks", async () => {
    const text = `${head}steps:\n  - { name: A, type: Test.Step.Account }\n  - { name: B, type: Test.Step.Account, with: {} }\n`;
    const { diagnostics } = await validateSource({ text, file: "w.yaml" }, registry);
    expect(diagnostics.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '4 The step has no "with", so it lacks the key "identityKey".',
      '5 "with" lacks the key "identityKey".',
    ]);
  });
});

describe("what belongs to a precondition", () => {
  it.each(["onPreconditionFalse: Fail", "preconditionEvent: { type: Gone, message: Gone }"])(
    "is warned of without one: %s",
    async (key) => {
      const step = (more: string) => `${head}steps:\n  - name: A\n    type: Test.Step.Note\n    ${key}\n${more}`;
      expect(await codes(step(""))).toEqual(["6:5 KeyWithoutEffect"]);
      expect(await codes(step("    precondition: { exists: Request.Intent.A }\n"))).toEqual([]);
    },
  );
});
