/** The text of a request for a workflow: what it must bring with a value to fill in, what it may bring as a comment. */
import type { JsonObject, JsonValue } from "@idle/contract";
import { appendToPointer, escapeText } from "@idle/core";
import { isObject } from "../input/is-object.ts";
import { sampleValue, typeOf } from "./sample-value.ts";

export interface RequestWish {
  readonly lifecycleEvent: string;
  /** The workflow's `inputs`. */
  readonly inputs: JsonObject;
  /** What the workflow is called in the first line. */
  readonly workflow: string;
}

const groups = ["identityKeys", "intent"] as const;

/** The request as data, with what is required only. */
export function requestData({ lifecycleEvent, inputs }: RequestWish): JsonObject {
  const parts = groups.flatMap((group) => {
    const schema = inputs[group];
    const value = isObject(schema) ? sampleValue({ ...schema, type: "object" }, schema) : undefined;
    return isObject(value) && Object.keys(value).length > 0 ? [[group, value] as const] : [];
  });
  return { lifecycleEvent, ...Object.fromEntries(parts) };
}

/** `doubtful` are the places, as JSON Pointers into the request, at which no fitting value could be made up. */
export function requestText(wish: RequestWish, doubtful: readonly string[]): string {
  const lines = [
    `# A request for ${escapeText(wish.workflow)}. The values are made up: put yours in their place.`,
    "# What still says TODO is refused; what is a comment may be left out.",
    `lifecycleEvent: ${scalar(wish.lifecycleEvent)}`,
    "# actor: hr-feed",
  ];
  const data = requestData(wish);
  for (const group of groups) {
    const schema = wish.inputs[group];
    if (!isObject(schema)) continue;
    const required = isObject(data[group]) ? data[group] : {};
    const properties = isObject(schema.properties) ? schema.properties : {};
    const optional = Object.keys(properties).filter((name) => !Object.hasOwn(required, name));
    const isEmpty = Object.keys(required).length === 0;
    if (isEmpty && optional.length === 0) continue;
    lines.push(`${isEmpty ? "# " : ""}${group}:`);
    const add = (name: string, value: JsonValue, isOptional: boolean) => {
      const rule = isObject(properties[name]) ? ruleOf(properties[name]) : "";
      const isDoubtful = doubtful.some((pointer) => pointer.startsWith(appendToPointer(`/${group}`, name)));
      const notes = [isDoubtful ? "TODO: this value does not fit yet" : "", rule].filter((note) => note !== "");
      const comment = notes.length === 0 ? "" : `  # ${notes.join("; ")}`;
      lines.push(`${isOptional ? "# " : ""}  ${keyText(name)}: ${scalar(value)}${comment}`);
    };
    for (const [name, value] of Object.entries(required)) add(name, value, false);
    for (const name of optional) add(name, sampleValue(properties[name], schema), true);
  }
  return `${lines.join("\n")}\n`;
}

/** What a schema says of a value, on one line. */
function ruleOf(schema: JsonObject): string {
  const { description, enum: values, pattern, format, minLength, maxLength, minimum, maximum } = schema;
  const type = typeOf(schema);
  const parts = [
    typeof description === "string" ? description : "",
    Array.isArray(values) ? `one of ${values.map((value) => JSON.stringify(value)).join(", ")}` : "",
    type === null || Array.isArray(values) ? "" : (words[type] ?? type),
    typeof format === "string" ? format : "",
    range("characters", minLength, maxLength),
    range("", minimum, maximum),
    typeof pattern === "string" ? `pattern ${pattern}` : "",
  ];
  const text = parts.filter((part) => part !== "").join(", ");
  const line = escapeText(text.replace(/\s+/g, " ").trim());
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}

const words: Readonly<Record<string, string>> = {
  string: "text",
  integer: "whole number",
  boolean: "true or false",
  array: "list",
};

function range(of: string, least: JsonValue | undefined, most: JsonValue | undefined): string {
  const unit = of === "" ? "" : ` ${of}`;
  if (of !== "" && least === 1 && typeof most !== "number") return "not empty";
  if (typeof least === "number" && typeof most === "number") return `${least} to ${most}${unit}`;
  if (typeof least === "number") return `at least ${least}${unit}`;
  return typeof most === "number" ? `at most ${most}${unit}` : "";
}

/** JSON is YAML; a text that YAML takes for nothing else stands without quotes. */
function scalar(value: JsonValue): string {
  if (
    typeof value === "string" &&
    /^[A-Za-z](?:[A-Za-z0-9_ ./@-]*[A-Za-z0-9])?$/.test(value) &&
    !isOtherThanText(value)
  ) {
    return value;
  }
  return JSON.stringify(value);
}

function keyText(name: string): string {
  return /^[A-Za-z][A-Za-z0-9_-]*$/.test(name) && !isOtherThanText(name) ? name : JSON.stringify(name);
}

function isOtherThanText(text: string): boolean {
  return /^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
}
