import type { DoneSteps, PolicySubject } from "@idle/contract";
import type { ActionClass } from "../action-class.ts";
import type { Effect } from "../effects/effect.ts";
import { effectsOfChanges } from "../effects/effect.ts";
import { itemOf } from "../effects/item-of.ts";
import type { LedgerEntry, LedgerPage } from "../ledger/ledger.ts";

/** Twice the longest window, and a little. */
const keptDays = 62;
const keptMs = keptDays * 24 * 60 * 60_000;

export interface Run {
  readonly planId: string;
  readonly runId: string;
}

/** Enters all that can be counted, of every class: a limit that is set tomorrow counts what is done today. */
export function reserve(page: LedgerPage, run: Run, effects: readonly Effect[], now: number): void {
  const newest = page.newest();
  removeOld(page, now);
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

/**
 * Only what many days of counting lie behind: a clock that leaps makes one day of many, and what is thrown away would be
 * missing once it is set right.
 */
function removeOld(page: LedgerPage, now: number): void {
  const oldest = page.oldestTime();
  if (oldest === null || oldest > now - 2 * keptMs) return;
  // By days that were counted on, which cost a look at all: hence not every time.
  const since = page.startOfNewestDays(keptDays);
  if (since !== null) page.removeBefore(Math.min(since, now - keptMs));
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
    [...done].flatMap(([id, changes]) =>
      changes === "Asked"
        ? effects.filter(({ step }) => step.id === id)
        : effectsOfChanges({ id, name: "" }, changes ?? [], systemOf),
    ),
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

type CountedEffect = Effect & { readonly action: ActionClass };

/** One effect for each item. Effects that could be any number are left out, unless there is a name for each. */
function distinctItems(effects: readonly Effect[], nameOf?: (index: number) => string): Map<string, CountedEffect> {
  const items = new Map<string, CountedEffect>();
  for (const [index, effect] of effects.entries()) {
    const item = itemOf(effect) ?? nameOf?.(index);
    if (item !== undefined && effect.system !== null && isCounted(effect)) items.set(item, effect);
  }
  return items;
}

function isCounted(effect: Effect): effect is CountedEffect {
  return effect.action !== "unknown";
}

function entryOf(
  { planId, runId }: Run,
  item: string,
  { action, system }: CountedEffect,
  time: number,
  isSettled: boolean,
): Omit<LedgerEntry, "id"> {
  return { action, system: system ?? "", item, planId, runId, time, isSettled };
}
