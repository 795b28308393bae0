import type { JsonObject, JsonValue, StepType } from "@idle/contract";
import { isObject } from "../input/is-object.ts";

/** A step of this type as a workflow has it, in YAML, as lines: ready to be pasted below `steps:`. */
export function stepExample({ type, example = {} }: Pick<StepType, "type" | "example">): string[] {
  const inputs = Object.keys(example).length === 0 ? [] : block({ with: example }, 1);
  return [`- name: ${stepTitle(type)}`, `  type: ${type}`, ...inputs];
}

/** "Acme.Step.EnsureAttributes" becomes "Ensure attributes". */
function stepTitle(type: string): string {
  const [first = "", ...rest] = shortName(type)
    .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
    .split(" ");
  return [first, ...rest.map((word) => word.toLowerCase())].join(" ");
}

/** The last segment of a step type's name. */
export function shortName(type: string): string {
  return type.slice(type.lastIndexOf(".") + 1);
}

/** Block style for what is deep, flow style for short objects in lists; texts in double quotes where they need them. */
function block(object: JsonObject, level: number): string[] {
  const indent = "  ".repeat(level);
  return Object.entries(object).flatMap(([key, value]) => {
    const name = scalar(key);
    if (Array.isArray(value) && value.length > 0)
      return [`${indent}${name}:`, ...value.map((item) => `${indent}  - ${flow(item)}`)];
    if (!isObject(value) || Object.keys(value).length === 0) return [`${indent}${name}: ${flow(value)}`];
    return [`${indent}${name}:`, ...block(value, level + 1)];
  });
}

function flow(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (!isObject(value)) return scalar(value);
  const entries = Object.entries(value).map(([key, item]) => `${scalar(key)}: ${flow(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** JSON is YAML, but what YAML takes for the same text without quotes is nicer to read. */
function scalar(value: JsonValue): string {
  if (typeof value !== "string") return JSON.stringify(value);
  return /^[A-Za-z][\w -]*$/.test(value) &&
    !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value) &&
    !value.endsWith(" ")
    ? value
    : JSON.stringify(value);
}
