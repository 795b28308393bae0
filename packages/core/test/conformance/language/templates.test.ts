/** Specification 1.5. */
import { defineStep } from "@idle/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check, note, problemsOf, requestWith, resolve, workflowText } from "../../support/language.ts";
import { createProduct, diagnosticsOf, errorOf } from "../../support/product.ts";

const intent = { Name: "Jane", Age: 42, Ok: true, List: ["a", { b: 1 }], Object: { k: "v" }, Null: null, Empty: "" };

describe("placeholders are resolved while planning", () => {
  it.each([
    ["{{Request.Intent.Name}}", "Jane"],
    ["{{ Request.Intent.Name }}", "Jane"],
    ["{{\tRequest.Intent.Name\n}}", "Jane"],
    ["  {{Request.Intent.Age}} ", 42],
    ["{{Request.Intent.Age}}", 42],
    ["{{Request.Intent.Ok}}", true],
    ["{{Request.Intent.Empty}}", ""],
    ["{{Request.Intent.List}}", ["a", { b: 1 }]],
    ["{{Request.Intent.Object}}", { k: "v" }],
    ["x{{Request.Intent.Age}}", "x42"],
    ["{{Request.Intent.Ok}}{{Request.Intent.Age}}", "true42"],
    ["{{Request.Intent.Name}} {{Request.Intent.Name}}", "Jane Jane"],
    ["{{Request.Actor}}/{{Request.CorrelationId}}/{{Request.LifecycleEvent}}", "test/c-1/Joiner"],
    ['{"a": {{Request.Intent.Age}}}', '{"a": 42}'],
    ["{ {{Request.Intent.Age}} }", "{ 42 }"],
    ["{x}", "{x}"],
    ["a { b } c", "a { b } c"],
    ["", ""],
    ["$& $1 {{Request.Intent.Name}}", "$& $1 Jane"],
  ])("%j gives %j", async (text, expected) => {
    expect(await resolve(text, intent)).toEqual(expected);
  });

  it("at any depth of lists and objects; keys are not templated", async () => {
    const value = { "{{Request.Intent.Name}}": [["{{Request.Intent.Name}}"], { a: { b: "{{Request.Intent.Age}}" } }] };
    expect(await resolve(value, intent)).toEqual({ "{{Request.Intent.Name}}": [["Jane"], { a: { b: 42 } }] });
  });

  it("null and the empty text are legal values", async () => {
    expect(await resolve({ a: null, b: "" }, intent)).toEqual({ a: null, b: "" });
  });

  it("a resolved value is data: it is never scanned again", async () => {
    expect(await resolve("{{Request.Intent.A}}", { A: "{{Request.Intent.B}}", B: "x" })).toBe("{{Request.Intent.B}}");
    expect(await resolve("a {{Request.Intent.A}}", { A: "}} {{nope", B: "x" })).toBe("a }} {{nope");
    expect(await resolve("{{Request.Intent.A}}", { A: ["{{Request.Intent.B}}", "\\{{"] })).toEqual([
      "{{Request.Intent.B}}",
      "\\{{",
    ]);
  });

  it("whatever the request brings stays as it is", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: "grapheme" }), fc.integer(), fc.boolean(), fc.array(fc.string())),
        async (A) => {
          expect(await resolve("{{Request.Intent.A}}", { A })).toEqual(A);
          if (!Array.isArray(A)) expect(await resolve("<{{Request.Intent.A}}>", { A })).toBe(`<${A}>`);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("backslashes", () => {
  it.each([
    ["DOMAIN\\{{Request.Intent.Name}}", "DOMAIN\\Jane"],
    ["\\\\{{Request.Intent.Name}}", "\\\\Jane"],
    ["\\{{ Request.Intent.Name }}", "\\Jane"],
    ["\\", "\\"],
    ["a\\b\\", "a\\b\\"],
    ["\\{{x}}", "{{x}}"],
    ["\\{{}}", "{{}}"],
    ["\\{{ }}", "{{ }}"],
    ["\\{{Request}}", "{{Request}}"],
    ["\\{{Request.Intent}}", "{{Request.Intent}}"],
    ["\\{{Plan.WorkflowName}}", "{{Plan.WorkflowName}}"],
    ["\\{{Request.Intent.User Name}}", "{{Request.Intent.User Name}}"],
    ["\\{{a}} {{Request.Intent.Name}}", "{{a}} Jane"],
    ["{{Request.Intent.Name}}\\{{a}}", "Jane{{a}}"],
    ["\\{{ a {{Request.Intent.Name}} }}", "{{ a Jane }}"],
    ["\\{{a}} \\{{b}}", "{{a}} {{b}}"],
    ["\\{{ \\{{ a }} }}", "{{ {{ a }} }}"],
    ["\\\\{{x}}", "\\{{x}}"],
    ["\\{{", "{{"],
    ["C:\\{x}", "C:\\{x}"],
  ])("%j gives %j", async (text, expected) => {
    expect(await resolve(text, intent)).toBe(expected);
  });
});

describe("what is malformed is a diagnostic", () => {
  it.each([
    "{{Request}}",
    "{{Request.Intent}}",
    "{{Request.IdentityKeys}}",
    "{{Request.Context}}",
    "{{request.intent}}",
    "{{Request.Intent.User Name}}",
    "{{Request.Intent.A.}}",
    "{{Request.Intent..A}}",
    "{{.Request.Intent.A}}",
    "{{}}",
    "{{ }}",
    "{{Plan.WorkflowName}}",
    "{{Plan.LifecycleEvent}}",
    "{{Intent.A}}",
    "{{Workflow.A}}",
    "{{Request.Other.A}}",
    "{{Request.Actor.Name}}",
    "{{Request.Context.Current.Identity.Profile}}",
    "{{Request.Intent.A | upper}}",
    "{{Request.Intent.A()}}",
    "{{Request.Intent['A']}}",
    "{{#if}}",
    "{{1+1}}",
    "{{{Request.Intent.A}}}",
    "{{ {{Request.Intent.A}} }}",
    "{{Request.Intent.A",
    "Request.Intent.A}}",
    "{{Request.Intent.A}} }}",
    "{{Request.Intent.A}} {{",
    "{{Request.Intent.A}",
    "}}{{",
    "{{Request.Intent.A}}}}",
  ])("%j, with its place", async (text) => {
    const workflow = `name: T
lifecycleEvent: Joiner
steps:
  - name: A
    type: IdLE.Step.EmitEvent
    with:
      data:
        list:
          - ok
          - ${JSON.stringify(text)}
`;
    const found = await check(workflow);
    expect(found.length).toBeGreaterThan(0);
    for (const each of found) expect(each).toMatch(/^10:13 error (PathInvalid|TemplateInvalid)$/);
    // And nowhere is it taken for text.
    await expect(resolve(text, { A: "x" })).rejects.toMatchObject({ code: "WorkflowInvalid" });
  });

  it("names step and path", async () => {
    const { engine } = createProduct();
    const text = workflowText({ steps: [{ ...note, with: { message: "{{Request.Intnt.Name}}" } }] });
    const [problem] = await engine.validateWorkflow({ text });
    expect(problem).toMatchObject({ code: "PathInvalid", step: "Note" });
    expect(problem?.message).toContain("Request.Intnt.Name");
    expect(problem?.message).toContain("did you mean Request.Intent.Name");
  });
});

describe("an absent or null value is an error with file:line:column, step and path", () => {
  it.each([
    ["{{Request.Intent.Absent}}", "Request.Intent.Absent"],
    ["{{Request.Intent.Null}}", "Request.Intent.Null"],
    ["x {{Request.Intent.Null}}", "Request.Intent.Null"],
    ["{{Request.Intent.Name.First}}", "Request.Intent.Name.First"],
    ["{{Request.IdentityKeys.Nope}}", "Request.IdentityKeys.Nope"],
    ["{{Request.Context.Views.Identity.Profile}}", "Request.Context.Views.Identity.Profile"],
  ])("%s", async (value, path) => {
    const { plan } = createProduct();
    const text = `name: T
lifecycleEvent: Joiner
steps:
  - name: Say
    type: IdLE.Step.EmitEvent
    with:
      data: { a: { b: ["${value}"] } }
`;
    const [problem, ...others] = diagnosticsOf(await errorOf(plan(text, { request: requestWith({ intent }) })));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      code: "TemplateUnresolved",
      file: "test.yaml",
      line: 7,
      column: 24,
      step: "Say",
    });
    expect(problem?.message).toContain(path);
  });

  it("an actor that is not there is null", async () => {
    const problems = await problemsOf({ with: { message: "{{Request.Actor}}" } }, { actor: null });
    expect(problems.map(({ code }) => code)).toEqual(["TemplateUnresolved"]);
  });

  it("every one of them is reported, in one text as well", async () => {
    const data = { a: "{{Request.Intent.X}} {{Request.Intent.Y}}", b: ["{{Request.Intent.Z}}"] };
    expect(await problemsOf({ with: { data } })).toHaveLength(3);
  });
});

