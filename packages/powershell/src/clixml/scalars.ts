/** The elements of CLIXML that hold one value ([MS-PSRP] 2.2.5.1): their text in, the value as JavaScript has it out. */
import { ClixmlError } from "./clixml-error.ts";
import { unescapeText } from "./text-escapes.ts";
import { readTimeSpan } from "./time-span.ts";

export type ScalarReader = (text: string) => unknown;

const texts = ["S", "XD", "SBK", "G", "URI", "Version"];
const integers = ["By", "SB", "U16", "I16", "U32", "I32", "U64", "I64"];

export const scalars: ReadonlyMap<string, ScalarReader> = new Map<string, ScalarReader>([
  ...texts.map((name) => [name, unescapeText] as const),
  ...integers.map((name) => [name, readInteger] as const),
  ["C", readCharacter],
  ["B", readBoolean],
  ["Sg", readFloat],
  ["Db", readFloat],
  ["D", readDecimal],
  ["DT", readDateTime],
  ["TS", (text) => readTimeSpan(text) ?? fail()],
  ["BA", readBytes],
  // Off Windows it holds the secret in clear, and nobody may see it; on Windows nobody else can read it.
  ["SS", () => "System.Security.SecureString"],
  ["Nil", () => null],
  // It has elements of its own, and says nothing that outlives the moment.
  ["PR", () => "System.Management.Automation.ProgressRecord"],
]);

/** A UTF-16 unit, as its number. */
function readCharacter(text: string): string {
  const code = expectNumber(text, /^\d{1,5}$/);
  return code <= 0xffff ? String.fromCharCode(code) : fail();
}

function readBoolean(text: string): boolean {
  if (text === "true") return true;
  return text === "false" ? false : fail();
}

/** A number as long as it is exact, else a bigint. */
function readInteger(text: string): number | bigint {
  const number = expectNumber(text, /^-?\d{1,20}$/);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

function readFloat(text: string): number {
  if (text === "INF" || text === "Infinity") return Number.POSITIVE_INFINITY;
  if (text === "-INF" || text === "-Infinity") return Number.NEGATIVE_INFINITY;
  if (text === "NaN") return Number.NaN;
  return expectNumber(text, /^-?\d{1,400}(?:\.\d{1,400})?(?:[eE][+-]?\d{1,5})?$/);
}

/** A number where it has the same digits as the decimal, else the decimal's text. */
function readDecimal(text: string): number | string {
  const number = expectNumber(text, /^-?\d{1,30}(?:\.\d{1,30})?$/);
  return significant(text) === significant(number.toExponential()) ? number : text;
}

function significant(text: string): string {
  return text
    .replace(/e.*/, "")
    .replace(/[-.]/g, "")
    .replace(/^0+|0+$/g, "");
}

/** With a zone, a Date. Without one nobody here knows which moment is meant: the text, as ISO 8601 has it. */
function readDateTime(text: string): Date | string {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)?$/.exec(text);
  if (match === null) return fail();
  const [, moment = "", fraction = "", zone] = match;
  const onClock = new Date(`${moment}Z`);
  // Days that no month has would be moved to the next one.
  if (Number.isNaN(onClock.getTime()) || !onClock.toISOString().startsWith(moment)) return fail();
  if (zone === undefined) return text;
  const date = new Date(`${moment}.${fraction.slice(0, 3).padEnd(3, "0")}${zone}`);
  return Number.isNaN(date.getTime()) ? fail() : date;
}

function readBytes(text: string): Uint8Array {
  const packed = /\s/.test(text) ? text.replace(/\s+/g, "") : text;
  if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) return fail();
  return new Uint8Array(Buffer.from(packed, "base64"));
}

function expectNumber(text: string, pattern: RegExp): number {
  return pattern.test(text) ? Number(text) : fail();
}

function fail(): never {
  throw new ClixmlError("A value is malformed.");
}
