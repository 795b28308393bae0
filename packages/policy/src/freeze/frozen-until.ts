import { type FreezeRule, weekdays } from "../configuration.ts";
import type { Zone } from "./zone.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Windows that follow each other for so long have no end. */
const longestDays = 60;

interface Interval {
  readonly from: number;
  readonly to: number;
}

/**
 * When the freeze is over that is in force at this instant; windows of the rule that touch are one. Null when none is in
 * force, Infinity when it has no end. Local times that exist twice, or not at all, are read so that the freeze is longer.
 */
export function frozenUntil(rule: FreezeRule, zone: Zone, instant: number): number | null {
  let until: number | null = null;
  for (;;) {
    const at: number = until ?? instant;
    const covering = intervalsAround(rule, zone, at).filter(({ from, to }) => from <= at && at < to);
    if (covering.length === 0) return until;
    until = Math.max(...covering.map(({ to }) => to));
    if (until > instant + longestDays * dayMs && rule.kind === "weekly") return Number.POSITIVE_INFINITY;
  }
}

function intervalsAround(rule: FreezeRule, zone: Zone, instant: number): Interval[] {
  if (rule.kind === "once") return [{ from: zone.earliest(rule.from), to: zone.latest(rule.to) }];
  const today = Math.floor(zone.localOf(instant) / dayMs) * dayMs;
  return [-2, -1, 0, 1].flatMap((days) => {
    const midnight = today + days * dayMs;
    const weekday = weekdays[new Date(midnight).getUTCDay()];
    if (weekday === undefined || !rule.days.includes(weekday)) return [];
    const end = rule.to > rule.from ? rule.to : rule.to + 24 * 60;
    return [{ from: zone.earliest(midnight + rule.from * minuteMs), to: zone.latest(midnight + end * minuteMs) }];
  });
}
