import type { Limit } from "../definition/definition.ts";

/** Whether so many are more than a limit allows, of so many in all. */
export function isPast(count: number, limit: Limit, total: number): boolean {
  return "count" in limit ? count > limit.count : count * 100 > limit.percent * total;
}

export function limitInWords(limit: Limit): string {
  return "count" in limit ? String(limit.count) : `${limit.percent} %`;
}
