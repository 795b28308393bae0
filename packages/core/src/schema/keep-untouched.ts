import type { JsonSchema } from "@idle/contract";
import { isKeywords, type Keywords } from "../validate/schemas-at.ts";
import type { References } from "./references.ts";

/** Keywords of identity and of definitions, which mean nothing at another place. */
const dropped = new Set([
  "$schema",
  "$id",
  "$anchor",
  "$dynamicAnchor",
  "$vocabulary",
  "$defs",
  "definitions",
  "$comment",
]);

/** Keywords whose value is an object of schemas by name. */
const maps = new Set(["properties", "patternProperties", "dependentSchemas"]);

/** Keywords whose value is data. */
const data = new Set(["const", "enum", "default", "examples", "required", "dependentRequired"]);

/** A schema as it is, for another document: only its references are written anew. */
export function keepUntouched(schema: JsonSchema, references: References): JsonSchema {
  return keepSchema(schema, references) as JsonSchema;
}

function keepSchema(here: unknown, references: References): unknown {
  if (Array.isArray(here)) return here.map((child) => keepSchema(child, references));
  if (!isKeywords(here)) return here;
  const kept: [string, unknown][] = Object.entries(here)
    .filter(([keyword]) => !dropped.has(keyword))
    .map(([keyword, value]) => [keyword, keepValue(keyword, value, references)]);
  return withoutParent({ ...titleFor(here), ...Object.fromEntries(kept), ...patternInWords(here) });
}

/** Where one key is required, that key is all there is to offer: to offer it a second time, as the object, says no more. */
function withoutParent({ title, required, ...schema }: Keywords): Keywords {
  const isOne = isKeywords(schema.properties) && Array.isArray(required) && required.length === 1;
  if (!isOne) return { ...(title !== undefined && { title }), ...(required !== undefined && { required }), ...schema };
  return { ...schema, allOf: [...(Array.isArray(schema.allOf) ? schema.allOf : []), { required }] };
}

/** Editors offer the required keys of an object together, and call that by its title. */
function titleFor({ properties, required }: Keywords): Keywords {
  return isKeywords(properties) && Array.isArray(required) ? { title: required.join(", ") } : {};
}

function keepValue(keyword: string, value: unknown, references: References): unknown {
  if (keyword === "$ref") return references.translate(value, keepUntouched);
  if (maps.has(keyword) && isKeywords(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, keepSchema(child, references)]));
  }
  return data.has(keyword) ? value : keepSchema(value, references);
}

/** What a schema says of itself tells people more than the pattern that failed. */
export function patternInWords({ pattern, description, patternErrorMessage }: Keywords): Keywords {
  const isTold = patternErrorMessage !== undefined || typeof pattern !== "string" || typeof description !== "string";
  return isTold ? {} : { patternErrorMessage: description };
}
