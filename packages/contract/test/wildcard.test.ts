import { compileWildcard } from "@idle/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldText, matchesRuns, parseWildcard } from "../src/wildcard.ts";

function matches(pattern: string, value: string): boolean {
  const wildcard = compileWildcard(pattern);
  if ("problem" in wildcard) throw new Error(wildcard.problem);
  return wildcard.matches(value);
}

function problemOf(pattern: string): string | null {
  const wildcard = compileWildcard(pattern);
  return "problem" in wildcard ? wildcard.problem : null;
}

describe("a wildcard pattern", () => {
  it.each([
    ["*", "", true],
    ["*", "anything", true],
    ["", "", true],
    ["", "a", false],
    ["CN=*", "CN=Leavers,OU=Groups", true],
    ["CN=*", "OU=CN=x", false],
    ["*,OU=Groups", "CN=Leavers,OU=Groups", true],
    ["*leav*groups", "CN=Leavers,OU=Groups", true],
    ["*groups*leav*", "CN=Leavers,OU=Groups", false],
    ["a*a", "a", false],
    ["a*a", "aa", true],
    ["**a**", "bab", true],
    ["ab*bc", "abc", false],
  ])("%s: the star is any text (%s → %s)", (pattern, value, expected) => {
    expect(matches(pattern, value)).toBe(expected);
  });

  it.each([
    ["?", "a", true],
    ["?", "", false],
    ["?", "ab", false],
    ["?", "\u{1F600}", true],
    ["??", "\u{1F600}", false],
    ["?", "\u0130", true],
    ["a?c", "abc", true],
  ])("%s: the question mark is one code point (%s → %s)", (pattern, value, expected) => {
    expect(matches(pattern, value)).toBe(expected);
  });

  it.each([
    ["[a-c]x", "bx", true],
    ["[a-c]x", "dx", false],
    ["[abc]", "c", true],
    ["[abc]", "-", false],
    ["[a-]", "-", true],
    ["[-a]", "-", true],
    ["[a-c0-9_]", "7", true],
    ["[a-c0-9_]", "_", true],
    ["[*?[]", "[", true],
    ["[*?[]", "x", false],
    ["[\u{1F600}-\u{1F602}]", "\u{1F601}", true],
    ["]", "]", true],
  ])("%s: brackets hold ranges and sets (%s → %s)", (pattern, value, expected) => {
    expect(matches(pattern, value)).toBe(expected);
  });

  it.each([
    ["`*", "*", true],
    ["`*", "x", false],
    ["`?", "?", true],
    ["`?", "x", false],
    ["`[a`]", "[a]", true],
    ["``*", "`x", true],
    ["[`]]", "]", true],
    ["[a`]b]", "]", true],
    ["a`b", "a`b", true],
    ["a`", "a`", true],
  ])("%s: a backtick makes the wildcard after it literal (%s → %s)", (pattern, value, expected) => {
    expect(matches(pattern, value)).toBe(expected);
  });

  it.each([
    ["cn=LEAVERS*", "CN=Leavers,OU=x", true],
    ["[A-Z]", "q", true],
    ["[a-z]", "Q", true],
    ["[a-Z]", "q", true],
    ["[0-Z]", "_", false],
    ["*\u00c4rzte*", "CN=\u00e4rzte,OU=x", true],
    ["[\u00e4-\u00fc]", "\u00d6", true],
    ["\u039f\u0394\u039f\u03a3*", "\u03bf\u03b4\u03bf\u03c2 1", true],
    ["\u039f\u0394\u039f\u03a3*", "\u03bf\u03b4\u03bf\u03c3\u03b1", true],
    ["stra\u00dfe*", "STRASSE", false],
    ["e\u0301*", "\u00e9", false],
  ])("%s ignores case, and nothing else (%s → %s)", (pattern, value, expected) => {
    expect(matches(pattern, value)).toBe(expected);
  });

  it("says where a bracket is not closed, and how to write a literal one", () => {
    expect(problemOf("CN=[abc")).toBe(
      'the "[" at character 4 is not closed; put a backtick before it to mean the character "["',
    );
    expect(problemOf("[a`]")).toContain("at character 1 is not closed");
    expect(problemOf("\u{1F600}[")).toContain("at character 2 is not closed");
  });

  it("says that a set is empty or a range runs backwards", () => {
    expect(problemOf("x[]")).toContain('"[]" at character 2 is empty');
    expect(problemOf("[9-0]")).toContain('a range in "[9-0]" at character 1 runs backwards');
  });
});

/** Tries every way; right by its shortness. */
function reference(pattern: string, value: string): boolean {
  const [head, ...rest] = pattern;
  if (head === undefined) return value === "";
  const tail = rest.join("");
  if (head === "*") {
    return reference(tail, value) || (value !== "" && reference(pattern, value.slice(1)));
  }
  if (value === "") return false;
  return (head === "?" || head.toLowerCase() === value.charAt(0).toLowerCase()) && reference(tail, value.slice(1));
}

describe("properties", () => {
  it("matches what a matcher that tries every way matches", () => {
    const pattern = fc.string({ unit: fc.constantFrom("a", "B", "b", "*", "?"), maxLength: 8 });
    const value = fc.string({ unit: fc.constantFrom("a", "A", "b", "c"), maxLength: 10 });
    fc.assert(
      fc.property(pattern, value, (p, v) => {
        expect(matches(p, v)).toBe(reference(p, v));
      }),
      { numRuns: 2000 },
    );
  });

  it("matches itself once its wildcards are escaped", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), (text, around) => {
        const escaped = text.replace(/[*?[\]`]/g, "`$&");
        expect(matches(escaped, text)).toBe(true);
        expect(matches(`*${escaped}*`, around + text + around)).toBe(true);
      }),
    );
  });

  it("either compiles or names a problem, for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (pattern, value) => {
        const wildcard = compileWildcard(pattern);
        if ("problem" in wildcard) expect(wildcard.problem).not.toBe("");
        else expect(typeof wildcard.matches(value)).toBe("boolean");
      }),
    );
  });

  it("reads each place of the value no more often than the longest run between stars is long", () => {
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), minLength: 1, maxLength: 30 });
    const value = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 400 });
    fc.assert(
      fc.property(pattern, value, (p, v) => {
        expect(countReads(p, v)).toBeLessThanOrEqual(mostReads(p, v));
      }),
    );
  });

  it.each(["*a*a*a*a*a*a*a*a*a*a*b", "a*a*a*a*a*a*a*a*a*a*c", "*aaaaaaaaaab", "*?*?*?*?*?*b"])(
    "%s takes ten times the steps for ten times the text",
    (pattern) => {
      const once = countReads(pattern, "a".repeat(1000));
      const tenfold = countReads(pattern, "a".repeat(10_000));
      expect(tenfold).toBeLessThanOrEqual(10 * once + 10 * pattern.length);
    },
  );
});

function mostReads(pattern: string, value: string): number {
  const longest = Math.max(...pattern.split("*").map((run) => run.length));
  return (value.length + 2) * Math.max(longest, 1);
}

function countReads(pattern: string, value: string): number {
  const parsed = parseWildcard(pattern);
  if ("problem" in parsed) throw new Error(parsed.problem);
  let reads = 0;
  const counting = new Proxy(foldText(value), {
    get: (points, key) => {
      if (key !== "length") reads += 1;
      return Reflect.get(points, key);
    },
  });
  matchesRuns(parsed.runs, counting);
  return reads;
}
