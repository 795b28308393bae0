/** Specification 1.8. */
import { readData } from "@idle/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const read = (text: string) => {
  const { data, diagnostics } = readData({ text, file: "f" });
  return diagnostics.length > 0 ? diagnostics.map(({ code }) => code) : data;
};

describe("a plain number that is not in its canonical form is an error that says to quote it", () => {
  const wrong = [
    "00123",
    "007",
    "-01",
    "+1",
    "0x1F",
    "0o17",
    "1e3",
    "1E3",
    "1.0",
    "1.50",
    ".5",
    "5.",
    "-0",
    "0.0",
    ".inf",
    "-.inf",
    ".Inf",
    ".nan",
    ".NaN",
    "9007199254740993",
    "9007199254740994",
    "12345678901234567890",
    "-12345678901234567890",
    "1e400",
    "0.1000000000000000055",
    "3.141592653589793238462643",
  ];
  it.each(wrong)("%s", (number) => {
    for (const text of [
      `a: ${number}`,
      `- ${number}`,
      `a: [${number}]`,
      `a: { b: ${number} } # c`,
      `a: &x ${number}`,
    ]) {
      const { diagnostics } = readData({ text, file: null });
      expect(diagnostics).toEqual([expect.objectContaining({ code: "NumberNotCanonical", severity: "error" })]);
      expect(diagnostics[0]?.message).toMatch(/quote/i);
      expect(diagnostics[0]?.line).toBe(1);
      expect(text.slice((diagnostics[0]?.column ?? 0) - 1).startsWith(number)).toBe(true);
    }
  });

  it.each([
    ["0", 0],
    ["42", 42],
    ["-7", -7],
    ["0.5", 0.5],
    ["-0.25", -0.25],
    ["9007199254740991", 9007199254740991],
  ])("%s is one", (text, number) => {
    expect(read(`a: ${text}`)).toEqual({ a: number });
    expect(read(`{"a": ${text}}`)).toEqual({ a: number });
  });

  it.each(["'00123'", '"00123"', '"1e3"', "'+1'"])("%s in quotes is text", (text) => {
    expect(read(`a: ${text}`)).toEqual({ a: text.slice(1, -1) });
  });

  it.each(["1_000", "1,5", "0b11", "12:30:45", "1.2.3", "10.0.0.1", "+", "-", "1a", "e3", "0x", "1e", "--1"])(
    "%s is text",
    (text) => {
      const data = read(`a: ${text} # x\n`);
      if (text === "-") expect(data).toEqual(["SyntaxInvalid"]);
      else expect(data).toEqual({ a: text });
    },
  );
});

describe("no value changes on the way", () => {
  it.each([
    ["2026-01-31", "2026-01-31"],
    ["2026-01-31T08:00:00Z", "2026-01-31T08:00:00Z"],
    ["2026-01-31 08:00:00", "2026-01-31 08:00:00"],
    ["yes", "yes"],
    ["no", "no"],
    ["on", "on"],
    ["Off", "Off"],
    ["y", "y"],
    ["NO", "NO"],
    ["true", true],
    ["false", false],
    ["null", null],
    ["~", null],
    ["", null],
    ["'null'", "null"],
    ["nan", "nan"],
    ["inf", "inf"],
    ["Infinity", "Infinity"],
    ["=", "="],
    ["<<", "<<"],
  ])("%s is %j", (text, value) => {
    expect(read(`a: ${text}\n`)).toEqual({ a: value });
    expect(read(`- ${text}\n`)).toEqual([value]);
  });

  it("any JSON is read as it is, or refused", () => {
    const jsonText = fc.jsonValue({ depthSize: "small", noUnicodeString: false }).map((value) => JSON.stringify(value));
    fc.assert(
      fc.property(jsonText, (text) => {
        const { data, diagnostics } = readData({ text, file: null });
        const value = JSON.parse(text);
        if (diagnostics.length === 0) expect(data).toEqual(value);
        else
          for (const { code } of diagnostics)
            expect(["NumberNotCanonical", "KeyForbidden", "TextInvalid", "CharacterInvalid"]).toContain(code);
      }),
      { numRuns: 100 },
    );
  });

  it("JSON may be indented with tabs or blanks, and written in one line", () => {
    const value = { a: [{ b: "x", c: [] }, {}], "k/ä": 'q"\\\n\t\u2028😀', e: null };
    for (const indent of [undefined, 2, "\t"]) expect(read(JSON.stringify(value, null, indent))).toEqual(value);
    expect(read('{"a":"\\u00e9\\ud83d\\ude00\\/"}')).toEqual({ a: "é😀/" });
  });
});

