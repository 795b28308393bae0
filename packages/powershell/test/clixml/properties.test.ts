import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ClixmlError } from "../../src/clixml/read-clixml.ts";
import { writeClixml } from "../../src/clixml/write-clixml.ts";
import { readDocument } from "./read-document.ts";

const captured = readFileSync(new URL("./golden/powershell-7.6.txt", import.meta.url), "utf8")
  .split(/^=== .*\n/m)
  .slice(1);

const unit = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("_", "_x", "_X0041_", "_x005F_", "\0", "\r\n", "\t", " ", "\uD800", "\uDC00", "\uFFFE", "\uFFFF"),
  fc.constantFrom("&", "<", ">", '"', "'", "]]>", "&amp;", "&#65;", "<!--", "</S>", "\u0085", "\u2028", "\uFEFF"),
  fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
);
const oddText = fc.array(unit, { maxLength: 12 }).map((units) => units.join(""));
const key = fc.oneof(oddText, fc.constantFrom("__proto__", "constructor", "toString", "", "0", "N"));
/** Without keys that differ in case only. */
const tableOf = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .uniqueArray(fc.tuple(key, value), { maxLength: 5, selector: ([name]) => name.toLowerCase() })
    .map((entries) => Object.fromEntries(entries));
const data = fc.letrec((tie) => ({
  scalar: fc.oneof(
    oddText,
    fc.boolean(),
    fc.constant(null),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double(),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
    fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
    fc.date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true }),
    fc.uint8Array(),
  ),
  any: fc.oneof({ depthSize: "small" }, tie("scalar"), fc.array(tie("any"), { maxLength: 5 }), tableOf(tie("any"))),
})).any;

/** `text` in pieces that end at the given parts of it. */
function cut(text: string, borders: readonly number[]): string[] {
  const places = [...borders.map((border) => Math.floor(border * text.length)), text.length].sort((a, b) => a - b);
  return places.map((place, index) => text.slice(places[index - 1] ?? 0, place));
}

const borders = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });

function attempt(pieces: readonly string[]): { readonly value: unknown } | { readonly isRefused: true } {
  try {
    return { value: readDocument(pieces, { maxValues: 10_000, maxCharacters: 1_000_000 }) };
  } catch (error) {
    if (error instanceof ClixmlError) return { isRefused: true };
    throw error;
  }
}

describe("reading", () => {
  it("gives what was written", () => {
    fc.assert(
      fc.property(data, (value) => {
        expect(isDeepStrictEqual(readDocument(writeClixml(value)), value)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("gives any text that was written, also as UTF-8", () => {
    fc.assert(
      fc.property(oddText, (text) => {
        const xml = Buffer.from(writeClixml({ [text]: [text] }), "utf8").toString("utf8");
        expect(isDeepStrictEqual(readDocument(xml), { [text]: [text] })).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it("is the same wherever the document is cut", () => {
    fc.assert(
      fc.property(data, borders, (value, places) => {
        expect(isDeepStrictEqual(readDocument(cut(writeClixml(value), places)), value)).toBe(true);
      }),
    );
  });

  it("is the same when every unit arrives by itself", () => {
    for (const text of captured) expect(readDocument(text.split(""))).toStrictEqual(readDocument(text));
  });

  it("gives a value or refuses, whatever is changed in a document", () => {
    const change = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(20),
      fc.oneof(
        oddText,
        fc.constantFrom('<Ref RefId="0" />', "<Obj>", "</Obj>", "<LST>", "</LST>", "<S>", ' N="a"', "<MS>"),
      ),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...captured),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        borders,
        (text, changes, places) => {
          let changed = text;
          for (const [at, length, put] of changes) {
            const from = Math.floor(at * changed.length);
            changed = changed.slice(0, from) + put + changed.slice(from + length);
          }
          expect(isDeepStrictEqual(attempt(cut(changed, places)), attempt([changed]))).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("gives a value or refuses, whatever it is given", () => {
    const piece = fc.constantFrom(
      "<",
      ">",
      "/",
      "Obj",
      "Objs",
      "LST",
      "DCT",
      "En",
      "S",
      "MS",
      "Ref",
      ' RefId="1"',
      ' N="Key"',
      "<S>",
      "</S>",
      "<Obj>",
      "</Obj>",
      "a",
      " ",
      "&lt;",
      "&",
      "_x0041_",
    );
    const head = '<Objs xmlns="http://schemas.microsoft.com/powershell/2004/04">';
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, oddText), { maxLength: 40 }), fc.boolean(), (pieces, isBegun) => {
        const result = attempt(isBegun ? [head, ...pieces] : pieces);
        if ("value" in result)
          JSON.stringify(result.value, (_, item: unknown) => (typeof item === "bigint" ? String(item) : item));
      }),
      { numRuns: 2000 },
    );
  });
});
