/** Values of attributes in what is read from JSON: texts, numbers, true and false, `{ "base64": … }`, and lists of those. */
import type { CsValue } from "@idle/connector";
import { escapeText } from "@idle/core";
import { isRecord } from "../input/is-object.ts";
import { LineProblem } from "./line-problem.ts";

type Attributes = Readonly<Record<string, readonly CsValue[]>>;

/** Null is no value. Throws LineProblem. */
export function attributesOf(value: unknown): Attributes {
  if (!isRecord(value)) throw new LineProblem('"attributes" is an object: {"displayName": "Jane"}.');
  const entries = Object.entries(value).map(([name, given]) => {
    if (given === null) return [name, []] as const;
    return [name, Array.isArray(given) ? given.map((each) => valueIn(each, name)) : [valueIn(given, name)]] as const;
  });
  return Object.fromEntries(entries);
}

/** One value. Throws LineProblem, which has the name and not the value. */
export function valueIn(value: unknown, name: string): CsValue {
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "bigint") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (isRecord(value) && Object.keys(value).join() === "base64" && typeof value.base64 === "string") {
    const bytes = Buffer.from(value.base64, "base64");
    if (bytes.toString("base64") === value.base64) return bytes;
    throw new LineProblem(`The value of ${quoted(name)} is no base64.`);
  }
  throw new LineProblem(
    `A value of ${quoted(name)} is none that there is: values are texts, numbers, true and false, {"base64": "…"}; a list has several, null none.`,
  );
}

export function quoted(name: string): string {
  return escapeText(JSON.stringify(name));
}
