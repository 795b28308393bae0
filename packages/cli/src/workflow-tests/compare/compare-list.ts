/**
 * Compares lists whose entries come in no order that matters. Expected entries are paired with actual ones: first those
 * that fit, as many of them as can be, then those that are meant for one another; what is left over is missing or unexpected.
 */
import type { JsonValue } from "@idle/contract";
import type { Collector, ListEntry, Path } from "./finding.ts";

export interface ListComparison<E, A> {
  readonly path: Path;
  readonly about: string;
  readonly expected: readonly E[];
  readonly actual: readonly A[];
  /** Whether entries that are not expected must not be there; an empty list of expected ones always means that. */
  readonly isExact: boolean;
  /** Whether nothing differs. */
  fits(expected: E, actual: A): boolean;
  /** How near they are where something does; 0 for not at all. */
  nearness(expected: E, actual: A): number;
  /** Finds what differs between two that are meant for one another. */
  compare(expected: E, actual: A, path: Path): void;
  /** How the file would say it. */
  record(actual: A): JsonValue;
  /** How a finding shows it. Default: as `record` says it. */
  show?(actual: A): JsonValue;
  /** How a finding shows an expected entry. */
  showExpected(expected: E): JsonValue;
  /** What an update writes for the first when the second is there instead; undefined when they have nothing to do with one another. */
  replace?(expected: E, actual: A): JsonValue | undefined;
  readonly notes?: (missing: readonly E[], unexpected: readonly A[]) => readonly string[];
}

export function compareList<E, A>(list: ListComparison<E, A>, collector: Collector): void {
  const { path, about, expected, actual, record, show = record } = list;
  const pairs = pairUp(list);
  const missing: number[] = [];
  for (const [index, each] of expected.entries()) {
    const partner = pairs[index];
    const other = partner === undefined ? undefined : actual[partner];
    if (other === undefined) missing.push(index);
    else list.compare(each, other, [...path, index]);
  }
  const taken = new Set(pairs);
  const isClosed = list.isExact || expected.length === 0;
  const unexpected = isClosed ? actual.filter((_, index) => !taken.has(index)) : [];
  const [first] = missing;
  if (first === undefined && unexpected.length === 0) return;
  const lacking = expected.filter((_, index) => missing.includes(index));
  const free = isClosed ? [] : actual.filter((_, index) => !taken.has(index));
  const counterparts = new Map<number, A>();
  for (const index of missing) {
    const counterpart = onlyCounterpart(list, index, lacking, free);
    if (counterpart !== undefined) counterparts.set(index, counterpart);
  }
  // That nothing is there says more than what was expected of it; that something else is there says less.
  const isEmptied = actual.length === 0 && list.replace !== undefined;
  const isLess = !isClosed && !isEmptied && counterparts.size < missing.length;
  collector.find({
    path: first === undefined ? path : [...path, first],
    about,
    missing: lacking.map((each) => list.showExpected(each)),
    unexpected: unexpected.map((each) => show(each)),
    ...(free.length > 0 && { present: free.map((each) => show(each)) }),
    ...(counterparts.size > 0 && { replacements: [...counterparts.values()].map((each) => show(each)) }),
    ...(isLess && { cannotUpdate: "what is missing has no counterpart that is clear" }),
    notes: list.notes?.(lacking, unexpected) ?? [],
  });
  if (!isClosed && !isEmptied) {
    for (const [index, other] of isLess ? [] : counterparts) {
      const each = expected[index];
      const value = each === undefined ? undefined : list.replace?.(each, other);
      if (value !== undefined) collector.edit({ kind: "set", path: [...path, index], value });
    }
    return;
  }
  const kept = expected.flatMap((_, index): ListEntry[] => (missing.includes(index) ? [] : [{ kept: index }]));
  const entries = [...kept, ...unexpected.map((each) => ({ added: record(each) }))];
  collector.edit({ kind: "arrange", path, entries });
}

/** The one that is there in place of a missing entry: the only one for it, and it the only one for that. */
function onlyCounterpart<E, A>(
  { expected, replace }: ListComparison<E, A>,
  index: number,
  lacking: readonly E[],
  free: readonly A[],
): A | undefined {
  const each = expected[index];
  if (each === undefined || replace === undefined) return undefined;
  const [found, ...others] = free.filter((one) => replace(each, one) !== undefined);
  if (found === undefined || others.length > 0) return undefined;
  return lacking.filter((one) => replace(one, found) !== undefined).length === 1 ? found : undefined;
}

function pairUp<E, A>({ expected, actual, fits, nearness }: ListComparison<E, A>): (number | undefined)[] {
  const partners: (number | undefined)[] = expected.map(() => undefined);
  const owners = new Map<number, number>();
  /** Kuhn's way of finding as many pairs as there can be: who is in the way looks for another partner. */
  const place = (index: number, each: E, tried: Set<number>): boolean => {
    for (const [at, other] of actual.entries()) {
      if (tried.has(at) || !fits(each, other)) continue;
      tried.add(at);
      const owner = owners.get(at);
      const rival = owner === undefined ? undefined : expected[owner];
      if (owner !== undefined && rival !== undefined && !place(owner, rival, tried)) continue;
      owners.set(at, index);
      partners[index] = at;
      return true;
    }
    return false;
  };
  for (const [index, each] of expected.entries()) place(index, each, new Set());
  for (const [index, each] of expected.entries()) {
    if (partners[index] !== undefined) continue;
    let best: number | undefined;
    let most = 0;
    for (const [at, other] of actual.entries()) {
      const near = owners.has(at) ? 0 : nearness(each, other);
      if (near > most) [best, most] = [at, near];
    }
    if (best === undefined) continue;
    owners.set(best, index);
    partners[index] = best;
  }
  return partners;
}
