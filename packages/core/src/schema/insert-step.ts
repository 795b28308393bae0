import type { JsonObject, JsonValue, StepType } from "@idle/contract";
import { isObject } from "../data/value.ts";
import { isKeywords } from "../validate/schemas-at.ts";

/**
 * A whole step of a type for editors to insert: its required inputs with the values of the type's example, each a place to
 * type over; the whole example where nothing is required. As `body` of a snippet, where `${1:text}` is such a place.
 */
export function stepSnippet({ type, example = {}, with: schema }: StepType): JsonObject {
  const required = isKeywords(schema) && Array.isArray(schema.required) ? schema.required.map(String) : [];
  const wanted = Object.fromEntries(
    required.map((key) => [key, Object.hasOwn(example, key) ? (example[key] ?? null) : ""]),
  );
  let count = 0;
  const place = (text: string) => {
    count += 1;
    return text === "" ? `$${count}` : `\${${count}:${text.replace(/[\\$}]/g, "\\$&")}}`;
  };
  const body = (value: JsonValue): JsonValue => {
    if (isObject(value)) {
      const entries = Object.entries(value).map(([key, child]) => [keyText(key), body(child)] as const);
      return entries.length === 0 ? place("{}") : Object.fromEntries(entries);
    }
    if (Array.isArray(value))
      return value.length === 0 ? place("[]") : value.map((item: JsonValue) => place(flowText(item)));
    return place(value === "" ? "" : flowText(value));
  };
  const name = body(nameFor(type));
  const inputs = body(required.length > 0 ? wanted : example);
  return { name, type, ...(isObject(inputs) && { with: inputs }) };
}

/** "EnsureAttributes" becomes "Ensure attributes". */
function nameFor(type: string): string {
  const words = (type.split(".").at(-1) ?? type).replace(/(?<=[a-z])(?=[A-Z])/g, " ").split(" ");
  return words.map((word, index) => (index === 0 ? word : word.toLowerCase())).join(" ");
}

/** A value on one line of YAML. */
function flowText(value: JsonValue): string {
  if (typeof value === "string") return isPlain(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(flowText).join(", ")}]`;
  if (!isObject(value)) return String(value);
  const entries = Object.entries(value).map(([key, child]) => `${keyText(key)}: ${flowText(child)}`);
  return `{ ${entries.join(", ")} }`;
}

function keyText(key: string): string {
  return isPlain(key) ? key : JSON.stringify(key);
}

/** Whether YAML reads it as this very text, without quotes. */
function isPlain(text: string): boolean {
  return (
    /^[A-Za-z][\w -]*$/.test(text) && text.trim() === text && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
  );
}