describe("types", () => {
  const typed = defineStep({
    type: "Acme.Step.Typed",
    description: "Takes one of each.",
    with: {
      type: "object",
      additionalProperties: false,
      properties: {
        text: { type: "string" },
        whole: { type: "integer" },
        number: { type: "number" },
        flag: { type: "boolean" },
        list: { type: "array", items: { type: "string" } },
        object: { type: "object" },
        either: { type: ["string", "number"] },
        choice: { enum: ["Red", "Green"] },
        nullable: { type: ["integer", "null"] },
        mixed: { anyOf: [{ type: "boolean" }, { type: "integer" }] },
        free: true,
      },
    },
    preview: () => [],
    execute: () => ({ changed: false }),
  });
  const product = createProduct({ steps: [typed] });
  const planned = async (key: string, template: string, A: unknown) => {
    const text = workflowText({ steps: [{ name: "T", type: "Acme.Step.Typed", with: { [key]: template } }] });
    try {
      const plan = await product.plan(text, { request: requestWith({ intent: { A } }) });
      return plan.plan.steps[0]?.inputs?.[key];
    } catch (error) {
      return diagnosticsOf(error as never).map(({ code }) => code);
    }
  };
  const lone = "{{Request.Intent.A}}";

  it.each([
    ["text", "a", "a"],
    ["text", 42, "42"],
    ["text", 0.5, "0.5"],
    ["text", true, "true"],
    ["whole", 42, 42],
    ["whole", "42", 42],
    ["whole", "-7", -7],
    ["whole", "0", 0],
    ["number", "4.5", 4.5],
    ["number", "42", 42],
    ["flag", "true", true],
    ["flag", "false", false],
    ["flag", false, false],
    ["list", ["a"], ["a"]],
    ["object", { a: 1 }, { a: 1 }],
    ["either", "42", "42"],
    ["either", 42, 42],
    ["choice", "Red", "Red"],
    ["nullable", "42", 42],
    ["mixed", "7", 7],
    ["mixed", "true", true],
    ["free", "42", "42"],
  ])("%s: %j becomes %j", async (key, value, expected) => {
    expect(await planned(key, lone, value)).toEqual(expected);
    expect(await planned(key, ` ${lone} `, value)).toEqual(expected);
  });

  it.each([
    ["whole", "042"],
    ["whole", "4.2"],
    ["whole", 4.2],
    ["whole", "42 "],
    ["whole", ""],
    ["whole", "1e3"],
    ["whole", "0x10"],
    ["whole", "+1"],
    ["whole", "-0"],
    ["whole", true],
    ["whole", "12345678901234567890"],
    ["number", "4.50"],
    ["number", "Infinity"],
    ["number", "NaN"],
    ["number", false],
    ["flag", "True"],
    ["flag", "yes"],
    ["flag", 1],
    ["flag", ""],
    ["text", ["a"]],
    ["text", { a: 1 }],
    ["list", "a"],
    ["list", { a: 1 }],
    ["object", ["a"]],
    ["object", "a"],
    ["choice", "Blue"],
    ["choice", ["Red"]],
    ["either", true],
    ["whole", [1]],
  ])("%s: %j is an error", async (key, value) => {
    const found = await planned(key, lone, value);
    if (key === "either") expect(found).toEqual("true");
    else expect(found).toEqual([expect.stringMatching(/^(WrongKind|ValueNotAllowed)$/)]);
  });

  it("a list in which an element does not fit is an error of the schema", async () => {
    expect(await planned("list", lone, [1])).toEqual(["WrongType"]);
  });

  it("anything around a placeholder makes text", async () => {
    expect(await planned("text", `${lone}.`, 42)).toBe("42.");
    expect(await planned("free", `${lone}.`, 42)).toBe("42.");
    expect(await planned("whole", `${lone}0`, 4)).toEqual(["WrongType"]);
  });

  it("a list or object may not stand inside of a text", async () => {
    for (const value of [["a"], { a: 1 }, [], {}]) {
      expect(await planned("text", `x ${lone}`, value)).toEqual(["WrongKind"]);
      expect(await planned("free", `x ${lone}`, value)).toEqual(["WrongKind"]);
      expect(await planned("list", `${lone}${lone}`, value)).toEqual(
        expect.arrayContaining([expect.stringMatching(/WrongKind|WrongType/)]),
      );
    }
  });
});

describe("provider, authSessionName and authSessionOptions are literals, in resolvers too", () => {
  it.each([
    { provider: "{{Request.Intent.A}}" },
    { authSessionName: "{{Request.Intent.A}}" },
    { authSessionOptions: { role: "{{Request.Intent.A}}" } },
    { authSessionOptions: { deep: [{ role: "x {{Request.Intent.A}}" }] } },
    { authSessionOptions: { role: "{{nonsense" } },
  ])("%j", async (inputs) => {
    const step = { name: "D", type: "IdLE.Step.DisableIdentity", with: { identityKey: "a", ...inputs } };
    const resolver = { capability: "IdLE.Identity.Read", with: { identityKey: "a", ...inputs } };
    expect(await check(workflowText({ steps: [step] }))).toEqual([expect.stringContaining("TemplateInLiteral")]);
    expect(await check(workflowText({ contextResolvers: [resolver], steps: [note] }))).toEqual([
      expect.stringContaining("TemplateInLiteral"),
    ]);
    expect(await check(workflowText({ steps: [note], onFailureSteps: [step] }))).toEqual([
      expect.stringContaining("TemplateInLiteral"),
    ]);
  });
});
