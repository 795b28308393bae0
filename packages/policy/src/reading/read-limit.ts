import { actionClasses } from "../action-class.ts";
import type { PolicyLimit } from "../configuration.ts";
import { type Fields, inWords, readObject, readOptionalText } from "./read-shape.ts";
import { type Report, under } from "./report.ts";

const minuteMs = 60_000;
const unitMs: Readonly<Record<string, number>> = { m: minuteMs, h: 60 * minuteMs, d: 24 * 60 * minuteMs };
const shortestMs = 15 * minuteMs;
const longestMs = 30 * 24 * 60 * minuteMs;

/** `{ action, max or maxPercent, per, provider }`. */
export function readLimit(value: unknown, pointer: string, report: Report): PolicyLimit | null {
  const fields = readObject(value, pointer, ["action", "max", "maxPercent", "per", "provider"], report);
  if (fields === null) return null;
  const action = actionClasses.find((known) => known === fields.action);
  if (action === undefined) {
    report(under(pointer, "action"), "ValueNotAllowed", `The action must be one of ${inWords(actionClasses)}.`);
  }
  const most = readMost(fields, pointer, report);
  const per = readPer(fields.per, under(pointer, "per"), report);
  const provider = readOptionalText(fields.provider, under(pointer, "provider"), "An alias", report);
  if (action === undefined || most === null || per === null) return null;
  return { action, most, per, provider };
}

function readMost({ max, maxPercent }: Fields, pointer: string, report: Report): PolicyLimit["most"] | null {
  if ((max === undefined) === (maxPercent === undefined)) {
    report(pointer, "ShapeInvalid", "A limit has either max or maxPercent.");
    return null;
  }
  if (max !== undefined) {
    if (typeof max === "number" && Number.isSafeInteger(max) && max >= 0) return { count: max };
    report(under(pointer, "max"), "ValueNotAllowed", "max must be a whole number, 0 or more.");
    return null;
  }
  if (typeof maxPercent === "number" && maxPercent >= 0 && maxPercent <= 100) return { percent: maxPercent };
  report(under(pointer, "maxPercent"), "ValueNotAllowed", "maxPercent must be a number from 0 to 100.");
  return null;
}

function readPer(value: unknown, pointer: string, report: Report): PolicyLimit["per"] | null {
  if (value === "plan") return "plan";
  const [, digits, unit] = (typeof value === "string" && /^([1-9]\d{0,5})([mhd])$/.exec(value)) || [];
  const ms = Number(digits) * (unitMs[unit ?? ""] ?? 0);
  if (typeof value === "string" && ms >= shortestMs && ms <= longestMs) return { text: value, ms };
  report(pointer, "ValueNotAllowed", "per must be plan, or a rolling window from 15m to 30d, such as 24h.");
  return null;
}
