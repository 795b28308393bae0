import { displayWidth } from "@idle/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layOut } from "../../src/view/lay-out.ts";

describe("laying out", () => {
  it("goes on below the place where the content begins", () => {
    expect(layOut([{ indent: 2, hang: 6, pieces: ["a:  ", "one two three four five"] }], 20)).toBe(
      "  a:  one two three\n      four five\n",
    );
  });

  it("breaks a word that fits on no line where the line is full", () => {
    expect(layOut([{ indent: 0, hang: 2, pieces: ["x".repeat(45)] }], 20)).toBe(
      `${"x".repeat(20)}\n  ${"x".repeat(18)}\n  ${"x".repeat(7)}\n`,
    );
  });

  it("counts wide characters as two columns", () => {
    expect(layOut([{ indent: 0, pieces: ["日本語のとても長い名前です"] }], 20)).toBe(
      "日本語のとても長い名\n  前です\n",
    );
  });

  it("colours each line for itself", () => {
    const paint = (text: string) => `<${text}>`;
    expect(layOut([{ indent: 0, hang: 0, pieces: [{ text: "one two three four five six", paint }] }], 20)).toBe(
      "<one two three four>\n<five six>\n",
    );
  });

  it("loses nothing but blanks and keeps to the width", () => {
    const word = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 20 }),
        fc.integer({ min: 20, max: 90 }),
        fc.nat(8),
        (words, width, indent) => {
          const text = layOut([{ indent, pieces: [words.join(" ")] }], width);
          expect(text.replaceAll(/\s/g, "")).toBe(words.join("").replaceAll(/\s/g, ""));
          for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it("leaves a line whole where there is no width", () => {
    const text = "word ".repeat(100).trim();
    expect(layOut([{ indent: 1, pieces: [text] }], null)).toBe(` ${text}\n`);
  });
});
