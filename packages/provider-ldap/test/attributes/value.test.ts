import { IdleError } from "@idle/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Element, readBytes, writeElement } from "../../src/attributes/value.ts";
import type { AttributeType, ValueKind } from "../../src/server/schema.ts";

const of = (kind: ValueKind): AttributeType => ({ name: "it", kind, isSingle: false, isReadOnly: false });
const key = (text: string, kind: ValueKind) => readBytes(Buffer.from(text), kind)?.key;
const written = (element: Element, kind: ValueKind) => writeElement(element, of(kind)).bytes.toString("utf8");

describe("a value of the server", () => {
  it.each<[ValueKind, string, unknown]>([
    ["text", "Jürgen", "Jürgen"],
    ["text", "42", "42"],
    ["integer", "42", 42],
    ["integer", "-1", -1],
    ["integer", "12345678901234567890", "12345678901234567890"],
    ["integer", "many", "many"],
    ["largeInteger", "42", "42"],
    ["boolean", "TRUE", true],
    ["boolean", "false", false],
    ["boolean", "perhaps", "perhaps"],
    ["binary", "ab", { base64: "YWI=" }],
    ["fileTime", "0", undefined],
    ["text", "\ufeffa", "\ufeffa"],
  ])("is shown as what it is: %s %j", (kind, text, shown) => {
    expect(readBytes(Buffer.from(text), kind)?.shown).toEqual(shown);
  });

  it("keeps its bytes where they are no UTF-8, or no id", () => {
    const bytes = Buffer.from([0x61, 0xff]);
    expect(readBytes(bytes, "text")?.shown).toEqual({ base64: "Yf8=" });
    expect(readBytes(bytes, "guid")?.shown).toEqual({ base64: "Yf8=" });
    expect(readBytes(Buffer.from("a\ufffdb"), "text")?.shown).toBe("a\ufffdb");
  });

  it.each<[ValueKind, string, string, boolean]>([
    ["text", "Jane  Doe ", "jane doe", true],
    ["text", "Muller", "Müller", false],
    ["exactText", "a", "A", false],
    ["exactText", "a  b", "a b", true],
    ["telephone", "+1 555-0100", "+15550100", true],
    ["digits", "12 34", "1234", true],
    ["integer", "007", "7", true],
    ["integer", "+7", "7", true],
    ["largeInteger", "9223372036854775807", "9223372036854775806", false],
    ["dn", "CN=A, DC=b", "cn=a,dc=B", true],
    ["dn", "CN=A,DC=b", "CN=A,DC=c", false],
  ])("is compared by its rule: %s %j and %j", (kind, one, other, isSame) => {
    expect(key(one, kind) === key(other, kind)).toBe(isSame);
  });
});

describe("a value of a workflow", () => {
  it.each<[ValueKind, Element, string]>([
    ["text", "a", "a"],
    ["text", 4, "4"],
    ["text", true, "TRUE"],
    ["integer", 4, "4"],
    ["integer", "4", "4"],
    ["largeInteger", "9223372036854775807", "9223372036854775807"],
    ["boolean", true, "TRUE"],
    ["boolean", "false", "FALSE"],
    ["binary", { base64: "YWI=" }, "ab"],
    ["binary", { base64: "YWI" }, "ab"],
    ["text", { base64: "YWI=" }, "ab"],
    ["fileTime", "2028-02-01", "134774496000000000"],
  ])("is written as the attribute demands: %s %j", (kind, element, text) => {
    expect(written(element, kind)).toBe(text);
  });

  it.each<[ValueKind, Element]>([
    ["text", ""],
    ["text", null],
    ["text", { base64: "" }],
    ["integer", 1.5],
    ["integer", "many"],
    ["integer", Number.NaN],
    ["boolean", "yes"],
    ["binary", "text"],
    ["binary", { base64: "?" }],
    ["sid", "S-1-5-32-544"],
    ["guid", "x"],
    ["fileTime", "tomorrow"],
    ["fileTime", 7],
  ])("is refused where it cannot be held, and not repeated: %s %j", (kind, element) => {
    let error: unknown;
    try {
      writeElement(element, of(kind));
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(IdleError);
    expect(error).toMatchObject({ code: "InvalidInput", details: { attribute: "it" } });
    if (typeof element === "string" && element.length > 3) expect((error as IdleError).message).not.toContain(element);
  });

  it("is the same when it is read again", () => {
    const kinds: readonly ValueKind[] = ["text", "exactText", "telephone", "digits", "dn"];
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.string({ unit: "grapheme", minLength: 1 }), (kind, text) => {
        const value = writeElement(text, of(kind));
        expect(value.shown).toBe(text);
        expect(readBytes(value.bytes, kind)).toEqual(value);
      }),
    );
  });

  it("that is binary is the same in any Base64, and is what stands there", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), (bytes) => {
        const text = Buffer.from(bytes).toString("base64");
        for (const base64 of [text, text.replace(/=+$/, "")]) {
          const value = writeElement({ base64 }, of("binary"));
          expect(value).toEqual(readBytes(Buffer.from(bytes), "binary"));
          expect(value.bytes).toEqual(Buffer.from(bytes));
        }
      }),
    );
  });

  it.each(["YWI=!", "Y", "YW I=", "YWJ=", "-_8=", "YWI=YWI="])("is no Base64: %s", (base64) => {
    expect(() => writeElement({ base64 }, of("binary"))).toThrow(expect.objectContaining({ code: "InvalidInput" }));
  });

  it("has the same key when what is shown of it is written again, whatever a server sent", () => {
    const kinds: readonly ValueKind[] = [
      "text",
      "exactText",
      "telephone",
      "digits",
      "dn",
      "binary",
      "integer",
      "boolean",
    ];
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 20 }),
      fc
        .constantFrom("\ufeffa", "\ufffd", "007", "TRUE", "9007199254740993", "CN=a, DC=b", " a ")
        .map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...kinds), bytes, (kind, sent) => {
        const value = readBytes(Buffer.from(sent), kind);
        if (value === null) throw new Error("There is a value.");
        const isWritable = kind !== "integer" && kind !== "boolean" ? true : typeof value.shown !== "string";
        if (isWritable) expect(writeElement(value.shown, of(kind)).key).toBe(value.key);
      }),
    );
  });

  it.each([
    [9_007_199_254_740_992, "integer"],
    [1e21, "largeInteger"],
    [Number.POSITIVE_INFINITY, "integer"],
    ["0x10", "integer"],
    ["1e3", "largeInteger"],
    [" 1", "integer"],
    ["9".repeat(10_000), "boolean"],
  ] as const)("is no number that is surely what was meant: %s", (element, kind) => {
    expect(() => writeElement(element, of(kind))).toThrow(expect.objectContaining({ code: "InvalidInput" }));
  });
});
