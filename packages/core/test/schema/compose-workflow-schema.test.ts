import { defineStep, type JsonSchema } from "@idle/contract";
import { composeStepSchema, composeWorkflowSchema } from "@idle/core";
import { commonSteps } from "@idle/steps-common";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";

const typeWith = (schema: JsonSchema) =>
  defineStep({
    type: "Acme.Step.Odd",
    description: "Odd.",
    with: { type: "object", additionalProperties: false, ...(schema as object) } as JsonSchema,
    execute: () => ({ changed: false }),
  });
const validatorOf = (schema: JsonSchema) =>
  new Ajv2020({ strict: false }).compile(composeStepSchema(typeWith({ properties: { value: schema } })));

describe("the composed schema", () => {
  it("refuses two types of one name", () => {
    expect(() => composeWorkflowSchema([commonSteps, commonSteps])).toThrow(
      expect.objectContaining({ code: "DefinitionInvalid" }),
    );
  });

  it("is the same for the same steps, and refers to nothing outside", () => {
    const text = JSON.stringify(composeWorkflowSchema([commonSteps]));
    expect(JSON.stringify(composeWorkflowSchema(commonSteps))).toBe(text);
    const schema = JSON.parse(text) as { $defs: object };
    for (const [, reference = ""] of text.matchAll(/"\$ref":"([^"]*)"/g)) {
      expect(Object.keys(schema.$defs).map((name) => `#/$defs/${name}`)).toContain(reference);
    }
  });

  it("holds types whose names defineStep would refuse, and mixes none up", () => {
    const odd = ["step", "a/b~c", "a.b", "a_b", "x(y"].map((type) => ({
      ...typeWith({ required: [type], properties: {} }),
      type,
    }));
    const validate = new Ajv2020({ strict: false }).compile(composeWorkflowSchema(odd));
    for (const { type } of odd) {
      const workflowWith = (inputs: object) => ({
        name: "W",
        lifecycleEvent: "J",
        steps: [{ name: "S", type, with: inputs }],
      });
      expect([type, validate(workflowWith({}))]).toEqual([type, false]);
      expect(validate.errors?.[0]?.params).toEqual({ missingProperty: type });
    }
  });

  it("says nothing of what a schema leaves to others, nor of what is made of that", () => {
    const validate = validatorOf({ $ref: "https://acme.example/schema.json" });
    expect(validate({ value: 1 })).toBe(true);
    const negated = validatorOf({ type: "string", not: { $ref: "https://acme.example/schema.json" } });
    expect(negated({ value: "x" })).toBe(true);
    expect(negated({ value: 1 })).toBe(false);
  });

  it("tells the default of a type in words, so that no editor writes it out", () => {
    const { properties } = composeStepSchema(typeWith({ properties: { n: { type: "integer", default: 3 } } }));
    expect(properties).toMatchObject({ n: { description: "Default: 3." } });
    expect(JSON.stringify(properties)).not.toContain('"default"');
  });

  it.each([
    ["text", { type: "string" }, "a {{Request.Intent.A}}", true],
    ["text of a pattern", { type: "string", pattern: "^x$" }, "a {{Request.Intent.A}}", true],
    ["a number", { type: "number" }, " {{Request.Intent.A}} ", true],
    ["a number with text around", { type: "number" }, "a {{Request.Intent.A}}", false],
    ["a list", { type: "array" }, "{{Request.Intent.A}}", true],
    ["an object with one inside of a choice", { oneOf: [{ const: { a: 1 } }] }, { a: "{{Request.Intent.A}}" }, true],
    ["an object with none", { oneOf: [{ const: { a: 1 } }] }, { a: 2 }, false],
  ])("takes a template for %s as the engine does", (_, schema, value, isTaken) => {
    expect(validatorOf(schema)({ value })).toBe(isTaken);
  });
});
