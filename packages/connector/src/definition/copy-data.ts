import type { JsonValue } from "@idle/contract";
import { appendToPointer } from "@idle/core";
import type { FoundProblem } from "./found-problem.ts";

const mostLevels = 64;
const mostValues = 100_000;
const mostCharacters = 1024 * 1024;

/**
 * A definition that code hands over, as plain data of its own: each property is read once, whatever it is. Data is undefined
 * where there is a problem.
 */
export function copyData(source: unknown): {
  readonly data: JsonValue | undefined;
  readonly problems: readonly FoundProblem[];
} {
  const problems: FoundProblem[] = [];
  let values = 0;
  let characters = 0;
  /** Says that there was too much, once. */
  let isOver = false;

  function refuse(pointer: string, what: string): undefined {
    const message = `This is ${what}, and no data. Hand over texts, numbers, true and false, lists and plain objects.`;
    problems.push({ code: "NotData", pointer, message });
    return undefined;
  }

  function measure(text: string, pointer: string): boolean {
    values += 1;
    characters += text.length;
    if (isOver || (values <= mostValues && characters <= mostCharacters)) return !isOver;
    isOver = true;
    refuse(pointer, "more than a definition can be");
    return false;
  }

  function copy(value: unknown, pointer: string, level: number): JsonValue | undefined {
    if (!measure(typeof value === "string" ? value : "", pointer)) return undefined;
    if (value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number") return Number.isFinite(value) ? value : refuse(pointer, "no number");
    if (typeof value !== "object") return refuse(pointer, value === undefined ? "undefined" : `a ${typeof value}`);
    if (level >= mostLevels) return refuse(pointer, "nested too deep, or within itself");
    if (Array.isArray(value)) return copyList(value, pointer, level + 1);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return refuse(pointer, "an object of a class");
    return copyObject(value, pointer, level + 1);
  }

  function copyList(list: readonly unknown[], pointer: string, level: number): JsonValue {
    const copied: JsonValue[] = [];
    for (let index = 0; index < list.length && !isOver; index += 1) {
      const here = appendToPointer(pointer, index);
      const value = copy(list[index], here, level);
      if (value !== undefined) copied.push(value);
    }
    return copied;
  }

  function copyObject(object: object, pointer: string, level: number): JsonValue {
    const copied: [string, JsonValue][] = [];
    for (const key of Object.keys(object)) {
      if (isOver) break;
      const here = appendToPointer(pointer, key.slice(0, 200));
      measure(key, here);
      const value = read(() => {
        const entry: unknown = Reflect.get(object, key);
        return entry === undefined ? undefined : copy(entry, here, level);
      }, here);
      if (value !== undefined) copied.push([key, value]);
    }
    return Object.fromEntries(copied);
  }

  /** Getters and proxies of somebody else's may throw anything. */
  function read(work: () => JsonValue | undefined, pointer: string): JsonValue | undefined {
    try {
      return work();
    } catch {
      return refuse(pointer, "a property that cannot be read: it throws");
    }
  }

  const data = read(() => copy(source, "", 0), "");
  return { data: problems.length > 0 ? undefined : data, problems };
}
