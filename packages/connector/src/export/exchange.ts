/**
 * One page of an export: what goes is noted before it goes, and what came of it after. A process that ends between the two
 * leaves a note that the outcome is not known, which an import settles.
 *
 * Longer than most files here: what a result means for an entry can only be read in one place.
 */
import type { Secret } from "@idle/contract";
import { checkExportResults } from "../answers/check-export-results.ts";
import { currentImage } from "../import/settle.ts";
import type { CSEntryChangeResult } from "../model/entry.ts";
import { exportErrorOf } from "../model/export-errors.ts";
import type { SchemaIndex } from "../model/schema-index.ts";
import type { ExportSlotArgs, SlotContext } from "../model/slots.ts";
import type { Internals } from "../run/internals.ts";
import { timeText } from "../run/internals.ts";
import type { PartitionScope } from "../run/partition-scope.ts";
import type { ScriptRun } from "../run/script-run.ts";
import { afterIntent, type Intent, intent } from "../space/intent.ts";
import type { ObjectError } from "../space/object-error.ts";
import { imageOf, intentIn, intentText, type ObjectRow } from "../space/object-store.ts";
import { takeBack, takeEffect } from "./outcome.ts";
import { labelOf, type Pending, readPending } from "./pending.ts";
import { type Shaped, shapeEntry } from "./shape-entry.ts";

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
  /** Wishes that are not staged, by row: somebody waits for their outcome. */
  readonly direct: Map<number, Intent>;
  /** For the rows of `direct`. */
  readonly passwords: Map<number, Secret>;
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
  /** Rows that have more to send in this pass. */
  readonly again: readonly number[];
  /** Rows that have more to send in the next one. */
  readonly later: readonly number[];
  /** What the connector ended the run with. */
  readonly stop: ObjectError | null;
}

interface Item {
  readonly row: ObjectRow;
  readonly pending: Pending;
  readonly shaped: Shaped;
  readonly withPassword: boolean;
}

export interface Exchange {
  readonly counts: Readonly<ExchangeCounts>;
  readonly errors: readonly ObjectError[];
  /** Sends what is pending for these rows, as one page. */
  send(ids: readonly number[], pass: Pass): Promise<PageOutcome>;
}

