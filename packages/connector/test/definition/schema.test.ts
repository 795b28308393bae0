import { describe, expect, it } from "vitest";
import { runStepNames } from "../../src/definition/definition.ts";
import { connectorCodes } from "../../src/definition/definition-codes.ts";
import { connectorSchema } from "../../src/definition/generated/connector-schema.ts";
import { readCapabilities } from "../../src/definition/read-capabilities.ts";
import { slotNames } from "../../src/model/slots.ts";

const { properties } = connectorSchema;

describe("the schema of definitions", () => {
  it("has the scripts, the capabilities and the runs that there are", () => {
    expect(Object.keys(properties.scripts.properties)).toEqual([...slotNames]);
    expect(Object.keys(properties.runSteps.properties)).toEqual([...runStepNames]);
    expect(Object.keys(properties.capabilities.properties)).toEqual(Object.keys(readCapabilities(undefined)));
  });

  it("tells the defaults that a definition has", () => {
    const defaults = readCapabilities(undefined);
    for (const [name, { default: told }] of Object.entries(properties.capabilities.properties)) {
      const value = Reflect.get(defaults, name);
      expect([name, told]).toEqual([name, Array.isArray(value) ? "None" : value]);
    }
  });
});

describe("connectorCodes", () => {
  it("say what each means and what to do", () => {
    for (const { meaning, remedy } of Object.values(connectorCodes)) {
      expect(meaning).toMatch(/\.$/);
      expect(remedy).toMatch(/\.$/);
    }
  });
});
