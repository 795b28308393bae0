import type { JsonSchema, StepType } from "@idle/contract";
import { createRedactor } from "../events/redact.ts";
import { isKeywords, type Keywords } from "../validate/schemas-at.ts";
import { acceptTemplates } from "./accept-templates.ts";
import { createReferences } from "./references.ts";
import { titled } from "./titled.ts";

/** The names of the definitions that the inputs of every type refer to. */
export const templatesDefinition = "templates";
export const sessionReferenceDefinition = "sessionReference";

/** The name of the definition of a type's inputs: none of the workflow's own, and none that a reference cannot hold. */
export function inputsDefinition({ type }: StepType): string {
  return `with.${type.replace(/[^A-Za-z0-9.]/g, (character) => `_${character.codePointAt(0)?.toString(16)}_`)}`;
}

const { isSecretName } = createRedactor();

/**
 * The `with` of a step type as a workflow writes it: what the type says, placeholders, and the keys that every step takes
 * (`common`, by name). What the schemas of the type refer to goes to `definitions`.
 */
export function inputsSchema(step: StepType, common: Keywords, definitions: Map<string, JsonSchema>): JsonSchema {
  const own = withoutWholeRules(step.with, Object.keys(common));
  const accepted = acceptTemplates(own, createReferences(own, inputsDefinition(step), definitions));
  const {
    type: _,
    pattern: __,
    patternErrorMessage: ___,
    properties,
    allOf,
    ...rest
  } = isKeywords(accepted) ? accepted : {};
  return {
    title: step.type,
    description: step.description,
    ...rest,
    properties: { ...sessionReferences(titled(isKeywords(properties) ? properties : {})), ...common },
    allOf: [
      // By itself, for its message would be that of everything that can be wrong inside.
      { type: "object", errorMessage: "Write an object: the inputs of the step, one on a line." },
      ...(Array.isArray(allOf) ? allOf : []),
      {
        properties: Object.fromEntries(Object.keys(common).map((key) => [key, true])),
        additionalProperties: { $ref: `#/$defs/${templatesDefinition}` },
      },
    ],
  };
}

/** The keys of a step are not the type's business, which its schema is written without; some rules would count them in. */
const ofWhole = ["minProperties", "maxProperties", "propertyNames", "patternProperties", "unevaluatedProperties"];
const inPlace = ["$ref", "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"];

/**
 * Without what is said of the inputs as a whole and would be untrue with the keys every step takes among them. An editor
 * misses a mistake then, and reports none where there is none.
 */
function withoutWholeRules(schema: JsonSchema, common: readonly string[]): JsonSchema {
  if (!isKeywords(schema)) return schema;
  const { propertyNames, patternProperties, maxProperties, unevaluatedProperties: _, ...rest } = schema;
  const kept = Object.entries(rest).filter(([keyword, value]) => !inPlace.includes(keyword) || isOpen(value, schema));
  return {
    ...Object.fromEntries(kept),
    ...(isKeywords(patternProperties) && { patternProperties: renamed(patternProperties, common) }),
    ...(typeof maxProperties === "number" && { maxProperties: maxProperties + common.length }),
    ...(propertyNames !== undefined && { propertyNames: { anyOf: [propertyNames, { enum: common }] } }),
  };
}

function renamed(patternProperties: Keywords, common: readonly string[]): Keywords {
  return Object.fromEntries(
    Object.entries(patternProperties).map(([pattern, schema]) => [
      `^(?!(?:${common.join("|")})$)(?=[\\s\\S]*?(?:${pattern}))`,
      schema,
    ]),
  );
}

/** Whether such a rule says the same with further keys in the object. */
function isOpen(rule: unknown, whole: Keywords): boolean {
  if (typeof rule === "string") return false;
  if (Array.isArray(rule)) return rule.every((each) => isOpen(each, whole));
  if (!isKeywords(rule)) return true;
  if (ofWhole.some((keyword) => Object.hasOwn(rule, keyword))) return false;
  if (rule.additionalProperties !== undefined && rule.additionalProperties !== true) return false;
  return inPlace.every((keyword) => rule[keyword] === undefined || isOpen(rule[keyword], whole));
}

/** `{ secret: NAME }` under a secret's name names a session, which only a literal may. */
function sessionReferences(properties: Keywords): Keywords {
  const reference = { $ref: `#/$defs/${sessionReferenceDefinition}` };
  return Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => {
      if (!isSecretName(key)) return [key, schema];
      return [key, schema === true ? reference : { ...(schema as Keywords), allOf: [...listOf(schema), reference] }];
    }),
  );
}

function listOf(schema: unknown): readonly unknown[] {
  return isKeywords(schema) && Array.isArray(schema.allOf) ? schema.allOf : [];
}
