/**
 * Errors of a compiled schema in words for people: one for each thing that is wrong, with what to do about it. In: what
 * the validator lists. Out: pointers, codes and sentences; the caller knows where they stand in a file.
 *
 * Longer than most files here, because how errors of one value outrank each other can only be read in one place.
 */
import type { InputError, JsonSchema, JsonValue } from "@idle/contract";
import { appendToPointer, readablePointer, valueAt } from "../data/pointer.ts";
import { isObject } from "../data/value.ts";
import type { DiagnosticCode } from "../diagnostics/codes.ts";
import { suggest } from "../diagnostics/did-you-mean.ts";
import { quote, quoteList } from "../diagnostics/quote.ts";
import { type ErrorNode, nestErrors } from "./error-tree.ts";
import { missingKeys, typeWords, wordsFor } from "./error-words.ts";
import { keywordsAround, knownKeys } from "./schemas-at.ts";
import { shapesOf } from "./shape-words.ts";

export interface DescribedInputError {
  readonly pointer: string;
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly suggestion?: string;
  /** Whether the caret belongs under the key or the value. */
  readonly at: "key" | "value";
}

export interface DescribeOptions {
  /** What the value as a whole is called at the beginning of a sentence. Default `The input`. */
  readonly root?: string;
  /** What a place inside is called. Default: its path, in quotes. */
  readonly nameOf?: (pointer: string) => string;
}

/**
 * Describes each problem once. `value` is what was checked and `schema` what it was checked against (`true` when it is
 * not at hand, which costs the suggestions for misspelt keys). Messages never repeat a value.
 */
export function describeInputErrors(
  errors: readonly InputError[],
  value: JsonValue,
  schema: JsonSchema,
  options: DescribeOptions = {},
): DescribedInputError[] {
  return describeErrorTree(nestErrors(errors), value, schema, options);
}

export function describeErrorTree(
  nodes: readonly ErrorNode[],
  value: JsonValue,
  schema: JsonSchema,
  { root = "The input", nameOf = (pointer) => quote(readablePointer(pointer)) }: DescribeOptions = {},
): DescribedInputError[] {
  const context: Context = { value, schema, nameOf: (pointer) => (pointer === "" ? root : nameOf(pointer)) };
  return oneForEachPlace(describeAll(nodes, context));
}

interface Context {
  readonly value: JsonValue;
  readonly schema: JsonSchema;
  readonly nameOf: (pointer: string) => string;
}

function describeAll(nodes: readonly ErrorNode[], context: Context): DescribedInputError[] {
  const unknown = nodes
    .filter(({ error }) => unknownKeyOf(error) !== null)
    .map((node) => unknownKey(node.error, context));
  const meant = new Set(unknown.map(({ owner, suggestion }) => `${owner} ${suggestion}`));
  const isMeant = ({ instancePath, params }: InputError) =>
    meant.has(`${instancePath} ${String(params.missingProperty)}`);
  const owners = new Set(unknown.map(({ owner }) => owner));

  const missing = new Map<string, string[]>();
  const described: DescribedInputError[] = unknown.map(({ owner: _, ...rest }) => rest);
  for (const node of nodes) {
    const { error } = node;
    if (unknownKeyOf(error) !== null) continue;
    // How many keys there are says nothing while some of them are wrong.
    if (/^(min|max)Properties$/.test(error.keyword) && owners.has(error.instancePath)) continue;
    if (error.keyword === "required" || error.keyword === "dependentRequired") {
      // A key that was misspelt is not missing as well.
      if (isMeant(error)) continue;
      const keys = missing.get(error.instancePath) ?? [];
      missing.set(error.instancePath, [...keys, String(error.params.missingProperty)]);
      continue;
    }
    described.push(...describe(node, context));
  }
  for (const [pointer, keys] of missing) {
    const message = missingKeys(context.nameOf(pointer), [...new Set(keys)]);
    described.push({ pointer, code: "MissingKey", message, at: "key" });
  }
  return described;
}

function describe(node: ErrorNode, context: Context): DescribedInputError[] {
  const { error, branches } = node;
  switch (error.keyword) {
    case "anyOf":
    case "oneOf":
      return describeChoice(node, context);
    case "if":
      return describeAll(branches.flat(), context);
    case "propertyNames":
      return [invalidKey(node, context)];
    default:
      return [describeOne(error, context)];
  }
}

function describeOne(error: InputError, context: Context): DescribedInputError {
  const pointer = error.instancePath;
  const { predicate, ...rest } = wordsFor(
    error,
    valueAt(context.value, pointer),
    patternMeaning(error, context.schema),
  );
  return { pointer, ...rest, message: `${context.nameOf(pointer)} ${predicate}`, at: "value" };
}

