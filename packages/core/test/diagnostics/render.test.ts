import type { Diagnostic } from "@idle/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderDiagnostic } from "../../src/diagnostics/render.ts";
import { displayWidth } from "../../src/diagnostics/width.ts";

const diagnostic = (more: Partial<Diagnostic> = {}): Diagnostic => ({
  severity: "error",
  code: "UnknownKey",
  message: "Unknown key.",
  file: "w.yaml",
  line: 2,
  column: 3,
  length: 4,
  ...more,
});

describe("a diagnostic as people read it", () => {
  it.each<[string, Partial<Diagnostic>, string]>([
    ["with its place", {}, "w.yaml:2:3 error UnknownKey Unknown key."],
    ["without a file", { file: null }, "2:3 error UnknownKey Unknown key."],
    ["without a place", { line: null, column: null }, "w.yaml error UnknownKey Unknown key."],
    ["without either", { file: null, line: null, column: null }, "error UnknownKey Unknown key."],
    [
      "escaped",
      { file: "a\u202e.yaml", message: "Unknown\u001b[2J key." },
      "a\\u202e.yaml:2:3 error UnknownKey Unknown\\u001b[2J key.",
    ],
  ])("%s", (_, more, expected) => {
    expect(renderDiagnostic(diagnostic(more))).toBe(expected);
  });

  it.each<[string, string, Partial<Diagnostic>, string[]]>([
    ["under the spot", "a: 1\n  step: 2\n", {}, ["  2 |   step: 2", "    |   ^^^^"]],
    ["behind the end of a line", "a: 1\n  b\n", { column: 4, length: 1 }, ["  2 |   b", "    |    ^"]],
    ["behind tabs", "\n\t\tstep", {}, ["  2 |     step", "    |     ^^^^"]],
    [
      "behind wide and combined characters",
      "\n街e\u0301step: x",
      { column: 4 },
      ["  2 | 街e\u0301step: x", "    |    ^^^^"],
    ],
    ["behind what is escaped", "\n\u202e\u0007step", {}, ["  2 | \\u202e\\u0007step", "    |             ^^^^"]],
    ["on a Windows line", "a\r\n  step\r\nb", {}, ["  2 |   step", "    |   ^^^^"]],
  ])("the caret stands %s", (_, source, more, expected) => {
    expect(renderDiagnostic(diagnostic(more), { source }).split("\n").slice(1)).toEqual(expected);
  });

  it("leaves the source out when the line is not in it", () => {
    expect(renderDiagnostic(diagnostic({ line: 9 }), { source: "a" })).not.toContain("\n");
  });

  it("colours for a terminal", () => {
    expect(renderDiagnostic(diagnostic({ severity: "warning" }), { source: "\n  step", colour: true })).toBe(
      "w.yaml:2:3 \u001b[33mwarning\u001b[0m \u001b[1mUnknownKey\u001b[0m Unknown key.\n\u001b[2m  2 | \u001b[0m  step\n\u001b[2m    | \u001b[0m  \u001b[33m^^^^\u001b[0m",
    );
  });

  it("cuts a long line around the spot, so that it fits and the caret stays under it", () => {
    const source = fc.tuple(
      fc.nat(3000),
      fc.integer({ min: 1, max: 3000 }),
      fc.nat(3000),
      fc.constantFrom("x", "街", "\t"),
    );
    fc.assert(
      fc.property(source, fc.integer({ min: 30, max: 200 }), ([before, length, after, filler], width) => {
        const text = `${filler.repeat(before)}${"S".repeat(length)}${filler.repeat(after)}`;
        const at = { line: 1, column: before + 1, length };
        const lines = renderDiagnostic(diagnostic(at), { source: text, width }).split("\n");
        const [line = "", caret = ""] = lines.slice(-2);
        expect(displayWidth(line)).toBeLessThanOrEqual(width);
        expect(displayWidth(caret)).toBeLessThanOrEqual(width);
        const column = caret.indexOf("^");
        let shown = "";
        for (const character of line) {
          if (displayWidth(shown) >= column) {
            expect(character).toBe("S");
            break;
          }
          shown += character;
        }
      }),
    );
  });

  it("goes on below at the width of a terminal, at words as far as that goes, and says the same", () => {
    const word = fc.string({ minLength: 1, maxLength: 30, unit: fc.constantFrom("a", "街", "e\u0301", ".") });
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1 }),
        fc.integer({ min: 20, max: 120 }),
        fc.boolean(),
        (words, width, colour) => {
          const made = { ...diagnostic({}), message: words.join(" ") };
          const text = renderDiagnostic(made, { width, colour });
          // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
          const plain = text.replace(/\u001b\[\d+m/g, "");
          for (const line of plain.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
          expect(plain.replace(/\n? +|\n/g, "")).toBe(renderDiagnostic(made).replaceAll(" ", ""));
          expect(
            plain
              .split("\n")
              .slice(1)
              .every((line) => /^ {2}\S/.test(line)),
          ).toBe(true);
        },
      ),
    );
  });

  it("escapes a code, which a plug-in may have chosen", () => {
    expect(renderDiagnostic({ ...diagnostic({}), code: "\u001b[31mX" })).toContain("\\u001b[31mX");
  });
});
