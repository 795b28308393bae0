/** Secrets known by their value, and how they are found in text. */

import { type Form, formsOf } from "./secret-forms.ts";

export const hidden = "[REDACTED]";

/** Fewer characters than this would be found all over innocent text; they count as a whole value only. */
const shortestInside = 6;

export interface SecretValues {
  add(value: string): void;
  /** True when nothing is known, so that nothing needs to be looked at. */
  isEmpty(): boolean;
  text(text: string): string;
  /** A number is hidden for a secret of digits, but never for a short one. */
  number(value: number): number | string;
}

export function createSecretValues(): SecretValues {
  const whole = new Set<string>();
  const inside = new Map<string, Form>();
  let shortest = Number.POSITIVE_INFINITY;

  const textWithout = (text: string): string => {
    if (whole.has(text)) return hidden;
    return text.length < shortest ? text : cut(text, inside.values());
  };
  return {
    add: (value) => {
      if (value === "" || hidden.includes(value)) return;
      if (Array.from(value).length < shortestInside) {
        whole.add(value);
        return;
      }
      for (const form of formsOf(value)) {
        inside.set(form.text, form);
        shortest = Math.min(shortest, form.text.length);
      }
    },
    isEmpty: () => whole.size === 0 && inside.size === 0,
    text: textWithout,
    number: (value) => {
      const text = String(value);
      return text.length >= shortest && cut(text, inside.values()) !== text ? hidden : value;
    },
  };
}

/** The text without the forms. Where they overlap, all they cover goes: no half of a secret stays. */
function cut(text: string, forms: Iterable<Form>): string {
  const spans: { start: number; end: number }[] = [];
  for (const { text: needle, before, after } of forms) {
    let last: { start: number; end: number } | undefined;
    for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) {
      const end = at + needle.length + after;
      if (last !== undefined && at <= last.end) {
        last.end = end;
        continue;
      }
      last = { start: Math.max(0, at - before), end };
      spans.push(last);
    }
  }
  if (spans.length === 0) return text;
  spans.sort((a, b) => a.start - b.start);
  let result = "";
  let done = 0;
  for (const { start, end } of spans) {
    if (start > done || result === "") result += text.slice(done, start) + hidden;
    done = Math.max(done, end);
  }
  return result + text.slice(done);
}
