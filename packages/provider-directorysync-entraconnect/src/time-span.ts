import type { JsonScalar } from "@idle/contract";
import { propertyOf } from "./property.ts";
import { readScalar } from "./scalar.ts";

/**
 * A TimeSpan as the text PowerShell shows, in whole seconds: `hh:mm:ss` or `d.hh:mm:ss`. Understands that text, a
 * duration as CLIXML writes it (`PT30M`), and objects with `Ticks`, `TotalSeconds`, `Days` … or a `value`. Other text
 * stays as it is; undefined for what is no time span at all.
 */
export function readTimeSpan(value: unknown): JsonScalar | undefined {
  if (typeof value !== "object" || value === null) return ofScalar(value);
  const seconds = secondsOf(value);
  if (seconds !== undefined) return format(seconds);
  const inner = propertyOf(value, "value");
  return typeof inner === "string" ? ofScalar(inner) : undefined;
}

function ofScalar(value: unknown): JsonScalar | undefined {
  if (typeof value !== "string") return readScalar(value);
  const text = value.slice(0, 100).trim();
  const seconds = readClock(text) ?? readDuration(text);
  return (seconds === undefined ? undefined : format(seconds)) ?? readScalar(value);
}

function secondsOf(value: object): number | undefined {
  const ticks = numberOf(propertyOf(value, "Ticks"));
  if (ticks !== undefined) return ticks / 10_000_000;
  const total = numberOf(propertyOf(value, "TotalSeconds"));
  if (total !== undefined) return total;
  const parts = ["Days", "Hours", "Minutes", "Seconds"].map((name) => numberOf(propertyOf(value, name)));
  if (parts.every((part) => part === undefined)) return undefined;
  return sum(parts.map((part) => part ?? 0));
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "string" && /^-?\d{1,20}(\.\d{1,20})?$/.test(value)) return Number(value);
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function readClock(text: string): number | undefined {
  const match = /^(-)?(?:(\d{1,8})\.)?(\d{1,2}):(\d\d):(\d\d)(?:\.\d{1,7})?$/.exec(text);
  return match === null ? undefined : signed(match[1], match.slice(2));
}

function readDuration(text: string): number | undefined {
  const match = /^(-)?P(?:(\d{1,8})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,8})M)?(?:(\d{1,8})(?:\.\d{1,9})?S)?)?$/.exec(text);
  return match === null || /[PT]$/.test(text) ? undefined : signed(match[1], match.slice(2));
}

function signed(sign: string | undefined, parts: readonly (string | undefined)[]): number {
  const seconds = sum(parts.map((part) => Number(part ?? 0)));
  return sign === undefined ? seconds : -seconds;
}

function sum([days = 0, hours = 0, minutes = 0, seconds = 0]: readonly number[]): number {
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

/** The longest TimeSpan of .NET has 10,675,199 days (https://learn.microsoft.com/dotnet/api/system.timespan.maxvalue). */
function format(seconds: number): string | undefined {
  const whole = Math.floor(Math.abs(seconds));
  const days = Math.floor(whole / 86_400);
  if (!(days <= 10_675_199)) return undefined;
  const clock = [Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
  return `${seconds < 0 && whole > 0 ? "-" : ""}${days === 0 ? "" : `${days}.`}${clock}`;
}
