import type { JsonObject, JsonValue } from "@idle/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileTemplates, type JsonType, placeholderKind, resolveTemplates } from "../../src/expression/template.ts";
import { rootOf } from "./root.ts";

const anything = () => null;
const takes =
  (...types: JsonType[]) =>
  () =>
    new Set(types);

function resolve(text: string, intent: JsonObject = {}, wanted: () => ReadonlySet<JsonType> | null = anything) {
  const compiled = compileTemplates({ text });
  const resolved = resolveTemplates(compiled, rootOf({ intent, identityKeys: { sAMAccountName: "jdoe" } }), wanted);
  return { value: resolved.value.text, problems: [...compiled.problems, ...resolved.problems] };
}

function resolvedValue(
  text: string,
  intent?: JsonObject,
  wanted?: () => ReadonlySet<JsonType> | null,
): JsonValue | undefined {
  const { value, problems } = resolve(text, intent, wanted);
  expect(problems).toEqual([]);
  return value;
}

function problemOf(text: string, intent?: JsonObject, wanted?: () => ReadonlySet<JsonType> | null) {
  const { problems } = resolve(text, intent, wanted);
  expect(problems).toHaveLength(1);
  return { code: problems[0]?.code, message: problems[0]?.message ?? "" };
}

describe("placeholders", () => {
  it("are resolved inside any string, at any depth of lists and objects", () => {
    const compiled = compileTemplates({
      attributes: { Mail: "{{Request.Intent.Name}}@example.com", Plain: "x", Deep: [{ a: ["{{ Request.Actor }}"] }] },
    });
    const { value, problems } = resolveTemplates(compiled, rootOf({ intent: { Name: "jane" } }), anything);
    expect(value).toEqual({ attributes: { Mail: "jane@example.com", Plain: "x", Deep: [{ a: ["hr-feed"] }] } });
    expect(problems).toEqual([]);
  });

  it("are not resolved in keys", () => {
    const compiled = compileTemplates({ "{{Request.Actor}}": "{{Request.Actor}}" });
    expect(resolveTemplates(compiled, rootOf({}), anything).value).toEqual({ "{{Request.Actor}}": "hr-feed" });
  });

  it("may have blanks just inside the braces", () => {
    expect(resolvedValue("{{  Request.Intent.A\t}}/{{Request.Intent.A }}", { A: "x" })).toBe("x/x");
  });

  it("may stand several to a text, and side by side", () => {
    expect(resolvedValue("{{Request.Intent.A}}{{Request.Intent.B}}.{{Request.Intent.A}}", { A: "x", B: 2 })).toBe(
      "x2.x",
    );
  });

  it("leave a text without them as it is, at no cost", () => {
    const data = { a: "plain", b: { c: ["}", "{", "{ {", "\\"] }, d: null, e: 3 };
    const compiled = compileTemplates(data);
    expect(resolveTemplates(compiled, rootOf({}), anything).value).toBe(data);
  });

  it("leave what was handed in unchanged, and share what has none", () => {
    const untouched = { x: ["y"] };
    const data = Object.freeze({ a: Object.freeze(["{{Request.Actor}}", "b"]), untouched });
    const { value } = resolveTemplates(compileTemplates(data), rootOf({}), anything);
    expect(value).toEqual({ a: ["hr-feed", "b"], untouched: { x: ["y"] } });
    expect(value.untouched).toBe(untouched);
    expect(data.a[0]).toBe("{{Request.Actor}}");
  });

  it("never set a prototype", () => {
    const data: JsonObject = JSON.parse(
      '{ "__proto__": { "admin": "{{Request.Actor}}" }, "a": { "__proto__": "{{Request.Actor}}" } }',
    );
    const { value } = resolveTemplates(compileTemplates(data), rootOf({}), anything);
    expect(JSON.stringify(value)).toBe('{"__proto__":{"admin":"hr-feed"},"a":{"__proto__":"hr-feed"}}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect("admin" in {}).toBe(false);
  });

  it("are listed with their place, path and text", () => {
    const { placeholders } = compileTemplates({
      "a/b": ["x {{ Request.Actor }} {{Request.Intent.A}}", " {{Request.Intent.B}}\n"],
    });
    expect(placeholders).toEqual([
      { pointer: "/a~1b/0", path: ["Request", "Actor"], text: "{{ Request.Actor }}", lone: false },
      { pointer: "/a~1b/0", path: ["Request", "Intent", "A"], text: "{{Request.Intent.A}}", lone: false },
      { pointer: "/a~1b/1", path: ["Request", "Intent", "B"], text: "{{Request.Intent.B}}", lone: true },
    ]);
  });

  it("tell where in the inputs a value of the request went", () => {
    const compiled = compileTemplates({
      a: "x{{Request.Actor}}",
      "~": ["{{Request.Intent.A}}", "{{Request.Intent.Gone}}"],
    });
    const { origins } = resolveTemplates(compiled, rootOf({ intent: { A: 1 } }), anything);
    expect(origins).toEqual([
      { pointer: "/a", path: ["Request", "Actor"] },
      { pointer: "/~0/0", path: ["Request", "Intent", "A"] },
    ]);
  });
});

describe("a value that is nothing but one placeholder", () => {
  it.each<JsonValue>(["x", 42, 1.5, true, false, "", [1, "a"], [], { a: 1 }])(
    "keeps the type of what it resolves to: %j",
    (A) => {
      expect(resolvedValue("{{Request.Intent.A}}", { A })).toEqual(A);
      expect(resolvedValue("  {{ Request.Intent.A }} \n", { A })).toEqual(A);
    },
  );

  it("is a string when anything else stands around it", () => {
    expect(resolvedValue("{{Request.Intent.A}}.", { A: 42 })).toBe("42.");
    expect(resolvedValue("{{Request.Intent.A}}{{Request.Intent.A}}", { A: true })).toBe("truetrue");
  });

  it.each<[JsonValue, JsonType[], JsonValue]>([
    ["42", ["integer"], 42],
    ["42", ["number"], 42],
    ["-1.5", ["number"], -1.5],
    [42, ["string"], "42"],
    ["true", ["boolean"], true],
    ["false", ["boolean"], false],
    [true, ["string"], "true"],
    [42, ["number"], 42],
    [42, ["integer"], 42],
    [42, ["string", "number"], 42],
    ["42", ["string", "number"], "42"],
    ["true", ["boolean", "null"], true],
    ["7", ["boolean", "integer"], 7],
  ])("is converted where nothing is lost: %j, where %j is wanted, is %j", (A, types, expected) => {
    expect(resolvedValue("{{Request.Intent.A}}", { A }, takes(...types))).toBe(expected);
  });

  it.each<[JsonValue, JsonType[], string]>([
    [
      "042",
      ["integer"],
      "Request.Intent.A is text, and cannot become that without a loss. This place takes a whole number.",
    ],
    ["1.0", ["number"], "This place takes a number."],
    ["1e3", ["number"], "takes a number"],
    ["1.5", ["integer"], "takes a whole number"],
    ["", ["number"], "takes a number"],
    [" 42", ["number"], "takes a number"],
    ["Infinity", ["number"], "takes a number"],
    ["12345678901234567890", ["integer"], "takes a whole number"],
    [1.5, ["integer"], "Request.Intent.A is a number, and cannot become that without a loss"],
    ["True", ["boolean"], "takes true or false"],
    ["yes", ["boolean"], "takes true or false"],
    [1, ["boolean"], "Request.Intent.A is a whole number, and cannot become that"],
    [true, ["number"], "Request.Intent.A is true or false"],
    ["x", ["array"], "This place takes a list."],
    ["x", ["object", "null"], "This place takes null or an object."],
  ])("is an error where something would be lost: %j, where %j is wanted", (A, types, message) => {
    const order = ["string", "number", "integer", "boolean", "null", "array", "object"];
    const sorted = [...types].sort((a, b) => order.indexOf(a) - order.indexOf(b));
    const problem = problemOf("{{Request.Intent.A}}", { A }, takes(...sorted));
    expect(problem.code).toBe("WrongKind");
    expect(problem.message).toContain(message);
  });

  it("converts back and forth without a change", () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean()), (A) => {
        const text = resolvedValue("{{Request.Intent.A}}", { A }, takes("string"));
        const { value, problems } = resolve("{{Request.Intent.A}}", { A: text ?? null }, takes("number", "boolean"));
        // Numbers with an exponent have no plain form, so they stay an error and never change.
        if (problems.length === 0) expect(value === A || (value === 0 && A === 0)).toBe(true);
        else expect(String(A)).toMatch(/e/);
      }),
    );
  });

  it("asks for the types at its own place", () => {
    const asked: string[] = [];
    const compiled = compileTemplates({ a: [{ "b/c": "{{Request.Actor}}" }], d: "x {{Request.Actor}}" });
    resolveTemplates(compiled, rootOf({}), (pointer) => {
      asked.push(pointer);
      return null;
    });
    expect(asked).toEqual(["/a/0/b~1c"]);
  });
});

