/**
 * A time zone's clock, by `Intl`. Local times are numbers: milliseconds as if they were UTC. When clocks are changed a
 * local time exists twice, or not at all; then it has two readings, by the offset before and after.
 */
export interface Zone {
  localOf(instant: number): number;
  earliest(local: number): number;
  latest(local: number): number;
  /** `2027-01-02T06:00+01:00 (Europe/Berlin)`. */
  format(instant: number): string;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

export function createZone(timeZone: string): Zone {
  const formatter = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const localOf = (instant: number): number => {
    const fields: Record<string, number> = {};
    for (const { type, value } of formatter.formatToParts(instant)) fields[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
    const milliseconds = ((instant % 1000) + 1000) % 1000;
    return Date.UTC(year, month - 1, day, hour, minute, second) + milliseconds;
  };
  const readings = (local: number): number[] => {
    // A day away on both sides is beyond any offset, so these are the offsets before and after a change near by.
    const offsets = [local - dayMs, local + dayMs].map((instant) => localOf(instant) - instant);
    const instants = offsets.map((offset) => local - offset);
    const real = instants.filter((instant) => localOf(instant) === local);
    return real.length > 0 ? real : instants;
  };
  return {
    localOf,
    earliest: (local) => Math.min(...readings(local)),
    latest: (local) => Math.max(...readings(local)),
    format(instant) {
      const local = localOf(instant);
      const offset = Math.round((local - instant) / minuteMs);
      const two = (number: number) => String(number).padStart(2, "0");
      const size = Math.abs(offset);
      const written = `${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
      return `${new Date(local).toISOString().slice(0, 16)}${written} (${timeZone})`;
    },
  };
}
