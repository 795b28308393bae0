import { didYouMean, IdleError, type JsonObject } from "@idle/contract";
import { quote } from "../diagnostics/quote.ts";
import { describeKeys, fits, type SessionPattern, userOptions } from "./session-pattern.ts";

const mostListed = 20;

/**
 * The pattern a call is for: one with a name before one without, and among those that fit, one that names `purpose`
 * before one that does not. null when none fits. Throws SessionAmbiguous when several are left.
 */
export function routeSession<P extends SessionPattern>(
  patterns: readonly P[],
  name: string,
  options: JsonObject,
): P | null {
  const fitting = patterns.filter((pattern) => fits(pattern, name, options));
  const named = fitting.filter((pattern) => pattern.name !== null);
  const nearest = named.length > 0 ? named : fitting;
  const forPurpose = nearest.filter(({ keys }) => keys.has("purpose"));
  const left = forPurpose.length > 0 ? forPurpose : nearest;
  if (left.length <= 1) return left[0] ?? null;
  throw new IdleError(
    "SessionAmbiguous",
    `${left.length} sessions fit ${describeCall(name, options)}: ${list(left)}. Make their patterns exclude each other.`,
    { details: { ...callDetails(name, options), sessions: left.slice(0, mostListed).map(({ words }) => words) } },
  );
}

/** What was asked for, what there is, and what was probably meant. */
export function sessionNotFound(patterns: readonly SessionPattern[], name: string, options: JsonObject): IdleError {
  const there = patterns.length === 0 ? "There is none at all." : `There are: ${list(patterns)}.`;
  return new IdleError(
    "SessionNotFound",
    `No session fits ${describeCall(name, options)}, and there is no default. ${there}${hint(patterns, name, options)}`,
    {
      details: { ...callDetails(name, options), sessions: patterns.slice(0, mostListed).map(({ words }) => words) },
    },
  );
}

function hint(patterns: readonly SessionPattern[], name: string, options: JsonObject): string {
  const wanted = describeKeys({ ...(name === "" ? {} : { name }), ...userOptions(options) }).toLowerCase();
  const sameButCase = patterns.find(({ words }) => words.toLowerCase() === wanted);
  if (sameButCase !== undefined) return ` Did you mean ${sameButCase.words}? Upper and lower case count.`;
  const names = new Set(patterns.flatMap((pattern) => pattern.name ?? []));
  const near = names.has(name) ? undefined : didYouMean(name, names);
  if (near !== undefined) return ` Did you mean ${quote(near)}?`;
  const isNameAlone = patterns.some((pattern) => pattern.name === name && pattern.keys.size === 0);
  return isNameAlone ? " A pattern of a name alone is only for calls without options." : "";
}

function describeCall(name: string, options: JsonObject): string {
  const own = userOptions(options);
  const { purpose } = options;
  const asked = name === "" ? "the default session" : quote(name);
  const extra = Object.keys(own).length === 0 ? "" : ` with ${describeKeys(own)}`;
  return `${asked}${extra}${typeof purpose === "string" ? ` for the purpose ${quote(purpose)}` : ""}`;
}

function callDetails(name: string, options: JsonObject): JsonObject {
  return { name, options: describeKeys(userOptions(options)) };
}

function list(patterns: readonly SessionPattern[]): string {
  const shown = patterns.slice(0, mostListed).map(({ words }) => words);
  const more = patterns.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
