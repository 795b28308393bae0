/** The shapes a policy is made of. Each function reports what is wrong and then answers with what can be gone on with. */
import { type Report, under } from "./report.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** The own keys of an object. Reports anything else and keys that are not known; null for what is no object. */
export function readObject(value: unknown, pointer: string, keys: readonly string[], report: Report): Fields | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    report(pointer, "ShapeInvalid", `This must be an object with ${inWords(keys)}.`);
    return null;
  }
  for (const key of Object.keys(value)) {
    if (!keys.includes(key)) {
      report(under(pointer, key), "UnknownKey", `There is no ${JSON.stringify(key)} here; there are ${inWords(keys)}.`);
    }
  }
  // Without a prototype: nothing inherited is taken for something that was written.
  return Object.assign(Object.create(null), value);
}

/** Each entry of a list that may be absent. */
export function readList<T>(
  value: unknown,
  pointer: string,
  read: (entry: unknown, pointer: string) => T | null,
  report: Report,
): T[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    report(pointer, "ShapeInvalid", "This must be a list.");
    return [];
  }
  return Array.from(value, (entry, index) => read(entry, under(pointer, index))).filter((entry) => entry !== null);
}

/** A text that is not empty; null for what is none, reported. */
export function readText(value: unknown, pointer: string, what: string, report: Report): string | null {
  if (typeof value === "string" && value.trim() !== "") return value;
  report(pointer, value === undefined ? "MissingKey" : "ValueNotAllowed", `${what} must be a text that is not empty.`);
  return null;
}

/** The same for one that may be absent, which is null, too. */
export function readOptionalText(value: unknown, pointer: string, what: string, report: Report): string | null {
  return value === undefined ? null : readText(value, pointer, what, report);
}

export function inWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
