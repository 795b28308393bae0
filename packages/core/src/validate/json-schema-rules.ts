import type { JsonObject, JsonValue } from "@idle/contract";
import { appendToPointer } from "../data/pointer.ts";
import { suggest } from "../diagnostics/did-you-mean.ts";
import { quote, quoteList } from "../diagnostics/quote.ts";
import type { Report } from "./findings.ts";
import { followReference, isKeywords } from "./schemas-at.ts";

/** Which values of a keyword are schemas themselves. */
type Holds = "schema" | "list" | "map" | "nothing";

export const keywords: Readonly<Record<string, Holds>> = {
  ...Object.fromEntries(
    [
      [
        "$ref",
        "$schema",
        "$comment",
        "title",
        "description",
        "default",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
      ],
      ["type", "enum", "const", "format", "pattern", "minLength", "maxLength", "contentEncoding", "contentMediaType"],
      ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "required", "dependentRequired"],
      ["minItems", "maxItems", "uniqueItems", "minContains", "maxContains", "minProperties", "maxProperties"],
    ]
      .flat()
      .map((name) => [name, "nothing"]),
  ),
  ...Object.fromEntries(["$defs", "properties", "patternProperties", "dependentSchemas"].map((name) => [name, "map"])),
  ...Object.fromEntries(["allOf", "anyOf", "oneOf", "prefixItems"].map((name) => [name, "list"])),
  ...Object.fromEntries(
    [
      ["items", "contains", "additionalProperties", "propertyNames", "unevaluatedItems", "unevaluatedProperties"],
      ["not", "if", "then", "else"],
    ]
      .flat()
      .map((name) => [name, "schema"]),
  ),
};

const refused: readonly string[] = ["$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$vocabulary"];

