import type { JsonSchema } from "@idle/contract";
import { isRecord } from "../input/is-object.ts";

/** As much of JSON Schema as can be said in a few words. */
interface Told {
  readonly type?: unknown;
  readonly enum?: unknown;
  readonly const?: unknown;
  readonly items?: unknown;
  readonly properties?: unknown;
  readonly required?: unknown;
  readonly oneOf?: unknown;
  readonly anyOf?: unknown;
  readonly propertyNames?: unknown;
}

/** Deeper than this nobody reads. */
const deepest = 4;

/** What a value must be: `string`, `Present or Absent`, `list of { kind, id }`. `code` marks what stands for itself. */
export function typeInWords(schema: JsonSchema | unknown, code = (text: string) => text, depth = 0): string {
  if (!isRecord(schema) || depth > deepest) return "anything";
  const { type, enum: allowed, const: constant, items, properties, oneOf, anyOf, propertyNames } = schema as Told;
  const inner = (each: unknown) => typeInWords(each, code, depth + 1);
  if (constant !== undefined) return code(text(constant));
  if (Array.isArray(allowed)) return allowed.map((value) => code(text(value))).join(" or ");
  const choices = oneOf ?? anyOf;
  if (Array.isArray(choices)) return [...new Set(choices.map(inner))].join(" or ");
  if (type === "array") return isRecord(items) && isRecord(items.properties) ? `list of ${inner(items)}` : "list";
  if (type === "object" && isRecord(properties)) return code(shape(properties, schema as Told));
  if (type === "object" && propertyNames !== undefined) return "object of attributes";
  if (type === "boolean") return "true or false";
  if (Array.isArray(type)) return type.map(String).join(" or ");
  return typeof type === "string" ? type : "anything";
}

/** `{ kind, id, note? }`. */
function shape(properties: Readonly<Record<string, unknown>>, { required }: Told): string {
  const names: readonly unknown[] = Array.isArray(required) ? required : [];
  const keys = Object.entries(properties).map(([name, property]) => {
    const value = isRecord(property) && property.const !== undefined ? `: ${text(property.const)}` : "";
    return `${name}${names.includes(name) ? "" : "?"}${value}`;
  });
  return `{ ${keys.join(", ")} }`;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
