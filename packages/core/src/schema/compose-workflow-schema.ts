/**
 * schema: step types come in; a JSON Schema for editors goes out, of a whole workflow or of one type's `with`. What the
 * engine finds valid, these schemas accept; of what it refuses they refuse what a schema can see.
 */
import type { JsonObject, JsonSchema, StepType } from "@idle/contract";
import { isKeywords, type Keywords } from "../validate/schemas-at.ts";
import { createStepRegistry } from "../validate/step-registry.ts";
import { inputsDefinition, inputsSchema } from "./inputs-schema.ts";
import { stepSnippet } from "./insert-step.ts";
import { commonInputs, refinedDefinitions, refinedWorkflow } from "./refined-base.ts";
import { exactly } from "./text-patterns.ts";

const address = "https://idle.example/schemas";

/**
 * One JSON Schema (2020-12) of a workflow in which `type` selects the shape of `with`, and every value of an input may also
 * be a placeholder. With the keywords editors know beyond the standard (`defaultSnippets`, `enumDescriptions`,
 * `errorMessage`, `patternErrorMessage`). Refers to nothing outside. Throws `DefinitionInvalid` when two step types have one
 * name.
 */
export function composeWorkflowSchema(steps: readonly (StepType | readonly StepType[])[]): JsonObject {
  const types = steps.flat();
  createStepRegistry(types);
  const definitions = refinedDefinitions();
  const common = commonInputs();
  for (const type of types) definitions.set(inputsDefinition(type), inputsSchema(type, common, definitions));
  const step = definitions.get("step");
  definitions.set("step", stepSchema(isKeywords(step) ? step : {}, types));
  const workflow = refinedWorkflow();
  const { steps: main, onFailureSteps } = workflow.properties;
  const completed = listCompletions(types);
  return plain({
    ...workflow,
    $id: `${address}/workflow.schema.json`,
    properties: {
      ...workflow.properties,
      steps: { ...main, ...completed },
      onFailureSteps: { ...onFailureSteps, ...completed },
    },
    $defs: Object.fromEntries(definitions),
  });
}

/** The JSON Schema of one type's `with`, the keys that every step takes and placeholders included. */
export function composeStepSchema(step: StepType): JsonObject {
  const definitions = refinedDefinitions();
  const inputs = inputsSchema(step, commonInputs(), definitions);
  const { $schema } = refinedWorkflow();
  const $id = `${address}/steps/${step.type}.schema.json`;
  return plain({ $schema, $id, ...(inputs as Keywords), $defs: usedDefinitions(inputs, definitions) });
}

/**
 * A step whose type decides what `with` is, and that is completed as a whole while it has none. Each type is told apart by
 * itself: a mistake in one is no mistake in others.
 */
function stepSchema(step: Keywords, types: readonly StepType[]): JsonSchema {
  const properties = step.properties as Readonly<Record<string, Keywords>>;
  return {
    ...step,
    properties: {
      ...properties,
      type: {
        description: properties.type?.description,
        type: "string",
        enum: types.map(({ type }) => type),
        enumDescriptions: types.map(({ description }) => description),
        errorMessage: `Write a step type: ${types.map(({ type }) => type).join(", ")}.`,
      },
      // What is in it, and that it is there to be completed, comes with the type.
      with: true,
    },
    if: { properties: { type: false } },
    // Not the snippets alone: what says nothing of what it is about, editors take for a text.
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { allOf: [true], defaultSnippets: types.map(snippetOf) },
    else: {
      allOf: types.map((type) => ({
        if: {
          type: "object",
          required: ["type"],
          properties: { type: { type: "string", pattern: exactly(type.type) } },
        },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: {
          properties: { with: { $ref: `#/$defs/${inputsDefinition(type)}` } },
          ...(needsInputs(type) && { required: ["with"] }),
        },
      })),
    },
  };
}

function needsInputs({ with: schema }: StepType): boolean {
  return isKeywords(schema) && Array.isArray(schema.required) && schema.required.length > 0;
}

/**
 * Whole steps to insert into a list that is still empty. They stand in a branch that nothing fits: in a list that has
 * steps, editors would offer them inside of those as well.
 */
function listCompletions(types: readonly StepType[]): Keywords {
  // Editors show the titles of both above what they say of the list.
  const snippets = { title: " ", type: "array", not: {}, defaultSnippets: types.map(snippetOf) };
  return { maxItems: 500, anyOf: [{ title: "Steps", type: "array" }, snippets] };
}

function snippetOf(step: StepType): Keywords {
  return { label: step.type, description: step.description, body: stepSnippet(step) };
}

/** Those that are referred to, and those they refer to. */
function usedDefinitions(schema: unknown, definitions: ReadonlyMap<string, JsonSchema>): Keywords {
  const used = new Map<string, JsonSchema>();
  const visit = (here: unknown): void => {
    if (typeof here !== "object" || here === null) return;
    const [, name = ""] = isKeywords(here) && typeof here.$ref === "string" ? here.$ref.split("#/$defs/") : [];
    const target = definitions.get(name);
    if (target !== undefined && !used.has(name)) {
      used.set(name, target);
      visit(target);
    }
    for (const child of Object.values(here)) visit(child);
  };
  visit(schema);
  return Object.fromEntries([...used].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A schema as the plain data it is. */
function plain(schema: JsonSchema): JsonObject {
  return JSON.parse(JSON.stringify(schema)) as JsonObject;
}
