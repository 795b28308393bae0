import type { JsonObject, JsonSchema } from "@idle/contract";
import { followReference, isKeywords } from "./schemas-at.ts";

/**
 * Whether a schema under `inputs` speaks of the value at these segments. It does where it names the key (ignoring case,
 * as paths do), says that other keys are welcome, or names no keys at all; a list is looked through to its entries.
 */
export function isDeclared(schema: JsonSchema, segments: readonly string[]): boolean {
  return declares([schema], segments, schema);
}

function declares(schemas: readonly unknown[], segments: readonly string[], whole: JsonSchema): boolean {
  const [segment, ...rest] = segments;
  if (segment === undefined) return true;
  const applied = applying(schemas, whole);
  const named = applied.map(childrenByName).filter(({ size }) => size > 0);
  const items = applied.flatMap(({ items: each, prefixItems }) => [
    each,
    ...(Array.isArray(prefixItems) ? prefixItems : []),
  ]);
  const entries = items.filter((each) => isKeywords(each));
  if (named.length === 0) return entries.length === 0 || declares(entries, segments, whole);
  const folded = segment.toLowerCase();
  const meant = named.flatMap((children) => children.get(folded) ?? []);
  if (meant.length > 0) return declares(meant, rest, whole);
  return applied.some(isOpen) || (entries.length > 0 && declares(entries, segments, whole));
}

/** What `properties` says of each key, by its name in lower case. A workflow asks once for every path in it. */
function childrenByName(schema: JsonObject): ReadonlyMap<string, readonly unknown[]> {
  let children = known.get(schema);
  if (children !== undefined) return children;
  children = new Map();
  for (const [key, child] of isKeywords(schema.properties) ? Object.entries(schema.properties) : []) {
    const name = key.toLowerCase();
    children.set(name, [...(children.get(name) ?? []), child]);
  }
  known.set(schema, children);
  return children;
}

const known = new WeakMap<JsonObject, Map<string, readonly unknown[]>>();

/** True where other keys are allowed in so many words; saying nothing about them is not enough. */
function isOpen({ additionalProperties, unevaluatedProperties, patternProperties }: JsonObject): boolean {
  const others = [additionalProperties, unevaluatedProperties];
  return others.some((other) => other === true || isKeywords(other)) || isKeywords(patternProperties);
}

/** The schemas with those they apply to the same value; none for `true`, which says nothing. */
function applying(schemas: readonly unknown[], whole: JsonSchema): JsonObject[] {
  const found = new Set<JsonObject>();
  const waiting = [...schemas];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (!isKeywords(next) || found.has(next as JsonObject)) continue;
    const schema = next as JsonObject;
    found.add(schema);
    if (typeof schema.$ref === "string") waiting.push(followReference(whole, schema.$ref));
    for (const list of [schema.allOf, schema.anyOf, schema.oneOf]) if (Array.isArray(list)) waiting.push(...list);
    if (isKeywords(schema.dependentSchemas)) waiting.push(...Object.values(schema.dependentSchemas));
    waiting.push(schema.if, schema.then, schema.else);
  }
  return [...found];
}