describe("a list or an object", () => {
  it.each<[JsonValue, JsonType[]]>([
    [["a"], ["array"]],
    [{ a: 1 }, ["object"]],
    [["a"], ["string", "array"]],
  ])("comes from a lone placeholder where it is wanted: %j, %j", (A, types) => {
    expect(resolvedValue("{{Request.Intent.A}}", { A }, takes(...types))).toEqual(A);
  });

  it.each<[JsonValue, JsonType[], string]>([
    [["a"], ["string"], "Request.Intent.A is a list. This place takes text."],
    [["a"], ["object"], "Request.Intent.A is a list. This place takes an object."],
    [{ a: 1 }, ["string", "number"], "Request.Intent.A is an object. This place takes text or a number."],
  ])("is an error where it is not wanted: %j, %j", (A, types, message) => {
    const problem = problemOf("{{Request.Intent.A}}", { A }, takes(...types));
    expect(problem).toEqual({ code: "WrongKind", message: expect.stringContaining(message) });
  });

  it.each<[JsonValue, string]>([
    [["a"], "Request.Intent.A is a list, and only single values can stand inside of a text."],
    [{ a: 1 }, "Request.Intent.A is an object, and only single values"],
  ])("is an error inside of a text: %j", (A, message) => {
    expect(problemOf("x {{Request.Intent.A}}", { A })).toEqual({
      code: "WrongKind",
      message: expect.stringContaining(message),
    });
  });
});

