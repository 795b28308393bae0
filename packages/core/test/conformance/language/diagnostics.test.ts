/** Specification 1.9. */
import { renderDiagnostic } from "@idle/core";
import { describe, expect, it } from "vitest";
import { check, note, requestWith, validate, workflowText } from "../../support/language.ts";
import { createProduct, diagnosticsOf, errorOf } from "../../support/product.ts";

const head = "name: T\nlifecycleEvent: Joiner\n";
const step = "  - { name: A, type: IdLE.Step.EmitEvent }\n";

describe("every problem, not the first, each with its place", () => {
  it("in the order of the file", async () => {
    const text = `nmae: T
lifecycleEvent: ""
steps:
  - name: A
    type: IdLE.Step.DisableIdentity
    with: { identityKey: "{{Request.Intent.A B}}", provider: "{{x}}" }
    timeoutSeconds: 0
  - name: A
    type: IdLE.Step.Nope
    condition: { like: { path: Reqest.Intent.X, pattern: "[" } }
`;
    expect(await check(text)).toEqual([
      "1:1 error UnknownKey",
      "2:17 error LengthOutOfRange",
      "6:26 error PathInvalid",
      "6:62 error TemplateInLiteral",
      "7:21 error NumberOutOfRange",
      "8:11 error DuplicateStepName",
      "9:11 error StepTypeUnknown",
      "10:32 error PathInvalid",
      "10:58 error PatternInvalid",
    ]);
  });

  it("as file:line:column severity CODE message, with the source line and a caret under the spot", async () => {
    const text = `${head}steps:\n${step}zebra: 1\n`;
    const [diagnostic] = await validate(text);
    expect(renderDiagnostic(diagnostic as never, { source: text }).split("\n")).toEqual([
      expect.stringMatching(/^test\.yaml:5:1 error UnknownKey Unknown key "zebra"/),
      "  5 | zebra: 1",
      "    | ^^^^^",
    ]);
  });

  it("through an alias, the alias's place", async () => {
    const text = `${head}steps:
  - { name: A, type: IdLE.Step.EmitEvent, condition: &c { exists: Request.Actor } }
  - { name: B, type: IdLE.Step.EmitEvent, with: *c }
`;
    expect(await check(text)).toEqual(["5:49 error UnknownKey"]);
  });

  it.each([
    ["with a byte-order mark", "\ufeff", 5],
    ["with CR LF", "", 5],
  ])("lines and columns count from 1 in a file %s", async (name, mark, line) => {
    const text = `${mark}${head}steps:\n${step}zebra: 1\n`;
    const source = name.includes("CR") ? text.replaceAll("\n", "\r\n") : text;
    expect(await check(source)).toEqual([`${line}:1 error UnknownKey`]);
    expect(await check(new TextEncoder().encode(source))).toEqual([`${line}:1 error UnknownKey`]);
    const first = `${mark}zebra: 1`;
    expect((await check(first)).filter((each) => each.includes("UnknownKey"))).toEqual(["1:1 error UnknownKey"]);
  });

  it("those of planning as well: templates, schemas and capabilities arrive together", async () => {
    const text = `${head}steps:
  - name: A
    type: IdLE.Step.DisableIdentity
    with: { identityKey: "{{Request.Intent.Absent}}", provider: Nope }
  - name: B
    type: IdLE.Step.EnsureEntitlement
    with:
      identityKey: x
      entitlement: { kind: Group, id: g }
      state: "{{Request.Intent.State}}"
`;
    const error = await errorOf(createProduct().plan(text, { request: requestWith({ intent: { State: "Maybe" } }) }));
    expect(diagnosticsOf(error).map(({ code, line, column, step: name }) => [code, line, column, name])).toEqual([
      ["TemplateUnresolved", 6, 26, "A"],
      ["ProviderMissing", 6, 65, "A"],
      ["ValueNotAllowed", 12, 14, "B"],
    ]);
  });

  it("static problems are reported alone", async () => {
    const steps = [
      { ...note, with: { message: "{{Request.Intent.Absent}}" } },
      { ...note, name: "B", zebra: 1 },
    ];
    const error = await errorOf(createProduct().engine.loadWorkflow({ text: workflowText({ steps }) }));
    expect(error.code).toBe("WorkflowInvalid");
    expect(diagnosticsOf(error).map(({ code }) => code)).toEqual(["UnknownKey"]);
  });
});

