/** Values and names of users as a terminal may show them: escaped, and quoted so that no value can pass for something else. */
import type { JsonValue } from "@idle/contract";
import { escapeText } from "@idle/core";

const markers = /^\[(REDACTED|TRUNCATED - \d+ bytes)\]$/;
const plainName = /^[\p{L}\p{N}_$@./-]+$/u;

/** A value in JSON's notation with blanks between its parts; null is "not set", what was redacted stands without quotes. */
export function showValue(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return "not set";
  if (typeof value === "string" && markers.test(value)) return value;
  return showJson(value);
}

function showJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => showJson(item)).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${showName(key)}: ${showJson(item)}`);
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  return quote(value);
}

function quote(value: string | number | boolean | null): string {
  return escapeText(JSON.stringify(value));
}

/** The name of an attribute or key: as it is when it is a plain one, else quoted. */
export function showName(name: string): string {
  return plainName.test(name) ? name : quote(name);
}

/**
 * The text, or its beginning and how much is left out when it is longer than `limit` characters. The beginning is never
 * lost, and neither is a place from which on it differs from `other`, of which the reader sees the beginning as well.
 */
export function cutText(text: string, limit: number, other?: string): string {
  if (text.length <= limit) return text;
  const end = /[\ud800-\udbff]$/.test(text.slice(0, limit)) ? limit - 1 : limit;
  const rest = `… (${(text.length - end).toLocaleString("en-US")} more characters`;
  const difference = other === undefined ? 0 : firstDifference(text, other);
  if (difference < end) return `${text.slice(0, end)}${rest})`;
  const from = Math.max(end, difference - 10);
  return `${text.slice(0, end)}${rest}, the first difference at …${text.slice(from, from + 40)}…)`;
}

function firstDifference(text: string, other: string): number {
  let index = 0;
  while (index < text.length && text[index] === other[index]) index++;
  return index;
}
