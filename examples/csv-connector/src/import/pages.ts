/**
 * The pages of an import. Where a page begins stands in the text that goes from one to the next; where it ends is found out
 * without reading what is in it, so that its entries can be read when they are asked for, one by one.
 */
import type { CSEntryChange, GetImportEntriesResults } from "@idle/connector";
import { parseRecord } from "../csv/parse-record.ts";
import type { Place, RawRecord } from "../csv/read-records.ts";
import type { Snapshot } from "../folder/snapshot.ts";
import type { Table } from "../folder/table.ts";
import { idColumn } from "../object-types.ts";
import type { DeltaPlan } from "./delta-plan.ts";
import { entryOfRecord } from "./entry-of-record.ts";

export interface Source {
  readonly snapshot: Snapshot;
  /** Null for a full import. */
  readonly plan: DeltaPlan | null;
}

/** Either in the steps of a delta, or in a table. */
type Position = { readonly step: number } | (Place & { readonly table: number });

export const firstPage = JSON.stringify({ step: 0 });

/** Throws an Error for a text that is no beginning of a page. */
export async function readPage(
  { snapshot, plan }: Source,
  customData: string,
  pageSize: number,
  signal: AbortSignal,
): Promise<GetImportEntriesResults> {
  const position = readPosition(customData);
  const steps = plan?.steps ?? [];
  if ("step" in position && position.step < steps.length) {
    const end = position.step + pageSize;
    const next: Position = end < steps.length ? { step: end } : startOf(snapshot, 0);
    return { csEntries: steps.slice(position.step, end), moreToImport: true, customData: JSON.stringify(next) };
  }
  const parts: Part[] = [];
  let at = "step" in position ? startOf(snapshot, 0) : position;
  for (let left = pageSize; left > 0; ) {
    const table = snapshot.tables[at.table];
    if (table === undefined) break;
    const isWanted = wantedIn(table, plan);
    if (isWanted === null) {
      at = startOf(snapshot, at.table + 1);
      continue;
    }
    const { end, count } = await findEnd(table, at, left, isWanted);
    parts.push({ table, from: at, to: end.offset, isWanted });
    left -= count;
    at = end.offset < table.size ? { table: at.table, ...end } : startOf(snapshot, at.table + 1);
  }
  return {
    csEntries: entriesOf(parts, signal, plan === null ? "Add" : "Replace"),
    moreToImport: at.table < snapshot.tables.length,
    customData: JSON.stringify(at),
  };
}

/** What of a table is in a page. */
interface Part {
  readonly table: Table;
  readonly from: Place;
  readonly to: number;
  readonly isWanted: IsWanted;
}

function startOf({ tables }: Snapshot, table: number): Place & { readonly table: number } {
  return { table, ...(tables[table]?.start ?? { offset: 0, line: 1 }) };
}

function readPosition(text: string): Position {
  const { step, table, offset, line } = Object(JSON.parse(text)) as Readonly<Record<string, unknown>>;
  if (isCount(step)) return { step };
  if (isCount(table) && isCount(offset) && isCount(line)) return { table, offset, line };
  throw new Error("The text from the page before is not what that page has said.");
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

type IsWanted = (record: RawRecord) => boolean;

/** Null when there is nothing in the table. */
function wantedIn({ columns, type }: Table, plan: DeltaPlan | null): IsWanted | null {
  if (plan === null) return () => true;
  const changed = plan.changed.get(type.name);
  if (changed === undefined) return null;
  const place = columns.indexOf(idColumn);
  return ({ text }) => {
    try {
      return changed.has(parseRecord(text ?? "")[place] ?? "");
    } catch {
      // It may be one of those that changed: the entry says what is wrong with it.
      return true;
    }
  };
}

async function findEnd(table: Table, from: Place, most: number, isWanted: IsWanted) {
  let count = 0;
  let end = from;
  for await (const record of table.records(from)) {
    end = record.next;
    if (isWanted(record)) count += 1;
    if (count === most) break;
  }
  return { end, count };
}

async function* entriesOf(
  parts: readonly Part[],
  signal: AbortSignal,
  how: "Add" | "Replace",
): AsyncGenerator<CSEntryChange> {
  for (const { table, from, to, isWanted } of parts) {
    for await (const record of table.records(from, to)) {
      signal.throwIfAborted();
      const entry = isWanted(record) ? entryOfRecord(record, table, how) : null;
      if (entry !== null) yield entry;
    }
  }
}
