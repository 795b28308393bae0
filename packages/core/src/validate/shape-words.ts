import type { InputError, JsonSchema } from "@idle/contract";
import { quoteList } from "../diagnostics/quote.ts";
import { typeList } from "./error-words.ts";
import { followReference, isKeywords, keywordsAround } from "./schemas-at.ts";

/** More than this is no help. */
const most = 5;

/**
 * The shapes that an `anyOf` or `oneOf` allows, each in words: `text`, `an object with "generate"`. Empty when one of them
 * has no words of its own, or two have the same: a list that leaves some out would mislead.
 */
export function shapesOf({ keyword, schemaPath }: InputError, schema: JsonSchema): readonly string[] {
  const { [keyword]: branches } = keywordsAround(schemaPath, schema);
  if (!Array.isArray(branches) || branches.length > most) return [];
  const words = branches.map((branch: unknown) => shapeOf(branch, schema));
  const told = words.filter((each) => each !== null);
  return told.length === words.length && new Set(told).size === told.length ? told : [];
}

function shapeOf(branch: unknown, root: JsonSchema): string | null {
  const { $ref: reference } = isKeywords(branch) ? branch : {};
  const found = typeof reference === "string" ? followReference(root, reference) : branch;
  if (!isKeywords(found)) return null;
  const { type, const: only, required, properties } = found;
  if (only !== undefined) return JSON.stringify(only);
  if (Array.isArray(required) && required.length > 0) return `an object with ${quoteList(required.map(String), "and")}`;
  if (isKeywords(properties)) return `an object with ${quoteList(Object.keys(properties), "or")}`;
  return typeof type === "string" ? typeList([type]) : null;
}
