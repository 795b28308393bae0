/** The few words that all verdicts are made of. */
import type { Effect } from "./effects/effect.ts";

const longestList = 10;

/** `disable "bjones" (step-02 "Disable account")`. */
export function effectInWords({ action, identityKey, entitlement, step }: Effect): string {
  const whom = identityKey === null ? "an identity that is not known yet" : quote(identityKey);
  const what = action === "unknown" ? "do what nobody can tell to" : action;
  return `${what} ${entitlement === null ? "" : `${quote(entitlement.id ?? entitlement.kind)} from `}${whom} (${stepInWords(step)})`;
}

function stepInWords({ id, name }: Effect["step"]): string {
  return `${id} ${quote(name)}`;
}

/** The ids of the steps, each once. */
export function stepIdsOf(effects: readonly Effect[]): string[] {
  return [...new Set(effects.map(({ step }) => step.id))];
}

/** The first ten, and how many more there are. */
export function listed(texts: readonly string[], separator = ", "): string {
  const distinct = [...new Set(texts)];
  const more = distinct.length - longestList;
  return distinct.slice(0, longestList).join(separator) + (more > 0 ? `${separator}and ${more} more` : "");
}

/** In quotes. Whoever shows it to people escapes it: a secret must be found in it first. */
export function quote(text: string): string {
  return JSON.stringify(text);
}
