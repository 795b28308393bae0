import { defineStep, type JsonSchema } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { createStepRegistry } from "../../src/validate/step-registry.ts";

const step = (type: string, schema: object = {}, more: object = {}) =>
  defineStep({
    type,
    description: "A step.",
    with: { type: "object", additionalProperties: false, ...schema } as JsonSchema,
    execute: () => ({ changed: false }),
    ...more,
  });

describe("the step registry", () => {
  it("finds types and lists them in order", () => {
    const registry = createStepRegistry([step("B.Step"), step("A.Step")]);

    expect(registry.types()).toEqual(["B.Step", "A.Step"]);
    expect(registry.get("A.Step")?.definition.type).toBe("A.Step");
    expect(registry.get("C.Step")).toBeUndefined();
    expect(registry.get("constructor")).toBeUndefined();
  });

  it("refuses two definitions of one type, by name", () => {
    expect(() => createStepRegistry([step("A.Step"), step("A.Step")])).toThrow(
      expect.objectContaining({ code: "DefinitionInvalid", message: expect.stringContaining("A.Step") }),
    );
  });

  it.each([
    [{ type: "Acme.Step.Raw", execute: () => ({ changed: false }) }, '"Acme.Step.Raw"'],
    [null, "number 1"],
    ["text", "number 1"],
  ])("refuses %j, which defineStep did not make", (raw, which) => {
    expect(() => createStepRegistry([raw as never])).toThrow(
      expect.objectContaining({
        code: "DefinitionInvalid",
        message: expect.stringContaining(`The step type ${which} was not made by defineStep`),
      }),
    );
  });

  it("uses the validator that came with the type, and compiles nothing", async () => {
    const asked: unknown[] = [];
    const validate = Object.assign((value: unknown) => asked.push(value) > 0, { errors: null });
    // A schema that ajv would refuse.
    const registered = createStepRegistry([step("A.Step", { properties: { a: { typ: 1 } } }, { validate })]).get(
      "A.Step",
    );

    await registered?.prepare();
    expect(registered?.check({ a: 1 })).toBeNull();
    expect(asked).toEqual([{ a: 1 }]);
  });

  it("compiles once when first needed", async () => {
    const registered = createStepRegistry([step("A.Step", { properties: { a: { type: "string" } } })]).get("A.Step");
    expect(() => registered?.check({})).toThrow(/prepare/);

    await Promise.all([registered?.prepare(), registered?.prepare()]);

    expect(registered?.check({ a: "x" })).toBeNull();
    expect(registered?.check({ a: 1 })).toMatchObject([{ instancePath: "/a", keyword: "type" }]);
    expect([...(registered?.wanted("/a") ?? [])]).toEqual(["string"]);
    expect(registered?.wanted("/a")).toBe(registered?.wanted("/a"));
  });

  it("names the type whose schema cannot be compiled", async () => {
    const registered = createStepRegistry([step("A.Step", { properties: { a: { typ: "string" } } })]).get("A.Step");

    await expect(registered?.prepare()).rejects.toMatchObject({
      code: "DefinitionInvalid",
      message: expect.stringMatching(/A\.Step.*typ/),
    });
  });
});
