/** Which object an entry is about, and whether its name is free. */
import type { IndexedType } from "../model/schema-index.ts";
import type { ObjectRow } from "../space/object-store.ts";
import type { Applied, Applying } from "./applying.ts";
import type { CheckedEntry } from "./check-entry.ts";

/** By the anchor; else by the name, for what was added by an export and has no anchor yet. */
export function findRow(
  { anchorKey, nameKey }: CheckedEntry,
  type: IndexedType | null,
  { store }: Applying,
): { readonly row: ObjectRow | null } | { readonly code: string; readonly message: string } {
  if (anchorKey !== null) {
    const rows = store.byAnchor(anchorKey, type?.name);
    if (rows.length > 1 && type === null)
      return { code: "AmbiguousAnchor", message: "an anchor that objects of several types have, and no objectType" };
    if (rows[0] !== undefined) return { row: rows[0] };
  }
  if (nameKey === null) return { row: null };
  const [named] = store.byName(nameKey);
  if (named === undefined) return { row: null };
  return { row: anchorKey === null || named.anchorKey === null ? named : null };
}

/** Null when the name is free now; else why it is not. */
export function freeName(
  { nameKey }: Pick<CheckedEntry, "nameKey">,
  row: ObjectRow | null,
  { store, naming, isFull, isSeen, displaced }: Applying,
): Exclude<Applied, string> | null {
  if (nameKey === null || nameKey === row?.nameKey) return null;
  // Where there are no names, two types may have the same anchor.
  const others = naming.hasNames ? store.byName(nameKey).filter(({ id }) => id !== row?.id) : [];
  if (isFull && others.some(({ id }) => isSeen(id))) {
    return { code: "DuplicateName", message: "a name that another object has" };
  }
  for (const { id } of others) {
    // The run brings the other one later under its new name, or not at all.
    store.update(id, { nameKey: null });
    displaced(id);
  }
  return null;
}
