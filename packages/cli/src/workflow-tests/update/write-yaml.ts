/** Values as YAML, so that they fit in where they are put: short entries on a line, long ones below each other. */
import type { JsonValue } from "@idle/contract";
import { Document, isScalar, isSeq, Scalar } from "yaml";
import { isObject } from "../../input/is-object.ts";
import { escapeJson } from "../../record/json.ts";

const longestLine = 100;

/** On one line. A text is quoted as `like` is, where that is a text. */
export function flowText(value: JsonValue, like?: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => flowText(item)).join(", ")}]`;
  if (!isObject(value)) return scalarText(value, like);
  const entries = Object.entries(value).map(([key, item]) => `${scalarText(key)}: ${flowText(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** Below each other, without the indent of the first line; `indent` is how far the others are from the edge. */
function blockText(value: JsonValue, indent: number): string {
  const margin = `\n${" ".repeat(indent)}`;
  if (Array.isArray(value) && value.length > 0) {
    return value.map((item: JsonValue) => `- ${entryText(item, indent + 2)}`).join(margin);
  }
  if (!isLong(value) || !isObject(value)) return flowText(value);
  return Object.entries(value)
    .map(([key, item]) => `${scalarText(key)}:${behindColon(item, indent)}`)
    .join(margin);
}

/** What follows a key that stands at `indent`. */
export function behindColon(value: JsonValue, indent: number): string {
  const isBrief = !isLong(value) || (Array.isArray(value) && isLine(value));
  if (isBrief) return ` ${flowText(value)}`;
  return `\n${" ".repeat(indent + 2)}${blockText(value, indent + 2)}`;
}

/** What follows the dash of an entry whose own keys stand at `indent`. */
export function entryText(value: JsonValue, indent: number): string {
  return isLine(value) ? flowText(value) : blockText(value, indent);
}

/** Whether it has anything in it. */
export function isLong(value: JsonValue): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

/** Whether a list or object of plain values fits on a line. */
function isLine(value: JsonValue): boolean {
  const items: readonly JsonValue[] = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  return items.every((item) => !isLong(item)) && flowText(value).length <= longestLine;
}

/** Line breaks, control characters and what is invisible: better written as escapes. */
const unsafe = /[^\u0020-\u007e\u00a0-\u{10ffff}]|[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;

function scalarText(value: JsonValue, like?: unknown): string {
  if (typeof value === "string" && unsafe.test(value)) return escapeJson(JSON.stringify(value));
  const document = new Document([value], { version: "1.2", schema: "core" });
  const list = document.contents;
  if (!isSeq(list)) return "";
  list.flow = true;
  const [item] = list.items;
  if (isScalar(item) && isScalar(like) && typeof value === "string" && typeof like.value === "string") {
    item.type = quotingOf(like);
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false }).trim().slice(1, -1);
}

function quotingOf({ type }: Scalar): Scalar.Type {
  return type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE ? type : Scalar.PLAIN;
}
