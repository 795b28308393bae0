import type { JsonSchema, JsonValue } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { compileSchema } from "../../src/validate/compile-schema.ts";
import { shapesOf } from "../../src/validate/shape-words.ts";
import { describeInputErrors } from "../../src/validate/with-errors.ts";

function describeAll(schema: JsonSchema, value: JsonValue): string[] {
  const validate = compileSchema(schema);
  expect(validate(value)).toBe(false);
  return describeInputErrors(validate.errors ?? [], value, schema).map(
    ({ pointer, code, message, at }) => `${pointer} ${at} ${code}: ${message}`,
  );
}

const object = (properties: Record<string, JsonSchema>, more: object = {}): JsonSchema => ({
  type: "object",
  additionalProperties: false,
  properties,
  ...more,
});

describe("one problem, one sentence", () => {
  it.each<[string, JsonSchema, JsonValue, string[]]>([
    ["a type", { type: "string" }, 5, [" value WrongType: The input must be text, but is a number. Put it in quotes."]],
    [
      "one of several types",
      object({ a: { type: ["string", "null"] } }),
      { a: [] },
      ['/a value WrongType: "a" must be text or null, but is a list.'],
    ],
    [
      "null",
      object({ a: { type: "object" } }),
      { a: null },
      ['/a value WrongType: "a" must be an object, but is empty (null).'],
    ],
    [
      "a fraction",
      object({ a: { type: "integer" } }),
      { a: 1.5 },
      ['/a value WrongType: "a" must be a whole number, but has a fraction.'],
    ],
    [
      "yes",
      object({ a: { type: "boolean" } }),
      { a: "Yes" },
      ['/a value WrongType: "a" must be true or false, but is text. Write true.'],
    ],
    [
      "a quoted number",
      object({ a: { type: "integer" } }),
      { a: "12" },
      ['/a value WrongType: "a" must be a whole number, but is text. Remove the quotes.'],
    ],
    [
      "a scalar for a list",
      object({ a: { type: "array" } }),
      { a: "x" },
      ['/a value WrongType: "a" must be a list, but is text. Write a list, even if it has one entry.'],
    ],
    [
      "a wrong type that is not in the enum either",
      object({ a: { type: "string", enum: ["x"] } }),
      { a: 5 },
      ['/a value WrongType: "a" must be text, but is a number. Put it in quotes.'],
    ],
    [
      "enum",
      object({ a: { enum: ["Present", "Absent"] } }),
      { a: "present" },
      ['/a value ValueNotAllowed: "a" must be "Present" or "Absent". Did you mean "Present"?'],
    ],
    ["const", object({ a: { const: true } }), { a: false }, ['/a value ValueNotAllowed: "a" must be true.']],
    [
      "pattern",
      object({ a: { type: "string", pattern: "^x$" } }),
      { a: "y" },
      ['/a value FormatInvalid: "a" must match the pattern ^x$.'],
    ],
    [
      "format",
      object({ a: { type: "string", format: "date" } }),
      { a: "y" },
      ['/a value FormatInvalid: "a" must be a date such as 2026-01-31.'],
    ],
    [
      "an empty text",
      object({ a: { type: "string", minLength: 1 } }),
      { a: "" },
      ['/a value LengthOutOfRange: "a" must not be empty.'],
    ],
    [
      "a short list",
      object({ a: { type: "array", minItems: 2 } }),
      { a: [1] },
      ['/a value LengthOutOfRange: "a" must have at least 2 entries.'],
    ],
    [
      "a long text",
      object({ a: { type: "string", maxLength: 1 } }),
      { a: "xy" },
      ['/a value LengthOutOfRange: "a" must have at most one character.'],
    ],
    [
      "a small number",
      object({ a: { type: "integer", minimum: 1 } }),
      { a: 0 },
      ['/a value NumberOutOfRange: "a" must be at least 1.'],
    ],
    [
      "a large number",
      object({ a: { type: "number", exclusiveMaximum: 1 } }),
      { a: 1 },
      ['/a value NumberOutOfRange: "a" must be less than 1.'],
    ],
    [
      "duplicates",
      object({ a: { type: "array", uniqueItems: true } }),
      { a: [{ x: 1, y: 2 }, 1, { y: 2, x: 1 }] },
      ['/a value NotUnique: "a" has the same entry twice, at 0 and 2.'],
    ],
    ["a missing key", object({ a: {} }, { required: ["a"] }), {}, [' key MissingKey: The input lacks the key "a".']],
    [
      "missing keys",
      object({ a: { type: "object", required: ["b", "c"] } }),
      { a: {} },
      ['/a key MissingKey: "a" lacks the keys "b" and "c".'],
    ],
    [
      "an unknown key",
      object({ first: {}, second: {} }),
      { other: 1 },
      ['/other key UnknownKey: Unknown key "other". Known keys: "first" and "second".'],
    ],
    [
      "a misspelt key, which is not missing as well",
      object({ first: {} }, { required: ["first"] }),
      { frist: 1 },
      ['/frist key UnknownKey: Unknown key "frist". Did you mean "first"?'],
    ],
    [
      "a key of a wrong form",
      { type: "object", propertyNames: { pattern: "^x" } },
      { y: 1 },
      ['/y key FormatInvalid: The key "y" must match the pattern ^x.'],
    ],
    [
      "a deep place",
      object({ a: { type: "array", items: { type: "object", properties: { "b c": { type: "string" } } } } }),
      { a: [{ "b c": 1 }] },
      [`/a/0/b c value WrongType: "a[0]['b c']" must be text, but is a number. Put it in quotes.`],
    ],
    ["nothing is allowed", object({ a: false }), { a: 1 }, ['/a value ShapeInvalid: "a" is not allowed here.']],
    [
      "not",
      object({ a: { not: { type: "string" } } }),
      { a: "x" },
      ['/a value ShapeInvalid: "a" does not have the shape that is wanted here.'],
    ],
    [
      "if",
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
      object({ a: { if: { type: "string" }, then: { type: "string", minLength: 2 } } }),
      { a: "x" },
      ['/a value LengthOutOfRange: "a" must have at least 2 characters.'],
    ],
  ])("%s", (_, schema, value, expected) => {
    expect(describeAll(schema, value)).toEqual(expected);
  });
});

