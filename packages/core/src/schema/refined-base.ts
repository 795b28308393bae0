/** The shape of a workflow as `validate/workflow.schema.json` has it, with what the engine checks besides and editors need. */
import type { JsonSchema } from "@idle/contract";
import { inputGroups } from "../validate/check-input-schemas.ts";
import { workflowSchema } from "../validate/generated/workflow.ts";
import { isKeywords, type Keywords } from "../validate/schemas-at.ts";
import {
  furtherDefinitions,
  messageOfCapabilities,
  messageOfExists,
  messageOfOnPreconditionFalse,
  onPreconditionFalseInWords,
  rulesOfDefinitions,
  rulesOfEvents,
  rulesOfPaths,
} from "./editor-rules.ts";
import { templatesDefinition } from "./inputs-schema.ts";
import { inputSchemaDefinition, inputSchemaLanguage } from "./request-schema-language.ts";
import { titled } from "./titled.ts";

type Schemas = Readonly<Record<string, Keywords>>;

const base = workflowSchema as Keywords & { readonly properties: Schemas; readonly $defs: Schemas };

/** The workflow itself, without its definitions. */
export function refinedWorkflow(): Keywords & { readonly properties: Schemas } {
  const { contextResolvers, inputs, ...properties } = base.properties;
  const { $defs: _, ...workflow } = base;
  return {
    ...workflow,
    properties: {
      ...properties,
      inputs: { ...inputs, properties: mapSchemas(schemasOf(inputs), schemaOfGroup) },
      contextResolvers: { ...contextResolvers, uniqueItems: true },
    },
  };
}

/** Its definitions, by name; a step knows of no types yet. */
export function refinedDefinitions(): Map<string, JsonSchema> {
  const definitions = new Map<string, JsonSchema>();
  for (const [name, schema] of Object.entries(base.$defs)) {
    const properties = isKeywords(schema.properties) && {
      properties: titled(refinements[name]?.(schemasOf(schema)) ?? schemasOf(schema)),
    };
    definitions.set(name, { ...withoutLimits(schema), ...rulesOfDefinitions[name], ...properties });
  }
  for (const [name, schema] of Object.entries(furtherDefinitions)) definitions.set(name, schema);
  definitions.set(inputSchemaDefinition, inputSchemaLanguage());
  return definitions;
}

/** The keys that the `with` of every step takes. */
export function commonInputs(): Keywords {
  return schemasOf(schemasOf(base.$defs.step).with);
}

/** What of the properties of a definition is different for editors. */
const refinements: Readonly<Record<string, (properties: Schemas) => Schemas>> = {
  step: ({ onPreconditionFalse, preconditionEvent, timeoutSeconds, ...rest }) => {
    // Editors would write out a default wherever they complete the required keys beside it.
    const { default: _, ...choice } = onPreconditionFalse ?? {};
    const { type, ...event } = schemasOf(preconditionEvent);
    return {
      ...rest,
      onPreconditionFalse: {
        ...choice,
        enumDescriptions: onPreconditionFalseInWords,
        errorMessage: messageOfOnPreconditionFalse,
      },
      preconditionEvent: { ...preconditionEvent, properties: { type: { ...type, ...rulesOfEvents }, ...event } },
      timeoutSeconds: { ...timeoutSeconds, examples: [300] },
    };
  },
  resolver: (properties) => {
    const { identityKey, ...inputs } = schemasOf(properties.with);
    const templates = [{ $ref: `#/$defs/${templatesDefinition}` }];
    return {
      ...properties,
      capability: { ...properties.capability, errorMessage: messageOfCapabilities },
      with: { ...properties.with, properties: { identityKey: { ...identityKey, allOf: templates }, ...inputs } },
    };
  },
  condition: (properties) => {
    const { description, type, minLength, ...object } = properties.exists ?? {};
    // Told apart by its type, so that the short form is what is inserted, and a mistake in one is no mistake in the other.
    const { examples, ...rules } = rulesOfPaths;
    const exists = {
      ...{ description, type, examples, errorMessage: messageOfExists },
      if: { type: "object" },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { title: "exists", ...object },
      else: { minLength, ...rules },
    };
    return { ...properties, exists, in: withListAtEnd("in", properties.in ?? {}) };
  },
};

/**
 * An object whose last required key is a list: what editors would insert of their own ends with a dash and no space, and
 * what is typed behind that is a text.
 */
function withListAtEnd(title: string, { description, type, properties, required, ...rest }: Keywords): Keywords {
  const keys = Array.isArray(required) ? required.map(String) : [];
  const places = keys.map((key, index) => [key, index === keys.length - 1 ? [`$${index + 1}`] : `$${index + 1}`]);
  return {
    ...{ description, type },
    // What is required stands apart: beside the keys, editors would offer the same a second time.
    allOf: [{ title, properties, ...rest }, { required }],
    defaultSnippets: [{ label: title, description, body: Object.fromEntries(places) }],
  };
}

/** The least and greatest number of keys aside: where one may stand, editors would take the place for taken already. */
function withoutLimits({ minProperties, maxProperties, ...schema }: Keywords): Keywords {
  return maxProperties === undefined ? schema : { ...schema, allOf: [{ minProperties, maxProperties }] };
}

function schemaOfGroup(schema: Keywords, name: string): Keywords {
  const isGroup = inputGroups.some((group) => group === name);
  return isGroup ? { ...schema, allOf: [{ $ref: `#/$defs/${inputSchemaDefinition}` }] } : schema;
}

function schemasOf(schema: Keywords | undefined): Schemas {
  return isKeywords(schema?.properties) ? (schema.properties as Schemas) : {};
}

function mapSchemas(schemas: Schemas, map: (schema: Keywords, name: string) => Keywords): Schemas {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, map(schema, name)]));
}
