import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalizeAnchor } from "../../src/definition/normalize-anchor.ts";

describe("normalizeAnchor", () => {
  it.each([
    [[], "Zoë", "Zoë"],
    [["Uppercase"], "Zoë", "ZOË"],
    [["Uppercase"], "straße", "STRASSE"],
    // Of no certain language: the Turkish i has no say.
    [["Uppercase"], "istanbul", "ISTANBUL"],
    [["RemoveAccents"], "Zoë Müller-Łukasz Ångström", "Zoe Muller-Łukasz Angstrom"],
    [["RemoveAccents"], "Zoe\u0308", "Zoe"],
    [["Uppercase", "RemoveAccents"], "señor", "SENOR"],
    // These small letters have no capital of their own but one with a mark behind it.
    [["Uppercase", "RemoveAccents"], "ǰ", "J"],
    // Marks that are no accents stay, or other names would become the same.
    [["RemoveAccents"], "हिन्दी", "हिन्दी"],
    [["RemoveAccents"], "ガ", "ガ"],
    [["RemoveAccents"], "한국", "한국"],
    [["Uppercase", "RemoveAccents"], "", ""],
  ] as const)("%j of %s is %s", (normalization, text, expected) => {
    expect(normalizeAnchor(text, normalization)).toBe(expected.normalize("NFC"));
  });

  it("has nothing to do on what it made", () => {
    const normalization = fc.subarray(["Uppercase", "RemoveAccents"] as const);
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), normalization, (text, asked) => {
        const once = normalizeAnchor(text, asked);
        expect(normalizeAnchor(once, asked)).toBe(once);
      }),
    );
  });
});
