import type { LedgerEntry, LedgerPage, LedgerQuery, PolicyLedger } from "./ledger.ts";

const dayMs = 24 * 60 * 60_000;

/** A ledger of this process only, for tests and pretend runs: limits over time do not hold beyond it. */
export function createMemoryLedger(): PolicyLedger {
  let kept: readonly LedgerEntry[] = [];
  let nextId = 1;
  const open = (entries: LedgerEntry[]): LedgerPage => {
    const found = ({ action, system, after }: LedgerQuery) =>
      entries
        .filter((entry) => entry.action === action && (system === null || entry.system === system))
        .filter(({ time }) => time > after)
        .sort((a, b) => a.time - b.time || a.id - b.id);
    const keep = (isKept: (entry: LedgerEntry) => boolean) => {
      entries.splice(0, entries.length, ...entries.filter(isKept));
    };
    return {
      newest: () => entries.reduce<number | null>((latest, { time }) => Math.max(latest ?? time, time), null),
      oldestTime: () => entries.reduce<number | null>((earliest, { time }) => Math.min(earliest ?? time, time), null),
      startOfNewestDays(days) {
        const all = new Set(entries.map(({ time }) => Math.floor(time / dayMs) * dayMs));
        return [...all].sort((a, b) => b - a)[days - 1] ?? null;
      },
      count: (query) => found(query).length,
      oldest: (query, most) => found(query).slice(0, most),
      openOf: (planId) => entries.filter((entry) => entry.planId === planId && !entry.isSettled),
      add(added) {
        for (const entry of added) entries.push({ ...entry, id: nextId++ });
      },
      remove(ids) {
        const gone = new Set(ids);
        keep(({ id }) => !gone.has(id));
      },
      removeBefore: (limit) => keep(({ time }) => time >= limit),
    };
  };
  return Object.freeze({
    async read<T>(work: (view: LedgerPage) => T) {
      return work(open([...kept]));
    },
    async transact<T>(work: (page: LedgerPage) => T) {
      const entries = [...kept];
      const result = work(open(entries));
      kept = entries;
      return result;
    },
  });
}
