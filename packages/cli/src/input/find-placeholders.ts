import type { Diagnostic, JsonValue } from "@idle/contract";
import { appendToPointer, escapeText } from "@idle/core";
import type { InputCode } from "./input-codes.ts";
import { isObject } from "./is-object.ts";

/** What `idle new request` writes for somebody to fill in; longer where the workflow wants a longer text. */
const placeholder = /^TODOx*$/;
const groups = ["identityKeys", "intent"];

/**
 * The values of a request that nobody has filled in, each as a diagnostic without its place in the file. They would go
 * straight into an account otherwise.
 */
export function findPlaceholders(request: JsonValue): Diagnostic[] {
  if (!isObject(request)) return [];
  return groups.flatMap((group) => inside(request[group], `/${group}`, group));
}

function inside(value: JsonValue | undefined, pointer: string, path: string): Diagnostic[] {
  if (typeof value === "string") return placeholder.test(value) ? [stillThere(pointer, path)] : [];
  if (Array.isArray(value)) {
    return value.flatMap((each: JsonValue, index) => inside(each, `${pointer}/${index}`, `${path}[${index}]`));
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => inside(each, appendToPointer(pointer, key), `${path}.${key}`));
}

function stillThere(pointer: string, path: string): Diagnostic {
  return {
    severity: "error",
    code: "PlaceholderLeft" satisfies InputCode,
    message: `${escapeText(path)} is still TODO. Fill it in.`,
    file: null,
    line: null,
    column: null,
    pointer,
  };
}
