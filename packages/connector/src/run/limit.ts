import type { Limit } from "../definition/definition.ts";
import type { Prepare } from "../space/open-space.ts";

/** Whether so many are more than a limit allows, of so many in all. */
export function isPast(count: number, limit: Limit, total: number): boolean {
  return "count" in limit ? count > limit.count : count * 100 > limit.percent * total;
}

export function limitInWords(limit: Limit): string {
  return "count" in limit ? String(limit.count) : `${limit.percent} %`;
}

/** The objects of a partition that the last import saw: what limits are a part of. */
export function countKnown(prepare: Prepare, partition: string): number {
  const sql = "SELECT count(*) AS n FROM objects WHERE partition = ? AND image IS NOT NULL";
  return Number(prepare(sql).get(partition)?.n ?? 0);
}
