/**
 * What an entry says, done to the space, within the transaction of its run. One entry changes one object; a rename also what
 * stands below it and what refers to it.
 *
 * Longer than most files here: whole, part and gone are three ways to the same row.
 */
import type { IndexedType, SchemaIndex } from "../model/schema-index.ts";
import type { CsValue } from "../model/value.ts";
import { comparer } from "../space/compare-values.ts";
import { distinctValues, encodeImage, type Image, valueKey } from "../space/image.ts";
import { anchorText, imageOf, intentIn, intentText, type ObjectRow } from "../space/object-store.ts";
import { referencesIn } from "../space/references.ts";
import type { Applied, Applying } from "./applying.ts";
import type { CheckedChange } from "./check-changes.ts";
import type { CheckedEntry } from "./check-entry.ts";
import { findRow, freeName } from "./find-object.ts";
import { followRename } from "./follow-rename.ts";
import { settle } from "./settle.ts";

const done = "done" as const;

/** An object as a whole. */
export function applyWhole(entry: CheckedEntry, type: IndexedType, applying: Applying): Applied {
  const { store, isFull, counts } = applying;
  const found = findRow(entry, type, applying);
  if ("code" in found) return found;
  const { row } = found;
  if (row !== null && isFull && applying.isSeen(row.id)) {
    return {
      code: "DuplicateObject",
      message: "an object that came before in this run: its anchor or its name is the same",
    };
  }
  const free = freeName(entry, row, applying);
  if (free !== null) return free;
  const image = wholeImage(entry, type);
  const place = placeOf(entry, type, applying);
  if (row === null) {
    const id = store.insert({ ...place, image: encodeImage(image), staged: null, sent: null, sending: null });
    refer(id, image, type, applying);
    applying.see(id);
    counts.added += 1;
    return done;
  }
  applying.see(row.id);
  keepSeen(row, image, { ...place, dn: place.dn ?? row.dn, nameKey: place.nameKey ?? row.nameKey }, type, applying);
  return done;
}

/** A part of an object. */
export function applyUpdate(entry: CheckedEntry, applying: Applying): Applied {
  const found = findRow(entry, entry.type, applying);
  if ("code" in found) return found;
  const { row } = found;
  const before = row === null ? null : imageOf(row);
  if (row === null || before === null || entry.modificationType === "None") return "unknown";
  const type = entry.type ?? applying.index.type(row.type);
  if (type === undefined || (entry.type !== null && entry.type.name !== row.type)) return "unknown";
  const foreign = entry.changes.find(({ attribute }) => type.attribute(attribute.name) !== attribute);
  if (foreign !== undefined) {
    return { code: "UnknownAttribute", message: `an attribute that ${type.name} has not: ${foreign.attribute.name}` };
  }
  const image = new Map(before);
  for (const change of entry.changes) {
    const values = changedValues(before.get(change.attribute.name) ?? [], change);
    if (!change.attribute.isMultiValued && values.length > 1) {
      return { code: "TooManyValues", message: `${values.length} values of ${change.attribute.name}, which has one` };
    }
    if (values.length === 0) image.delete(change.attribute.name);
    else image.set(change.attribute.name, values);
  }
  // An anchor with another name is a rename as well: not every connector says it in an attribute.
  const dn = entry.newDn ?? entry.dn ?? row.dn;
  const nameKey = dn === null ? row.nameKey : applying.naming.nameKey(dn);
  const renamed = { ...entry, dn, nameKey };
  const free = freeName(renamed, row, applying);
  if (free !== null) return free;
  applying.see(row.id);
  keepSeen(
    row,
    image,
    {
      partition: applying.partition,
      type: row.type,
      dn,
      nameKey,
      anchorKey: anchorKeyAfter(row, dn, nameKey, applying),
      anchor: row.anchor,
    },
    type,
    applying,
  );
  return done;
}

/** An object that is gone. */
export function applyDelete(entry: CheckedEntry, applying: Applying): Applied {
  const found = findRow(entry, entry.type, applying);
  if ("code" in found) return found;
  // Deltas are repeated after a run that did not end well: gone is gone.
  if (found.row === null) applying.counts.unchanged += 1;
  else applyGone(found.row, applying);
  return done;
}

/** What is known of an object that is not there any more. */
export function applyGone(row: ObjectRow, applying: Applying): void {
  const { store, index, counts } = applying;
  const settled = settle(expectationsOf(row), {
    image: null,
    dn: row.dn,
    type: index.type(row.type),
    isSame: comparer(row.type, applying),
  });
  counts.confirmed += settled.confirmed;
  counts.notConfirmed += settled.notConfirmed;
  if (row.image !== null && row.sent === null) counts.deleted += 1;
  if (settled.problem !== null) applying.notConfirmed(row, settled.problem);
  if (settled.staged === null) {
    store.remove(row.id);
    return;
  }
  store.setReferences(row.id, new Map());
  const stays = hasOwnAnchor(row, index) ? {} : { anchor: null, anchorKey: null };
  store.update(row.id, { image: null, staged: intentText(settled.staged), sent: null, sending: null, ...stays });
}

