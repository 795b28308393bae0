import { didYouMean, IdleError } from "@idle/contract";
import { kindOf } from "./check-value.ts";
import { type ConnectorScripts, type SlotName, slotNames } from "./slots.ts";

/**
 * A connector in TypeScript, for its package to export: `export const idleConnector = defineConnector({ … })`. Given back
 * as it is. Throws DefinitionInvalid for what is none: an unknown script, one that is no function, no `schema`, or a part
 * of the three that import and export take.
 */
export function defineConnector(scripts: ConnectorScripts): ConnectorScripts {
  const wrong = connectorProblem(scripts);
  if (wrong === null) return scripts;
  throw new IdleError("DefinitionInvalid", `The connector that defineConnector was given ${wrong}`);
}

/** What is wrong with it, as the rest of a sentence about the connector; null when nothing is. */
export function connectorProblem(value: unknown): string | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return `is ${kindOf(value)}. Its author must write an object with its scripts: { schema() { … }, … }.`;
  }
  try {
    return unknownScript(value) ?? noFunction(value) ?? missingScript(value);
  } catch {
    return "cannot be read: one of its properties throws. Its author must write plain functions.";
  }
}

/** Two things that go together, in the order they are called in. */
const triples: readonly (readonly SlotName[])[] = [
  ["beginImport", "importData", "endImport"],
  ["beginExport", "exportData", "endExport"],
];

function unknownScript(value: object): string | null {
  const known: readonly string[] = slotNames;
  const key = Object.keys(value).find((each) => !known.includes(each));
  if (key === undefined) return null;
  const near = didYouMean(key, known);
  const remedy = near === undefined ? `There are: ${known.join(", ")}.` : `Did you mean ${near}?`;
  return `has an unknown script ${JSON.stringify(key)}. ${remedy}`;
}

function noFunction(value: object): string | null {
  for (const slot of slotNames) {
    const script: unknown = Reflect.get(value, slot);
    if (script === undefined || typeof script === "function") continue;
    return `has ${kindOf(script)} as ${slot}. Its author must write a function: ${slot}(args) { … }.`;
  }
  return null;
}

function missingScript(value: object): string | null {
  const has = (slot: SlotName) => Reflect.get(value, slot) !== undefined;
  if (!has("schema")) return "has no schema. Its author must write schema(args) { … }, which returns the object types.";
  for (const slots of triples) {
    const missing = slots.filter((slot) => !has(slot));
    if (missing.length === 0 || missing.length === slots.length) continue;
    const there = slots.filter(has);
    return `has ${there.join(" and ")}, and no ${missing.join(" and no ")}. Its author must write all three of ${slots.join(", ")}, or none.`;
  }
  return null;
}
