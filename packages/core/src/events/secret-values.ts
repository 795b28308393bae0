/** Secrets known by their value, and how they are found in text. */

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
  const inside = new Set<string>();
  let shortest = Number.POSITIVE_INFINITY;

  const textWithout = (text: string): string => {
    if (whole.has(text)) return hidden;
    return text.length < shortest ? text : cut(text, inside);
  };
  return {
    add: (value) => {
      if (value === "" || hidden.includes(value)) return;
      if (Array.from(value).length < shortestInside) {
        whole.add(value);
        return;
      }
      for (const form of formsOf(value)) {
        inside.add(form);
        shortest = Math.min(shortest, form.length);
      }
    },
    isEmpty: () => whole.size === 0 && inside.size === 0,
    text: textWithout,
    number: (value) => {
      const text = String(value);
      return text.length >= shortest && cut(text, inside) !== text ? hidden : value;
    },
  };
}

/**
 * The texts a secret shows up as: itself, and inside of JSON that was put into a message. This is the place for every
 * other encoding it can be found in.
 */
function formsOf(value: string): string[] {
  return [value, JSON.stringify(value).slice(1, -1)];
}

/** The text without the needles. Where they overlap, all they cover goes: no half of a secret stays. */
function cut(text: string, needles: Iterable<string>): string {
  const spans: { start: number; end: number }[] = [];
  for (const needle of needles) {
    let last: { start: number; end: number } | undefined;
    for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) {
      if (last !== undefined && at <= last.end) {
        last.end = at + needle.length;
        continue;
      }
      last = { start: at, end: at + needle.length };
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
