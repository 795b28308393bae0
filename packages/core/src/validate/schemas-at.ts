import type { JsonSchema } from "@idle/contract";
import { parsePointer } from "../data/pointer.ts";

export type Keywords = Readonly<Record<string, unknown>>;

/**
 * All schemas that have a say about the value at a pointer: below `properties`, `items` and their like, through `$ref`
 * into the same schema, and in every branch of `allOf`, `anyOf`, `oneOf`, `then` and `else`.
 */
function schemasAt(schema: JsonSchema, pointer: string): Keywords[] {
  let current = inPlace([schema], schema);
  for (const segment of parsePointer(pointer)) {
    current = inPlace(
      current.flatMap((each) => childSchemas(each, segment)),
      schema,
    );
  }
  return current;
}

/** The keys that an object at the pointer may have, as far as the schema names them. */
export function knownKeys(schema: JsonSchema, pointer: string): string[] {
  const names = schemasAt(schema, pointer).flatMap(({ properties }) =>
    isKeywords(properties) ? Object.keys(properties) : [],
  );
  return [...new Set(names)];
}

/** The schemas and those they apply to the same value, each once. */
function inPlace(schemas: readonly unknown[], whole: JsonSchema): Keywords[] {
  const found = new Set<Keywords>();
  const waiting = [...schemas];
  for (let next = waiting.pop(); waiting.length > 0 || next !== undefined; next = waiting.pop()) {
    if (!isKeywords(next) || found.has(next)) continue;
    found.add(next);
    if (typeof next.$ref === "string") waiting.push(followReference(whole, next.$ref));
    for (const keyword of ["allOf", "anyOf", "oneOf"]) {
      const branches = next[keyword];
      if (Array.isArray(branches)) waiting.push(...branches);
    }
    waiting.push(next.then, next.else);
  }
  return [...found];
}

/** What a reference into the schema itself leads to; undefined when it leads elsewhere or nowhere. */
export function followReference(whole: unknown, reference: string): unknown {
  if (reference !== "#" && !reference.startsWith("#/")) return undefined;
  let here: unknown = whole;
  for (const segment of parsePointer(decode(reference.slice(1)))) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, segment)) return undefined;
    here = Reflect.get(here, segment);
  }
  return here;
}

/** The schema that has the keyword a validator's `schemaPath` ends with; empty when it is not at hand. */
export function keywordsAround(schemaPath: string, whole: JsonSchema): Keywords {
  const around = followReference(whole, schemaPath.slice(0, Math.max(0, schemaPath.lastIndexOf("/"))));
  return isKeywords(around) ? around : {};
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function childSchemas(schema: Keywords, segment: string): unknown[] {
  const { properties, patternProperties, additionalProperties, items, prefixItems } = schema;
  const children: unknown[] = [];
  if (isKeywords(properties) && Object.hasOwn(properties, segment)) children.push(properties[segment]);
  else if (isKeywords(patternProperties)) children.push(...Object.values(patternProperties));
  if (children.length === 0) children.push(additionalProperties);
  if (/^\d+$/.test(segment)) {
    const index = Number(segment);
    children.push(Array.isArray(prefixItems) && index < prefixItems.length ? prefixItems[index] : items);
  }
  return children;
}

export function isKeywords(value: unknown): value is Keywords {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
