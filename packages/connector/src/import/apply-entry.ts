/**
 * What an entry says, done to the space, within the transaction of its run. One entry changes one object; a rename also what
 * stands below it and what refers to it.
 *
 * Longer than most files here: whole, part and gone are three ways to the same row.
 */
import type { IndexedType, SchemaIndex } from "../model/schema-index.ts";
import type { CsValue } from "../model/value.ts";
import { comparer, keyOfValue } from "../space/compare-values.ts";
import { distinctValues, encodeImage, type Image, valueKey } from "../space/image.ts";
import { anchorText, imageOf, intentIn, intentText, type ObjectRow } from "../space/object-store.ts";
import { referencesIn } from "../space/references.ts";
import type { Applied, Applying } from "./applying.ts";
import type { CheckedChange } from "./check-changes.ts";
import type { CheckedEntry } from "./check-entry.ts";
import { findRow, freeName } from "./find-object.ts";
import { type Seen, settle } from "./settle.ts";

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
  const kept = { ...place, dn: place.dn ?? row.dn, nameKey: place.nameKey ?? row.nameKey };
  keepSeen(row, image, kept, () => refer(row.id, image, type, applying), applying);
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
  const references: (() => void)[] = [];
  for (const change of entry.changes) {
    const { attribute } = change;
    const { values, refer: referTo } = changedValues(before.get(attribute.name) ?? [], change, row.id, applying);
    if (!attribute.isMultiValued && values.length > 1) {
      return { code: "TooManyValues", message: `${values.length} values of ${attribute.name}, which has one` };
    }
    if (values.length === 0) image.delete(attribute.name);
    else image.set(attribute.name, values);
    references.push(referTo);
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
    () => {
      for (const referTo of references) referTo();
    },
    applying,
  );
  return done;
}

/** An object that is gone. */
export function applyDelete(entry: CheckedEntry, applying: Applying): Applied {
  const found = findRow(entry, entry.type, applying);
  if ("code" in found) return found;
  const { row } = found;
  // Deltas are repeated after a run that did not end well: gone is gone. And what another partition has, only that one loses.
  if (row === null || row.partition !== applying.partition) applying.counts.unchanged += 1;
  else applying.goneLater(row);
  return done;
}

/** For what a delta says is gone: nothing of it is known any more; what was wanted of it is looked at in the end. */
export function forget(row: ObjectRow, { store }: Applying): void {
  store.setReferences(row.id, new Map());
  store.update(row.id, { image: null, nameKey: null });
}

/** What is known of an object that is not there any more; `row` as it was before that was heard of. */
export function applyGone(row: ObjectRow, applying: Applying): void {
  const { store, index, counts } = applying;
  const settled = settle(expectationsOf(row), seenOf(row, null, applying));
  counts.confirmed += settled.confirmed;
  counts.notConfirmed += settled.notConfirmed;
  if (row.image !== null && intentIn(row.sent)?.kind !== "delete") counts.deleted += 1;
  if (settled.problem !== null) applying.tell(row, settled.problem);
  if (settled.staged === null) {
    store.remove(row.id);
    return;
  }
  store.setReferences(row.id, new Map());
  const stays = hasOwnAnchor(row, index) ? {} : { anchor: null, anchorKey: null };
  const { nameKey } = row;
  store.update(row.id, {
    image: null,
    nameKey,
    staged: intentText(settled.staged),
    sent: null,
    sending: null,
    ...stays,
  });
}

