/** What a script said of an exported entry, kept in the space. In: what was sent and its result. Out: the object's row. */
import type { Definition } from "../definition/definition.ts";
import { followRename } from "../import/follow-rename.ts";
import { currentImage } from "../import/settle.ts";
import type { AnchorAttribute } from "../model/entry.ts";
import { expectType, type IndexedType, type SchemaIndex } from "../model/schema-index.ts";
import type { Internals } from "../run/internals.ts";
import { comparer } from "../space/compare-values.ts";
import type { Image } from "../space/image.ts";
import { afterIntent, afterSending, type Intent, intent } from "../space/intent.ts";
import {
  anchorText,
  anchorValues,
  imageOf,
  imageText,
  intentIn,
  intentText,
  type ObjectRow,
} from "../space/object-store.ts";
import { referencesIn } from "../space/references.ts";

export interface Taken {
  readonly internals: Internals;
  readonly index: SchemaIndex;
  readonly id: number;
  /** What went well. */
  readonly sent: Intent;
  /** As the script returned it; empty where it did not. */
  readonly anchor: readonly AnchorAttribute[];
}

/** The object as it is expected to be now. What of a wish was not sent is left; null when all was. */
export function takeEffect({ internals, index, id, sent, anchor }: Taken, wanted: Intent | null): Intent | null {
  const { objects: store, naming, definition } = internals;
  const row = store.byId(id);
  if (row === null) return null;
  const type = expectType(index, sent.objectType ?? row.type);
  const left = restOf(wanted, sent, row, { index, naming });
  const shown = { ...sent, attributes: importable(sent.attributes, type) };
  const place = placeAfter(row, type, sent, anchor, internals);
  if (place.anchorKey != null) takeAnchor(id, type, place.anchorKey, internals);
  if (shown.kind === "update" && shown.attributes.size === 0 && shown.newDn === null) {
    // Nothing that an import could show.
    store.update(id, { ...place, sending: null });
    return left;
  }
  const earlier = intentIn(row.sent);
  const after = afterIntent(currentImage(imageOf(row), earlier), shown);
  const keepsSent = needsConfirmation(sent, definition);
  if (after === null && !keepsSent && left === null && intentIn(row.staged)?.kind !== "add") {
    store.remove(id);
    return null;
  }
  store.update(id, {
    ...place,
    sending: null,
    ...(keepsSent ? { sent: intentText(afterSending(earlier, shown)) } : { sent: null, image: imageText(after) }),
  });
  if (!keepsSent) store.setReferences(id, after === null ? new Map() : referencesIn(after, type, naming));
  const { dn, nameKey } = place;
  if (nameKey != null && row.nameKey !== null && dn != null && dn !== row.dn) {
    followRename({ before: row.nameKey, after: nameKey, dn }, { store, index, naming });
  }
  return left;
}

/** An anchor that the system gives to an object is not that of another one any more. */
function takeAnchor(id: number, type: IndexedType, anchorKey: string, { objects: store }: Internals): void {
  for (const other of store.byAnchor(anchorKey, type.name)) {
    if (other.id !== id) store.update(other.id, { anchorKey: null });
  }
}

/** Whether an import is to look at what was exported. */
function needsConfirmation({ kind }: Intent, { capabilities }: Definition): boolean {
  const { enableImport, objectConfirmation } = capabilities;
  if (!enableImport) return false;
  if (kind === "delete") return objectConfirmation === "Normal";
  return kind === "update" || objectConfirmation !== "NoAddAndDeleteConfirmation";
}

function importable(attributes: Image, type: IndexedType): Image {
  return new Map([...attributes].filter(([name]) => type.attribute(name)?.canImport !== false));
}

/** What is still wanted when a part of it was sent. */
function restOf(
  wanted: Intent | null,
  sent: Intent,
  row: ObjectRow,
  { index, naming }: Pick<Taken, "index"> & Pick<Internals, "naming">,
): Intent | null {
  if (wanted === null) return null;
  if (sent.kind === "delete") {
    // A deletion that is the first half of a replacement.
    if (wanted.kind === "replace") return { ...wanted, kind: "add" };
    return wanted.kind === "delete" ? null : wanted;
  }
  if (wanted.kind === "delete") return wanted;
  const isSame = comparer(sent.objectType ?? row.type, { index, naming });
  const attributes = new Map(
    [...wanted.attributes].filter(([name, values]) => {
      const went = sent.attributes.get(name);
      return went === undefined || !isSame(name, went, values);
    }),
  );
  const newDn = wanted.newDn === sent.newDn ? null : wanted.newDn;
  return attributes.size === 0 && newDn === null
    ? null
    : intent("update", { attributes, newDn, isDirect: wanted.isDirect });
}

function placeAfter(
  row: ObjectRow,
  type: IndexedType,
  sent: Intent,
  returned: readonly AnchorAttribute[],
  { naming, definition }: Internals,
): Partial<ObjectRow> {
  const { useDnAsAnchor } = definition.capabilities;
  const dn = sent.newDn ?? row.dn;
  const nameKey = sent.newDn === null ? row.nameKey : naming.nameKey(sent.newDn);
  const place = { dn, nameKey, type: type.name };
  if (sent.kind === "delete") return {};
  if (useDnAsAnchor) return { ...place, anchorKey: nameKey, anchor: anchorText(dn === null ? null : [dn]) };
  const known = sent.kind === "update" ? (anchorValues(row.anchor) ?? []) : [];
  const values = type.anchors.map(({ name }, at) => {
    const told = returned.find((each) => each.name.toLowerCase() === name.toLowerCase())?.value;
    return told ?? known[at] ?? sent.attributes.get(name)?.[0];
  });
  const anchor = values.every((value) => value !== undefined) ? values : null;
  if (anchor === null) return sent.kind === "update" ? place : { ...place, anchor: null, anchorKey: null };
  const name = naming.hasNames ? nameKey : naming.nameKey(naming.anchorText(anchor));
  return { ...place, nameKey: name, anchor: anchorText(anchor), anchorKey: naming.anchorKey(anchor) };
}

/** An entry that the system did not take: what was wanted stays wanted. */
export function takeBack({ internals, id }: Pick<Taken, "internals" | "id">): void {
  const { objects: store } = internals;
  const row = store.byId(id);
  if (row === null) return;
  if (row.image === null && row.staged === null && row.sent === null) store.remove(id);
  else store.update(id, { sending: null });
}
