/** What is pending for one object: what is wanted of it and does not hold. */
import { currentImage } from "../import/settle.ts";
import { expectType, type IndexedType, type SchemaIndex } from "../model/schema-index.ts";
import type { Internals } from "../run/internals.ts";
import type { PartitionScope } from "../run/partition-scope.ts";
import { comparer } from "../space/compare-values.ts";
import type { Image } from "../space/image.ts";
import { type Intent, type IntentKind, openAttributes } from "../space/intent.ts";
import { anchorValues, imageOf, intentIn, type ObjectRow } from "../space/object-store.ts";
import type { Prepare } from "../space/open-space.ts";

export interface Pending {
  readonly row: ObjectRow;
  /** What the object is, or becomes. */
  readonly type: IndexedType;
  /** What it was until now. */
  readonly rowType: IndexedType;
  readonly kind: IntentKind;
  readonly current: Image | null;
  /** What is wanted of attributes and does not hold; all of them for an add or a replacement. */
  readonly wanted: Image;
  readonly newDn: string | null;
  /** The object goes as a whole, whether something is pending or not. */
  readonly isWhole: boolean;
}

interface Reading {
  readonly index: SchemaIndex;
  readonly internals: Pick<Internals, "naming">;
  /** Whatever is there goes along, also where nothing is pending. */
  readonly isWhole?: boolean;
}

/** Null when all that is wanted holds. */
export function readPending(
  row: ObjectRow,
  wanted: Intent | null,
  { index, internals, isWhole = false }: Reading,
): Pending | null {
  const rowType = expectType(index, row.type);
  const current = currentImage(imageOf(row), intentIn(row.sent));
  const place = { row, type: rowType, rowType, current, wanted: new Map(), newDn: null, isWhole: false };
  if (wanted?.kind === "delete") return current === null ? null : { ...place, kind: "delete" };
  // What is to be added and is there is only to be made as it is wanted.
  if (wanted !== null && (wanted.kind === "replace" || (wanted.kind === "add" && current === null))) {
    const kind = wanted.kind === "replace" && current !== null ? "replace" : "add";
    const type = wanted.objectType === null ? rowType : expectType(index, wanted.objectType);
    return { ...place, type, kind, wanted: wanted.attributes };
  }
  if (current === null) return null;
  const isSame = comparer(row.type, { index, naming: internals.naming });
  const open = wanted === null ? new Map() : openAttributes(current, wanted.attributes, isSame);
  const newDn = wanted === null || wanted.newDn === row.dn ? null : wanted.newDn;
  if (open.size === 0 && newDn === null && !isWhole) return null;
  return { ...place, kind: "update", wanted: open, newDn, isWhole };
}

/** Parents before their children; what goes last, and then children before their parents. */
const order = `
  CASE json_extract(staged, '$.kind') WHEN 'replace' THEN ? WHEN 'add' THEN 1 WHEN 'delete' THEN 3 ELSE 2 END,
  CASE WHEN json_extract(staged, '$.kind') = 'delete' THEN -1 ELSE 1 END
    * (length(nameKey) - length(replace(nameKey, char(10), ''))), id`;

/** The rows that an export looks at, in its order, by number: the rows change on the way. */
export function pendingIds(
  prepare: Prepare,
  { definition }: Pick<Internals, "definition">,
  scope: Pick<PartitionScope, "key">,
  isFull: boolean,
): readonly number[] {
  const which = isFull ? "(staged IS NOT NULL OR image IS NOT NULL OR sent IS NOT NULL)" : "staged IS NOT NULL";
  return prepare(`SELECT id FROM objects WHERE partition = ? AND ${which} AND sending IS NULL ORDER BY ${order}`)
    .all(scope.key, definition.capabilities.deleteAddAsReplace ? 2 : 0)
    .map(({ id }) => Number(id));
}

/** How messages call an object. */
export function labelOf(row: ObjectRow, { naming }: Pick<Internals, "naming">): string {
  return row.dn ?? naming.anchorText(anchorValues(row.anchor) ?? []);
}