/** The anchor of what is yet to be added is known only where people give it. */
function hasOwnAnchor(row: ObjectRow, index: SchemaIndex): boolean {
  const staged = intentIn(row.staged) ?? intentIn(row.sent) ?? intentIn(row.sending);
  const anchors = index.type(row.type)?.anchors ?? [];
  return anchors.every(({ name }) => staged?.attributes.has(name) === true);
}

interface Place {
  readonly partition: string;
  readonly type: string;
  readonly dn: string | null;
  readonly nameKey: string | null;
  readonly anchorKey: string | null;
  readonly anchor: string | null;
}

function placeOf({ dn, nameKey, anchor, anchorKey }: CheckedEntry, type: IndexedType, { partition }: Applying): Place {
  return { partition, type: type.name, dn, nameKey, anchorKey, anchor: anchorText(anchor) };
}

/** Where the name is the anchor, the one changes with the other. */
function anchorKeyAfter(row: ObjectRow, dn: string | null, nameKey: string | null, { index }: Applying): string | null {
  const nameIsAnchor = (index.type(row.type)?.anchors.length ?? 0) === 0;
  return nameIsAnchor && dn !== null ? nameKey : row.anchorKey;
}

function wholeImage({ changes, anchor }: CheckedEntry, { anchors }: IndexedType): Image {
  const image = new Map<string, readonly CsValue[]>();
  for (const { attribute, added } of changes) {
    if (added.length > 0) image.set(attribute.name, added);
  }
  for (const [place, { name }] of anchors.entries()) {
    const value = anchor?.[place];
    if (value !== undefined) image.set(name, [value]);
  }
  return image;
}

function changedValues(
  before: readonly CsValue[],
  { modificationType, added, removed, attribute }: CheckedChange,
): readonly CsValue[] {
  switch (modificationType) {
    case "Delete":
      return [];
    case "Replace":
      return added;
    default: {
      // A single-valued attribute has one value: what comes takes the place of what was there.
      if (!attribute.isMultiValued && added.length > 0) return added;
      const gone = new Set(removed.map(valueKey));
      return distinctValues([...before.filter((value) => !gone.has(valueKey(value))), ...added]);
    }
  }
}

function expectationsOf({ staged, sent, sending }: ObjectRow): Parameters<typeof settle>[0] {
  return { staged: intentIn(staged), sent: intentIn(sent), sending: intentIn(sending) };
}

/** An object that was there before, as it is now. */
function keepSeen(row: ObjectRow, image: Image, place: Place, type: IndexedType, applying: Applying): void {
  const { store, counts } = applying;
  const text = encodeImage(image);
  const isRenamed = place.nameKey !== row.nameKey || place.dn !== row.dn;
  const isOtherwise = row.image !== text || row.type !== place.type;
  const waits = row.staged !== null || row.sent !== null || row.sending !== null;
  const isMoved = row.partition !== place.partition || row.anchorKey !== place.anchorKey;
  if (!isRenamed && !isOtherwise && !waits && !isMoved) {
    counts.unchanged += 1;
    return;
  }
  const anchor = place.anchor ?? row.anchor;
  const anchorKey = place.anchorKey ?? row.anchorKey;
  store.update(row.id, { ...place, anchor, anchorKey, image: text });
  if (row.image !== text) refer(row.id, image, type, applying);
  if (row.image === null) counts.added += row.sent === null && row.sending === null ? 1 : 0;
  else if (isRenamed && row.nameKey !== null) counts.renamed += 1;
  else if (isOtherwise) counts.updated += 1;
  else counts.unchanged += 1;
  if (isRenamed && !applying.isFull && row.nameKey !== null && place.nameKey !== null && place.dn !== null) {
    followRename(row.nameKey, place.nameKey, place.dn, applying);
  }
  // A delta may bring what was exported in several parts: only at its end is it known what is missing.
  if (waits && applying.isFull) settleRow(row.id, applying);
  else if (waits) applying.settleLater(row.id);
}

/** What an object that was seen says of the changes that were exported to it. */
export function settleRow(id: number, applying: Applying): void {
  const { store, index, counts } = applying;
  const row = store.byId(id);
  const image = row === null ? null : imageOf(row);
  if (row === null || image === null) return;
  const settled = settle(expectationsOf(row), {
    image,
    dn: row.dn,
    type: index.type(row.type),
    isSame: comparer(row.type, applying),
  });
  counts.confirmed += settled.confirmed;
  counts.notConfirmed += settled.notConfirmed;
  if (settled.problem !== null) applying.notConfirmed(row, settled.problem);
  store.update(id, { staged: intentText(settled.staged), sent: null, sending: null });
}

function refer(id: number, image: Image, type: IndexedType, { store, naming }: Applying): void {
  if (type.attributes.some(({ dataType }) => dataType === "Reference")) {
    store.setReferences(id, referencesIn(image, type, naming));
  }
}