describe("control and bidirectional characters in a message are escaped", () => {
  const hidden = "a\u202eb\u0007c\u001b[31md\u200f";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for.
  const unsafe = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

  it.each([
    ["an unknown key", { [hidden]: 1, steps: [note] }],
    [
      "a step's name",
      {
        steps: [
          { ...note, name: hidden },
          { ...note, name: hidden },
        ],
      },
    ],
    ["a step's type", { steps: [{ ...note, type: hidden }] }],
    ["a path", { steps: [{ ...note, condition: { exists: `Request.Intent.${hidden}` } }] }],
    ["a template", { steps: [{ ...note, with: { message: `{{${hidden}}}` } }] }],
    ["a pattern", { steps: [{ ...note, condition: { like: { path: "Request.Actor", pattern: `[${hidden}` } } }] }],
    ["a regular expression", { inputs: { intent: { pattern: `(${hidden}` } }, steps: [note] }],
    ["an unknown input", { steps: [{ ...note, with: { [hidden]: 1 } }] }],
  ])("in %s", async (_, body) => {
    const found = await validate(workflowText(body));
    expect(found.length).toBeGreaterThan(0);
    for (const { message } of found) expect(message).not.toMatch(unsafe);
  });

  it.each([
    [
      "an ambiguous or absent path",
      { steps: [{ ...note, condition: { equals: { path: "Request.Intent.A", value: 1 } } }] },
    ],
    ["an absent template", { steps: [{ ...note, with: { message: "{{Request.Intent.A}}" } }] }],
    ["an input", { inputs: { intent: { additionalProperties: false } }, steps: [note] }],
  ])("while planning, in %s", async (_, body) => {
    const request = requestWith({ intent: { [hidden]: 1 } });
    const error = await errorOf(createProduct().plan(workflowText(body), { request }));
    expect(diagnosticsOf(error).length).toBeGreaterThan(0);
    for (const { message } of [error, ...diagnosticsOf(error)]) expect(message).not.toMatch(unsafe);
  });

  it("while planning, in the event and in what a provider says", async () => {
    const request = requestWith({ lifecycleEvent: hidden });
    const error = await errorOf(createProduct().plan(workflowText({ steps: [note] }), { request }));
    for (const { message } of [error, ...diagnosticsOf(error)]) expect(message).not.toMatch(unsafe);

    const { handMade } = await import("../../support/product.ts");
    const failing = handMade(
      {
        getIdentity: async () => {
          throw new Error(hidden);
        },
        disableIdentity: async () => ({ changed: true }),
      },
      ["IdLE.Identity.Read", "IdLE.Identity.Disable"],
    );
    const disable = { name: "D", type: "IdLE.Step.DisableIdentity", with: { identityKey: "a" } };
    const failed = await errorOf(
      createProduct().plan(workflowText({ steps: [disable] }), { providers: { Identity: failing } }),
    );
    expect(failed.code).toBe("PlanFailed");
    for (const { message } of [failed, ...diagnosticsOf(failed)]) expect(message).not.toMatch(unsafe);
  });
});

describe("validate checks every with statically", () => {
  it.each([
    [{ identityKey: 7 }, ["WrongType"]],
    [{}, ["MissingKey"]],
    [{ identityKey: "" }, ["LengthOutOfRange"]],
    [{ identityKey: "{{Request.Intent.A}}" }, []],
    [{ identityKey: "x-{{Request.Intent.A}}" }, []],
    [{ identityKey: "a", identityKeys: "b" }, ["UnknownKey"]],
    [{ identityKey: ["{{Request.Intent.A}}"] }, ["WrongType"]],
  ])("%j", async (inputs, codes) => {
    const disable = { name: "D", type: "IdLE.Step.DisableIdentity", with: inputs };
    const found = await validate(workflowText({ steps: [disable] }));
    expect(found.map(({ code }) => code)).toEqual(codes);
  });

  it.each([
    [{ attributes: "{{Request.Intent.A}}" }, []],
    [{ attributes: "x {{Request.Intent.A}}" }, ["WrongType"]],
    [{ attributes: { A: "{{Request.Intent.A}}", B: ["x{{Request.Intent.A}}"], C: null, D: "" } }, []],
    [{ attributes: { A: { base64: "{{Request.Intent.A}}" } } }, []],
    [{ attributes: {}, enabled: "{{Request.Intent.A}}" }, []],
    [{ attributes: {}, enabled: "{{Request.Intent.A}}x" }, ["WrongType"]],
    [{ attributes: {}, enabled: "yes" }, ["WrongType"]],
    [{ attributes: {}, initialPassword: { generate: "{{Request.Intent.A}}" } }, []],
    [{ attributes: {}, initialPassword: { generate: false } }, ["ValueNotAllowed"]],
    [{ attributes: {}, initialPassword: "clear" }, ["WrongType"]],
  ])("of a placeholder for any scalar, or a list or object where the schema wants one: %j", async (inputs, codes) => {
    const create = { name: "C", type: "IdLE.Step.CreateIdentity", with: { identityKey: "a", ...inputs } };
    const found = await validate(workflowText({ steps: [create] }));
    expect(found.map(({ code }) => code)).toEqual(codes);
  });

  it("that of a step that will not be applicable, too", async () => {
    const never = { name: "D", type: "IdLE.Step.DisableIdentity", condition: { exists: "Request.Intent.Nope" } };
    expect(await check(workflowText({ steps: [never] }))).toEqual([expect.stringContaining("MissingKey")]);
  });
});