describe("what cannot be resolved", () => {
  it("is an error that names the placeholder, the path, the deepest segment and the keys that are there", () => {
    expect(problemOf("{{Request.Intent.Address.Zip}}", { Address: { City: "Ulm" } })).toEqual({
      code: "TemplateUnresolved",
      message:
        "The template {{Request.Intent.Address.Zip}} cannot be resolved. Request.Intent.Address.Zip is not there. " +
        'The path resolves as far as Request.Intent.Address, which has the keys "City".',
    });
  });

  it("is an error when it is null, lone or not", () => {
    for (const text of ["{{Request.Intent.A}}", "x{{Request.Intent.A}}"]) {
      expect(problemOf(text, { A: null }, takes("null", "string"))).toEqual({
        code: "TemplateUnresolved",
        message: expect.stringContaining("Request.Intent.A is null, and a template needs a value."),
      });
    }
  });

  it("is an error when two keys fit", () => {
    expect(problemOf("{{Request.Intent.AB}}", { Ab: 1, aB: 2 })).toEqual({
      code: "PathAmbiguous",
      message: expect.stringContaining('"Ab" and "aB"'),
    });
  });

  it("is reported for every placeholder, with its place, and the text stays as it was", () => {
    const compiled = compileTemplates({ a: "{{Request.Intent.A}}{{Request.Intent.B}}", c: ["{{Request.Intent.C}}"] });
    const { problems, value } = resolveTemplates(compiled, rootOf({}), anything);
    expect(problems.map(({ pointer, path }) => [pointer, path])).toEqual([
      ["/a", "Request.Intent.A"],
      ["/a", "Request.Intent.B"],
      ["/c/0", "Request.Intent.C"],
    ]);
    expect(value).toEqual(compiled.value);
  });

  it("does not say what stands there", () => {
    expect(problemOf("{{Request.Intent.A}}", { A: "hunter22" }, takes("number")).message).not.toContain("hunter22");
  });
});

