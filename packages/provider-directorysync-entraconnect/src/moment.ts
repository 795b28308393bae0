import type { JsonScalar } from "@idle/contract";
import { propertyOf } from "./property.ts";
import { readScalar } from "./scalar.ts";

/**
 * A time as ISO-8601 text in UTC. Understands a Date, ISO text (UTC where it names no offset), `/Date(ms)/`, en-US text
 * such as `11/24/2026 6:47:23 AM`, and objects that hold one of those as `value` or `DateTime`, as `ConvertTo-Json` of
 * Windows PowerShell writes them. Other text stays as it is; undefined for what is no time at all.
 */
export function readMoment(value: unknown): JsonScalar | undefined {
  if (typeof value !== "object" || value === null) return momentOf(value);
  const date = dateOf(value);
  if (date !== undefined) return date;
  for (const name of ["value", "DateTime"]) {
    const inner = propertyOf(value, name);
    const moment = dateOf(inner) ?? (typeof inner === "string" ? momentOf(inner) : undefined);
    if (moment !== undefined) return moment;
  }
  return undefined;
}

function momentOf(value: unknown): JsonScalar | undefined {
  if (typeof value !== "string") return readScalar(value);
  const text = value.slice(0, 100).trim();
  const milliseconds = readDateCall(text) ?? readIso(text) ?? readEnglish(text);
  return isoText(milliseconds) ?? readScalar(value);
}

function dateOf(value: unknown): string | undefined {
  try {
    return value instanceof Date ? isoText(Date.prototype.getTime.call(value)) : undefined;
  } catch {
    return undefined;
  }
}

function isoText(milliseconds: number | undefined): string | undefined {
  const date = new Date(milliseconds ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function readDateCall(text: string): number | undefined {
  const match = /^\\?\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\\?\/$/.exec(text);
  return match === null ? undefined : Number(match[1]);
}

const isoPattern = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)? ?(Z|[+-]\d\d:?\d\d)?$/i;

function readIso(text: string): number | undefined {
  const match = isoPattern.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = "0", fraction = "", zone = "Z"] = match;
  const utc = utcOf([year, month, day, hour, minute, second].map(Number));
  const milliseconds = Number(fraction.padEnd(3, "0").slice(0, 3));
  return utc === undefined ? undefined : utc + milliseconds - offsetOf(zone);
}

function offsetOf(zone: string): number {
  if (zone.toUpperCase() === "Z") return 0;
  const digits = zone.replace(/\D/g, "");
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const shortPattern = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d\d)(?::(\d\d))? ([AP])M$/i;
const longPattern = /^(?:[a-z]+, )?([a-z]+) (\d{1,2}), (\d{4}) (\d{1,2}):(\d\d)(?::(\d\d))? ([AP])M$/i;

/** The short and the long form of en-US, which the word AM or PM gives away. The property's own name says that it is UTC. */
function readEnglish(text: string): number | undefined {
  const plain = text.replace(/\s+/g, " ");
  const match = shortPattern.exec(plain) ?? longPattern.exec(plain);
  if (match === null) return undefined;
  const [, month = "", day, year, hour, minute, second = "0", half = ""] = match;
  const hours = Number(hour);
  if (hours < 1 || hours > 12) return undefined;
  return utcOf([
    Number(year),
    /^\d/.test(month) ? Number(month) : months.indexOf(month.slice(0, 3).toLowerCase()) + 1,
    Number(day),
    (hours % 12) + (half.toUpperCase() === "P" ? 12 : 0),
    Number(minute),
    Number(second),
  ]);
}

/** Undefined for a date that there is not, such as the 30th of February. */
function utcOf([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: readonly number[]):
  | number
  | undefined {
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isSame = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour;
  return isSame && minute < 60 && second < 60 ? date.getTime() : undefined;
}
