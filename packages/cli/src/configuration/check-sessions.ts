/** What the schema cannot say about `authSessions`: which keys go together, and which entries get in each other's way. */
import type { Diagnostic, JsonObject, JsonValue } from "@idle/contract";
import { isObject } from "../input/is-object.ts";
import { checkSessionMatches } from "./check-session-matches.ts";
import type { MakeProblem } from "./configuration.ts";

export function checkSessions(data: JsonValue, problem: MakeProblem): Diagnostic[] {
  const { authSessions } = isObject(data) ? data : {};
  if (!Array.isArray(authSessions)) return [];
  const entries: readonly JsonValue[] = authSessions;
  return [
    ...entries.flatMap((entry, index) => (isObject(entry) ? checkEntry(entry, index, problem) : [])),
    ...checkSessionMatches(entries, problem),
  ];
}

function checkEntry(entry: JsonObject, index: number, problem: MakeProblem): Diagnostic[] {
  const pointer = `/authSessions/${index}`;
  const name = `"authSessions[${index}]"`;
  const has = (key: string) => Object.hasOwn(entry, key);
  const missing = (message: string) => problem("MissingKey", pointer, message, "key");
  const surplus = (key: string, message: string) => problem("ShapeInvalid", `${pointer}/${key}`, message, "key");
  const problems: Diagnostic[] = [];

  if (has("match") && has("default")) {
    problems.push(surplus("default", `${name} has match and default. A session is for what matches, or the default.`));
  } else if (!has("match") && !has("default")) {
    problems.push(
      missing(`${name} lacks the key "match", which says what it is for, or "default: true" in its place.`),
    );
  }

  const own = ["userName", "password"];
  if (has("use")) {
    for (const key of own.filter(has)) {
      problems.push(surplus(key, `${name} has use, whose package makes the session. Put ${key} under options.`));
    }
    return problems;
  }
  const { type } = entry;
  if (type === "OAuth" || type === "Command") {
    const message = `A session of type ${type} is made by a plug-in. Name its package with use, or pass a live session in a configuration that is code.`;
    return [...problems, problem("ValueNotAllowed", `${pointer}/type`, message)];
  }
  if (has("options")) {
    problems.push(surplus("options", `${name} has options, which are a package's, and no use that names the package.`));
  }
  if (!has("type") && own.some(has)) {
    problems.push(missing(`${name} lacks the key "type". A user name and a password are "type: Credential".`));
  } else if (!has("type")) {
    problems.push(missing(`${name} lacks the key "use", or "type: Credential" with userName and password.`));
  } else if (type === "Credential") {
    for (const key of own.filter((each) => !has(each))) {
      problems.push(missing(`${name} lacks the key "${key}", which type Credential needs.`));
    }
  }
  return problems;
}
