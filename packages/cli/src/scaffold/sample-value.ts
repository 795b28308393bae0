/** Values made up from a JSON Schema: as near to fitting as can be said without trying. Whether they fit, the engine says. */
import type { JsonObject, JsonValue } from "@idle/contract";
import { valueAt } from "@idle/core";
import { isObject } from "../input/is-object.ts";
import { textForPattern } from "./text-for-pattern.ts";

/** What a text says that somebody has to fill in. */
const toFillIn = "TODO";
const deepest = 8;

/** `root` is where local references lead. */
export function sampleValue(schema: JsonValue | undefined, root: JsonObject, depth = 0): JsonValue {
  if (!isObject(schema) || depth > deepest) return toFillIn;
  const { $ref: reference } = schema;
  if (typeof reference === "string") return sampleValue(follow(reference, root), root, depth + 1);
  if (Object.hasOwn(schema, "const")) return schema.const ?? null;
  for (const list of [schema.enum, schema.examples]) {
    if (Array.isArray(list) && list.length > 0) return list[0] ?? null;
  }
  if (Object.hasOwn(schema, "default")) return schema.default ?? null;
  for (const list of [schema.oneOf, schema.anyOf]) {
    if (Array.isArray(list) && list.length > 0) return sampleValue(list[0], root, depth + 1);
  }
  if (Array.isArray(schema.allOf)) return sampleValue(joined(schema), root, depth + 1);
  return sampleOfType(schema, root, depth);
}

function sampleOfType(schema: JsonObject, root: JsonObject, depth: number): JsonValue {
  switch (typeOf(schema)) {
    case "string":
      return sampleText(schema);
    case "integer":
    case "number":
      return sampleNumber(schema);
    case "boolean":
      return false;
    case "null":
      return null;
    case "array":
      return Array.from({ length: Math.min(numberOf(schema.minItems, 0), 20) }, () =>
        sampleValue(schema.items, root, depth + 1),
      );
    case "object": {
      const { properties = {}, required = [] } = schema;
      const names = Array.isArray(required) ? required.filter((name) => typeof name === "string") : [];
      const known = isObject(properties) ? properties : {};
      const sampleOf = (name: string) =>
        sampleValue(Object.hasOwn(known, name) ? known[name] : undefined, root, depth + 1);
      return Object.fromEntries(names.map((name) => [name, sampleOf(name)]));
    }
    default:
      return toFillIn;
  }
}

/** The first type that is not null; what only fits one type tells it, too. */
export function typeOf(schema: JsonObject): string | null {
  const { type } = schema;
  const types = Array.isArray(type) ? type : [type];
  const stated = types.find((each) => typeof each === "string" && each !== "null") ?? types[0];
  if (typeof stated === "string") return stated;
  if (Object.hasOwn(schema, "properties")) return "object";
  if (Object.hasOwn(schema, "items")) return "array";
  return ["minLength", "maxLength", "pattern", "format"].some((key) => Object.hasOwn(schema, key)) ? "string" : null;
}

const byFormat: Readonly<Record<string, string>> = {
  date: "2026-01-15",
  "date-time": "2026-01-15T09:00:00Z",
  time: "09:00:00Z",
  duration: "P14D",
  email: "jane.doe@example.com",
  hostname: "host.example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  uri: "https://example.com/",
  uuid: "00000000-0000-4000-8000-000000000000",
};

function sampleText({ format, pattern, minLength, maxLength }: JsonObject): string {
  if (typeof format === "string" && Object.hasOwn(byFormat, format)) return byFormat[format] ?? toFillIn;
  const shortest = Math.min(numberOf(minLength, 0), 1000);
  if (typeof pattern === "string") return textForPattern(pattern, shortest) ?? toFillIn;
  const longest = numberOf(maxLength, Number.POSITIVE_INFINITY);
  return toFillIn.padEnd(shortest, "x").slice(0, longest);
}

function sampleNumber({ type, minimum, exclusiveMinimum, maximum, exclusiveMaximum, multipleOf }: JsonObject): number {
  const step = numberOf(multipleOf, 1);
  const isStrict = typeof exclusiveMinimum === "number";
  const least = isStrict ? exclusiveMinimum : numberOf(minimum, Number.NEGATIVE_INFINITY);
  const most = Math.min(numberOf(maximum, 1), numberOf(exclusiveMaximum, Number.POSITIVE_INFINITY) - step);
  if (least === Number.NEGATIVE_INFINITY)
    return Math.min(type === "integer" ? Math.floor(most / step) * step : most, step);
  const first = Math.ceil(least / step) * step;
  return isStrict && first === least ? first + step : first;
}

function joined({ allOf, ...rest }: JsonObject): JsonObject {
  const parts = [rest, ...(Array.isArray(allOf) ? allOf : [])].filter(isObject);
  const gather = (key: "properties" | "required") => parts.map((part) => part[key]);
  const properties: JsonObject = Object.assign({}, ...gather("properties").filter(isObject));
  const required = gather("required").flatMap((list) => (Array.isArray(list) ? list : []));
  const all: JsonObject = Object.assign({}, ...parts);
  return {
    ...all,
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
  };
}

function follow(reference: string, root: JsonObject): JsonValue | undefined {
  return reference.startsWith("#/") ? valueAt(root, reference.slice(1)) : undefined;
}

function numberOf(value: JsonValue | undefined, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
