import { type CSEntry, type CSEntryChange, deletedEntry } from "@idle/connector";
import type { Snapshot } from "../folder/snapshot.ts";
import { readName } from "../names.ts";
import { idColumn } from "../object-types.ts";
import { entryOfRecord } from "./entry-of-record.ts";

/** The objects that a host asks for, as they are: whole, or gone. By their id; by their name where the host knows no more. */
export async function* wholeObjects(
  { tables }: Snapshot,
  asked: readonly CSEntry[],
  signal: AbortSignal,
): AsyncGenerator<CSEntryChange> {
  const missing = new Map(asked.map((entry) => [keyOf(idIn(entry), entry.dn ?? undefined), entry]));
  for (const table of tables) {
    for await (const record of table.records(table.start)) {
      signal.throwIfAborted();
      const entry = entryOfRecord(record, table, "Replace");
      if (entry === null) continue;
      const keys = [keyOf(idIn(entry), undefined), keyOf(undefined, entry.dn)];
      const key = keys.find((each) => missing.has(each));
      if (key === undefined) continue;
      missing.delete(key);
      yield entry;
    }
  }
  for (const entry of missing.values()) {
    const id = idIn(entry);
    yield deletedEntry({
      ...(entry.objectType !== "" && { objectType: entry.objectType }),
      ...(id === undefined ? entry.dn !== null && { dn: entry.dn } : { anchor: { [idColumn]: id } }),
    });
  }
}

function idIn({ anchorAttributes = [] }: Pick<CSEntryChange, "anchorAttributes">): string | undefined {
  const value = anchorAttributes.find(({ name }) => name === idColumn)?.value;
  return typeof value === "string" ? value : undefined;
}

function keyOf(id: string | undefined, dn: string | undefined): string {
  return id === undefined ? `name ${readName(dn ?? "")?.key}` : `id ${id}`;
}
