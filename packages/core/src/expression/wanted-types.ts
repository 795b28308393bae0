import type { JsonSchema } from "@idle/contract";
import { parsePointer } from "../data/pointer.ts";
import type { JsonType } from "./scalar-conversion.ts";

/** The types a value may have; null: any. An empty set: no value at all. */
type Types = ReadonlySet<JsonType> | null;
type Keywords = Readonly<Record<string, unknown>>;

const allTypes: readonly JsonType[] = ["string", "number", "integer", "boolean", "null", "array", "object"];
const nothing: Types = new Set<JsonType>();

/**
 * Which types a JSON Schema wants at a pointer into the value; null when it does not constrain them there, and also when
 * no value at all would satisfy it. Follows references into the schema itself.
 */
export function wantedTypes(schema: JsonSchema, pointer: string): ReadonlySet<JsonType> | null {
  if (typeof schema === "boolean") return null;
  let known = answers.get(schema);
  if (known === undefined || known.size >= mostAnswers) {
    known = new Map();
    answers.set(schema, known);
  }
  let types = known.get(pointer);
  if (types === undefined) {
    types = findTypes(schema, pointer);
    known.set(pointer, types);
  }
  return types;
}

/** Which types a schema inside of another one wants of the very value it is about; null: any, or none at all. */
export function typesOf(schema: JsonSchema, whole: JsonSchema): ReadonlySet<JsonType> | null {
  const types = new Walk(whole).typesAt(schema, [], 0, []);
  return types === null || types.size === 0 ? null : types;
}

/** A workflow that is planned many times asks the same again and again. Schemas are constants. */
const answers = new WeakMap<object, Map<string, Types>>();
const mostAnswers = 1000;

function findTypes(schema: JsonSchema, pointer: string): Types {
  const segments = parsePointer(pointer);
  const types = new Walk(schema).typesAt(schema, segments, 0, []);
  return types === null || types.size === 0 ? null : types;
}

class Walk {
  readonly #whole: JsonSchema;

  constructor(whole: JsonSchema) {
    this.#whole = whole;
  }

  /** `visited` are the references followed to come to this very place, so that one that leads back to itself ends. */
  typesAt(schema: unknown, segments: readonly string[], at: number, visited: readonly string[]): Types {
    if (schema === false) return nothing;
    if (!isKeywords(schema)) return null;
    const types = at === segments.length ? ownTypes(schema) : this.#childTypes(schema, segments, at);
    return this.#combined(schema, segments, at, visited, types);
  }

  #combined(schema: Keywords, segments: readonly string[], at: number, visited: readonly string[], own: Types): Types {
    let types = own;
    const { $ref } = schema;
    if (typeof $ref === "string" && !visited.includes($ref)) {
      types = both(types, this.typesAt(this.#lookUp($ref), segments, at, [...visited, $ref]));
    }
    for (const part of listOf(schema.allOf)) types = both(types, this.typesAt(part, segments, at, visited));
    for (const choice of [listOf(schema.anyOf), listOf(schema.oneOf)]) {
      if (choice.length === 0) continue;
      types = both(types, choice.map((branch) => this.typesAt(branch, segments, at, visited)).reduce(either, nothing));
    }
    return types;
  }

  /** What the next segment leads to: an index where the schema speaks of lists, a key where it speaks of objects. */
  #childTypes(schema: Keywords, segments: readonly string[], at: number): Types {
    const own = ownTypes(schema);
    if (own !== null && !own.has("object") && !own.has("array")) return nothing;
    const segment = segments[at] ?? "";
    const children = [...listChildren(schema, segment), ...objectChildren(schema, segment)];
    return children.reduce<Types>((types, child) => both(types, this.typesAt(child, segments, at + 1, [])), null);
  }

  #lookUp(reference: string): unknown {
    if (!reference.startsWith("#")) return true;
    let here: unknown = this.#whole;
    for (const segment of parsePointer(decodeURIComponent(reference.slice(1)))) {
      if (typeof here !== "object" || here === null || !Object.hasOwn(here, segment)) return true;
      here = Reflect.get(here, segment);
    }
    return here;
  }
}

function listChildren(schema: Keywords, segment: string): unknown[] {
  if (!/^\d+$/.test(segment)) return [];
  const { prefixItems, items } = schema;
  const index = Number(segment);
  if (Array.isArray(prefixItems) && index < prefixItems.length) return [prefixItems[index]];
  return items === undefined ? [] : [items];
}

function objectChildren(schema: Keywords, key: string): unknown[] {
  const { properties, patternProperties, additionalProperties } = schema;
  const children: unknown[] = [];
  if (isKeywords(properties) && Object.hasOwn(properties, key)) children.push(properties[key]);
  for (const [pattern, child] of isKeywords(patternProperties) ? Object.entries(patternProperties) : []) {
    if (new RegExp(pattern, "u").test(key)) children.push(child);
  }
  return children.length === 0 && additionalProperties !== undefined ? [additionalProperties] : children;
}

/** What `type`, `const` and `enum` say. */
function ownTypes({ type, const: constant, enum: allowed }: Keywords): Types {
  let types: Types = null;
  if (type !== undefined)
    types = new Set(allTypes.filter((known) => (Array.isArray(type) ? type : [type]).includes(known)));
  if (constant !== undefined) types = both(types, new Set([typeOf(constant)]));
  return Array.isArray(allowed) ? both(types, new Set(allowed.map(typeOf))) : types;
}

function both(left: Types, right: Types): Types {
  if (left === null) return right;
  if (right === null) return left;
  return new Set([...narrow(left, right), ...narrow(right, left)]);
}

/** A whole number is a number too. */
function narrow(types: ReadonlySet<JsonType>, to: ReadonlySet<JsonType>): JsonType[] {
  return [...types].filter((type) => to.has(type) || (type === "integer" && to.has("number")));
}

function either(left: Types, right: Types): Types {
  return left === null || right === null ? null : new Set([...left, ...right]);
}

function typeOf(value: unknown): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  if (typeof value === "string") return "string";
  return typeof value === "boolean" ? "boolean" : "object";
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isKeywords(value: unknown): value is Keywords {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