describe("limits", () => {
  const codes = async (text: string | Uint8Array) => [...new Set((await validate(text)).map(({ code }) => code))];
  const valid = `${head}steps:\n${step}`;

  it("a file over 1 MiB", async () => {
    const fill = (size: number) => `${valid}#${"x".repeat(size - valid.length - 1)}`;
    expect(await codes(fill(1024 * 1024))).toEqual([]);
    expect(await codes(fill(1024 * 1024 + 1))).toEqual(["FileTooLarge"]);
    expect(await codes(new TextEncoder().encode(fill(1024 * 1024 + 1)))).toEqual(["FileTooLarge"]);
    expect(await codes(`${valid}#${"ä".repeat(524_288)}`)).toEqual(["FileTooLarge"]);
    expect(await codes("[".repeat(2 * 1024 * 1024))).toEqual(["FileTooLarge"]);
  });

  it("more than 500 steps", async () => {
    const steps = (count: number) =>
      Array.from({ length: count }, (_, index) => `  - { name: S${index}, type: IdLE.Step.EmitEvent }\n`).join("");
    expect(await codes(`${head}steps:\n${steps(500)}`)).toEqual([]);
    expect(await codes(`${head}steps:\n${steps(501)}`)).toEqual(["TooManySteps"]);
    const plan = await createProduct().plan(`${head}steps:\n${steps(500)}`);
    expect(plan.plan.steps.at(0)?.id).toBe("step-01");
    expect(plan.plan.steps.at(98)?.id).toBe("step-99");
    expect(plan.plan.steps.at(99)?.id).toBe("step-100");
  });

  it("a nesting over 64 levels", async () => {
    // The document, steps, the step, with and data are five levels.
    const nested = (levels: number) =>
      `${head}steps:\n  - { name: A, type: IdLE.Step.EmitEvent, with: { data: { a: ${"[".repeat(levels)}${"]".repeat(levels)} } } }\n`;
    expect(await codes(nested(59))).toEqual([]);
    expect(await codes(nested(60))).toEqual(["NestingTooDeep"]);
    const block = (levels: number) =>
      `${head}steps:\n  - name: A\n    type: IdLE.Step.EmitEvent\n    with:\n      data:\n${Array.from({ length: levels }, (_, level) => `${" ".repeat(8 + level)}a:\n`).join("")}`;
    expect(await codes(block(60))).toEqual([]);
    expect(await codes(block(61))).toEqual(["NestingTooDeep"]);
    for (const open of ["[", "{a: ", "- ", "? ", "- [", "[{a: "]) {
      const found = await codes(open.repeat(20_000));
      expect(found).toEqual([expect.stringMatching(/NestingTooDeep|SyntaxInvalid/)]);
    }
    const deep = Array.from({ length: 100 }, (_, level) => `${" ".repeat(level)}- \n`).join("");
    expect(await codes(deep)).toEqual(["NestingTooDeep"]);
  });

  it("more than 100 aliases, and bombs of fewer", async () => {
    const aliases = (count: number) =>
      `${head}steps:\n  - { name: A, type: IdLE.Step.EmitEvent, with: { data: { x: &x [1], y: [${"*x, ".repeat(count)}] } } }\n`;
    expect(await codes(aliases(100))).toEqual([]);
    expect(await codes(aliases(101))).toEqual(["TooManyAliases"]);
    const laughs = Array.from({ length: 10 }, (_, level) =>
      level === 0 ? `a0: &a0 [${"lol,".repeat(9)}]` : `a${level}: &a${level} [${`*a${level - 1},`.repeat(9)}]`,
    ).join("\n");
    expect(await codes(laughs)).toContain("AliasExpansionTooLarge");
    const deep = Array.from({ length: 80 }, (_, level) =>
      level === 0 ? "b0: &b0 [x]" : `b${level}: &b${level} [*b${level - 1}]`,
    ).join("\n");
    expect(await codes(deep)).toContain("NestingTooDeep");
  });

  it.each([
    ["UTF-16", Buffer.from(`\ufeff${valid}`, "utf16le")],
    ["Latin-1", Buffer.from(valid.replace("T", "Ä"), "latin1")],
    ["an overlong sequence", Buffer.concat([Buffer.from(valid), Buffer.from([0xc0, 0x80])])],
    ["half a surrogate pair", Buffer.concat([Buffer.from(valid), Buffer.from([0xed, 0xa0, 0x80])])],
  ])("a file in %s", async (_, bytes) => {
    expect(await codes(bytes)).toEqual([expect.stringMatching(/EncodingInvalid/)]);
  });

  it("bad YAML and duplicate keys", async () => {
    expect(await check(`${head}steps: [`)).toEqual([expect.stringContaining("SyntaxInvalid")]);
    expect(await check(`${valid}name: U\n`)).toEqual(["5:1 error DuplicateKey"]);
    expect(await check(`${head}steps:\n\t- name: A\n`)).toEqual(["4:1 error TabIndentation"]);
    expect(await check("just text")).toEqual([expect.stringContaining("error WrongType")]);
    expect(await check("- a\n- b\n")).toEqual([expect.stringContaining("error WrongType")]);
    expect(await check("")).toEqual([expect.stringContaining("error DocumentEmpty")]);
  });
});