export function createExchange(options: ExchangeOptions): Exchange {
  const { internals, index, scope, scripts, run, common, newIdentifier, isFull, direct, passwords } = options;
  const { definition, space, objects: store, records, naming } = internals;
  const { capabilities } = definition;
  const counts: ExchangeCounts = { added: 0, updated: 0, deleted: 0, replaced: 0, secondPass: 0 };
  const errors: ObjectError[] = [];
  /** Objects that went as a whole without their references, which must follow as a whole. */
  const whole = new Set<number>();

  const wishOf = (row: ObjectRow): Intent | null => direct.get(row.id) ?? intentIn(row.staged);

  function itemOf(id: number, pass: Pass): Item | "later" | null {
    const row = store.byId(id);
    if (row === null || row.sending !== null) return null;
    const secret = passwords.get(id);
    const wish = wishOf(row);
    let pending = readPending(row, wish, { index, internals, isWhole: isFull || whole.has(id) });
    const isNew = pending?.kind === "add" || pending?.kind === "replace";
    const withPassword =
      secret !== undefined && (pass === "second" || (isNew && capabilities.enableExportPasswordInFirstPass));
    if (pending === null && withPassword) {
      const now = readPending(row, null, { index, internals, isWhole: true });
      pending = now === null ? null : { ...now, isWhole: false };
    }
    if (pending === null) {
      // What was staged holds already: there is nothing to send, and nothing to keep.
      if (wish !== null && !direct.has(id)) space.transaction(() => store.update(id, { staged: null }));
      direct.delete(id);
      return null;
    }
    const shaped = shapeEntry(pending, {
      capabilities,
      naming,
      newIdentifier,
      withoutReferences: pass === "first" && capabilities.noReferenceValuesInFirstExportPass,
      password: withPassword ? secret : undefined,
    });
    if (shaped === null || shaped === "later") return shaped;
    return { row, pending, shaped, withPassword };
  }

  function settle(item: Item, result: CSEntryChangeResult | undefined, pass: Pass, outcome: MutableOutcome): void {
    const { row, shaped, pending } = item;
    const { id } = row;
    const code = result?.errorCode ?? "Success";
    const { kind, meaning } = exportErrorOf(code);
    const retries = pass === "first";
    const label = labelOf(row, internals);
    if (kind === "success" || (kind === "retryReferences" && retries)) {
      const sent = kind === "success" ? shaped.sending : withoutReferences(shaped.sending, pending);
      const wish = wishOf(store.byId(id) ?? row);
      const left = takeEffect({ internals, index, id, sent, anchor: result?.anchorAttributes ?? [] }, wish);
      keepRest(id, left);
      count(item, pass);
      records.clearError(label, "export");
      const isHalf = pending.kind === "replace" && shaped.entry.modificationType === "Delete";
      if (isHalf) outcome.again.push(id);
      const owesPassword = passwords.has(id) && !item.withPassword;
      if (!isHalf && (left !== null || shaped.hasRest || owesPassword || kind !== "success") && retries)
        outcome.later.push(id);
      if (shaped.hasRest && left === null) whole.add(id);
      if (item.withPassword) passwords.delete(id);
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
      code,
      message: wordsOf(result, meaning),
      time: timeText(internals),
    };
    errors.push(error);
    records.putError(error, run);
    direct.delete(id);
    passwords.delete(id);
    if (kind === "stop") outcome.stop = error;
  }

  function keepRest(id: number, left: Intent | null): void {
    if (direct.has(id)) {
      if (left === null) direct.delete(id);
      else direct.set(id, left);
      return;
    }
    if (store.byId(id) !== null) store.update(id, { staged: intentText(left) });
  }

  /** The system has not got what the space has: all of it is to be added anew. */
  function makeAdd(row: ObjectRow, pending: Pending): void {
    const current = currentImage(imageOf(row), intentIn(row.sent));
    const all = afterIntent(current, intent("update", { attributes: pending.wanted })) ?? new Map();
    const attributes = new Map([...all].filter(([name]) => pending.type.attribute(name)?.canExport === true));
    const add = intent("add", { attributes, objectType: pending.type.name });
    if (direct.has(row.id)) direct.set(row.id, { ...add, isDirect: true });
    else store.update(row.id, { staged: intentText(add) });
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
      const outcome: MutableOutcome = { again: [], later: [], stop: null };
      const items: Item[] = [];
      for (const id of ids) {
        const item = itemOf(id, pass);
        if (item === "later") outcome.later.push(id);
        else if (item !== null) items.push(item);
      }
      if (items.length === 0) return outcome;
      space.transaction(() => {
        for (const { row, shaped } of items) {
          store.update(row.id, {
            sending: intentText({ ...shaped.sending, isDirect: direct.has(row.id) || passwords.has(row.id) }),
          });
        }
      });
      const csEntries = items.map(({ shaped }) => shaped.entry);
      const results = await scripts.call("exportData", { ...common, csEntries }, (answer, context) =>
        checkExportResults(answer, context, { identifiers: csEntries.map(({ identifier }) => identifier) }),
      );
      const byIdentifier = new Map(results.map((result) => [result.identifier, result]));
      space.transaction(() => {
        for (const item of items) settle(item, byIdentifier.get(item.shaped.entry.identifier), pass, outcome);
      });
      return outcome;
    },
  };
}

interface MutableOutcome {
  readonly again: number[];
  readonly later: number[];
  stop: ObjectError | null;
}

function withoutReferences(sending: Intent, { type }: Pending): Intent {
  const attributes = new Map(
    [...sending.attributes].filter(([name]) => type.attribute(name)?.dataType !== "Reference"),
  );
  return { ...sending, attributes };
}
