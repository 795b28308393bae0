import type { JsonSchema } from "@idle/contract";
import { describe, expect, it } from "vitest";
import { wantedTypes } from "../../src/expression/wanted-types.ts";

function wanted(schema: JsonSchema, pointer: string): readonly string[] | null {
  const types = wantedTypes(schema, pointer);
  return types === null ? null : [...types].sort();
}

const step = {
  type: "object",
  properties: {
    identityKey: { type: "string" },
    attributes: { type: "object", additionalProperties: { $ref: "#/$defs/attribute" } },
    entitlements: {
      type: "array",
      items: { type: "object", properties: { kind: { type: "string" }, id: { type: "string" } } },
    },
    timeoutSeconds: { type: "integer" },
    state: { enum: ["Present", "Absent"] },
    wait: { const: true },
    pair: { type: "array", prefixItems: [{ type: "string" }, { type: "number" }], items: { type: "null" } },
    "a/b~c": { type: "boolean" },
    anything: {},
    never: false,
  },
  patternProperties: { "^x-": { type: "number" }, "^x-i": { type: "integer" } },
  additionalProperties: false,
  $defs: {
    scalar: { type: ["string", "number", "boolean", "null"] },
    attribute: { anyOf: [{ $ref: "#/$defs/scalar" }, { type: "array", items: { $ref: "#/$defs/scalar" } }] },
  },
} as const satisfies JsonSchema;

describe("the types a schema wants at a place", () => {
  it.each<[string, readonly string[] | null]>([
    ["", ["object"]],
    ["/identityKey", ["string"]],
    ["/attributes", ["object"]],
    ["/attributes/Department", ["array", "boolean", "null", "number", "string"]],
    ["/attributes/Department/0", ["boolean", "null", "number", "string"]],
    ["/entitlements", ["array"]],
    ["/entitlements/3", ["object"]],
    ["/entitlements/3/kind", ["string"]],
    ["/entitlements/3/other", null],
    ["/timeoutSeconds", ["integer"]],
    ["/state", ["string"]],
    ["/wait", ["boolean"]],
    ["/pair/0", ["string"]],
    ["/pair/1", ["number"]],
    ["/pair/2", ["null"]],
    ["/a~1b~0c", ["boolean"]],
    ["/x-1", ["number"]],
    ["/x-i", ["integer"]],
    ["/anything", null],
    ["/anything/at/all", null],
    ["/identityKey/deeper", null],
    ["/unknown", null],
    ["/never", null],
  ])("%s → %j", (pointer, types) => {
    expect(wanted(step, pointer)).toEqual(types);
  });

  it.each<[JsonSchema, string, readonly string[] | null]>([
    [true, "", null],
    [false, "", null],
    [{ enum: [1, "a", null] }, "", ["integer", "null", "string"]],
    [{ type: "number", enum: [1, "a"] }, "", ["integer"]],
    [{ allOf: [{ type: ["string", "number"] }, { type: ["integer", "boolean"] }] }, "", ["integer"]],
    [{ oneOf: [{ type: "string" }, { const: 1.5 }] }, "", ["number", "string"]],
    [{ anyOf: [{ type: "string" }, {}] }, "", null],
    [{ anyOf: [{ type: "string" }, { type: "object", properties: { a: { type: "integer" } } }] }, "/a", ["integer"]],
    [
      {
        oneOf: [
          { properties: { generate: { const: true } }, additionalProperties: false },
          { properties: { secret: { type: "string" } }, additionalProperties: false },
        ],
      },
      "/secret",
      ["string"],
    ],
    [
      { type: "object", properties: { a: { type: "string" } }, anyOf: [{ required: ["a"] }, { required: ["b"] }] },
      "/a",
      ["string"],
    ],
    [
      {
        $ref: "#/$defs/node",
        $defs: { node: { type: "object", properties: { next: { $ref: "#/$defs/node" }, v: { type: "string" } } } },
      },
      "/next/next/v",
      ["string"],
    ],
    [{ $ref: "#/$defs/loop", $defs: { loop: { $ref: "#/$defs/loop" } } }, "", null],
    [{ anyOf: [{ $ref: "#" }, { type: "string" }] }, "", null],
    [{ $ref: "https://elsewhere.example/schema" }, "", null],
    [{ $ref: "#/$defs/missing" }, "", null],
    [{ properties: JSON.parse('{ "__proto__": { "type": "string" } }') }, "/__proto__", ["string"]],
    [{ properties: {} }, "/toString", null],
    [{ type: "nonsense" }, "", null],
  ])("%j at %j → %j", (schema, pointer, types) => {
    expect(wanted(schema, pointer)).toEqual(types);
  });
});
