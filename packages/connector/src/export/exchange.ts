/**
 * One page of an export: what goes is noted before it goes, and what came of it after. A process that ends between the two
 * leaves a note that the outcome is not known, which an import settles.
 *
 * Longer than most files here: what a result means for an entry can only be read in one place.
 */
import { IdleError, type Secret } from "@idle/contract";
import { checkExportResults } from "../answers/check-export-results.ts";
import { currentImage } from "../import/settle.ts";
import type { CSEntryChangeResult, ExportEntry } from "../model/entry.ts";
import { exportErrorOf } from "../model/export-errors.ts";
import type { SchemaIndex } from "../model/schema-index.ts";
import type { ExportSlotArgs, SlotContext } from "../model/slots.ts";
import type { Internals } from "../run/internals.ts";
import { timeText } from "../run/internals.ts";
import type { PartitionScope } from "../run/partition-scope.ts";
import type { ScriptRun } from "../run/script-run.ts";
import type { Image } from "../space/image.ts";
import { afterIntent, type Intent, intent } from "../space/intent.ts";
import type { ObjectError } from "../space/object-error.ts";
import { imageOf, intentIn, intentText, type ObjectRow } from "../space/object-store.ts";
import { namedBy } from "../space/references.ts";
import { takeBack, takeEffect } from "./outcome.ts";
import { labelOf, type Pending, readPending } from "./pending.ts";
import { checkReturnedAnchors } from "./returned-anchors.ts";
import { cleared, isExportedReference, type Shaped, shapeEntry } from "./shape-entry.ts";

export interface ExchangeOptions {
  readonly internals: Internals;
  readonly index: SchemaIndex;
  readonly scope: PartitionScope;
  readonly scripts: ScriptRun;
  readonly run: number;
  readonly common: Omit<ExportSlotArgs, keyof SlotContext>;
  readonly newIdentifier: () => string;
  /** A full export: whatever is there goes along. */
  readonly isFull: boolean;
  /** Wishes that are not staged, by row: somebody waits for their outcome. Null where what is staged goes. */
  readonly direct: Map<number, Intent> | null;
  /** For the rows of `direct`. */
  readonly passwords: Map<number, Secret>;
  readonly mostDeletions: number;
}

export type Pass = "first" | "second";

interface ExchangeCounts {
  added: number;
  updated: number;
  deleted: number;
  replaced: number;
  secondPass: number;
}

interface PageOutcome {
  /** How many of the rows were looked at: those behind them are for the next page. */
  readonly taken: number;
  /** Rows that have more to send in this pass. */
  readonly again: readonly number[];
  /** Rows that have more to send in the next one. */
  readonly later: readonly number[];
  /** What the connector ended the run with. */
  readonly stop: ObjectError | null;
}

type MutableOutcome = {
  -readonly [K in keyof PageOutcome]: PageOutcome[K] extends readonly number[] ? number[] : PageOutcome[K];
};

interface Item {
  readonly row: ObjectRow;
  readonly pending: Pending;
  readonly shaped: Shaped;
  readonly withPassword: boolean;
}

/** What of an entry was taken, and which references an object lost with it and is to get back. */
interface TakenPart {
  readonly sent: Intent;
  readonly withheld: Image;
}

export interface Exchange {
  readonly counts: Readonly<ExchangeCounts>;
  readonly errors: readonly ObjectError[];
  /** Sends what is pending for these rows, as one page. Throws ThresholdExceeded before a deletion too many. */
  send(ids: readonly number[], pass: Pass): Promise<PageOutcome>;
}

