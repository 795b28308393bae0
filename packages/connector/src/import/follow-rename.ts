/** What a new name of one object means for others: those that stand below it, and those that refer to it. */
import type { SchemaIndex } from "../model/schema-index.ts";
import type { CsValue } from "../model/value.ts";
import { distinctOf } from "../space/compare-values.ts";
import { distinctValues } from "../space/image.ts";
import type { Intent } from "../space/intent.ts";
import type { Naming } from "../space/naming.ts";
import { anchorText, imageOf, imageText, intentIn, intentText, type ObjectStore } from "../space/object-store.ts";
import { referencesIn } from "../space/references.ts";

export interface Rename {
  /** Keys of the name before and after. */
  readonly before: string;
  readonly after: string;
  /** As it is written now. */
  readonly dn: string;
}

interface Renaming {
  readonly store: ObjectStore;
  readonly index: SchemaIndex;
  readonly naming: Naming;
}

/** What stands below it is called otherwise now, and so is it where others refer to it. */
export function followRename(rename: Rename, renaming: Renaming): void {
  const { store, naming } = renaming;
  const { before, after, dn } = rename;
  const names = new Map([[before, dn]]);
  if (naming.hasNames && before.endsWith("\n")) {
    for (const row of store.descendants(before)) {
      if (row.nameKey === null || row.dn === null) continue;
      const nameKey = after + row.nameKey.slice(before.length);
      const name = below(row.dn, row.nameKey, rename);
      const isAnchor = row.anchorKey === row.nameKey;
      store.update(row.id, { dn: name, nameKey, ...(isAnchor && { anchorKey: nameKey, anchor: anchorText([name]) }) });
      names.set(row.nameKey, name);
    }
  }
  redirect(names, renaming);
  followInWishes([rename], names, renaming);
}

/**
 * The same for what is only wanted: what is known was brought by the import itself. `renames`: all of a run.
 */
export function followInWishesAlone(renames: readonly Rename[], renaming: Renaming): void {
  const { store, naming } = renaming;
  const names = new Map<string, string>();
  for (const rename of renames) {
    names.set(rename.before, rename.dn);
    if (!naming.hasNames || !rename.before.endsWith("\n")) continue;
    for (const row of store.descendants(rename.before)) {
      if (row.image !== null || row.nameKey === null || row.dn === null) continue;
      const name = below(row.dn, row.nameKey, rename);
      store.update(row.id, { dn: name, nameKey: rename.after + row.nameKey.slice(rename.before.length) });
      names.set(row.nameKey, name);
    }
  }
  followInWishes(renames, names, renaming);
}

/** A name in the container that was renamed, as it is now. */
function below(dn: string, key: string, { before, dn: container }: Rename): string {
  const steps = key.slice(before.length).split("\n").length - 1;
  let at = 0;
  for (let left = steps; left > 0 && at < dn.length; at += 1) {
    if (dn[at] === "\\") at += 1;
    else if (dn[at] === ",") left -= 1;
  }
  return `${dn.slice(0, at)}${container}`;
}

type Named = (values: readonly CsValue[]) => readonly CsValue[];

function namedBy(names: ReadonlyMap<string, string>, naming: Naming): Named {
  return (values) =>
    values.map((value) => (typeof value === "string" ? (names.get(naming.nameKey(value) ?? "") ?? value) : value));
}

/** Each object that refers to one of them is written once, however many it refers to. */
function redirect(names: ReadonlyMap<string, string>, { store, index, naming }: Renaming): void {
  const named = namedBy(names, naming);
  const sources = new Map<number, Set<string>>();
  for (const before of names.keys()) {
    for (const { source, attribute } of store.referrers(before)) {
      const attributes = sources.get(source) ?? new Set();
      sources.set(source, attributes.add(attribute));
    }
  }
  for (const [source, attributes] of sources) {
    const row = store.byId(source);
    const image = row === null ? null : imageOf(row);
    const type = row === null ? undefined : index.type(row.type);
    if (image === null || type === undefined) continue;
    const changed = new Map(image);
    for (const attribute of attributes) changed.set(attribute, distinctValues(named(image.get(attribute) ?? [])));
    store.update(source, { image: imageText(changed) });
    store.setReferences(source, referencesIn(changed, type, naming));
  }
}

/** What is wanted of references, and of names, is wanted of the object and not of its old name. */
function followInWishes(
  renames: readonly Rename[],
  names: ReadonlyMap<string, string>,
  { store, index, naming }: Renaming,
): void {
  const named = namedBy(names, naming);
  const newName = (dn: string): string => {
    const key = naming.nameKey(dn) ?? "";
    const container = renames.find(({ before }) => naming.hasNames && key !== before && naming.isWithin(key, before));
    return container === undefined ? dn : below(dn, key, container);
  };
  const sources = new Set([...names.keys()].flatMap((before) => store.wishers(before)));
  if (renames.some(({ before }) => before.endsWith("\n"))) for (const id of store.withNewName()) sources.add(id);
  for (const source of sources) {
    const row = store.byId(source);
    if (row === null) continue;
    const changed = (text: string | null): string | null => {
      const wish = intentIn(text);
      const type = index.type(wish?.objectType ?? row.type);
      if (wish === null || type === undefined) return text;
      const attributes = [...wish.attributes].map(([name, values]): [string, readonly CsValue[]] => {
        const attribute = type.attribute(name);
        return [name, attribute?.dataType === "Reference" ? distinctOf(attribute, named(values), naming) : values];
      });
      const moved: Intent = {
        ...wish,
        attributes: new Map(attributes),
        newDn: wish.newDn === null ? null : newName(wish.newDn),
      };
      return intentText(moved);
    };
    const wishes = { staged: changed(row.staged), sent: changed(row.sent), sending: changed(row.sending) };
    store.update(source, wishes);
    for (const text of Object.values(wishes)) {
      const wish = intentIn(text);
      const type = index.type(wish?.objectType ?? row.type);
      if (wish === null || type === undefined) continue;
      for (const keys of referencesIn(wish.attributes, type, naming).values()) store.addWishes(source, keys);
    }
  }
}
