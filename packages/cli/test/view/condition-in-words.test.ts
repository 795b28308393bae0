import { describe, expect, it } from "vitest";
import { conditionInWords } from "../../src/view/condition-in-words.ts";

const department = { equals: { path: "Request.Intent.Department", value: "IT" } };
const laptop = { exists: { path: "Request.Intent.Laptop" } };

describe("a condition in words", () => {
  it.each([
    [department, 'Request.Intent.Department equals "IT"'],
    [{ notEquals: { path: "P", value: 42 } }, "P does not equal 42"],
    [{ equals: { path: "P", value: null } }, 'P equals ""'],
    [{ in: { path: "P", values: ["a", true] } }, 'P is one of "a", true'],
    [{ in: { path: "P", values: "a" } }, 'P is one of "a"'],
    [laptop, "Request.Intent.Laptop exists"],
    [{ exists: "P" }, "P exists"],
    [{ contains: { path: "P", value: "x" } }, 'P contains "x"'],
    [{ notContains: { path: "P", value: "x" } }, 'P does not contain "x"'],
    [{ like: { path: "P", pattern: "a*" } }, 'P is like "a*"'],
    [{ notLike: { path: "P", pattern: "a*" } }, 'P is not like "a*"'],
    [{ all: [department] }, 'Request.Intent.Department equals "IT"'],
    [{ all: [laptop, { exists: "P" }] }, "Request.Intent.Laptop exists and P exists"],
    [{ none: [laptop, { exists: "P" }] }, "not (Request.Intent.Laptop exists or P exists)"],
    [
      { any: [{ all: [laptop, { exists: "P" }] }, { none: [{ exists: "Q" }] }] },
      "(Request.Intent.Laptop exists and P exists) or not (Q exists)",
    ],
  ])("%j", (node, words) => {
    expect(conditionInWords(node)).toBe(words);
  });

  it.each([
    [{ near: { path: "P" } }, '{ near: { path: "P" } }'],
    ["text", '"text"'],
    [{}, "{}"],
    [{ all: 3 }, "3"],
  ])("shows %j, which is no condition, as data", (node, words) => expect(conditionInWords(node)).toBe(words));
});
