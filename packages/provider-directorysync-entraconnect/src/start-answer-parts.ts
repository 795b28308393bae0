import { propertyOf } from "./property.ts";

const most = 10_000;
const longestJson = 100_000;

/**
 * The items of an answer that hold anything: those of lists and of JSON texts that have a Result, without null, blank
 * texts and empty objects. An answer that refuses to be looked at is one item.
 */
export function partsOf(answer: unknown): unknown[] {
  const seen = new Set<unknown>();
  const visit = (value: unknown): unknown[] => {
    if (isNothing(value)) return [];
    const list = listOf(value);
    if (list === undefined) return typeof value === "string" ? ofText(value) : [value];
    if (seen.has(value)) return [];
    seen.add(value);
    return list.flatMap(visit);
  };
  const ofText = (text: string): unknown[] => {
    const inner = visit(parsed(text) ?? null);
    return inner.some((part) => propertyOf(part, "Result") !== undefined) ? inner : [text];
  };
  return visit(answer);
}

function listOf(value: unknown): readonly unknown[] | undefined {
  try {
    return Array.isArray(value) ? value.slice(0, most) : undefined;
  } catch {
    return undefined;
  }
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  if (typeof value !== "object") return false;
  try {
    if (value instanceof Map) return value.size === 0;
    const parent: unknown = Object.getPrototypeOf(value);
    return (parent === null || parent === Object.prototype) && Reflect.ownKeys(value).length === 0;
  } catch {
    return false;
  }
}

/** Only objects and lists: a text that is nothing but a word or number stays a text. */
function parsed(text: string): unknown {
  if (text.length > longestJson || !/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
