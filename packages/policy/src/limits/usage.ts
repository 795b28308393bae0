import type { LedgerQuery, LedgerView } from "../ledger/ledger.ts";
import type { PreparedLimit } from "./prepare-limits.ts";

/** How much of a limit is used already. */
export interface Usage {
  readonly used: number;
  /** When so many of the used ones will be out of the window; null when there are not so many. */
  freeAt(howMany: number): number | null;
}

export const noUsage: Usage = { used: 0, freeAt: () => null };

/**
 * Counts the entries of the window, those dated in the future included. What an earlier run of this plan reserved and
 * never settled, and this plan asks for again, is left out: it counts as asked.
 */
export function usageOf({ limit, system, items }: PreparedLimit, view: LedgerView, planId: string, now: number): Usage {
  if (limit.per === "plan") return noUsage;
  const { ms } = limit.per;
  const query: LedgerQuery = { action: limit.action, system, after: now - ms };
  const again = new Set(
    view
      .openOf(planId)
      .filter(({ item, time }) => items.has(item) && time > query.after)
      .map(({ id }) => id),
  );
  return {
    used: view.count(query) - again.size,
    freeAt(howMany) {
      const others = view.oldest(query, howMany + again.size).filter(({ id }) => !again.has(id));
      const last = others[howMany - 1];
      return last === undefined ? null : last.time + ms;
    },
  };
}
