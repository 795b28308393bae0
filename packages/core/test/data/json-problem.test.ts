import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findJsonProblem } from "../../src/data/json-problem.ts";

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe("where a text stops being JSON", () => {
  it.each([
    ["", "1:1 a value"],
    ["{\n  // why\n}", '2:3 a key in double quotes or "}"'],
    ['{ "a": 1, }', "1:11 a key in double quotes"],
    ['{ "a" 1 }', '1:7 a ":"'],
    ['{ "password": PLANTED }', "1:15 a value"],
    ['{ "a": 1\n"b": 2 }', '2:1 a "," or "}"'],
    ["[1, ]", "1:5 a value"],
    ["[1 2]", '1:4 a "," or "]"'],
    ["[}", '1:2 a value or "]"'],
    ["{} x", "1:4 nothing more"],
    ["[007]", '1:2 a value or "]"'],
    ['["a\nb"]', "1:2 a text that is closed on its line, with no other escapes than those of JSON,"],
    ['{ "a": "b', "1:8 a text that is closed on its line, with no other escapes than those of JSON,"],
  ])("%j", (text, expected) => {
    const problem = findJsonProblem(text);
    expect(`${problem?.line}:${problem?.column} ${problem?.expected}`).toBe(expected);
  });

  it("is nowhere in what JSON.parse reads, and somewhere in everything else", () => {
    const pieces = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      '"',
      "\\",
      "1",
      "-0.5e3",
      "01",
      "true",
      "nul",
      " ",
      "\n",
    );
    const texts = fc.oneof(
      fc.json(),
      fc.array(pieces).map((list) => list.join("")),
      fc
        .tuple(fc.json(), fc.nat(), pieces)
        .map(([json, at, piece]) => json.slice(0, at % (json.length + 1)) + piece + json.slice(at % (json.length + 1))),
    );
    fc.assert(
      fc.property(texts, (text) => (findJsonProblem(text) === null) === isJson(text)),
      { numRuns: 2000 },
    );
  });

  it("is found in deep and long texts", () => {
    expect(findJsonProblem("[".repeat(1_000_000))).toMatchObject({ line: 1, column: 1_000_001 });
    expect(findJsonProblem(`["${"a\\n".repeat(1_000_000)}"]`)).toBeNull();
  });

  it("is found behind texts of many megabytes", () => {
    const text = `["${"x".repeat(30_000_000)}","${'\\"'.repeat(10_000_000)}"x`;
    expect(findJsonProblem(text)).toMatchObject({ line: 1, expected: 'a "," or "]"' });
  });
});
