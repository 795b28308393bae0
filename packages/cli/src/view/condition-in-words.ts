import type { JsonObject, JsonValue } from "@idle/contract";
import { escapeText } from "@idle/core";
import { isObject } from "../input/is-object.ts";
import { showValue } from "./value.ts";

const comparisons: Readonly<Record<string, string>> = {
  equals: "equals",
  notEquals: "does not equal",
  in: "is one of",
  contains: "contains",
  notContains: "does not contain",
  like: "is like",
  notLike: "is not like",
};

/** A condition node as a sentence without an end: `Request.Intent.Department equals "IT" and (… or …)`. */
export function conditionInWords(node: JsonValue): string {
  return words(node, false);
}

function words(node: JsonValue, isInner: boolean): string {
  if (!isObject(node)) return showValue(node);
  const [entry] = Object.entries(node);
  if (entry === undefined) return showValue(node);
  const [operator, operand] = entry;
  if (operator === "all") return group(operand, " and ", isInner);
  if (operator === "any") return group(operand, " or ", isInner);
  if (operator === "none") return `not (${group(operand, " or ", false)})`;
  if (operator === "exists") return `${path(isObject(operand) ? operand.path : operand)} exists`;
  const comparison = Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined;
  if (comparison === undefined || !isObject(operand)) return showValue(node);
  return `${path(operand.path)} ${comparison} ${showOperand(operand)}`;
}

function group(children: JsonValue, joiner: string, isInner: boolean): string {
  if (!Array.isArray(children)) return showValue(children);
  const parts = children.map((child: JsonValue) => words(child, children.length > 1));
  const text = parts.join(joiner);
  return isInner && parts.length > 1 ? `(${text})` : text;
}

function showOperand(operand: JsonObject): string {
  const { value, values, pattern } = operand;
  if (values !== undefined) return (Array.isArray(values) ? values : [values]).map(scalar).join(", ");
  return scalar(pattern ?? value ?? null);
}

/** A comparison with null is one with the empty text. */
function scalar(value: JsonValue): string {
  return value === null ? '""' : showValue(value);
}

function path(value: JsonValue | undefined): string {
  return typeof value === "string" ? escapeText(value) : showValue(value);
}
