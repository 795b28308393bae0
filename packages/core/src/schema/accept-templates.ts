/**
 * From a schema of values to one of what a workflow may write for them: a text with a placeholder stands for any text, one
 * that stands alone for anything. In keeping with `validate/static-inputs.ts`, which says what of the errors of inputs no
 * request can cure: whatever it lets pass, these schemas accept.
 *
 * Placeholders are put beside the type (`type: [boolean, string]` and a pattern) rather than into a choice of schemas
 * wherever that is possible: an editor then has one sentence for a wrong value, and completes what is inside of it.
 */
import type { JsonSchema } from "@idle/contract";
import { describeWanted, type JsonType, typesOf } from "../expression/index.ts";
import { isKeywords, type Keywords } from "../validate/schemas-at.ts";
import { keepUntouched, patternInWords } from "./keep-untouched.ts";
import type { References } from "./references.ts";
import { lonePattern, templatePattern } from "./text-patterns.ts";

/** The name of the definition of lists and objects with a placeholder somewhere inside. */
export const insideDefinition = "withTemplateInside";

/** What people read. `default` is not among them: editors write it out wherever they complete a required key beside it. */
const annotations = [
  ...["title", "description", "markdownDescription", "deprecated", "deprecationMessage", "doNotSuggest", "examples"],
  ...["enumDescriptions", "markdownEnumDescriptions", "patternErrorMessage", "errorMessage"],
];

/** Keywords about texts. A text with a placeholder in it is not the text they are about. */
const ofTexts = ["minLength", "maxLength", "pattern", "format", "contentEncoding", "contentMediaType"];

/** Keywords that choose or compare by whole values: they wait until the placeholders inside are resolved. */
const ofContents = [
  ...["anyOf", "oneOf", "not", "if", "then", "else", "contains", "minContains", "maxContains", "uniqueItems"],
  ...["const", "enum", "unevaluatedProperties", "unevaluatedItems"],
];

/** Keywords that mean the same whether there are placeholders or not. */
const ofShapes = [
  ...["required", "dependentRequired", "propertyNames", "minProperties", "maxProperties", "minItems", "maxItems"],
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
];

type Draft = Record<string, unknown>;

/** The shortest text with a placeholder that `templatePattern` takes for one. */
const shortest = 2;

export function acceptTemplates(schema: JsonSchema, references: References): JsonSchema {
  if (schema === true) return true;
  // Nothing may stand there but what is not known yet.
  if (schema === false) return { type: "string", pattern: templatePattern };
  const wanted = typesOf(schema, references.whole);
  const takesText = wanted === null || wanted.has("string");
  // A choice of lists or objects says what it wants by its choices only.
  const choiceOf =
    takesText || schema.type !== undefined || hasShape(schema) || wanted === null || !isInside(wanted)
      ? null
      : // Of the other one, a template inside may make whatever is wanted.
        [...new Set([...wanted, "array", "object"])];
  const typed = choiceOf === null || !references.areOwn ? schema : { ...schema, type: choiceOf };
  const texts = takesText ? textRules(schema) : { rules: typeOrTemplate(typed, wanted), choices: [] };
  const inside = acceptInside(schema, references);
  const result: Draft = {
    ...pick(schema, annotations),
    ...noteOfDefault(schema),
    ...exampleOfDefault(schema),
    ...texts.rules,
    // Of its own it has nothing more to say then: what is wrong inside is the choices' to say.
    ...(typed !== schema && Object.keys(inside).length === 0 && { errorMessage: texts.rules.patternErrorMessage }),
    ...pickUntouched(schema, ofShapes, references),
    ...inside,
  };
  const choices = [...texts.choices, ...contentChoices(schema, references)];
  const template = { type: "string", pattern: takesText ? templatePattern : lonePattern };
  const [first, ...others] = choices.map((choice) =>
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    typed === schema ? { anyOf: [...choice, template] } : { if: { type: choiceOf }, then: { anyOf: choice } },
  );
  if (first !== undefined && others.length === 0) return { ...result, ...first };
  return first === undefined ? result : { ...result, allOf: [...listOf(inside.allOf), first, ...others] };
}

function hasShape(schema: Keywords): boolean {
  return ofShapes.some((keyword) => Object.hasOwn(schema, keyword));
}

function isInside(wanted: ReadonlySet<JsonType>): boolean {
  return [...wanted].every((type) => type === "array" || type === "object");
}

