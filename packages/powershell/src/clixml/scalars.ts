/** The elements of CLIXML that hold one value ([MS-PSRP] 2.2.5.1): their text in, the value as JavaScript has it out. */
import { ClixmlError } from "./clixml-error.ts";
import { unescapeText } from "./text-escapes.ts";
import { readTimeSpan } from "./time-span.ts";

const texts = ["S", "ToString", "XD", "SBK", "G", "URI", "Version"];
const integers = ["By", "SB", "U16", "I16", "U32", "I32", "U64", "I64"];

export const scalars: ReadonlyMap<string, (text: string) => unknown> = new Map<string, (text: string) => unknown>([
  ...texts.map((name) => [name, unescapeText] as const),
  ...integers.map((name) => [name, readInteger] as const),
  ["C", (text) => String.fromCharCode(expectNumber(text, /^\d{1,5}$/))],
  ["B", readBoolean],
  ["Sg", readFloat],
  ["Db", readFloat],
  ["D", readDecimal],
  ["DT", readDateTime],
  ["TS", (text) => readTimeSpan(text) ?? fail()],
  ["BA", readBytes],
  // What is encrypted is of no use here, and where it is not, it must not be seen.
  ["SS", () => "System.Security.SecureString"],
  ["Nil", () => null],
]);

function readBoolean(text: string): boolean {
  if (text === "true") return true;
  return text === "false" ? false : fail();
}

/** A number as long as it is exact, else a bigint. */
function readInteger(text: string): number | bigint {
  if (!/^-?\d{1,20}$/.test(text)) return fail();
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

function readFloat(text: string): number {
  if (text === "INF" || text === "Infinity") return Number.POSITIVE_INFINITY;
  if (text === "-INF" || text === "-Infinity") return Number.NEGATIVE_INFINITY;
  if (text === "NaN") return Number.NaN;
  return expectNumber(text, /^-?\d{1,400}(?:\.\d{1,400})?(?:[eE][+-]?\d{1,5})?$/);
}

/** A number where it says the same as the decimal, else the decimal's text. */
function readDecimal(text: string): number | string {
  const number = expectNumber(text, /^-?\d{1,30}(?:\.\d{1,30})?$/);
  const plain = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return String(number) === plain || number === 0 ? number : text;
}

/** With a zone, a Date. Without one nobody here knows which moment is meant: the text, as ISO 8601 has it. */
function readDateTime(text: string): Date | string {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)?$/.exec(text);
  if (match === null) return fail();
  const [, moment = "", fraction = "", zone] = match;
  if (zone === undefined) return text;
  const date = new Date(`${moment}.${fraction.slice(0, 3).padEnd(3, "0")}${zone}`);
  return Number.isNaN(date.getTime()) ? fail() : date;
}

function readBytes(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/=\s]*$/.test(text)) return fail();
  return new Uint8Array(Buffer.from(text, "base64"));
}

function expectNumber(text: string, pattern: RegExp): number {
  return pattern.test(text) ? Number(text) : fail();
}

function fail(): never {
  throw new ClixmlError("A value is malformed.");
}
