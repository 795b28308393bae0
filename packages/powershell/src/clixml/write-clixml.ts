/** JavaScript data as one CLIXML document ([MS-PSRP] 2.2.5), which `PSSerializer` reads in every PowerShell from 5.1. */
import { IdleError, isSecret } from "@idle/contract";
import { escapeText } from "./text-escapes.ts";

const head = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">';
const listTypes = "<TN><T>System.Object[]</T><T>System.Array</T><T>System.Object</T></TN>";
const tableTypes = "<TN><T>System.Collections.Hashtable</T><T>System.Object</T></TN>";
const deepest = 64;
const [leastInt64, mostInt64, mostUInt64] = [-(2n ** 63n), 2n ** 63n - 1n, 2n ** 64n - 1n];
/** The largest Decimal of .NET. */
const mostDecimal = 79_228_162_514_264_337_593_543_950_335n;

/**
 * Texts (lone surrogates too), numbers, bigints, booleans, dates, bytes, arrays, plain objects and maps; null and undefined
 * are nothing. Throws InvalidInput that names the place, such as `Options.items[3]`, and shows no value, for anything else,
 * for cycles and for what is more than 64 deep.
 */
export function writeClixml(value: unknown): string {
  const pieces: string[] = [head];
  write(value, "", "The value", [], pieces);
  pieces.push("</Objs>");
  return pieces.join("");
}

/** `attribute` is the N attribute with a blank before it, or nothing. */
function write(value: unknown, attribute: string, place: string, around: readonly object[], pieces: string[]): void {
  const scalar = scalarOf(value, attribute, place);
  if (scalar !== null) {
    pieces.push(scalar);
    return;
  }
  const object = value as object;
  if (around.includes(object)) throw refusal(place, "holds itself");
  if (around.length >= deepest) throw refusal(place, `is more than ${deepest} deep`);
  const path = [...around, object];
  if (Array.isArray(object)) {
    pieces.push(`<Obj${attribute}>${listTypes}<LST>`);
    for (const [index, item] of Array.from(object as readonly unknown[]).entries()) {
      write(item, "", `${place}[${index}]`, path, pieces);
    }
    pieces.push("</LST></Obj>");
    return;
  }
  pieces.push(`<Obj${attribute}>${tableTypes}<DCT>`);
  const seen = new Set<string>();
  for (const [key, item] of entriesOf(object, place)) {
    if (item === undefined) continue;
    // Both as an invariant comparison has it: the keys of a hashtable know no upper and lower case.
    const folded = key.toLowerCase();
    if (seen.has(folded)) throw refusal(place, "has two keys that differ in upper and lower case only");
    seen.add(folded);
    pieces.push(`<En><S N="Key">${escapeText(key)}</S>`);
    write(item, ' N="Value"', nameOf(place, key), path, pieces);
    pieces.push("</En>");
  }
  pieces.push("</DCT></Obj>");
}

/** Null for what is no single value. */
function scalarOf(value: unknown, attribute: string, place: string): string | null {
  const element = (name: string, text: string): string => `<${name}${attribute}>${text}</${name}>`;
  switch (typeof value) {
    case "undefined":
      return `<Nil${attribute} />`;
    case "string":
      return element("S", escapeText(value));
    case "boolean":
      return element("B", String(value));
    case "number":
      return element(...numberOf(value));
    case "bigint":
      return element(...bigintOf(value, place));
    case "object":
      break;
    default:
      throw refusal(place, `is a ${typeof value}`);
  }
  if (value === null) return `<Nil${attribute} />`;
  if (isSecret(value)) throw refusal(place, "is a Secret, which can only be the whole value of a parameter");
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw refusal(place, "is a date that is none");
    const text = value.toISOString();
    if (!/^\d{4}-/.test(text)) throw refusal(place, "is a date that .NET does not have");
    return element("DT", text);
  }
  if (value instanceof Uint8Array) {
    return element("BA", Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64"));
  }
  return null;
}

function numberOf(value: number): [string, string] {
  if (Number.isSafeInteger(value) && !Object.is(value, -0))
    return [Math.abs(value) < 2 ** 31 ? "I32" : "I64", String(value)];
  if (Number.isNaN(value)) return ["Db", "NaN"];
  if (!Number.isFinite(value)) return ["Db", value > 0 ? "INF" : "-INF"];
  return ["Db", Object.is(value, -0) ? "-0" : String(value)];
}

function bigintOf(value: bigint, place: string): [string, string] {
  if (value >= leastInt64 && value <= mostInt64) return ["I64", String(value)];
  if (value > 0n && value <= mostUInt64) return ["U64", String(value)];
  if (value <= mostDecimal && value >= -mostDecimal) return ["D", String(value)];
  throw refusal(place, "is a number that is too large");
}

function entriesOf(object: object, place: string): Iterable<readonly [string, unknown]> {
  if (object instanceof Map) {
    const entries = [...object.entries()];
    if (entries.every((entry): entry is [string, unknown] => typeof entry[0] === "string")) return entries;
    throw refusal(place, "is a map with keys that are no texts");
  }
  try {
    const parent: unknown = Object.getPrototypeOf(object);
    const isPlain = parent === null || parent === Object.prototype || Object.getPrototypeOf(parent) === null;
    if (isPlain && !(Symbol.iterator in object)) return Object.entries(object);
  } catch {
    throw refusal(place, "cannot be read");
  }
  throw refusal(place, "is no plain data");
}

function nameOf(place: string, key: string): string {
  const shown = key.length > 60 ? `${key.slice(0, 60)}…` : key;
  return place === "The value" ? shown : `${place}.${shown}`;
}

function refusal(place: string, what: string): IdleError {
  return new IdleError(
    "InvalidInput",
    `${place} ${what}. Parameters are texts, numbers, true and false, dates, bytes, lists and objects of these.`,
  );
}
