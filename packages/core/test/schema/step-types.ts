import { defineStep, type JsonSchema, type StepType } from "@idle/contract";

/** Step types of third parties whose schemas say things in all the ways that JSON Schema has. None of them does anything. */
export const oddSteps: readonly StepType[] = Object.entries({
  Texts: {
    properties: {
      code: { type: "string", pattern: "^[A-Z]{3}$" },
      long: { type: "string", minLength: 5, maxLength: 8 },
      mail: { type: "string", format: "email" },
      either: { type: ["string", "boolean"], enum: ["on", "off", true] },
      exact: { const: "yes" },
      short: { type: "string", minLength: 1 },
    },
  },
  Choices: {
    properties: {
      one: {
        oneOf: [
          { type: "object", required: ["a"], properties: { a: { type: "string" } }, additionalProperties: false },
          { type: "object", required: ["b"], properties: { b: { type: "integer" } }, additionalProperties: false },
        ],
      },
      any: { anyOf: [{ type: "boolean" }, { type: "array", items: { type: "integer" } }] },
      none: { type: "object", not: { required: ["forbidden"] } },
      chosen: {
        type: "object",
        properties: { kind: { enum: ["x", "y"] }, size: { type: "number", exclusiveMinimum: 0 } },
        if: { properties: { kind: { const: "x" } }, required: ["kind"] },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { required: ["size"] },
        else: { maxProperties: 1 },
      },
      never: false,
    },
  },
  Lists: {
    required: ["list"],
    properties: {
      list: { type: "array", items: { type: "number", multipleOf: 2 }, uniqueItems: true, minItems: 1, maxItems: 3 },
      pair: { type: "array", prefixItems: [{ type: "string" }, { type: "boolean" }], items: false },
      some: { type: "array", contains: { const: 1 } },
    },
  },
  Objects: {
    minProperties: 1,
    maxProperties: 3,
    properties: {
      tree: { $ref: "#/$defs/tree" },
      map: {
        type: "object",
        propertyNames: { pattern: "^[a-z]+$", description: "A name in small letters." },
        additionalProperties: { type: ["string", "null"] },
        dependentRequired: { a: ["b"] },
      },
      rest: { type: "object", properties: { a: { type: "string" } }, unevaluatedProperties: { type: "integer" } },
      named: { type: "object", patternProperties: { "^n_": { type: "number" } }, additionalProperties: false },
      leaf: { $ref: "#/$defs/leaf" },
    },
    $defs: {
      tree: {
        type: "object",
        required: ["name"],
        properties: { name: { type: "string" }, children: { type: "array", items: { $ref: "#/$defs/tree" } } },
        additionalProperties: false,
      },
      leaf: { type: "boolean" },
    },
  },
  Whole: {
    properties: { a: { type: "string" }, b: { type: "string" }, password: { type: "object" } },
    patternProperties: { "^p": {} },
    propertyNames: { pattern: "^[a-z]+$" },
    oneOf: [{ required: ["a"] }, { required: ["b"] }],
    allOf: [{ maxProperties: 2 }],
  },
} satisfies Record<string, JsonSchema>).map(([name, schema]) =>
  defineStep({
    type: `Acme.Step.${name}`,
    description: `Says it with ${name.toLowerCase()}.`,
    with: { type: "object", additionalProperties: false, ...schema } as JsonSchema,
    execute: () => ({ changed: false }),
  }),
);

/** Steps that are valid, one for each type and more. */
export const oddInputs: readonly { readonly type: string; readonly with: object }[] = [
  { type: "Acme.Step.Texts", with: { code: "ABC", long: "12345", mail: "a@b.example", either: true, exact: "yes" } },
  { type: "Acme.Step.Texts", with: { code: "{{Request.Intent.C}}", long: "{{Request.Intent.Long}} and more" } },
  { type: "Acme.Step.Choices", with: { one: { a: "x" }, any: [1, 2], none: {}, chosen: { kind: "x", size: 1 } } },
  { type: "Acme.Step.Choices", with: { one: { b: "{{Request.Intent.B}}" }, any: false, chosen: { kind: "y" } } },
  { type: "Acme.Step.Lists", with: { list: [2, 4], pair: ["a", true], some: [1, "b"], provider: "Acme" } },
  { type: "Acme.Step.Lists", with: { list: "{{Request.Intent.Numbers}}", some: ["{{Request.Intent.B}}"] } },
  { type: "Acme.Step.Objects", with: { tree: { name: "a", children: [{ name: "b" }] }, map: { b: "x", a: null } } },
  { type: "Acme.Step.Objects", with: { rest: { a: "b", c: 1 }, named: { n_a: 1 }, leaf: true, provider: "P" } },
  { type: "Acme.Step.Whole", with: { a: "b", provider: "Acme", authSessionName: "Tier0" } },
  { type: "Acme.Step.Whole", with: { b: "c", password: { secret: "Named" } } },
];
