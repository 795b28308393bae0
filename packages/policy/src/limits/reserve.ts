import type { DoneSteps, PolicySubject } from "@idle/contract";
import type { Effect } from "../effects/effect.ts";
import { effectsOfChanges } from "../effects/effect.ts";
import { itemOf } from "../effects/item-of.ts";
import type { LedgerEntry, LedgerPage } from "../ledger/ledger.ts";

const keptMs = 31 * 24 * 60 * 60_000;

export interface Run {
  readonly planId: string;
  readonly runId: string;
}

/** Enters all that can be counted, of every class: a limit that is set tomorrow counts what is done today. */
export function reserve(page: LedgerPage, run: Run, effects: readonly Effect[], now: number): void {
  const newest = page.newest();
  // By the earlier of the two: after a leap of the clock what is thrown away would be missing when it is set right.
  page.removeBefore(Math.min(now, newest ?? now) - keptMs);
  const asked = distinctItems(effects);
  page.remove(
    page
      .openOf(run.planId)
      .filter(({ item }) => asked.has(item))
      .map(({ id }) => id),
  );
  const time = Math.max(now, newest ?? now);
  page.add([...asked].map(([item, effect]) => entryOf(run, item, effect, time, false)));
}

/** Lowers what a run reserved to what it did, which may be more. What it does not know stays reserved. */
export function settle(
  page: LedgerPage,
  run: Run,
  effects: readonly Effect[],
  done: DoneSteps,
  { systemOf, now }: Pick<PolicySubject, "systemOf"> & { readonly now: number },
): void {
  const ended = distinctItems(
    [...done].flatMap(([id, changes]) => effectsOfChanges({ id, name: "" }, changes ?? [], systemOf)),
    (index) => JSON.stringify([run.runId, index]),
  );
  const uncertain = distinctItems(effects.filter(({ step }) => done.get(step.id) === null));
  const time = Math.max(now, page.newest() ?? now);
  page.remove(
    page
      .openOf(run.planId)
      .filter(({ runId, item }) => runId === run.runId && (ended.has(item) || !uncertain.has(item)))
      .map(({ id }) => id),
  );
  page.add([...ended].map(([item, effect]) => entryOf(run, item, effect, time, true)));
}

/** One effect for each item. Effects that could be any number are left out, unless there is a name for each. */
function distinctItems(effects: readonly Effect[], nameOf?: (index: number) => string): Map<string, Effect> {
  const items = new Map<string, Effect>();
  for (const [index, effect] of effects.entries()) {
    const item = itemOf(effect) ?? nameOf?.(index);
    if (item !== undefined && effect.system !== null) items.set(item, effect);
  }
  return items;
}

function entryOf(
  { planId, runId }: Run,
  item: string,
  { action, system }: Effect,
  time: number,
  isSettled: boolean,
): Omit<LedgerEntry, "id"> {
  return { action, system: system ?? "", item, planId, runId, time, isSettled };
}