describe("what YAML has and this language refuses", () => {
  it.each([
    ["%YAML 1.2\n---\na: 1\n", "DirectiveRefused"],
    ["%TAG ! tag:x,2000:\n---\na: 1\n", "DirectiveRefused"],
    ["a: !!str 1\n", "TagRefused"],
    ["a: !custom x\n", "TagRefused"],
    ["a: !!timestamp 2026-01-01\n", "TagRefused"],
    ["a: !<tag:yaml.org,2002:str> x\n", "TagRefused"],
    ["a: !!binary aGk=\n", "TagRefused"],
    ["!!map { a: 1 }\n", "TagRefused"],
    ["b: &b { x: 1 }\na:\n  <<: *b\n", "MergeKeyRefused"],
    ["a: &a [*a]\n", "AliasCycle"],
    ["a: &a { b: { c: *a } }\n", "AliasCycle"],
    ["1: x\n", "KeyNotText"],
    ["true: x\n", "KeyNotText"],
    ["null: x\n", "KeyNotText"],
    ["~: x\n", "KeyNotText"],
    ["? [a]\n: x\n", "KeyNotText"],
    ["? { a: 1 }\n: x\n", "KeyNotText"],
    ["1.5: x\n", "KeyNotText"],
    [": x\n", "KeyNotText"],
    ["{ 1: x }\n", "KeyNotText"],
    ["a: *nope\n", "AnchorUnknown"],
    ["__proto__: 1\n", "KeyForbidden"],
    ["a: { '__proto__': { b: 1 } }\n", "KeyForbidden"],
    ['{"a": {"__proto__": 1}}', "KeyForbidden"],
    ["a: 1\na: 2\n", "DuplicateKey"],
    ["a: { b: 1, b: 2 }\n", "DuplicateKey"],
    ["a: 1\n'a': 2\n", "DuplicateKey"],
    ['{"a":1,"\\u0061":2}', "DuplicateKey"],
    ["a: 1\n---\nb: 2\n", "MultipleDocuments"],
    ["", "DocumentEmpty"],
    ["# only a comment\n", "DocumentEmpty"],
    ["---\n", "DocumentEmpty"],
    ["a: b: c\n", "SyntaxInvalid"],
    ["a: [1, 2\n", "SyntaxInvalid"],
    ["a: 'x\n", "SyntaxInvalid"],
    ["a:\n\t- b\n", "TabIndentation"],
    ["a:\n\tb: 1\n", "TabIndentation"],
    ["a: x\u0000y\n", "CharacterInvalid"],
    ["a: x\u0007y\n", "CharacterInvalid"],
  ])("%j: %s", (text, code) => {
    const { diagnostics } = readData({ text, file: "f" });
    expect(diagnostics.map((each) => each.code)).toContain(code);
    for (const { line, column } of diagnostics) {
      expect(line).toBeGreaterThan(0);
      expect(column).toBeGreaterThan(0);
    }
  });

  it.each([
    ["---\na: 1\n", { a: 1 }],
    ["a: 1\n...\n", { a: 1 }],
    ["a: &x [1]\nb: *x\n", { a: [1], b: [1] }],
    ["a: &x t\n? *x\n: 1\n", null],
    ["a: |\n  x\n  y\n", { a: "x\ny\n" }],
    ["a: >-\n  x\n  y\n", { a: "x y" }],
    ["'1': x\n", { 1: "x" }],
    ['"<<": 1\n', { "<<": 1 }],
    ["constructor: 1\n", { constructor: 1 }],
    ["\ufeffa: 1\n", { a: 1 }],
    ["a: 1\r\nb: 2\r\n", { a: 1, b: 2 }],
    ["a: # comment\n  b\n", { a: "b" }],
    ["a: b#c\n", { a: "b#c" }],
    ["a: 'it''s'\n", { a: "it's" }],
    ["a:  x\t\n", { a: "x" }],
    ["a: {b: 1, c: [x, y]}\n", { a: { b: 1, c: ["x", "y"] } }],
    ["a:\n- 1\n- 2\n", { a: [1, 2] }],
    ["-\n  a: 1\n", [{ a: 1 }]],
    ["- - 1\n  - 2\n", [[1, 2]]],
  ])("%j is read", (text, value) => {
    if (value === null) return;
    expect(read(text)).toEqual(value);
  });
});
