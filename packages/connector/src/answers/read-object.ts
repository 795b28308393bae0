/** Objects of an answer, and the texts in them. */
import { isUint8Array } from "node:util/types";
import { didYouMean } from "@idle/contract";
import { kindOf } from "../model/check-value.ts";
import { type AnswerContext, wrongAnswer } from "./answer-context.ts";

/** What an answer is told by, and what its author should have written. */
export interface Expectation {
  readonly context: AnswerContext;
  /** A whole sentence. */
  readonly expected: string;
}

export interface ObjectRules extends Expectation {
  /** Names the object: `an attribute of "user"`. Null for the answer itself. */
  readonly what: string | null;
  readonly keys: readonly string[];
}

/** One object. A key that is nearly a known one is a slip that would count as left out; others are nobody's business. */
export function readObject(
  value: unknown,
  { context, expected, what, keys }: ObjectRules,
): Readonly<Record<string, unknown>> {
  const at = what === null ? "" : ` as ${what}`;
  const inside = what === null ? "" : ` in ${what}`;
  if (!isObject(value)) throw wrongAnswer(context, `${several(value)}${at}`, expected);
  for (const key of Object.keys(value)) {
    if (keys.includes(key)) continue;
    const near = didYouMean(key, keys.filter(isLong)) ?? keys.find((each) => each.toLowerCase() === key.toLowerCase());
    if (near !== undefined) throw wrongAnswer(context, `the key ${shown(key)}${inside}`, `Did you mean ${near}?`);
  }
  return value;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isUint8Array(value);
}

/** A list of objects where one is wanted, counted. */
function several(value: unknown): string {
  if (!Array.isArray(value)) return value === null ? "nothing (null)" : kindOf(value);
  if (value.length === 0) return "an empty list";
  return value.length === 1 ? "a list with one element" : `a list of ${value.length}`;
}

// Between shorter names a slip cannot be told from a word of its own.
function isLong(name: string): boolean {
  return name.length > 4;
}

/** A list, of at most so many. */
export function readList(
  value: unknown,
  what: string,
  most: number,
  { context, expected }: Expectation,
): readonly unknown[] {
  if (!Array.isArray(value)) throw wrongAnswer(context, `${kindOf(value)} as ${what}`, expected);
  if (value.length > most) throw wrongAnswer(context, `${value.length} ${what}`, `There can be ${most} at most.`);
  return value;
}

/** A name: a text that people see. */
export function readName(value: unknown, what: string, { context, expected }: Expectation): string {
  if (typeof value !== "string") throw wrongAnswer(context, `${kindOf(value)} as ${what}`, expected);
  if (value.trim() === "") throw wrongAnswer(context, `an empty text as ${what}`, expected);
  if (value.length > longestName) {
    throw wrongAnswer(context, `${value.length} characters as ${what}`, `There can be ${longestName} at most.`);
  }
  if (/\p{Cc}/u.test(value) || !value.isWellFormed()) {
    throw wrongAnswer(
      context,
      `${shown(value)} as ${what}`,
      "Control characters and halves of characters cannot be in it.",
    );
  }
  return value;
}

const longestName = 4_096;

/** A text that may be left out, with null or undefined; the empty text is one. */
export function readText(
  value: unknown,
  what: string,
  { context, expected }: Expectation,
  longest = longestText,
): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw wrongAnswer(context, `${kindOf(value)} as ${what}`, expected);
  if (value.length > longest) {
    throw wrongAnswer(context, `${value.length} characters as ${what}`, `There can be ${longest} at most.`);
  }
  if (!value.isWellFormed()) {
    throw wrongAnswer(context, `a text that is no Unicode (a lone surrogate) as ${what}`, expected);
  }
  return value;
}

const longestText = 64 * 1024;

/** True or false, or left out. */
export function readFlag(value: unknown, what: string, fallback: boolean, { context, expected }: Expectation): boolean {
  if (value === undefined || value === null) return fallback;
  if (typeof value === "boolean") return value;
  throw wrongAnswer(context, `${kindOf(value)} as ${what}`, expected);
}

/** A text of somebody else's for a message: quoted, on one line, and short. */
export function shown(text: string): string {
  const short = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return JSON.stringify(short.toWellFormed());
}