/** The formats of JSON Schema 2020-12 that are checked. */
export const formats: readonly string[] = [
  ...["date", "date-time", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uri", "uri-reference", "uuid"],
  ...["json-pointer", "regex"],
];

const metaSchema = "https://json-schema.org/draft/2020-12/schema";
const maxSchemas = 2000;
const maxSteps = 1000;
const maxInPlaceDepth = 100;

interface Place {
  readonly schema: JsonObject;
  readonly pointer: string;
}

/**
 * What a schema in a workflow must keep to beyond being one: known keywords and formats, references into itself alone,
 * and an end, so that checking a request takes no longer than the request is long.
 */
export function checkSchemaRules(root: JsonObject, report: Report): void {
  const places = listSchemas(root);
  if (places.length > maxSchemas) {
    const message = `The schema consists of more than ${maxSchemas} schemas. Make it smaller.`;
    report({ code: "SchemaInvalid", message, pointer: "" });
    return;
  }
  for (const place of places) {
    for (const keyword of Object.keys(place.schema)) checkKeyword(place, keyword, report);
    checkValues(place, root, report);
  }
  checkEnd(places, root, report);
}

/** Every regular expression of a schema, with its place. */
export function listPatterns(root: JsonObject): { text: string; pointer: string; at: "key" | "value" }[] {
  return listSchemas(root).flatMap(({ schema, pointer }) => {
    const { pattern, patternProperties } = schema;
    const own =
      typeof pattern === "string" ? [{ text: pattern, pointer: `${pointer}/pattern`, at: "value" as const }] : [];
    const keys = isKeywords(patternProperties) ? Object.keys(patternProperties) : [];
    const ofKeys = keys.map((text) => ({
      text,
      pointer: appendToPointer(`${pointer}/patternProperties`, text),
      at: "key" as const,
    }));
    return [...own, ...ofKeys];
  });
}

/** The schema and all those inside of it. */
function listSchemas(root: JsonObject): Place[] {
  const places: Place[] = [];
  const visit = (schema: JsonValue | undefined, pointer: string) => {
    if (!isSchemaObject(schema) || places.length > maxSchemas) return;
    places.push({ schema, pointer });
    for (const [keyword, value] of Object.entries(schema)) {
      const here = appendToPointer(pointer, keyword);
      const holds = Object.hasOwn(keywords, keyword) ? keywords[keyword] : "nothing";
      if (holds === "schema") visit(value, here);
      else if (holds !== "nothing" && typeof value === "object" && value !== null) {
        for (const [key, child] of Object.entries(value)) visit(child, appendToPointer(here, key));
      }
    }
  };
  visit(root, "");
  return places;
}

function checkKeyword({ pointer }: Place, keyword: string, report: Report): void {
  if (Object.hasOwn(keywords, keyword)) return;
  const at = appendToPointer(pointer, keyword);
  if (refused.includes(keyword)) {
    const message = `${quote(keyword)} is not supported here. Use $defs, and $ref with "#/$defs/…".`;
    report({ code: "SchemaInvalid", message, pointer: at, at: "key" });
    return;
  }
  const { sentence, field } = suggest(keyword, Object.keys(keywords));
  report({
    code: "UnknownKey",
    message: `Unknown key ${quote(keyword)}.${sentence}`,
    pointer: at,
    at: "key",
    ...field,
  });
}

function checkValues({ schema, pointer }: Place, root: JsonObject, report: Report): void {
  const { $ref, $schema, format } = schema;
  const invalid = (keyword: string, message: string, field: { suggestion?: string } = {}) =>
    report({ code: "SchemaInvalid", message, pointer: `${pointer}/${keyword}`, ...field });
  if (typeof $schema === "string" && $schema.replace(/#$/, "") !== metaSchema) {
    invalid("$schema", `Only JSON Schema 2020-12 is supported. Write ${quote(metaSchema)}, or leave $schema out.`);
  }
  if (typeof $ref === "string") {
    const target = followReference(root, $ref);
    if (!$ref.startsWith("#")) invalid("$ref", 'A $ref must stay inside this schema. Use $defs and "#/$defs/…".');
    else if (!isSchemaObject(target) && typeof target !== "boolean")
      invalid("$ref", `There is no ${quote($ref)} in this schema.`);
  }
  if (typeof format === "string" && !formats.includes(format)) {
    const { sentence, field } = suggest(format, formats);
    invalid("format", `There is no format ${quote(format)}.${sentence || ` Known: ${quoteList(formats)}.`}`, field);
  }
}

/**
 * Schemas that apply to one and the same value form a graph: by `$ref`, `allOf` and the like. A cycle in it has no end,
 * and branches that meet again and again have one that nobody lives to see.
 */
function checkEnd(places: readonly Place[], root: JsonObject, report: Report): void {
  const costs = new Map<JsonValue, number>();
  const open = new Set<JsonValue>();
  const cost = (schema: JsonValue | undefined, depth: number): number => {
    if (!isSchemaObject(schema)) return 1;
    const known = costs.get(schema);
    if (known !== undefined) return known;
    if (open.has(schema) || depth > maxInPlaceDepth) return Number.POSITIVE_INFINITY;
    open.add(schema);
    let total = 1;
    for (const child of inPlace(schema, root)) total += cost(child, depth + 1);
    open.delete(schema);
    costs.set(schema, total);
    return total;
  };
  for (const { schema, pointer } of places) {
    const total = cost(schema, 0);
    if (total <= maxSteps) continue;
    const message =
      total === Number.POSITIVE_INFINITY
        ? "The schema refers to itself for the same value, which has no end. Remove one of the references."
        : "The schema applies too many schemas to one value. Make it simpler.";
    report({ code: "SchemaInvalid", message, pointer });
    return;
  }
}

function inPlace(schema: JsonObject, root: JsonObject): (JsonValue | undefined)[] {
  const { $ref, allOf, anyOf, oneOf, dependentSchemas } = schema;
  const referenced = typeof $ref === "string" ? [followReference(root, $ref) as JsonValue | undefined] : [];
  const lists = [allOf, anyOf, oneOf].flatMap((list) => (Array.isArray(list) ? (list as readonly JsonValue[]) : []));
  const dependent = isSchemaObject(dependentSchemas) ? Object.values(dependentSchemas) : [];
  return [...referenced, ...lists, ...dependent, schema.not, schema.if, schema.then, schema.else];
}

function isSchemaObject(value: unknown): value is JsonObject {
  return isKeywords(value);
}
