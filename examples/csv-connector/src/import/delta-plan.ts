/** The changes since a watermark in; what a delta import has to bring out. */
import { type CSEntryChange, deletedEntry, renameTo } from "@idle/connector";
import type { LoggedChange } from "../folder/change-log.ts";
import { idColumn, type TypeName } from "../object-types.ts";

export interface DeltaPlan {
  /** First: who is gone, and who is called otherwise, in the order in which it happened. */
  readonly steps: readonly CSEntryChange[];
  /** Then, as wholes: all that are there and changed, by their type. */
  readonly changed: ReadonlyMap<TypeName, ReadonlySet<string>>;
}

/**
 * Names have to move before values come: a name can go from one object to another, and a reference to it means whoever has
 * it in the end. So renames are replayed one by one, and objects that are new come last, with the name they have now.
 */
export function planDelta(changes: readonly LoggedChange[]): DeltaPlan {
  const born = new Set<string>();
  const gone = new Set<string>();
  for (const { change, id } of changes) {
    if (change === "add") born.add(id);
    if (change === "delete") gone.add(id);
  }
  const told = new Set<string>();
  const steps: CSEntryChange[] = [];
  const changed = new Map<TypeName, Set<string>>();
  for (const { change, type: objectType, id, dn } of changes) {
    const anchor = { [idColumn]: id };
    if (gone.has(id)) {
      if (!told.has(id) && !born.has(id)) steps.push(deletedEntry({ objectType, anchor }));
      told.add(id);
      continue;
    }
    const ids = changed.get(objectType) ?? new Set();
    changed.set(objectType, ids.add(id));
    if (change === "rename" && !born.has(id)) {
      const anchorAttributes = [{ name: idColumn, value: id }];
      steps.push({ modificationType: "Update", objectType, anchorAttributes, attributeChanges: [renameTo(dn)] });
    }
  }
  return { steps, changed };
}
