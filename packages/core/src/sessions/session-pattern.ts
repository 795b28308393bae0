import type { JsonObject } from "@idle/contract";
import { quote } from "../diagnostics/quote.ts";
import { createRedactor } from "../events/redact.ts";
import { canonicalJson } from "../plan/canonical-json.ts";

/** What the engine adds to the options of every call. */
const engineKeys: ReadonlySet<string> = new Set(["purpose", "correlationId", "actor"]);
const namesOnly = createRedactor();
const longestValue = 80;

/** One entry's `match`, made ready to be compared. */
export interface SessionPattern {
  /** null when the pattern fits every name. */
  readonly name: string | null;
  /** Keys beside the name, each with its value as canonical JSON. */
  readonly keys: ReadonlyMap<string, string>;
  readonly match: JsonObject;
  /** For messages: `{ name: "AD", role: "Tier0" }`. */
  readonly words: string;
}

/** `match` is plain JSON data; its `name`, if it has one, a text. */
export function toSessionPattern(match: JsonObject): SessionPattern {
  const { name, ...others } = match;
  return {
    name: typeof name === "string" ? name : null,
    keys: new Map(Object.entries(others).map(([key, value]) => [key, canonicalJson(value)])),
    match,
    words: describeKeys(match),
  };
}

/** Keys and values on one line, without values under secret names. */
export function describeKeys(keys: JsonObject): string {
  const shown = namesOnly.data(keys) as JsonObject;
  const pairs = Object.entries(shown).map(([key, value]) => `${showKey(key)}: ${showValue(canonicalJson(value))}`);
  return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

function showKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key);
}

function showValue(json: string): string {
  const cut = json.length > longestValue ? `${json.slice(0, longestValue)}…` : json;
  // Without the quotes that would go around it.
  return quote(cut).slice(1, -1);
}

/** What of a call's options the workflow said, as opposed to the engine. */
export function userOptions(options: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(options).filter(([key]) => !engineKeys.has(key)));
}

export function fits(pattern: SessionPattern, name: string, options: JsonObject): boolean {
  if (pattern.name !== null && pattern.name !== name) return false;
  if (pattern.keys.size === 0) return Object.keys(options).every((key) => engineKeys.has(key));
  for (const [key, json] of pattern.keys) {
    const value = Object.hasOwn(options, key) ? options[key] : undefined;
    if (value === undefined || canonicalJson(value) !== json) return false;
  }
  return true;
}
