/** Secrets known by their value, and how they are found in text. */
import { viewsOf } from "./decoded-text.ts";
import { beginning, createFormSearch, type FormSearch } from "./form-search.ts";
import { formsOf } from "./secret-forms.ts";

export const hidden = "[REDACTED]";

/** Fewer characters than this would be found all over innocent text; they count as a whole value only. */
const shortestInside = beginning;

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
  /** Their forms are made when a text is searched: many runs learn secrets and never meet one in a text. */
  let waiting: string[] = [];
  let search: FormSearch | undefined;
  let hasBlanks = false;

  const prepared = (): FormSearch => {
    search ??= createFormSearch();
    for (const value of waiting) {
      hasBlanks ||= value.includes(" ") || value.includes("%20");
      for (const form of formsOf(value, shortestInside)) search.add(form);
    }
    if (waiting.length > 0) waiting = [];
    return search;
  };
  const cutOut = (text: string): string => {
    if (inside.size === 0 || text.length < shortestInside) return text;
    return cut(text, spansIn(text, prepared(), hasBlanks));
  };

  return {
    add: (value) => {
      if (value === "" || hidden.includes(value)) return;
      if (isShort(value)) whole.add(value);
      else if (!inside.has(value)) {
        inside.add(value);
        waiting.push(value);
      }
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

interface Span {
  readonly start: number;
  end: number;
}

function spansIn(text: string, search: FormSearch, hasBlanks: boolean): Span[] {
  const spans: Span[] = [];
  for (const view of viewsOf(text, hasBlanks)) {
    let last: Span | undefined;
    search.find(view.text, view.isUnwrapped, (form, at) => {
      const from = Math.max(0, at - form.before);
      const to = Math.min(view.text.length, at + form.text.length + form.after);
      const { start, end } = view.original(from, to);
      // Most overlap the one found before: a repetition in a long text would make a span of every character.
      if (last !== undefined && last.start <= start && start <= last.end) last.end = Math.max(last.end, end);
      else {
        last = { start, end };
        spans.push(last);
      }
    });
  }
  return spans;
}

/** The text without the spans. Where they overlap, all they cover goes: no half of a secret stays. */
function cut(text: string, spans: Span[]): string {
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
