import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textForPattern } from "../../src/scaffold/text-for-pattern.ts";

describe("a text for a pattern", () => {
  it.each([
    "^[A-Z]{2}[0-9]{4}$",
    "^\\d{6}$",
    "^(HR|IT)-\\d{3,}$",
    "^[a-z][a-z0-9._-]*@example\\.com$",
    "^.+$",
    "^(?:ab)+c?$",
    "^\\w+\\s\\w+$",
    "^x{2,4}?y*$",
    "^CN=[^]?",
    "abc",
    "^[\\d-]+$",
    "^$",
  ])("%s fits it, or there is none", (pattern) => {
    const text = textForPattern(pattern);
    if (pattern === "^CN=[^]?") expect(text).toBeNull();
    else expect(text).toMatch(new RegExp(pattern, "u"));
  });

  it("is as long as it should be, where the pattern lets it", () => {
    expect(textForPattern("^[a-z]+$", 8)).toHaveLength(8);
    expect(textForPattern("^[a-z]{2,4}$", 8)).toHaveLength(4);
    expect(textForPattern("^A-\\d*$", 5)).toBe("A-000");
  });

  it.each(["(?=x)", "(?<name>x)", "[^a]", "\\p{L}", "\\1", "(", ")", "[a", "*", "x{2000}", "\\b", "x".repeat(201)])(
    "is not made up for %s",
    (pattern) => {
      expect(textForPattern(pattern)).toBeNull();
    },
  );

  it("ends for any pattern", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab[]()|*+?{}1,9^$\\d."), maxLength: 40 }), (pattern) => {
        const text = textForPattern(pattern, 10);
        expect(text === null || text.length <= 1000).toBe(true);
      }),
    );
  });
});
