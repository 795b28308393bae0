/** JSON Schema as the `inputs` of a workflow may use it, as a schema: the keywords of `validate/json-schema-rules.ts`. */
import type { JsonSchema } from "@idle/contract";
import { formats, keywords } from "../validate/json-schema-rules.ts";

/** The name of the definition that the schema refers to itself by. */
export const inputSchemaDefinition = "inputSchema";

const types = ["string", "number", "integer", "boolean", "null", "array", "object"];
/** As a choice of one, so that editors insert no number: 0 is hardly ever meant. */
const length = { anyOf: [{ type: "integer", minimum: 0 }] };
const number = { anyOf: [{ type: "number" }] };
const known: Readonly<Record<string, JsonSchema>> = {
  type: {
    description: "The type of the value, or a list of those it may have.",
    anyOf: [{ enum: types }, { type: "array", items: { enum: types }, minItems: 1, uniqueItems: true }],
  },
  description: { description: "For people.", type: "string" },
  properties: { description: "The keys of an object, each with the schema of its value." },
  required: {
    description: "The keys that must be there.",
    type: "array",
    items: { type: "string" },
    uniqueItems: true,
  },
  additionalProperties: { description: "The schema of what properties does not name; false: nothing more." },
  items: { description: "The schema of the entries of a list." },
  enum: { description: "The values that are allowed.", type: "array" },
  const: {
    description: "The one value that is allowed.",
    type: ["string", "number", "boolean", "null", "array", "object"],
  },
  pattern: {
    description: "A regular expression that a text must match. No lookarounds and back references.",
    type: "string",
  },
  format: { description: "What a text is.", enum: formats },
  minLength: { description: "The least number of characters.", ...length },
  maxLength: { description: "The greatest number of characters.", ...length },
  minimum: { description: "The smallest number.", ...number },
  maximum: { description: "The greatest number.", ...number },
  minItems: { description: "The least number of entries.", ...length },
  maxItems: { description: "The greatest number of entries.", ...length },
  $ref: { description: 'A schema under $defs: "#/$defs/name".', type: "string" },
  $defs: { description: "Schemas to refer to." },
};

export function inputSchemaLanguage(): JsonSchema {
  // Beside a reference, editors do not see what else is said of a key.
  const self = { type: ["object", "boolean"], allOf: [{ $ref: `#/$defs/${inputSchemaDefinition}` }] };
  const shapes: Readonly<Record<string, JsonSchema>> = {
    schema: self,
    list: { type: "array", items: self, minItems: 1 },
    map: { type: "object", additionalProperties: self },
    nothing: {},
  };
  const names = [...new Set([...Object.keys(known), ...Object.keys(keywords)])];
  const properties = names.map((name) => {
    const rare = Object.hasOwn(known, name) ? {} : { doNotSuggest: true };
    return [name, { ...toObject(known[name]), ...toObject(shapes[keywords[name] ?? "nothing"]), ...rare }];
  });
  return {
    title: "JSON Schema",
    type: ["object", "boolean"],
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  };
}

function toObject(schema: JsonSchema | undefined): Readonly<Record<string, unknown>> {
  return typeof schema === "object" ? schema : {};
}