export function createExchange(options: ExchangeOptions): Exchange {
  const { internals, index, scope, scripts, run, common, newIdentifier, isFull, direct, passwords } = options;
  const { definition, space, objects: store, records, naming } = internals;
  const { capabilities } = definition;
  const counts: ExchangeCounts = { added: 0, updated: 0, deleted: 0, replaced: 0, secondPass: 0 };
  const errors: ObjectError[] = [];
  let deletions = 0;

  const wishOf = (row: ObjectRow): Intent | null =>
    direct === null ? intentIn(row.staged) : (direct.get(row.id) ?? null);

  /** `holds`: there is nothing to send. */
  function itemOf(id: number, pass: Pass): Item | "later" | "holds" {
    const row = store.byId(id);
    if (row === null || row.sending !== null) return "holds";
    const secret = passwords.get(id);
    let pending = readPending(row, wishOf(row), { index, internals, isWhole: isFull });
    const isNew = pending?.kind === "add" || pending?.kind === "replace";
    const withPassword =
      secret !== undefined && (pass === "second" || (isNew && capabilities.enableExportPasswordInFirstPass));
    if (pending === null && withPassword) {
      const now = readPending(row, null, { index, internals, isWhole: true });
      pending = now === null ? null : { ...now, isWhole: false };
    }
    if (pending === null) return "holds";
    const shaped = shapeEntry(pending, {
      capabilities,
      naming,
      newIdentifier,
      withoutReferences: pass === "first" && capabilities.noReferenceValuesInFirstExportPass,
      password: withPassword ? secret : undefined,
    });
    if (shaped === null) return "holds";
    return shaped === "later" ? shaped : { row, pending, shaped, withPassword };
  }

  /** Up to the first container that is renamed: what stands in it is called otherwise then. */
  function itemsOf(ids: readonly number[], pass: Pass, outcome: MutableOutcome): Item[] {
    const items: Item[] = [];
    const settled: ObjectRow[] = [];
    for (const id of ids) {
      outcome.taken += 1;
      const item = itemOf(id, pass);
      if (item === "later") outcome.later.push(id);
      else if (item === "holds") {
        const row = store.byId(id);
        if (row !== null && row.sending === null) settled.push(row);
        direct?.delete(id);
      } else {
        items.push(item);
        const { row, pending } = item;
        if (pending.newDn !== null && row.nameKey !== null && store.hasDescendants(row.nameKey)) break;
      }
    }
    // What was staged holds: there is nothing to keep, unless somebody staged something else meanwhile.
    if (direct === null && settled.some(({ staged }) => staged !== null)) {
      space.transaction(() => {
        for (const { id, staged } of settled) if (store.byId(id)?.staged === staged) store.update(id, { staged: null });
      });
    }
    return items;
  }

  function refuseDeletions(items: readonly Item[]): void {
    deletions += items.filter(({ shaped }) => shaped.entry.modificationType === "Delete").length;
    if (deletions <= options.mostDeletions) return;
    throw new IdleError(
      "ThresholdExceeded",
      `The export of ${definition.name} would delete ${deletions} objects; limits.deletions allows ${options.mostDeletions}. Nothing of this page was exported. Look at what is pending; if it is right, raise the limit for once.`,
      { details: { connector: definition.name, deletions } },
    );
  }

  function settle(item: Item, result: CSEntryChangeResult | undefined, pass: Pass, outcome: MutableOutcome): void {
    const { row, shaped, pending } = item;
    const { id } = row;
    const code = result?.errorCode ?? "Success";
    const { kind, meaning } = exportErrorOf(code);
    const retries = pass === "first";
    const hasReferences = shaped.entry.attributeChanges.some(({ name }) => isExportedReference(pending.type, name));
    const label = labelOf(row, internals);
    if (kind === "success" || (kind === "retryReferences" && retries && hasReferences)) {
      const { sent, withheld } =
        kind === "success" ? { sent: shaped.sending, withheld: shaped.withheld } : withoutReferences(item);
      const wish = wishOf(store.byId(id) ?? row);
      const isDirect = direct !== null;
      const left = takeEffect(
        { internals, index, id, sent: { ...sent, isDirect }, anchor: result?.anchorAttributes ?? [] },
        wish,
      );
      const rest = withReferences(left, withheld, wish, isDirect);
      keepRest(id, rest, pending);
      count(item, pass);
      records.clearError({ object: label, objectType: pending.type.name, partition: scope.dn, kind: "export" }, id);
      const isHalf = pending.kind === "replace" && shaped.entry.modificationType === "Delete";
      if (item.withPassword) passwords.delete(id);
      if (isHalf) outcome.again.push(id);
      else if (retries && (rest !== null || passwords.has(id))) outcome.later.push(id);
      return;
    }
    takeBack({ internals, id });
    if (kind === "retryLater" && retries) {
      outcome.later.push(id);
      return;
    }
    if (kind === "convertToAdd" && retries && pending.kind === "update") {
      makeAdd(row, pending);
      outcome.later.push(id);
      return;
    }
    const error: ObjectError = {
      object: label,
      objectType: pending.type.name,
      partition: scope.dn,
      kind: "export",
      code: scripts.redact(code).slice(0, 100),
      message: wordsOf(result, meaning),
      time: timeText(internals),
    };
    errors.push(error);
    records.putError(error, run, id);
    direct?.delete(id);
    passwords.delete(id);
    if (kind === "stop") outcome.stop = error;
  }

  function keepRest(id: number, rest: Intent | null, { type }: Pending): void {
    if (direct !== null) {
      if (rest === null) direct.delete(id);
      else direct.set(id, rest);
      return;
    }
    if (store.byId(id) === null) return;
    store.update(id, { staged: intentText(rest) });
    if (rest !== null) store.addWishes(id, namedBy(rest.attributes, type, naming));
  }

  /** The system has not got what the space has: all of it is to be added anew, under the name that is wanted. */
  function makeAdd(row: ObjectRow, pending: Pending): void {
    const current = currentImage(imageOf(row), intentIn(row.sent));
    const all = afterIntent(current, intent("update", { attributes: pending.wanted })) ?? new Map();
    const attributes = new Map([...all].filter(([name]) => pending.type.attribute(name)?.canExport === true));
    const add = intent("add", { attributes, objectType: pending.type.name, isDirect: direct !== null });
    const { newDn } = pending;
    const name = newDn === null ? {} : { dn: newDn, nameKey: naming.nameKey(newDn) };
    store.setReferences(row.id, new Map());
    store.update(row.id, { ...name, image: null, sent: null, ...(direct === null && { staged: intentText(add) }) });
    direct?.set(row.id, add);
  }

  function wordsOf(result: CSEntryChangeResult | undefined, meaning: string): string {
    const words = [result?.errorName, result?.errorDetail]
      .filter((text) => text !== undefined && text !== "")
      .join(": ");
    return scripts.redact(words === "" ? `${meaning}.` : `${meaning}: ${words}`).slice(0, 2_000);
  }

  function count({ pending, shaped }: Item, pass: Pass): void {
    if (pass === "second" && pending.kind === "update") counts.secondPass += 1;
    else if (shaped.entry.modificationType === "Add") counts.added += 1;
    else if (shaped.entry.modificationType === "Delete") counts.deleted += pending.kind === "delete" ? 1 : 0;
    else if (pending.kind === "replace") counts.replaced += 1;
    else counts.updated += 1;
  }

  return {
    counts,
    errors,
    async send(ids, pass) {
      const outcome: MutableOutcome = { taken: 0, again: [], later: [], stop: null };
      const items = itemsOf(ids, pass, outcome);
      if (items.length === 0) return outcome;
      refuseDeletions(items);
      space.transaction(() => {
        for (const { row, shaped } of items) {
          store.update(row.id, { sending: intentText({ ...shaped.sending, isDirect: direct !== null }) });
        }
      });
      const csEntries = frozen(items.map(({ shaped }) => shaped.entry));
      const identifiers = csEntries.map(({ identifier }) => identifier);
      const types = new Map(items.map(({ shaped, pending }) => [shaped.entry.identifier, pending.type]));
      const results = await scripts.call("exportData", { ...common, csEntries }, (answer, context) =>
        checkReturnedAnchors(checkExportResults(answer, context, { identifiers }), types, context),
      );
      const byIdentifier = new Map(results.map((result) => [result.identifier, result]));
      space.transaction(() => {
        for (const item of items) settle(item, byIdentifier.get(item.shaped.entry.identifier), pass, outcome);
      });
      return outcome;
    },
  };
}