describe("malformed templates", () => {
  it.each([
    ["{{Request.Intent.User Name}}", "PathInvalid", 'The path "Request.Intent.User Name" has a blank in it'],
    ["{{Request}}", "PathInvalid", "Request is no value by itself"],
    ["{{Request.Intent}}", "PathInvalid", "Request.Intent is a whole group"],
    ["{{ request.context }}", "PathInvalid", "request.context is a whole group"],
    ["{{Plan.WorkflowName}}", "PathInvalid", "Plan paths are for conditions"],
    ["{{Intent.Name}}", "PathInvalid", "did you mean Request.Intent.Name?"],
    ["{{Request.Context.Current.Identity}}", "PathInvalid", "precondition only"],
    ["{{}}", "PathInvalid", "The placeholder {{ }} has no path in it"],
    ["{{Request.Intent.A | upper}}", "PathInvalid", "blank"],
    ["{{toUpper(Request.Intent.A)}}", "PathInvalid", "is no path"],
    ["{{{Request.Intent.A}}}", "PathInvalid", "is no path"],
    ["{{Request.Intent.A", "TemplateInvalid", "{{ is not closed by }}"],
    ["Request.Intent.A}}", "TemplateInvalid", "}} has no {{ before it"],
    ["{{Request.Intent.A}", "TemplateInvalid", "{{ is not closed by }}"],
    ["{{ {{Request.Intent.A}} }}", "TemplateInvalid", "{{ is not closed by }}"],
    ["{{Request.Intent.A}} }}", "TemplateInvalid", "}} has no {{ before it"],
  ])("%s", (text, code, message) => {
    const problem = problemOf(text, { A: "x" });
    expect(problem.code).toBe(code);
    expect(problem.message).toContain(message);
    expect(problem.message).toContain("write \\{{");
  });

  it("are all reported, each with its place", () => {
    const { problems } = compileTemplates({ a: "{{x}} {{Requst.Intent.A}}", b: ["{{", "}}"] });
    expect(problems.map(({ pointer, code, path }) => [pointer, code, path])).toEqual([
      ["/a", "PathInvalid", "x"],
      ["/a", "PathInvalid", "Requst.Intent.A"],
      ["/b/0", "TemplateInvalid", undefined],
      ["/b/1", "TemplateInvalid", undefined],
    ]);
  });

  it("do not make more problems than a reader can use, nor take long", () => {
    expect(compileTemplates({ a: "{{".repeat(300_000) }).problems).toHaveLength(1);
    expect(compileTemplates({ a: Array.from({ length: 1000 }, (_, i) => `{{x${i}}}`).join("") }).problems).toHaveLength(
      20,
    );
    expect(compileTemplates({ a: `{{${"x".repeat(500_000)}}}` }).problems[0]?.message.length).toBeLessThan(400);
  });
});

