import { namedSchemas } from "../schemas/named-schemas.ts";
import { stepTypeCandidates } from "./step-type-candidates.ts";
import type { Candidate } from "./wanted.ts";

/** The schemas that have a name of their own; once none of them can be meant, the step types, whose inputs have one, too. */
export function schemaCandidates(current: string): Candidate[] {
  const named = Object.entries(namedSchemas)
    .filter(([name]) => name.startsWith(current))
    .map(([value, { of }]) => ({ value, description: `the schema of ${of}` }));
  return named.length > 0 ? named : stepTypeCandidates(current);
}
