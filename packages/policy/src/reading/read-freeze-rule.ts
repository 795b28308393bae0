import { type FreezeRule, type Weekday, weekdays } from "../configuration.ts";
import { type Fields, inWords, readObject, readText } from "./read-shape.ts";
import { type Report, under } from "./report.ts";

const dayMinutes = 24 * 60;

/** `{ name, timeZone, from, to }` with dates, or `{ name, timeZone, days, from, to }` with times of the day, which may be absent. */
export function readFreezeRule(value: unknown, pointer: string, report: Report): FreezeRule | null {
  const fields = readObject(value, pointer, ["name", "timeZone", "days", "from", "to"], report);
  if (fields === null) return null;
  const name = readText(fields.name, under(pointer, "name"), "The name", report);
  const timeZone = readTimeZone(fields.timeZone, under(pointer, "timeZone"), report);
  const when = fields.days === undefined ? readOnce(fields, pointer, report) : readWeekly(fields, pointer, report);
  return name === null || timeZone === null || when === null ? null : { name, timeZone, ...when };
}

function readTimeZone(value: unknown, pointer: string, report: Report): string | null {
  try {
    // An offset such as +02:00 is taken as well, and knows of no summer.
    if (typeof value === "string" && /^[A-Za-z]/.test(value))
      return new Intl.DateTimeFormat("en-US", { timeZone: value }) && value;
  } catch {
    // Reported below, like what is no text.
  }
  report(pointer, "ValueNotAllowed", "The time zone must be a name of the IANA database, such as Europe/Berlin.");
  return null;
}

type When<K> = K extends FreezeRule["kind"] ? Omit<Extract<FreezeRule, { kind: K }>, "name" | "timeZone"> : never;

function readOnce(fields: Fields, pointer: string, report: Report): When<"once"> | null {
  const from = readDateTime(fields.from, under(pointer, "from"), report);
  const to = readDateTime(fields.to, under(pointer, "to"), report);
  if (from === null || to === null) return null;
  if (from < to) return { kind: "once", from, to };
  report(under(pointer, "to"), "ValueNotAllowed", "The end must be later than the beginning.");
  return null;
}

function readWeekly({ days, from, to }: Fields, pointer: string, report: Report): When<"weekly"> | null {
  const read = readDays(days, under(pointer, "days"), report);
  if (from === undefined && to === undefined) return read && { kind: "weekly", days: read, from: 0, to: dayMinutes };
  const begin = readTime(from, under(pointer, "from"), report);
  const end = readTime(to, under(pointer, "to"), report);
  if (begin === dayMinutes) {
    report(under(pointer, "from"), "ValueNotAllowed", "A day ends at 24:00: begin on the next day at 00:00.");
    return null;
  }
  if (begin !== null && begin === end) {
    report(under(pointer, "to"), "ValueNotAllowed", "from and to are the same; leave both out to mean whole days.");
    return null;
  }
  return read === null || begin === null || end === null ? null : { kind: "weekly", days: read, from: begin, to: end };
}

function readDays(value: unknown, pointer: string, report: Report): readonly Weekday[] | null {
  if (!Array.isArray(value) || value.length === 0) {
    report(pointer, "ShapeInvalid", `days must be a list of ${inWords(weekdays)}.`);
    return null;
  }
  const wrong = value.flatMap((day, index) => (weekdays.includes(day) ? [] : [index]));
  for (const index of wrong) report(under(pointer, index), "ValueNotAllowed", `A day is one of ${inWords(weekdays)}.`);
  return wrong.length > 0 ? null : weekdays.filter((day) => value.includes(day));
}

/** Minutes after midnight. */
function readTime(value: unknown, pointer: string, report: Report): number | null {
  const [, hours, minutes] = (typeof value === "string" && /^([01]\d|2[0-4]):([0-5]\d)$/.exec(value)) || [];
  const time = Number(hours) * 60 + Number(minutes);
  if (time <= dayMinutes) return time;
  report(pointer, "ValueNotAllowed", 'With days this must be a time in quotes, from "00:00" to "24:00".');
  return null;
}

/** A local time as milliseconds, as if it were UTC. */
function readDateTime(value: unknown, pointer: string, report: Report): number | null {
  const shape = /^(?:19[7-9]\d|[2-9]\d{3})-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?$/;
  const text = typeof value === "string" && shape.test(value) ? value : "";
  const time = Date.parse(`${text}Z`);
  // A date that is not in the calendar becomes another one.
  if (Number.isFinite(time) && new Date(time).toISOString().startsWith(text)) return time;
  report(
    pointer,
    "ValueNotAllowed",
    'Without days this must be a local date and time in quotes, without an offset, such as "2026-12-24T18:00".',
  );
  return null;
}
