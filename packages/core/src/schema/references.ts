import type { JsonSchema } from "@idle/contract";
import { followReference, isKeywords } from "../validate/schemas-at.ts";

/** Makes of a schema that is referred to what shall stand in the composed one. */
type Translate = (schema: JsonSchema, references: References) => JsonSchema;

/**
 * What the schema of one step type refers to, as definitions of the composed schema: each target once for each way of
 * translating it, so that schemas that refer to themselves end.
 */
export interface References {
  /** The schema that the references are in. */
  readonly whole: JsonSchema;
  /** Whether all of them lead to a place in it. What is said by others cannot be turned round, as `not` does. */
  readonly areOwn: boolean;
  /** The reference to write in place of this one; null when it leads out of the schema or nowhere. */
  translate(reference: unknown, how: Translate): string | null;
}

/** `definitions` receives the targets, under names that begin with `prefix`. */
export function createReferences(whole: JsonSchema, prefix: string, definitions: Map<string, JsonSchema>): References {
  const names = new Map<Translate, Map<unknown, string>>();
  let count = 0;
  const references: References = {
    whole,
    areOwn: listReferences(whole).every((reference) => targetOf(whole, reference) !== null),
    translate(reference, how) {
      const target = targetOf(whole, reference);
      if (target === null) return null;
      const known = names.get(how) ?? new Map<unknown, string>();
      names.set(how, known);
      let name = known.get(reference);
      if (name === undefined) {
        count += 1;
        name = `${prefix}.${count}`;
        known.set(reference, name);
        // The place is taken before the target is looked at: it may refer to itself.
        definitions.set(name, true);
        definitions.set(name, how(target, references));
      }
      return `#/$defs/${name}`;
    },
  };
  return references;
}

function targetOf(whole: JsonSchema, reference: unknown): JsonSchema | null {
  if (typeof reference !== "string") return null;
  const target = followReference(whole, reference);
  return typeof target === "boolean" || isKeywords(target) ? target : null;
}

/** Every reference; a dynamic one as something that leads nowhere, for where it leads shows only when it is followed. */
function listReferences(here: unknown): unknown[] {
  const own = isKeywords(here) ? [here.$ref, here.$dynamicRef === undefined ? undefined : null] : [];
  return [...own.filter((reference) => reference !== undefined), ...childrenOf(here).flatMap(listReferences)];
}

function childrenOf(here: unknown): readonly unknown[] {
  return typeof here === "object" && here !== null ? Object.values(here) : [];
}
