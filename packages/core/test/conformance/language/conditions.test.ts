/** Specification 1.3. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check, decide, note, problemsOf, workflowText } from "../../support/language.ts";
import { createProduct, diagnosticsOf, errorOf } from "../../support/product.ts";

const at = (key: string) => `Request.Intent.${key}`;
const is = (key: string, value: unknown) => ({ equals: { path: at(key), value } });
const yes = is("Yes", "y");
const no = is("Yes", "n");
const broken = is("Absent", "x");
const intent = { Yes: "y" };

describe("one node holds exactly one operator or group", () => {
  it.each([
    ["none", {}],
    ["two", { exists: at("A"), equals: { path: at("A"), value: 1 } }],
    ["an unknown one", { equal: { path: at("A"), value: 1 } }],
    ["one of a prototype", { constructor: { path: at("A"), value: 1 } }],
    ["text", "exists"],
    ["a list", [{ exists: at("A") }]],
    ["null", null],
    ["true", true],
    ["an empty group", { all: [] }],
    ["a group that is no list", { any: { exists: at("A") } }],
    ["a group of texts", { none: ["exists"] }],
    ["an operator without its operand", { equals: { path: at("A") } }],
    ["an operator without its path", { like: { pattern: "a" } }],
    ["a further key in an operator", { equals: { path: at("A"), value: 1, values: [1] } }],
    ["a further key in exists", { exists: { path: at("A"), value: 1 } }],
    ["a list as value", { equals: { path: at("A"), value: ["a"] } }],
    ["an object as value", { contains: { path: at("A"), value: {} } }],
    ["a number as pattern", { like: { path: at("A"), pattern: 1 } }],
    ["a list of lists as values", { in: { path: at("A"), values: [["a"]] } }],
    ["an empty path", { exists: "" }],
    ["a number as path", { exists: 7 }],
    ["null as path", { exists: null }],
  ])("%s is refused", async (_, condition) => {
    const text = workflowText({ steps: [{ ...note, condition }] });
    expect((await check(text)).length).toBeGreaterThan(0);
    const nested = workflowText({ steps: [{ ...note, precondition: { all: [{ none: [condition] }] } }] });
    expect((await check(nested)).length).toBeGreaterThan(0);
  });
});

describe("all, any, none", () => {
  it.each([
    [{ all: [yes, yes] }, true],
    [{ all: [yes, no] }, false],
    [{ any: [no, yes] }, true],
    [{ any: [no, no] }, false],
    [{ none: [no, no] }, true],
    [{ none: [no, yes] }, false],
    [{ none: [{ all: [yes, { any: [no, { none: [yes] }] }] }] }, true],
  ])("%j is %s", async (condition, expected) => {
    expect(await decide(condition, intent)).toBe(expected);
  });

  it.each([
    [{ all: [no, broken] }, false],
    [{ any: [yes, broken] }, true],
    [{ none: [yes, broken] }, false],
    [{ all: [yes, broken] }, "PathNotFound"],
    [{ any: [no, broken] }, "PathNotFound"],
    [{ none: [no, broken] }, "PathNotFound"],
    [{ all: [broken, no] }, "PathNotFound"],
    [{ any: [broken, yes] }, "PathNotFound"],
    [{ all: [{ exists: at("Absent") }, broken] }, false],
  ])("decide from left to right and stop as soon as they know: %j", async (condition, expected) => {
    expect(await decide(condition, intent)).toBe(expected);
  });

  it("agree with their definition for any nesting", async () => {
    const { condition } = fc.letrec<{ condition: object; group: object }>((tie) => ({
      group: fc
        .tuple(fc.constantFrom("all", "any", "none"), fc.array(tie("condition"), { minLength: 1, maxLength: 3 }))
        .map(([name, children]) => ({ [name]: children })),
      condition: fc.oneof({ maxDepth: 4 }, fc.constantFrom(yes, no), tie("group")),
    }));
    const truth = (node: object): boolean => {
      const [[name = "", body] = []] = Object.entries(node) as [string, object[]][];
      if (name === "all") return (body ?? []).every(truth);
      if (name === "any") return (body ?? []).some(truth);
      if (name === "none") return !(body ?? []).some(truth);
      return node === yes;
    };
    await fc.assert(
      fc.asyncProperty(condition, async (node) => {
        expect(await decide(node, intent)).toBe(truth(node));
      }),
      { numRuns: 60 },
    );
  });
});

describe("comparisons are on strings and ignore case", () => {
  it.each([
    [true, "True", true],
    [false, "FALSE", true],
    [42, "42", true],
    ["42", 42, true],
    ["042", 42, false],
    [42, "42.0", false],
    [null, "", true],
    ["", null, true],
    [null, null, true],
    [null, "null", false],
    ["null", null, false],
    ["STRASSE", "straße", false],
    ["É", "é", true],
    ["e\u0301", "é", false],
    ["İ", "i\u0307", true],
    ["I", "ı", false],
    [" a", "a", false],
    [0.1, "0.1", true],
    [1e21, "1E+21", true],
    ["toString", "tostring", true],
  ])("%j equals %j: %s", async (actual, value, expected) => {
    expect(await decide(is("A", value), { A: actual })).toBe(expected);
    expect(await decide({ notEquals: { path: at("A"), value } }, { A: actual })).toBe(!expected);
    expect(await decide({ in: { path: at("A"), values: ["zzz", value] } }, { A: actual })).toBe(expected);
    expect(await decide({ in: { path: at("A"), values: value } }, { A: actual })).toBe(expected);
  });

  it("in: nothing equals any of no values", async () => {
    expect(await decide({ in: { path: at("A"), values: [] } }, { A: "" })).toBe(false);
  });
});

describe("exists", () => {
  it.each([
    [{ A: "" }, true],
    [{ A: 0 }, true],
    [{ A: false }, true],
    [{ A: [] }, true],
    [{ A: {} }, true],
    [{ A: null }, false],
    [{}, false],
  ])("of %j is %s", async (given, expected) => {
    expect(await decide({ exists: at("A") }, given)).toBe(expected);
    expect(await decide({ exists: { path: at("A") } }, given)).toBe(expected);
  });

  it("of an absent path is false, never an error", async () => {
    expect(await decide({ exists: at("A.B.C") }, { A: "text" })).toBe(false);
    expect(await decide({ exists: at("A.B") }, { A: null })).toBe(false);
    expect(await decide({ exists: "Request.Context.Views.Identity.Profile" }, {})).toBe(false);
  });
});

describe("contains and notContains", () => {
  it.each([
    [["a", "B"], "b", true],
    [["a"], "ab", false],
    [[1, true, null], "TRUE", true],
    [[1], 1, true],
    [[null], "", true],
    [[], "", false],
    [null, "a", false],
    [null, "", false],
  ])("%j contains %j: %s", async (actual, value, expected) => {
    expect(await decide({ contains: { path: at("A"), value } }, { A: actual })).toBe(expected);
    expect(await decide({ notContains: { path: at("A"), value } }, { A: actual })).toBe(!expected);
  });
});

describe("like and notLike", () => {
  it.each([
    ["Sales", "s*", true],
    ["Sales", "*es", true],
    ["Sales", "s*l*s", true],
    ["Sales", "sale", false],
    ["Sales", "", false],
    ["", "", true],
    ["", "*", true],
    ["", "?", false],
    ["😀", "?", true],
    ["😀a", "??", true],
    ["ä", "?", true],
    ["a\u0308", "?", false],
    ["B2", "[a-c][0-9]", true],
    ["D2", "[a-c][0-9]", false],
    ["b", "[A-C]", true],
    ["B", "[a-c]", true],
    ["*", "`*", true],
    ["a", "`*", false],
    ["?", "`?", true],
    ["[a-z]", "`[a-z]", true],
    ["b", "`[a-z]", false],
    ["`", "``", true],
    ["a]", "a]", true],
    ["a`b", "a`b", true],
    ["a\nb", "a*b", true],
    ["a\nb", "a?b", true],
    [42, "4*", true],
    [true, "T*", true],
    [["x", "abc"], "a*", true],
    [["x", "y"], "a*", false],
    [[], "*", false],
    [null, "*", false],
    ["a.c", "a.c", true],
    ["abc", "a.c", false],
    ["a+", "a+", true],
    ["(x|y)$", "(x|y)$", true],
    ["😀", "[😀-😂]", true],
  ])("%j like %j: %s", async (actual, pattern, expected) => {
    expect(await decide({ like: { path: at("A"), pattern } }, { A: actual })).toBe(expected);
    expect(await decide({ notLike: { path: at("A"), pattern } }, { A: actual })).toBe(!expected);
  });

  it("an unclosed [ is a diagnostic", async () => {
    const text = workflowText({ steps: [{ ...note, condition: { like: { path: at("A"), pattern: "a[b" } } }] });
    expect(await check(text)).toEqual([expect.stringContaining("error PatternInvalid")]);
  });

  it("takes time linear in the value for any pattern", async () => {
    const pattern = `${"*a".repeat(50)}b`;
    expect(await decide({ like: { path: at("A"), pattern } }, { A: "a".repeat(200_000) })).toBe(false);
  });
});

describe("wrong kinds are errors that name the path and the operator to use instead", () => {
  it.each([
    ["equals", { value: "a" }, [], "contains"],
    ["equals", { value: "a" }, {}, "exists"],
    ["notEquals", { value: "a" }, ["a"], "notContains"],
    ["notEquals", { value: "a" }, { a: 1 }, "exists"],
    ["in", { values: ["a"] }, ["a"], "contains"],
    ["in", { values: [] }, ["a"], "contains"],
    ["in", { values: ["a"] }, { a: 1 }, "exists"],
    ["contains", { value: "a" }, "a", "equals"],
    ["contains", { value: "a" }, 7, "equals"],
    ["contains", { value: "a" }, { a: 1 }, "exists"],
    ["notContains", { value: "a" }, false, "notEquals"],
    ["notContains", { value: "a" }, { a: 1 }, "exists"],
    ["like", { pattern: "a" }, { a: 1 }, "exists"],
    ["notLike", { pattern: "a" }, { a: 1 }, "exists"],
  ])("%s %j of %j", async (operator, operand, actual, instead) => {
    const condition = { [operator]: { path: at("A"), ...operand } };
    const [problem] = await problemsOf({ condition }, { intent: { A: actual } });
    expect(problem).toMatchObject({ code: "WrongKind", step: "Note" });
    expect(problem?.message).toContain(at("A"));
    expect(problem?.message).toMatch(new RegExp(`\\b${instead}\\b`));
  });
});

describe("an absent path", () => {
  it.each([
    ["equals", { value: "a" }],
    ["notEquals", { value: "a" }],
    ["in", { values: ["a"] }],
    ["contains", { value: "a" }],
    ["notContains", { value: "a" }],
    ["like", { pattern: "a" }],
    ["notLike", { pattern: "a" }],
  ])("is an error under %s that names step, path, deepest segment and keys", async (operator, operand) => {
    const condition = { all: [{ [operator]: { path: "request.intent.Org.unit.Name", ...operand } }] };
    const [problem] = await problemsOf({ condition }, { intent: { Org: { Unit: { Id: 1, Title: "x" }, Other: 2 } } });
    expect(problem).toMatchObject({ code: "PathNotFound", step: "Note", line: 1 });
    expect(problem?.message).toContain("request.intent.Org.unit.Name");
    expect(problem?.message).toMatch(/as far as request\.intent\.Org\.unit\b/);
    expect(problem?.message).toContain('"Id" and "Title"');
  });

  it("has its place in the file: that of the path", async () => {
    const text = `name: T
lifecycleEvent: Joiner
steps:
  - name: A
    type: IdLE.Step.EmitEvent
    condition:
      all:
        - exists: Request.Intent
        - equals: { path: Request.Intent.Nope, value: x }
`;
    const error = await errorOf(createProduct().plan(text));
    expect(error.message).toMatch(/test\.yaml:9:27: Step "A": .*Request\.Intent\.Nope/);
    expect(diagnosticsOf(error)).toEqual([
      expect.objectContaining({ line: 9, column: 27, file: "test.yaml", step: "A" }),
    ]);
  });

  it("is not an error when it is null that is there", async () => {
    expect(await decide({ notEquals: { path: at("A"), value: "x" } }, { A: null })).toBe(true);
  });
});
