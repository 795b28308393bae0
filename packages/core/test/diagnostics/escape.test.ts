import fc from "fast-check";
import { expect, it } from "vitest";
import { escapeText } from "../../src/diagnostics/escape.ts";
import { quote, quoteList } from "../../src/diagnostics/quote.ts";

it.each([
  ["line\nfeed\tand\r", "line\\nfeed\\tand\\r"],
  ["\u001b[31mred", "\\u001b[31mred"],
  ["a\u202eb\u2066c", "a\\u202eb\\u2066c"],
  ["zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"],
  ["\u0085\u2028\u2029", "\\u0085\\u2028\\u2029"],
  ["half \ud800 of a pair", "half \\ud800 of a pair"],
  ["Zoë 街 😀 \\n", "Zoë 街 😀 \\n"],
])("%j becomes %j", (text, escaped) => {
  expect(escapeText(text)).toBe(escaped);
});

it("leaves nothing that moves a cursor or turns text around, and does nothing twice", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const escaped = escapeText(text);
      expect(escaped).toMatch(/^[^\p{Cc}\p{Bidi_Control}\p{Cs}\p{Zl}\p{Zp}]*$/u);
      expect(escapeText(escaped)).toBe(escaped);
    }),
  );
});

it("cuts long names and lists", () => {
  expect(quote("x".repeat(200))).toBe(`"${"x".repeat(80)}…"`);
  expect(quoteList(["a"])).toBe('"a"');
  expect(quoteList(["a", "b", "c"], "or")).toBe('"a", "b" or "c"');
  expect(quoteList(Array.from({ length: 25 }, () => "a"))).toMatch(/"a" and 5 more$/);
});
