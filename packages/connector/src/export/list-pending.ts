import { currentImage } from "../import/settle.ts";
import type { SchemaIndex } from "../model/schema-index.ts";
import type { Internals } from "../run/internals.ts";
import type { PartitionScope } from "../run/partition-scope.ts";
import { afterIntent } from "../space/intent.ts";
import { createObjectStore, imageOf, intentIn, type ObjectRow, rowColumns } from "../space/object-store.ts";
import type { PendingAttribute, PendingExport } from "./export-result.ts";
import { labelOf, type Pending, pendingIds, readPending } from "./pending.ts";

/** What an export would do, in its order, and what an import has to tell first. Reads what was committed. */
export function* listPending(
  internals: Internals,
  index: SchemaIndex,
  scope: PartitionScope,
  isFull: boolean,
): Iterable<PendingExport> {
  const { space } = internals;
  const store = createObjectStore(space.read);
  for (const id of pendingIds(space.read, internals, scope, isFull)) {
    const row = store.byId(id);
    const pending = row === null ? null : readPending(row, intentIn(row.staged), { index, internals, isWhole: isFull });
    if (pending !== null) yield describe(pending, internals, scope);
  }
  const unknown = space
    .read(`SELECT ${rowColumns} FROM objects WHERE partition = ? AND sending IS NOT NULL ORDER BY id`)
    .all(scope.key) as unknown as ObjectRow[];
  for (const row of unknown) {
    const sending = intentIn(row.sending);
    if (sending === null) continue;
    const current = currentImage(imageOf(row), intentIn(row.sent));
    const after = afterIntent(current, sending);
    yield {
      action: sending.kind,
      object: labelOf(row, internals),
      objectType: sending.objectType ?? row.type,
      partition: scope.dn,
      newDn: sending.newDn,
      attributes: [...sending.attributes.keys()].map((name) => ({
        name,
        before: current?.get(name) ?? [],
        after: after?.get(name) ?? [],
      })),
      outcomeUnknown: true,
    };
  }
}

function describe(
  { row, type, kind, wanted, current, newDn }: Pending,
  internals: Internals,
  scope: PartitionScope,
): PendingExport {
  const attributes: PendingAttribute[] = [...wanted].map(([name, after]) => ({
    name,
    before: kind === "update" ? (current?.get(name) ?? []) : [],
    after,
  }));
  return {
    action: kind,
    object: labelOf(row, internals),
    objectType: kind === "delete" ? row.type : type.name,
    partition: scope.dn,
    newDn,
    attributes,
    outcomeUnknown: false,
  };
}
