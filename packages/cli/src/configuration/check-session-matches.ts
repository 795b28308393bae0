import type { Diagnostic, JsonObject, JsonValue } from "@idle/contract";
import { isObject } from "../input/is-object.ts";
import type { ConfigurationCode, MakeProblem } from "./configuration.ts";

interface Entry {
  readonly index: number;
  /** null for the default session. */
  readonly match: JsonObject | null;
}

/** Names nobody may use, and entries that another one makes useless. */
export function checkSessionMatches(authSessions: readonly JsonValue[], problem: MakeProblem): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const entries: Entry[] = [];
  for (const [index, entry] of authSessions.entries()) {
    if (!isObject(entry)) continue;
    const { match } = entry;
    if (isObject(match)) entries.push({ index, match });
    else if (entry.default === true) entries.push({ index, match: null });
    if (isObject(match) && typeof match.name === "string" && match.name.toLowerCase() === "default") {
      const message = `No session may be called ${JSON.stringify(match.name)}. Write default: true in place of match.`;
      problems.push(problem("NameReserved" satisfies ConfigurationCode, `/authSessions/${index}/match/name`, message));
    }
  }
  for (const [position, entry] of entries.entries()) {
    const clash = entries.slice(0, position).find((other) => areEqual(other, entry));
    if (clash !== undefined) {
      const key = entry.match === null ? "default" : "match";
      const what = entry.match === null ? "is the default session, too" : "has the same match";
      const message = `"authSessions[${clash.index}]"${lineOf(clash, problem)} ${what}. Remove one.`;
      problems.push(problem("NotUnique", `/authSessions/${entry.index}/${key}`, message, "key"));
      continue;
    }
    const wider = entries.find((other) => other !== entry && isAlwaysBeside(other, entry));
    if (wider === undefined) continue;
    const message = `Whatever this match fits, "authSessions[${wider.index}]"${lineOf(wider, problem)} fits, too, so that no step ever gets this one. Make them exclude each other.`;
    problems.push(
      problem("SessionAmbiguous" satisfies ConfigurationCode, `/authSessions/${entry.index}/match`, message, "key"),
    );
  }
  return problems;
}

function areEqual(a: Entry, b: Entry): boolean {
  if (a.match === null || b.match === null) return a.match === b.match;
  return Object.keys(a.match).length === Object.keys(b.match).length && includes(a.match, b.match);
}

/** Whether `wide` fits every call that `narrow` fits, and neither of them comes before the other. */
function isAlwaysBeside({ match: wide }: Entry, { match: narrow }: Entry): boolean {
  if (wide === null || narrow === null || !includes(wide, narrow)) return false;
  if (Object.keys(wide).length === Object.keys(narrow).length) return false;
  if (Object.hasOwn(wide, "name") !== Object.hasOwn(narrow, "name")) return false;
  if (Object.hasOwn(wide, "purpose") !== Object.hasOwn(narrow, "purpose")) return false;
  // A name alone is only for calls without options of the user's; what is narrower fits others as well, or those only.
  return Object.keys(wide).join() !== "name";
}

function includes(wide: JsonObject, narrow: JsonObject): boolean {
  return Object.entries(wide).every(
    ([key, value]) => Object.hasOwn(narrow, key) && JSON.stringify(narrow[key]) === JSON.stringify(value),
  );
}

/** ` (line 4)`, where the file has lines. */
function lineOf({ index }: Entry, problem: MakeProblem): string {
  const { line } = problem("", `/authSessions/${index}`, "");
  return line === null ? "" : ` (line ${line})`;
}
