/** A host in few lines: keeps what imports bring, and takes nothing that it could not keep. */
import type { CSEntryChange, CsValue } from "@idle/connector";

export interface Kept {
  readonly type: string;
  readonly dn: string;
  readonly attributes: ReadonlyMap<string, readonly CsValue[]>;
}

export type Space = Map<string, Kept>;

export function take(space: Space, entries: Iterable<CSEntryChange>): Space {
  for (const each of entries) takeEntry(space, each);
  return space;
}

function takeEntry(space: Space, entry: CSEntryChange): void {
  const id = String(entry.anchorAttributes?.find(({ name }) => name === "id")?.value);
  if (entry.importError !== undefined) throw new Error(`${entry.importError.code}: ${entry.importError.detail}`);
  const changes = entry.attributeChanges ?? [];
  const known = space.get(id);
  switch (entry.modificationType) {
    case "Delete":
      if (!space.delete(id)) throw new Error(`${id} is deleted, and was never there`);
      return;
    case "Update": {
      const [rename, ...more] = changes;
      if (known === undefined || rename?.name !== "DN" || more.length > 0) throw new Error(`no update of ${id}`);
      put(space, id, { ...known, dn: String(rename.valueChanges[0]?.value) });
      return;
    }
    default:
      put(space, id, {
        type: entry.objectType ?? "",
        dn: entry.dn ?? "",
        attributes: new Map(changes.map(({ name, valueChanges }) => [name, valueChanges.map(({ value }) => value)])),
      });
  }
}

function put(space: Space, id: string, kept: Kept): void {
  for (const [other, { dn }] of space) {
    if (other !== id && dn.toLowerCase() === kept.dn.toLowerCase()) throw new Error(`two are called ${dn}`);
  }
  space.set(id, kept);
}

/** In an order that does not depend on how it came about. */
export function plain(space: Space): unknown {
  const sorted = [...space].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([id, { type, dn, attributes }]) => ({
    id,
    type,
    dn,
    ...Object.fromEntries([...attributes].toSorted(([one], [other]) => (one < other ? -1 : 1))),
  }));
}
