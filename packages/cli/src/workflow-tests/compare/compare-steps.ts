/** Compares steps by their names, for plans and results alike. */
import type { JsonValue } from "@idle/contract";
import { didYouMean } from "@idle/core";
import { showValue } from "../../view/value.ts";
import type { Collector, ListEntry, Path } from "./finding.ts";

export interface StepsComparison<E, A> {
  readonly path: Path;
  /** `plan`, `result` … */
  readonly about: string;
  readonly expected: readonly E[];
  readonly actual: readonly A[];
  /** Whether every step is expected, in its order. */
  readonly isExact: boolean;
  compare(expected: E, actual: A, path: Path, about: string): void;
  record(actual: A): JsonValue;
}

export function compareSteps<E extends { readonly step: string }, A extends { readonly name: string }>(
  { path, about, expected, actual, isExact, compare, record }: StepsComparison<E, A>,
  collector: Collector,
): void {
  const byName = new Map(actual.map((step) => [step.name, step]));
  const names = [...byName.keys()];
  const free = names.filter((name) => !expected.some(({ step }) => step === name));
  let isRearranged = false;
  const kept: { readonly index: number; readonly name: string }[] = [];
  for (const [index, each] of expected.entries()) {
    const found = byName.get(each.step);
    if (found === undefined) {
      isRearranged = true;
      collector.find({
        path: [...path, index, "step"],
        about: `${about}: there is no step ${showValue(each.step)}`,
        notes: [meant(each.step, free) ?? `There are ${names.map((name) => showValue(name)).join(", ")}.`],
        ...(!isExact && { cannotUpdate: `there is no step ${showValue(each.step)}` }),
      });
      continue;
    }
    kept.push({ index, name: each.step });
    compare(each, found, [...path, index], `${about}, step ${showValue(each.step)}`);
  }
  if (isExact) isRearranged = compareOrder() || isRearranged;
  // Without a step that is named, an update would check less.
  if (!isRearranged || !isExact) return;
  const entries = actual.map((step): ListEntry => {
    const index = kept.find(({ name }) => name === step.name)?.index;
    return index === undefined ? { added: record(step) } : { kept: index };
  });
  if (entries.length === 0) collector.edit({ kind: "remove", path });
  else collector.edit({ kind: "arrange", path, entries });

  /** What an exact list has too little, twice, or in another order. */
  function compareOrder(): boolean {
    const unexpected = free.map((name): JsonValue => name);
    if (unexpected.length > 0) collector.find({ path, about: `${about}: steps`, missing: [], unexpected });
    const wanted = kept.map(({ name }) => name);
    const there = names.filter((name) => wanted.includes(name));
    const isInOrder = wanted.length === there.length && wanted.every((name, index) => name === there[index]);
    if (!isInOrder)
      collector.find({ path, about: `${about}: the order of the steps`, expected: wanted, actual: there });
    return unexpected.length > 0 || !isInOrder;
  }
}

/** `Did you mean "x"?` */
export function meant(name: string, known: Iterable<string>): string | undefined {
  const suggestion = didYouMean(name, known);
  return suggestion === undefined ? undefined : `Did you mean ${showValue(suggestion)}?`;
}