/** Of several shapes that are allowed, what keeps the value from the one that was probably meant. */
function describeChoice({ error, branches }: ErrorNode, context: Context): DescribedInputError[] {
  const pointer = error.instancePath;
  const value = valueAt(context.value, pointer);
  const isOtherType = ({ error: each }: ErrorNode) => each.keyword === "type" && each.instancePath === pointer;
  const fitting = branches.filter((branch) => !branch.some(isOtherType));
  if (branches.length > 0 && fitting.length === 0) {
    const wanted = branches
      .flat()
      .filter(isOtherType)
      .flatMap(({ error: each }) => each.params.type);
    const { predicate, ...rest } = typeWords(wanted, value);
    return [{ pointer, ...rest, message: `${context.nameOf(pointer)} ${predicate}`, at: "value" }];
  }
  const least = Math.min(...fitting.map((branch) => branch.length));
  const nearest = fitting.filter((branch) => branch.length === least);
  const [first, ...others] = nearest;
  if (first && others.length === 0) return describeAll(first, context);
  if (first) {
    const shared = first.filter((each) => others.every((branch) => branch.some((other) => isSame(each, other))));
    if (shared.length > 0) return describeAll(shared, context);
    const missing = nearest
      .flat()
      .filter(({ error: each }) => each.keyword === "required" && each.instancePath === pointer);
    if (missing.length === nearest.flat().length) {
      const keys = quoteList(
        missing.map(({ error: each }) => String(each.params.missingProperty)),
        "or",
      );
      return [{ pointer, code: "MissingKey", message: `${context.nameOf(pointer)} needs ${keys}.`, at: "key" }];
    }
  }
  const fits = Array.isArray(error.params.passingSchemas)
    ? "fits more than one of the shapes"
    : "fits none of the shapes";
  const shapes = shapesOf(error, context.schema);
  const list = shapes.length === 0 ? "" : ` Write ${shapes.join(", or ")}.`;
  const message = `${context.nameOf(pointer)} ${fits} that are allowed here.${list}`;
  return [{ pointer, code: "ShapeInvalid", message, at: "value" }];
}

function isSame(a: ErrorNode, b: ErrorNode): boolean {
  return (
    a.error.keyword === b.error.keyword &&
    a.error.instancePath === b.error.instancePath &&
    JSON.stringify(a.error.params) === JSON.stringify(b.error.params)
  );
}

function unknownKeyOf({ keyword, params }: InputError): string | null {
  if (keyword === "additionalProperties") return String(params.additionalProperty);
  return keyword === "unevaluatedProperties" ? String(params.unevaluatedProperty) : null;
}

function unknownKey(error: InputError, { schema, value }: Context): DescribedInputError & { readonly owner: string } {
  const owner = error.instancePath;
  const key = unknownKeyOf(error) ?? "";
  const present = valueAt(value, owner);
  const known = knownKeys(schema, owner);
  const free = known.filter((name) => !isObject(present) || !Object.hasOwn(present, name));
  const { sentence, field } = suggest(key, free);
  const list = sentence === "" && known.length > 0 ? ` Known keys: ${quoteList(known)}.` : sentence;
  const message = `Unknown key ${quote(key)}.${list}`;
  return { owner, pointer: appendToPointer(owner, key), code: "UnknownKey", message, ...field, at: "key" };
}

/** What a schema says of the value whose pattern failed, which tells people more than the pattern. */
function patternMeaning({ keyword, schemaPath }: InputError, schema: JsonSchema): string | undefined {
  if (keyword !== "pattern") return undefined;
  const { description } = keywordsAround(schemaPath, schema);
  return typeof description === "string" ? description : undefined;
}

function invalidKey({ error, branches }: ErrorNode, context: Context): DescribedInputError {
  const key = String(error.params.propertyName);
  const [reason] = branches.flat();
  const { error: cause } = reason ?? { error };
  const { predicate, ...rest } = wordsFor(cause, key, patternMeaning(cause, context.schema));
  return {
    pointer: appendToPointer(error.instancePath, key),
    ...rest,
    message: `The key ${quote(key)} ${predicate}`,
    at: "key",
  };
}

/** Of several errors about one value the first counts, and that of the type before all others. */
function oneForEachPlace(described: readonly DescribedInputError[]): DescribedInputError[] {
  const places = new Map<string, DescribedInputError>();
  for (const each of described) {
    const place = `${each.code === "MissingKey" ? "missing " : ""}${each.pointer}`;
    const before = places.get(place);
    if (before === undefined || (each.code === "WrongType" && before.code !== "WrongType")) places.set(place, each);
  }
  return [...places.values()];
}