/** What is left to send, with the references that the object lost on the way as they were, unless others are wanted. */
function withReferences(left: Intent | null, withheld: Image, wish: Intent | null, isDirect: boolean): Intent | null {
  const lost = [...withheld].filter(([name]) => wish?.attributes.has(name) !== true);
  if (lost.length === 0 || left?.kind === "delete") return left;
  const rest = left ?? intent("update", { isDirect });
  return { ...rest, attributes: new Map([...lost, ...rest.attributes]) };
}

/** An entry that was taken but for its references. What went as a whole has none of them then. */
function withoutReferences({ shaped, pending }: Item): TakenPart {
  const { type, current } = pending;
  const isReference = (name: string) => type.attribute(name)?.dataType === "Reference";
  const attributes = new Map([...shaped.sending.attributes].filter(([name]) => !isReference(name)));
  const sent = { ...shaped.sending, attributes };
  if (pending.kind !== "update" || shaped.entry.modificationType !== "Replace") return { sent, withheld: new Map() };
  const withheld = new Map([...(current ?? [])].filter(([name]) => isExportedReference(type, name)));
  return { sent: { ...sent, attributes: new Map([...attributes, ...cleared(withheld)]) }, withheld };
}

/** What a script does to its arguments is its own affair. */
function frozen(entries: readonly ExportEntry[]): readonly ExportEntry[] {
  for (const entry of entries) {
    for (const change of entry.attributeChanges) {
      for (const value of change.valueChanges) Object.freeze(value);
      Object.freeze(change.valueChanges);
      Object.freeze(change);
    }
    for (const anchor of entry.anchorAttributes) Object.freeze(anchor);
    Object.freeze(entry.anchorAttributes);
    Object.freeze(entry.attributeChanges);
    Object.freeze(entry.changedAttributeNames);
    Object.freeze(entry);
  }
  return Object.freeze(entries);
}