describe("nothing hangs", () => {
  const size = 300_000;
  it.each([
    ["openings of templates", "{{".repeat(size / 2)],
    ["literal openings", "\\{{".repeat(size / 3)],
    ["closings", "}}".repeat(size / 2)],
    ["empty templates", "{{}}".repeat(size / 4)],
    ["valid templates", "{{Request.Intent.A}}".repeat(size / 20)],
    ["one long path", `{{Request.Intent${".a".repeat(size / 2)}}}`],
    ["blanks in a template", `{{${" ".repeat(size)}x}}`],
  ])("on %s", async (_, message) => {
    const found = await validate(workflowText({ steps: [{ ...note, with: { message } }] }));
    expect(found.length).toBeLessThan(2001);
  });

  it.each([
    ["a path", { exists: `Request.Intent${".a".repeat(size / 2)}` }],
    ["a pattern of stars", { like: { path: "Request.Actor", pattern: "*".repeat(size) } }],
    ["a pattern of sets", { like: { path: "Request.Actor", pattern: "[a-z]".repeat(size / 5) } }],
    ["an unclosed set", { like: { path: "Request.Actor", pattern: "[".repeat(size) } }],
  ])("on a condition of %s", async (_, condition) => {
    const found = await validate(workflowText({ steps: [{ ...note, condition }] }));
    expect(found.length).toBeLessThan(2001);
  });

  it("on many templates and many inputs that do not declare them", async () => {
    const declared = (count: number) => Array.from({ length: count }, (_, index) => `key${index}`);
    const properties = Object.fromEntries(declared(1_900).map((key) => [key, {}]));
    const data = { list: declared(1_800).map((key) => `{{Request.Intent.${key}s}}`) };
    const text = workflowText({ inputs: { intent: { properties } }, steps: [{ ...note, with: { data } }] });
    const found = await validate(text);
    expect(found).toHaveLength(1_800);
    expect(found[0]).toMatchObject({ code: "UndeclaredInput", suggestion: "key0" });
  });

  it("on many unknown keys and many equal names", async () => {
    const keys = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`descriptio${index}`, 1]));
    expect((await validate(workflowText({ ...keys, steps: [note] }))).length).toBeLessThanOrEqual(2001);
    const twice = `${head}steps:\n${step}${"a: 1\n".repeat(10_000)}`;
    expect((await validate(twice)).length).toBeLessThanOrEqual(2001);
  });
});