/** The type with text added, where `type` says that there is none; the text is a placeholder then. */
function typeOrTemplate({ type }: Keywords, wanted: ReadonlySet<JsonType> | null): Keywords {
  if (type === undefined) return {};
  const types = [...new Set([...listOf(type), "string"])];
  const message = `Write ${describeWanted(wanted ?? new Set())}, or one template that stands alone: "{{Request.…}}".`;
  // For lists and objects it would be the message of everything that can be wrong inside, too.
  const isSingle = types.every((each) => each !== "array" && each !== "object");
  return {
    type: types,
    pattern: lonePattern,
    patternErrorMessage: message,
    ...(isSingle && { errorMessage: message }),
  };
}

/** What texts must look like. One pattern can say it together with the placeholder; more is a choice. */
function textRules(schema: Keywords): { readonly rules: Keywords; readonly choices: JsonSchema[][] } {
  const type = pick(schema, ["type"]);
  const rules = pick(schema, ofTexts);
  const { pattern, minLength = 0, ...others } = rules;
  if (Number(minLength) > shortest || Object.keys(others).length > 0) {
    return { rules: type, choices: [[{ ...rules, ...patternInWords(schema) }]] };
  }
  const orTemplate = pattern === undefined ? {} : { pattern: `(?:${String(pattern)})|${templatePattern}` };
  return { rules: { ...type, ...pick(schema, ["minLength"]), ...orTemplate, ...patternInWords(schema) }, choices: [] };
}

/** The schemas of what is inside, and those that apply to the same value. */
function acceptInside(schema: Keywords, references: References): Draft {
  const result: Draft = {};
  const accept = (each: unknown) => acceptTemplates(each as JsonSchema, references);
  for (const keyword of ["properties", "patternProperties", "dependentSchemas"]) {
    const schemas = schema[keyword];
    if (isKeywords(schemas)) result[keyword] = mapValues(schemas, accept);
  }
  for (const keyword of ["additionalProperties", "items"]) {
    const inner = schema[keyword];
    // As a whole, false is about the list or the object, whatever is in it.
    if (inner !== undefined) result[keyword] = inner === false ? false : accept(inner);
  }
  for (const keyword of ["prefixItems", "allOf"]) {
    const schemas = schema[keyword];
    if (Array.isArray(schemas)) result[keyword] = schemas.map(accept);
  }
  const reference = references.translate(schema.$ref, acceptTemplates);
  if (reference !== null) result.$ref = reference;
  return result;
}

function contentChoices(schema: Keywords, references: References): JsonSchema[][] {
  const keywords = ofContents.filter((keyword) => Object.hasOwn(schema, keyword));
  if (keywords.length === 0 || !references.areOwn) return [];
  // What is evaluated beside these, they cannot see from within a choice.
  const needsAll = keywords.some((keyword) => keyword.startsWith("unevaluated"));
  const content = keepUntouched(needsAll ? schema : pick(schema, keywords), references);
  const types = listOf(schema.type);
  const hasInside = types.length === 0 || types.includes("array") || types.includes("object");
  return [hasInside ? [content, { $ref: `#/$defs/${insideDefinition}` }] : [content]];
}

function pickUntouched(schema: Keywords, keywords: readonly string[], references: References): Keywords {
  const { propertyNames, ...others } = pick(schema, keywords);
  if (propertyNames === undefined || !references.areOwn) return others;
  return { ...others, propertyNames: keepUntouched(propertyNames as JsonSchema, references) };
}

/** "Default: 10." for those whose description does not say it. */
function noteOfDefault({ default: value, description }: Keywords): Keywords {
  const isNamed = typeof description === "string" && /default/i.test(description);
  if (value === undefined || isNamed || (typeof value === "object" && value !== null)) return {};
  const note = `Default: ${String(value)}.`;
  return { description: typeof description === "string" ? `${description} ${note}` : note };
}

/** A number that is the default is what editors insert, in place of 0. */
function exampleOfDefault({ default: value, examples }: Keywords): Keywords {
  return typeof value === "number" && examples === undefined ? { examples: [value] } : {};
}

function pick(schema: Keywords, keywords: readonly string[]): Keywords {
  return Object.fromEntries(
    keywords.filter((keyword) => Object.hasOwn(schema, keyword)).map((keyword) => [keyword, schema[keyword]]),
  );
}

function mapValues(schemas: Keywords, map: (schema: unknown) => JsonSchema): Keywords {
  return Object.fromEntries(Object.entries(schemas).map(([key, schema]) => [key, map(schema)]));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}