describe("the backslash", () => {
  it("is a plain character", () => {
    expect(resolvedValue("DOMAIN\\{{Request.IdentityKeys.sAMAccountName}}")).toBe("DOMAIN\\jdoe");
    expect(resolvedValue("\\\\server\\{{Request.Actor}}\\x")).toBe("\\\\server\\hr-feed\\x");
  });

  it.each([
    ["\\{{name}}", "{{name}}"],
    ["a \\{{ b }} c", "a {{ b }} c"],
    ["\\{{", "{{"],
    ["\\{{ open", "{{ open"],
    ["\\{{a}}\\{{b}}", "{{a}}{{b}}"],
    ["\\{{Request}}", "{{Request}}"],
    ["\\\\{{x}}", "\\{{x}}"],
    ["\\{{}}", "{{}}"],
  ])("makes braces literal that are no valid placeholder: %s is %s", (text, expected) => {
    expect(resolvedValue(text)).toBe(expected);
  });

  it("leaves a placeholder between literal braces one", () => {
    expect(resolvedValue("\\{{ {{Request.Actor}} }}")).toBe("{{ hr-feed }}");
  });

  it("makes no further closing braces literal", () => {
    expect(problemOf("\\{{a}} }}").message).toContain("}} has no {{ before it");
  });

  it("cannot escape a valid placeholder", () => {
    expect(resolvedValue("\\{{Request.Actor}}")).toBe("\\hr-feed");
    expect(resolvedValue("\\\\{{ Request.Actor }}")).toBe("\\\\hr-feed");
  });
});

describe("the kind of a text", () => {
  it.each([
    ["plain", "none"],
    ["", "none"],
    ["\\{{x}}", "none"],
    ["}}", "none"],
    ["{{Request.Actor}}", "lone"],
    ["  {{ Request.Actor }}\n", "lone"],
    ["{{Request.Actor}}x", "mixed"],
    ["{{Request.Actor}}{{Request.Actor}}", "mixed"],
    ["\\{{Request.Actor}}", "mixed"],
    ["{{malformed path}}", "lone"],
    ["{{x}} {{y}}", "mixed"],
    ["{{", "mixed"],
  ])("%j is %s", (text, kind) => {
    expect(placeholderKind(text)).toBe(kind);
  });
});

describe("properties", () => {
  const piece = fc.constantFrom(
    "{{Request.Intent.A}}",
    "{{ Request.Intent.B }}",
    "{{Request.Intent}}",
    "{{x}}",
    "{{",
    "}}",
    "{",
    "}",
    "\\",
    " ",
    "x",
    "\\{{",
    "Request.Intent.A",
    "\n",
  );
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
  const value = fc.oneof(text, fc.integer(), fc.boolean());

  it("any text either compiles with problems or resolves, and what is put in is never scanned", () => {
    fc.assert(
      fc.property(text, value, value, (template, A, B) => {
        const compiled = compileTemplates({ text: template });
        const { value: resolved, problems } = resolveTemplates(compiled, rootOf({ intent: { A, B } }), anything);
        if (compiled.problems.length > 0) {
          expect(resolved).toEqual({ text: template });
          return;
        }
        // The pieces can make a path that is well-formed and leads nowhere.
        if (problems.some(({ code }) => code === "TemplateUnresolved")) return;
        expect(problems).toEqual([]);
        // With marks for the values, the same text comes out as with the values themselves: they made no difference to the reading.
        const marked = resolveTemplates(compiled, rootOf({ intent: { A: "\ue001", B: "\ue002" } }), anything).value
          .text;
        const filled = String(marked).replace(/[\ue001\ue002]/g, (mark) => String(mark === "\ue001" ? A : B));
        expect(String(resolved.text)).toBe(filled);
      }),
      { numRuns: 3000 },
    );
  });

  it("a lone placeholder gives the very value, whatever it is", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (A) => {
        if (A === null) return;
        const intent: JsonObject = JSON.parse(JSON.stringify({ A }));
        const compiled = compileTemplates({ x: "{{Request.Intent.A}}" });
        expect(resolveTemplates(compiled, rootOf({ intent }), anything).value.x).toBe(intent.A);
      }),
    );
  });

  it("reading ends for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), text, (wild, tame) => {
        expect(["none", "lone", "mixed"]).toContain(placeholderKind(tame + wild + tame));
      }),
    );
  });
});
