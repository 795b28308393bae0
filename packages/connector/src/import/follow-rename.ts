/** What a new name of one object means for others: those that stand below it, and those that refer to it. */
import type { SchemaIndex } from "../model/schema-index.ts";
import type { CsValue } from "../model/value.ts";
import { distinctValues } from "../space/image.ts";
import type { Naming } from "../space/naming.ts";
import { anchorText, imageOf, imageText, intentIn, intentText, type ObjectStore } from "../space/object-store.ts";
import { referencesIn } from "../space/references.ts";

interface Renaming {
  readonly store: ObjectStore;
  readonly index: SchemaIndex;
  readonly naming: Naming;
}

/** What stands below it is called otherwise now, and so is it where others refer to it. */
export function followRename(before: string, after: string, dn: string, applying: Renaming): void {
  redirect(before, dn, applying);
  if (!applying.naming.hasNames || !before.endsWith("\n")) return;
  for (const row of applying.store.descendants(before)) {
    if (row.nameKey === null || row.dn === null) continue;
    const nameKey = after + row.nameKey.slice(before.length);
    const name = renamedDescendant(row.dn, dn, row.nameKey.slice(before.length).split("\n").length - 1);
    applying.store.update(row.id, {
      dn: name,
      nameKey,
      ...(row.anchorKey === row.nameKey && { anchorKey: nameKey, anchor: anchorText([name]) }),
    });
    redirect(row.nameKey, name, applying);
  }
}

/** The first steps of a name, with another container behind them. */
function renamedDescendant(dn: string, container: string, steps: number): string {
  let at = 0;
  for (let left = steps; left > 0 && at < dn.length; at += 1) {
    if (dn[at] === "\\") at += 1;
    else if (dn[at] === ",") left -= 1;
  }
  return `${dn.slice(0, at)}${container}`;
}

function redirect(before: string, dn: string, renaming: Renaming): void {
  const { store, index, naming } = renaming;
  const named = (values: readonly CsValue[]): readonly CsValue[] =>
    values.map((value) => (typeof value === "string" && naming.nameKey(value) === before ? dn : value));
  for (const { source, attribute } of store.referrers(before)) {
    const row = store.byId(source);
    const image = row === null ? null : imageOf(row);
    const type = row === null ? undefined : index.type(row.type);
    if (image === null || type === undefined) continue;
    const changed = new Map(image).set(attribute, distinctValues(named(image.get(attribute) ?? [])));
    store.update(source, { image: imageText(changed) });
    store.setReferences(source, referencesIn(changed, type, naming));
  }
  for (const source of store.wishers(before)) redirectWishes(source, named, dn, renaming);
}

/** What is wanted of references is wanted of the object, and not of its old name. */
function redirectWishes(
  source: number,
  named: (values: readonly CsValue[]) => readonly CsValue[],
  dn: string,
  { store, index, naming }: Renaming,
): void {
  const row = store.byId(source);
  if (row === null) return;
  const changed = (text: string | null): string | null => {
    const wish = intentIn(text);
    const type = index.type(wish?.objectType ?? row.type);
    if (wish === null || type === undefined) return text;
    const attributes = [...wish.attributes].map(([name, values]): [string, readonly CsValue[]] => [
      name,
      type.attribute(name)?.dataType === "Reference" ? distinctValues(named(values)) : values,
    ]);
    return intentText({ ...wish, attributes: new Map(attributes) });
  };
  store.update(source, { staged: changed(row.staged), sent: changed(row.sent), sending: changed(row.sending) });
  const key = naming.nameKey(dn);
  if (key !== null) store.addWishes(source, [key]);
}