describe("of several shapes that are allowed, the one that was meant counts", () => {
  const choice = object({
    a: {
      oneOf: [
        { type: "string" },
        object({ generate: { const: true } }, { required: ["generate"] }),
        object({ secret: { type: "string" } }, { required: ["secret"] }),
      ],
    },
  });

  it.each<[string, JsonValue, string[]]>([
    ["none of the types", 5, ['/a value WrongType: "a" must be text or an object, but is a number. Put it in quotes.']],
    [
      "a known key with a wrong value",
      { secret: 5 },
      ['/a/secret value WrongType: "a.secret" must be text, but is a number. Put it in quotes.'],
    ],
    ["an unknown key", { secrt: "x" }, ['/a/secrt key UnknownKey: Unknown key "secrt". Did you mean "secret"?']],
    ["no key", {}, ['/a key MissingKey: "a" needs "generate" or "secret".']],
  ])("%s", (_, value, expected) => {
    expect(describeAll(choice, { a: value })).toEqual(expected);
  });

  it("looks through references", () => {
    const schema = {
      $defs: {
        node: object({ next: { anyOf: [{ $ref: "#/$defs/node" }, { type: "null" }] }, name: { type: "string" } }),
      },
      $ref: "#/$defs/node",
    };
    expect(describeAll(schema, { next: { next: { nmae: "x" } } })).toEqual([
      '/next/next/nmae key UnknownKey: Unknown key "nmae". Did you mean "name"?',
    ]);
    expect(describeAll(schema, { next: { next: 5 } })).toEqual([
      '/next/next value WrongType: "next.next" must be an object or null, but is a number.',
    ]);
  });

  it("says that more than one fits", () => {
    const schema = object({ a: { oneOf: [{ type: "string" }, { minLength: 1 }] } });
    expect(describeAll(schema, { a: "x" })).toEqual([
      '/a value ShapeInvalid: "a" fits more than one of the shapes that are allowed here.',
    ]);
  });

  it("names the shapes, when each can be told", () => {
    const shapes = {
      anyOf: [{ $ref: "#/$defs/made" }, { required: ["secret"], properties: { secret: {} } }, { const: 1 }],
    };
    const closed = (key: string) => object({ [key]: {} }, { required: [key] });
    const $defs = { made: closed("x") };
    const schema = object({ a: { oneOf: [closed("generate"), closed("secret")] } }, { $defs });
    expect(describeAll(schema, { a: { generate: true, secret: "S" } })).toEqual([
      '/a value ShapeInvalid: "a" fits none of the shapes that are allowed here. Write an object with "generate", or an object with "secret".',
    ]);
    expect(
      shapesOf(
        { instancePath: "", keyword: "anyOf", params: {}, schemaPath: "#/properties/b/anyOf" },
        object({ b: shapes }, { $defs }),
      ),
    ).toEqual(['an object with "x"', 'an object with "secret"', "1"]);
  });
});

it("never repeats a value", () => {
  const schema = object({ a: { enum: ["x"] }, b: { type: "boolean" }, c: { type: "string", pattern: "^y$" } });
  expect(describeAll(schema, { a: "hunter2", b: "hunter2", c: "hunter2" }).join()).not.toContain("hunter2");
});

describe("a pattern that the schema explains", () => {
  it("is told in the schema's words", () => {
    const schema = { properties: { pin: { type: "string", pattern: "^\\d+$", description: "Digits only." } } };
    const error = {
      instancePath: "/pin",
      keyword: "pattern",
      params: { pattern: "^\\d+$" },
      schemaPath: "#/properties/pin/pattern",
    };
    const [described] = describeInputErrors([error], { pin: "x" }, schema);
    expect(described?.message).toBe('"pin" does not have the right form: Digits only.');
  });
});
