import type { InputError, JsonValue } from "@idle/contract";
import type { DiagnosticCode } from "../diagnostics/codes.ts";
import { suggest } from "../diagnostics/did-you-mean.ts";
import { quote, quoteList } from "../diagnostics/quote.ts";

export interface Words {
  readonly code: DiagnosticCode;
  /** What follows the name of the value: `must be text, but is a number.` */
  readonly predicate: string;
  readonly suggestion?: string;
}

const types: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  null: "null",
  array: "a list",
  object: "an object",
};

const formats: Readonly<Record<string, string>> = {
  date: "a date such as 2026-01-31",
  "date-time": "a date and time such as 2026-01-31T08:00:00Z",
  time: "a time such as 08:00:00Z",
  duration: "a duration such as P30D",
  email: "an e-mail address",
  hostname: "a host name",
  ipv4: "an IPv4 address",
  ipv6: "an IPv6 address",
  uri: "a URI",
  "uri-reference": "a URI or a part of one",
  uuid: "a UUID",
  regex: "a regular expression",
  "json-pointer": "a JSON Pointer",
};

const patterns: Readonly<Record<string, string>> = {
  "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$":
    "must start with a letter or digit and have only letters, digits, _ and -, at most 64.",
  "^[A-Za-z0-9_.-]{1,64}$": "must have only letters, digits, _, - and dots, 1 to 64 of them.",
};

/**
 * What is wrong with one value, in words. Values themselves are not repeated: they may be secret. `meaning` is what the
 * schema says of a value whose pattern failed.
 */
export function wordsFor({ keyword, params }: InputError, value: JsonValue | undefined, meaning?: string): Words {
  const limit = Number(params.limit);
  switch (keyword) {
    case "type":
      return typeWords(listOf(params.type), value);
    case "enum":
      return enumWords(listOf(params.allowedValues), value);
    case "const":
      return enumWords([params.allowedValue], value);
    case "pattern": {
      const pattern = String(params.pattern);
      const told =
        meaning === undefined ? `must match the pattern ${pattern}.` : `does not have the right form: ${meaning}`;
      return { code: "FormatInvalid", predicate: patterns[pattern] ?? told };
    }
    case "format": {
      const format = String(params.format);
      return { code: "FormatInvalid", predicate: `must be ${formats[format] ?? `of the format ${format}`}.` };
    }
    case "minLength":
    case "minItems":
    case "minProperties":
      return length(limit === 1 ? "must not be empty." : `must have at least ${count(keyword, limit)}.`);
    case "maxLength":
    case "maxItems":
    case "maxProperties":
      return length(`must have at most ${count(keyword, limit)}.`);
    case "minimum":
      return number(`must be at least ${limit}.`);
    case "maximum":
      return number(`must be at most ${limit}.`);
    case "exclusiveMinimum":
      return number(`must be greater than ${limit}.`);
    case "exclusiveMaximum":
      return number(`must be less than ${limit}.`);
    case "multipleOf":
      return number(`must be a multiple of ${Number(params.multipleOf)}.`);
    case "uniqueItems":
      return {
        code: "NotUnique",
        predicate: `has the same entry twice, at ${Number(params.j)} and ${Number(params.i)}.`,
      };
    case "contains":
      return { code: "ShapeInvalid", predicate: "has too few or too many entries of the wanted shape." };
    case "false schema":
      return { code: "ShapeInvalid", predicate: "is not allowed here." };
    default:
      return { code: "ShapeInvalid", predicate: "does not have the shape that is wanted here." };
  }
}

/** `text, a number or null` */
export function typeList(names: readonly string[]): string {
  const words = [...new Set(names)].map((name) => types[name] ?? name);
  const last = words.pop() ?? "something else";
  return words.length === 0 ? last : `${words.join(", ")} or ${last}`;
}

export function typeWords(wanted: readonly unknown[], value: JsonValue | undefined): Words {
  const names = wanted.map(String);
  const actual = jsonType(value);
  const hint = typeHint(names, value);
  const isFraction = actual === "number" && names.includes("integer");
  const found = isFraction
    ? "has a fraction"
    : actual === "null"
      ? "is empty (null)"
      : actual === "boolean"
        ? `is ${value}`
        : `is ${types[actual]}`;
  const predicate = `must be ${typeList(names)}, but ${found}.${hint.sentence}`;
  return { code: "WrongType", predicate, ...hint.field };
}

const truth: Readonly<Record<string, string>> = {
  yes: "true",
  on: "true",
  true: "true",
  no: "false",
  off: "false",
  false: "false",
};

function typeHint(wanted: readonly string[], value: JsonValue | undefined): ReturnType<typeof suggest> {
  const say = (sentence: string) => ({ sentence, field: {} });
  if (typeof value === "string") {
    const word = truth[value.toLowerCase()];
    if (wanted.includes("boolean") && word !== undefined)
      return { sentence: ` Write ${word}.`, field: { suggestion: word } };
    const isNumeric = value.trim() !== "" && Number.isFinite(Number(value));
    if (isNumeric && wanted.some((name) => name === "number" || name === "integer")) return say(" Remove the quotes.");
  }
  if (wanted.includes("string") && (typeof value === "number" || typeof value === "boolean"))
    return say(" Put it in quotes.");
  if (wanted.includes("array") && value !== null && value !== undefined)
    return say(" Write a list, even if it has one entry.");
  return say("");
}

function enumWords(allowed: readonly unknown[], value: JsonValue | undefined): Words {
  const texts = allowed.filter((each) => typeof each === "string");
  const hint = typeof value === "string" ? suggest(value, texts) : { sentence: "", field: {} };
  const list =
    texts.length === allowed.length ? quoteList(texts, "or") : allowed.map((each) => JSON.stringify(each)).join(", ");
  return { code: "ValueNotAllowed", predicate: `must be ${list}.${hint.sentence}`, ...hint.field };
}

function count(keyword: string, limit: number): string {
  const noun = keyword.endsWith("Length") ? "character" : keyword.endsWith("Items") ? "entry" : "key";
  if (limit === 1) return `one ${noun}`;
  return `${limit} ${noun === "entry" ? "entries" : `${noun}s`}`;
}

function length(predicate: string): Words {
  return { code: "LengthOutOfRange", predicate };
}

function number(predicate: string): Words {
  return { code: "NumberOutOfRange", predicate };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function jsonType(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value;
}

/** `The key "x" is missing.` */
export function missingKeys(owner: string, keys: readonly string[]): string {
  return keys.length === 1
    ? `${owner} lacks the key ${quote(keys[0] ?? "")}.`
    : `${owner} lacks the keys ${quoteList(keys)}.`;
}
