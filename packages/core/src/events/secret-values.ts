/** Secrets known by their value, and how they are found in text. */
import { type Form, formsOf } from "./secret-forms.ts";

export const hidden = "[REDACTED]";

/** Fewer characters than this would be found all over innocent text; they count as a whole value only. */
const shortestInside = 6;
/** From so many forms on they are found by their beginnings instead of one after the other. */
const manyForms = 250;
const beginning = 4;

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
  const byBeginning = new Map<string, Form[]>();
  let shortest = Number.POSITIVE_INFINITY;

  const addForms = (forms: readonly Form[]): void => {
    for (const form of forms) {
      if (inside.has(form.text)) continue;
      inside.set(form.text, form);
      shortest = Math.min(shortest, form.text.length);
      const start = form.text.slice(0, beginning);
      const others = byBeginning.get(start);
      if (others === undefined) byBeginning.set(start, [form]);
      else others.push(form);
    }
  };

  const formsIn = (text: string): Iterable<Form> => {
    if (inside.size < manyForms) return inside.values();
    const found = new Set<Form>();
    for (let at = 0; at + beginning <= text.length; at += 1) {
      for (const form of byBeginning.get(text.slice(at, at + beginning)) ?? []) {
        if (!found.has(form) && text.startsWith(form.text, at)) found.add(form);
      }
    }
    return found;
  };
  const cutOut = (text: string): string => (text.length < shortest ? text : cut(text, formsIn(text)));

  return {
    add: (value) => {
      if (value === "" || hidden.includes(value)) return;
      if (isShort(value)) whole.add(value);
      else if (!inside.has(value)) addForms(formsOf(value));
    },
    isEmpty: () => whole.size === 0 && inside.size === 0,
    text: (text) => (whole.has(text) ? hidden : cutOut(text)),
    number: (value) => {
      const text = String(value);
      return cutOut(text) === text ? value : hidden;
    },
  };
}

function isShort(value: string): boolean {
  return value.length < shortestInside * 2 && Array.from(value).length < shortestInside;
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
