import { defineStep, type JsonObject, type JsonSchema } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { staticInputErrors } from "../../src/validate/static-inputs.ts";
import { createStepRegistry } from "../../src/validate/step-registry.ts";

async function check(properties: Record<string, JsonSchema>, inputs: JsonObject, more: object = {}): Promise<string[]> {
  const schema = { type: "object", additionalProperties: false, properties, ...more };
  const step = createStepRegistry([
    defineStep({ type: "Test.Step.One", description: "One.", with: schema, execute: () => ({ changed: false }) }),
  ]).get("Test.Step.One");
  if (!step) throw new Error("not registered");
  await step.prepare();
  return staticInputErrors(step, inputs).map(({ error }) => `${error.instancePath} ${error.keyword}`);
}

const lone = " {{Request.Intent.A}} ";
const mixed = "a{{Request.Intent.A}}";

describe("a placeholder alone stands for whatever the schema wants", () => {
  it.each<[string, JsonSchema]>([
    ["text of a form", { type: "string", pattern: "^x$", minLength: 100, format: "date" }],
    ["a number", { type: "integer", minimum: 5 }],
    ["a truth value", { type: "boolean" }],
    ["a list", { type: "array", items: { type: "string" }, minItems: 2 }],
    ["an object", { type: "object", required: ["x"] }],
    ["one of a few", { enum: ["x", 5] }],
    ["one of several shapes", { oneOf: [{ type: "integer" }, { type: "object", required: ["x"] }] }],
  ])("%s", async (_, schema) => {
    expect(await check({ a: schema }, { a: lone })).toEqual([]);
  });
});

describe("text around a placeholder makes it text", () => {
  it.each<[string, JsonSchema, string[]]>([
    ["text of a form", { type: "string", pattern: "^x$", maxLength: 1 }, []],
    ["one of a few texts", { enum: ["x", "y"] }, []],
    ["text or a number", { type: ["string", "integer"] }, []],
    ["text or an object", { anyOf: [{ type: "object" }, { type: "string", const: "x" }] }, []],
    ["a number", { type: "integer" }, ["/a type"]],
    ["a list", { type: "array" }, ["/a type"]],
    ["an object or a number", { anyOf: [{ type: "object" }, { type: "integer" }] }, ["/a type"]],
  ])("%s", async (_, schema, expected) => {
    expect(await check({ a: schema }, { a: mixed })).toEqual(expected);
  });
});

describe("what is decided without a request stays an error", () => {
  it.each<[string, Record<string, JsonSchema>, JsonObject, string[]]>([
    ["literals beside placeholders", { a: {}, b: { type: "integer" } }, { a: lone, b: "x" }, ["/b type"]],
    ["unknown keys", { a: {} }, { b: lone }, [" additionalProperties"]],
    [
      "how long a list is",
      { a: { type: "array", maxItems: 1, items: { type: "string" } } },
      { a: [lone, mixed] },
      ["/a maxItems"],
    ],
    ["braces that are no placeholder", { a: { type: "string", maxLength: 2 } }, { a: "\\{{x}}" }, ["/a maxLength"]],
    [
      "a choice without placeholders",
      { a: { anyOf: [{ type: "integer" }, { type: "null" }] } },
      { a: "x" },
      ["/a anyOf"],
    ],
    [
      "a key that is missing beside a placeholder",
      { a: { type: "object", required: ["x"] } },
      { a: { y: lone } },
      ["/a required"],
    ],
  ])("%s", async (_, properties, inputs, expected) => {
    expect(await check(properties, inputs)).toEqual(expected);
  });

  it.each<[string, Record<string, JsonSchema>, JsonObject]>([
    ["equal entries", { a: { type: "array", uniqueItems: true } }, { a: [{ x: lone }, { x: lone }] }],
    [
      "a choice by content",
      { a: { oneOf: [{ type: "object", required: ["x", "z"] }, { const: { y: "z" } }] } },
      { a: { y: lone } },
    ],
    [
      "a condition on content",
      { a: { if: { required: ["y"], properties: { y: { const: "z" } } }, else: { required: ["x"] } } },
      { a: { y: lone } },
    ],
  ])("but not %s that has a placeholder inside", async (_, properties, inputs) => {
    expect(await check(properties, inputs)).toEqual([]);
  });
});
