/** Short ways to write the parts of entries, for authors of connectors. */
import type { AttributeChange, CSEntryChange, EntryImportError, ObjectModification } from "./entry.ts";
import { nameAttribute } from "./entry.ts";
import type { CsValue } from "./value.ts";

/** What an attribute may be given as: one value, a list, or null and undefined for nothing. */
export type Given = CsValue | readonly CsValue[] | null | undefined;

/** The attribute gets these values. */
export function addAttribute(name: string, values: CsValue | readonly CsValue[]): AttributeChange {
  return { name, modificationType: "Add", valueChanges: added(values) };
}

/** The attribute has these values, and no others. */
export function replaceAttribute(name: string, values: CsValue | readonly CsValue[]): AttributeChange {
  return { name, modificationType: "Replace", valueChanges: added(values) };
}

/** Values of a multi-valued attribute come and go. */
export function updateAttribute(
  name: string,
  { add = [], remove = [] }: { readonly add?: readonly CsValue[]; readonly remove?: readonly CsValue[] },
): AttributeChange {
  const removed = remove.map((value) => ({ value, modificationType: "Delete" as const }));
  return { name, modificationType: "Update", valueChanges: [...added(add), ...removed] };
}

/** The attribute has no value any more. */
export function deleteAttribute(name: string): AttributeChange {
  return { name, modificationType: "Delete", valueChanges: [] };
}

/** The object is called so now. */
export function renameTo(dn: string): AttributeChange {
  return replaceAttribute(nameAttribute, dn);
}

export interface WholeEntry {
  readonly objectType: string;
  readonly dn?: string;
  /** Anchors included. Nothing, null and empty lists are left out. */
  readonly attributes: Readonly<Record<string, Given>>;
  /** Default `Add`. */
  readonly modificationType?: "Add" | "Replace";
}

/** A whole object, as a full import has it. */
export function wholeEntry({ objectType, dn, attributes, modificationType = "Add" }: WholeEntry): CSEntryChange {
  const attributeChanges: AttributeChange[] = [];
  for (const [name, given] of Object.entries(attributes)) {
    if (given === null || given === undefined) continue;
    const valueChanges = added(given);
    if (valueChanges.length > 0) attributeChanges.push({ name, modificationType: "Add", valueChanges });
  }
  return { modificationType, objectType, ...(dn !== undefined && { dn }), attributeChanges };
}

export interface DeletedEntry {
  readonly objectType?: string;
  readonly dn?: string;
  readonly anchor?: Readonly<Record<string, CsValue>>;
}

/** An object that is gone. */
export function deletedEntry({ objectType, dn, anchor = {} }: DeletedEntry): CSEntryChange {
  return { ...identified("Delete", objectType, dn, anchor) };
}

export interface FailedEntry extends DeletedEntry {
  readonly error: EntryImportError;
}

/** An object that is there and could not be read. What the host knows of it stays. */
export function failedEntry({ objectType, dn, anchor = {}, error }: FailedEntry): CSEntryChange {
  return { ...identified("Add", objectType, dn, anchor), importError: error };
}

function identified(
  modificationType: ObjectModification,
  objectType: string | undefined,
  dn: string | undefined,
  anchor: Readonly<Record<string, CsValue>>,
): CSEntryChange {
  return {
    modificationType,
    ...(objectType !== undefined && { objectType }),
    ...(dn !== undefined && { dn }),
    anchorAttributes: Object.entries(anchor).map(([name, value]) => ({ name, value })),
  };
}

function added(values: CsValue | readonly CsValue[]): { readonly value: CsValue }[] {
  return isList(values) ? values.map((value) => ({ value })) : [{ value: values }];
}

function isList(values: CsValue | readonly CsValue[]): values is readonly CsValue[] {
  return Array.isArray(values);
}
