import type { JsonValue } from "@idle/contract";
import { appendToPointer, readablePointer } from "../data/pointer.ts";
import { quote } from "../diagnostics/quote.ts";
import { maxDepth } from "./parse-tokens.ts";

export interface DataProblem {
  readonly pointer: string;
  readonly message: string;
}

const maxProblems = 100;
/** Everything counted as often as it is referred to; beyond this, writing it out would take too long. */
const maxValues = 1_000_000;

interface Copied {
  readonly data: JsonValue;
  /** Levels of lists and objects from here down. */
  readonly levels: number;
  readonly values: number;
}

/**
 * A frozen deep copy of plain data: what came in may change afterwards, the copy does not. A `Date` becomes ISO-8601
 * text, a key whose value is undefined is left out. Everything else that JSON cannot carry is a problem, with its path.
 */
export function copyData(input: unknown): { readonly data: JsonValue; readonly problems: readonly DataProblem[] } {
  const problems: DataProblem[] = [];
  const copies = new Map<object, Copied>();
  const open = new Set<object>();
  // What the list or object being copied holds so far.
  let held = { levels: 0, values: 0 };
  let isTooLarge = false;

  const refuse = (pointer: string, what: string): null => {
    const name = pointer === "" ? "The request" : quote(readablePointer(pointer));
    if (problems.length < maxProblems) problems.push({ pointer, message: `${name} ${what}` });
    return null;
  };

  const copy = (value: unknown, pointer: string, level: number): JsonValue => {
    switch (typeof value) {
      case "string":
        return value.isWellFormed()
          ? value
          : refuse(pointer, "contains half of a surrogate pair. Write the whole character.");
      case "boolean":
        return value;
      case "number":
        if (!Number.isFinite(value)) return refuse(pointer, `is ${value}, which is no data. Leave it out.`);
        return Object.is(value, -0) ? 0 : value;
      case "object":
        return value === null ? null : copyObject(value, pointer, level);
      case "bigint":
        return refuse(pointer, "is a bigint. Pass it as text.");
      default:
        return refuse(
          pointer,
          `is ${typeof value === "undefined" ? "undefined" : `a ${typeof value}`}; only data is allowed.`,
        );
    }
  };

  const copyObject = (value: object, pointer: string, level: number): JsonValue => {
    if (isDate(value)) {
      return Number.isNaN(value.getTime()) ? refuse(pointer, "is an invalid Date.") : value.toISOString();
    }
    if (open.has(value)) return refuse(pointer, "contains itself, which would have no end.");
    const before = copies.get(value);
    if (level - 1 + (before?.levels ?? 1) > maxDepth)
      return refuse(pointer, `is nested more than ${maxDepth} levels deep. Flatten it.`);
    const copied = before ?? copyOnce(value, pointer, level);
    held = { levels: Math.max(held.levels, copied.levels), values: held.values + copied.values };
    if (held.values <= maxValues || isTooLarge) return copied.data;
    isTooLarge = true;
    return refuse(pointer, `makes the data larger than ${maxValues} values. Pass less of it.`);
  };

  const copyOnce = (value: object, pointer: string, level: number): Copied => {
    const outer = held;
    held = { levels: 0, values: 1 };
    open.add(value);
    let data: JsonValue;
    try {
      data = Array.isArray(value) ? copyList(value, pointer, level) : copyPlain(value, pointer, level);
    } catch {
      data = refuse(pointer, "cannot be read: a getter or proxy of it throws. Pass its data.");
    }
    open.delete(value);
    const copied = { data, levels: held.levels + 1, values: held.values };
    copies.set(value, copied);
    held = outer;
    return copied;
  };

  const copyList = (list: readonly unknown[], pointer: string, level: number): JsonValue =>
    // Array.from also shows the holes of a sparse list, as undefined.
    Object.freeze(Array.from(list, (entry, index) => copy(entry, `${pointer}/${index}`, level + 1)));

  const copyPlain = (object: object, pointer: string, level: number): JsonValue => {
    if (!isPlain(object))
      return refuse(pointer, `is ${className(object)}; only plain objects are allowed. Pass its data.`);
    if (Object.getOwnPropertySymbols(object).length > 0)
      return refuse(pointer, "has a symbol as a key; keys are text.");
    const result: Record<string, JsonValue> = {};
    for (const key of Object.keys(object)) {
      const here = appendToPointer(pointer, key);
      const value: unknown = Reflect.get(object, key);
      if (key === "__proto__") refuse(here, "is a key that is not allowed. Choose another name.");
      else if (!key.isWellFormed()) refuse(here, "is a key with half of a surrogate pair. Write the whole character.");
      else if (value !== undefined) result[key] = copy(value, here, level + 1);
    }
    return Object.freeze(result);
  };

  return { data: copy(input, "", 1), problems };
}

/** Of a proxy that refuses the question: no. */
function isDate(value: object): value is Date {
  try {
    return value instanceof Date;
  } catch {
    return false;
  }
}

/** Of this realm or another: no prototype, or one that has none itself and is the root of its realm. */
function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype === null || prototype === Object.prototype) return true;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, "isPrototypeOf");
}

function className(object: object): string {
  const name: unknown = object.constructor?.name;
  return typeof name === "string" && name !== "" && name !== "Object" ? `a ${name.slice(0, 80)}` : "no plain object";
}