function seenOf(row: ObjectRow, image: Image | null, { index, naming }: Applying): Seen {
  return {
    image,
    dn: row.dn,
    type: index.type(row.type),
    isSame: comparer(row.type, { index, naming }),
    isSameName: (left, right) => naming.nameKey(left) === naming.nameKey(right),
  };
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

/** The values as they are now, and how the references among them are noted. */
function changedValues(
  before: readonly CsValue[],
  { modificationType, added, removed, attribute }: CheckedChange,
  id: number,
  { store, naming }: Applying,
): { readonly values: readonly CsValue[]; readonly refer: () => void } {
  const isReference = attribute.dataType === "Reference";
  const keys = (values: readonly CsValue[]) => values.map(keyOfValue(attribute, naming));
  const all = (values: readonly CsValue[]) => ({
    values,
    refer: () => {
      if (isReference) store.changeReferences(id, attribute.name, { added: keys(values), removed: keys(before) });
    },
  });
  if (modificationType === "Delete") return all([]);
  if (modificationType === "Replace") return all(added);
  // A single-valued attribute has one value: what comes takes the place of what was there.
  if (!attribute.isMultiValued) return all(added.length > 0 ? added : without(before, removed, keys));
  const left = without(before, removed, keys);
  // A group may have very many members: whether it has one is asked of the index, and not of all of them.
  const had = isReference ? null : new Set(left.map(valueKey));
  const gone = new Set(keys(removed));
  const isThere = (value: CsValue, key: string) =>
    had === null ? !gone.has(key) && store.refersTo(id, attribute.name, key) : had.has(valueKey(value));
  const fresh = added.filter((value, place) => !isThere(value, keys(added)[place] ?? ""));
  return {
    values: distinctValues([...left, ...fresh]),
    refer: () => {
      if (isReference) store.changeReferences(id, attribute.name, { added: keys(fresh), removed: keys(removed) });
    },
  };
}

/** What is left without some values, in whatever spelling. */
function without(
  values: readonly CsValue[],
  removed: readonly CsValue[],
  keys: (values: readonly CsValue[]) => readonly string[],
): readonly CsValue[] {
  if (removed.length === 0) return values;
  const exact = new Set(removed.map(valueKey));
  const left = values.filter((value) => !exact.has(valueKey(value)));
  if (values.length - left.length >= exact.size) return left;
  const gone = new Set(keys(removed));
  const keysOfLeft = keys(left);
  return left.filter((_, place) => !gone.has(keysOfLeft[place] ?? ""));
}

function expectationsOf({ staged, sent, sending }: ObjectRow): Parameters<typeof settle>[0] {
  return { staged: intentIn(staged), sent: intentIn(sent), sending: intentIn(sending) };
}

/** An object that was there before, as it is now. */
function keepSeen(row: ObjectRow, image: Image, place: Place, referTo: () => void, applying: Applying): void {
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
  if (row.image !== text) referTo();
  if (row.image === null) counts.added += row.sent === null && row.sending === null ? 1 : 0;
  else if (isRenamed && row.nameKey !== null) counts.renamed += 1;
  else if (isOtherwise) counts.updated += 1;
  else counts.unchanged += 1;
  const { nameKey, dn } = place;
  if (isRenamed && row.nameKey !== null && nameKey !== null && dn !== null) {
    applying.renamed({ before: row.nameKey, after: nameKey, dn });
  }
  // A delta may bring what was exported in several parts, and any run a new name of what is referred to: only at its end
  // is it known what is missing.
  if (waits) applying.settleLater(row.id);
}

/** What an object that was seen says of the changes that were exported to it. */
export function settleRow(id: number, applying: Applying): void {
  const { store, counts } = applying;
  const row = store.byId(id);
  const image = row === null ? null : imageOf(row);
  if (row === null || image === null) return;
  const settled = settle(expectationsOf(row), seenOf(row, image, applying));
  counts.confirmed += settled.confirmed;
  counts.notConfirmed += settled.notConfirmed;
  if (settled.problem !== null) applying.tell(row, settled.problem);
  store.update(id, { staged: intentText(settled.staged), sent: null, sending: null });
}

function refer(id: number, image: Image, type: IndexedType, { store, naming }: Applying): void {
  if (type.attributes.some(({ dataType }) => dataType === "Reference")) {
    store.setReferences(id, referencesIn(image, type, naming));
  }
}
