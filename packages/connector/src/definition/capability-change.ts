import type { Capabilities } from "./capabilities.ts";

const remedy =
  "What the connector can do is fixed once it has been created. Write back what it was. Or give the connector a new name, or remove its folder after a look at what is pending, and run a full import.";

/**
 * What differs, a sentence for each capability, the last one with what would have to be done. Empty when nothing does.
 * `before` may be of a version that did not know all of them.
 */
export function capabilityChanges(before: Capabilities, after: Capabilities): readonly string[] {
  const known: Partial<Capabilities> = before;
  const names = Object.keys(after) as (keyof Capabilities)[];
  const changes = names
    .filter((name) => inWords(known[name]) !== inWords(after[name]))
    .map((name) => `${name} was ${inWords(known[name])} and is ${inWords(after[name])} now.`);
  const last = changes.pop();
  return last === undefined ? [] : [...changes, `${last} ${remedy}`];
}

function inWords(value: Capabilities[keyof Capabilities] | undefined): string {
  if (value === undefined) return "not known";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value === "string") return value;
  return value.length === 0 ? "None" : value.toSorted().join(" and ");
}
