/**
 * What is pending for an object in; the entry that a script gets out, shaped by the export type, and what of the pending
 * change it carries.
 *
 * A little longer than most files here: the four export types are variations of one thing.
 */
import type { Secret } from "@idle/contract";
import type { Capabilities } from "../definition/capabilities.ts";
import type { AnchorAttribute, AttributeChange, ExportEntry, ValueChange } from "../model/entry.ts";
import { nameAttribute } from "../model/entry.ts";
import type { IndexedAttribute, IndexedType } from "../model/schema-index.ts";
import { type CsValue, type ExportedValue, passwordAttribute } from "../model/value.ts";
import { keyOfValue } from "../space/compare-values.ts";
import { distinctValues, type Image } from "../space/image.ts";
import { type Intent, intent } from "../space/intent.ts";
import type { Naming } from "../space/naming.ts";
import { anchorValues, type ObjectRow } from "../space/object-store.ts";
import type { Pending } from "./pending.ts";

export interface Shaped {
  readonly entry: ExportEntry;
  /** What the space is to take for sent. */
  readonly sending: Intent;
  /** Something of what is wanted is left for the second pass. */
  readonly hasRest: boolean;
  /** References that a whole object went without: they are gone until they follow. */
  readonly withheld: Image;
}

export interface Shaping {
  readonly capabilities: Capabilities;
  readonly naming: Naming;
  readonly newIdentifier: () => string;
  /** References stay for the second pass. */
  readonly withoutReferences: boolean;
  /** For a new object, where it goes along; or alone, in the second pass. */
  readonly password?: Secret | undefined;
}

/** `later`: all of it is for the second pass. Null when there is nothing to do. */
export function shapeEntry(pending: Pending, shaping: Shaping): Shaped | "later" | null {
  switch (pending.kind) {
    case "delete":
      return shapeDelete(pending, shaping, false);
    case "replace":
      // Without the capability it goes first as what it is: a deletion, after which the new object is added.
      return shaping.capabilities.deleteAddAsReplace
        ? shapeWhole(pending, shaping, "Replace")
        : shapeDelete(pending, shaping, true);
    case "add":
      return shapeWhole(pending, shaping, "Add");
    default:
      return shapeUpdate(pending, shaping);
  }
}

function shapeDelete(pending: Pending, shaping: Shaping, hasRest: boolean): Shaped {
  return { entry: entryOf(pending, "Delete", [], shaping), sending: intent("delete"), hasRest, withheld: none };
}

function shapeWhole(pending: Pending, shaping: Shaping, how: "Add" | "Replace"): Shaped {
  const { type, wanted } = pending;
  const now = partOf(wanted, type, shaping);
  const changes: AttributeChange<ExportedValue>[] = additions(now, type, shaping.naming);
  if (shaping.password !== undefined) changes.push(passwordChange(shaping.password));
  return {
    entry: entryOf(pending, how, changes, shaping),
    sending: intent(how === "Add" ? "add" : "replace", { attributes: now, objectType: type.name }),
    hasRest: now.size < wanted.size,
    withheld: none,
  };
}

function shapeUpdate(pending: Pending, shaping: Shaping): Shaped | "later" | null {
  const { type, wanted, current, newDn, isWhole } = pending;
  const { capabilities, password } = shaping;
  const now = partOf(wanted, type, shaping);
  const isReplaced = capabilities.exportType === "ObjectReplace" && password === undefined;
  const goesWhole = isReplaced || isWhole;
  const withheld = goesWhole ? referencesWithout(now, pending, shaping) : none;
  const hasRest = now.size < wanted.size;
  if (now.size === 0 && newDn === null && password === undefined && !isWhole) return hasRest ? "later" : null;
  const sending = intent("update", { attributes: new Map([...now, ...cleared(withheld)]), newDn });
  const changes: AttributeChange<ExportedValue>[] = goesWhole
    ? additions(exportable(overlaid(current, now), type, shaping), type, shaping.naming)
    : inSchemaOrder(now, type).map(({ attribute, values }) =>
        changeOf(attribute, current?.get(attribute.name) ?? [], values, shaping),
      );
  if (newDn !== null)
    changes.unshift({ name: nameAttribute, modificationType: "Replace", valueChanges: [{ value: newDn }] });
  if (password !== undefined) changes.push(passwordChange(password));
  const entry = entryOf(pending, goesWhole ? "Replace" : "Update", changes, shaping);
  return {
    entry: isReplaced && !isWhole ? { ...entry, changedAttributeNames: changedIn(now, newDn, type) } : entry,
    sending,
    hasRest,
    withheld,
  };
}

/** Of an object that goes as a whole: what of it is another than before, also what it has not any more. */
function changedIn(now: Image, newDn: string | null, type: IndexedType): readonly string[] {
  const names = inSchemaOrder(now, type).map(({ attribute }) => attribute.name);
  return newDn === null ? names : [nameAttribute, ...names];
}

const none: Image = new Map();

/** The references that an object has and that do not go with it as a whole. */
function referencesWithout(now: Image, { current, type }: Pending, { withoutReferences }: Shaping): Image {
  if (!withoutReferences) return none;
  return new Map([...(current ?? [])].filter(([name]) => isExportedReference(type, name) && !now.has(name)));
}

export function isExportedReference(type: IndexedType, name: string): boolean {
  const attribute = type.attribute(name);
  return attribute?.dataType === "Reference" && attribute.canExport;
}

export function cleared(image: Image): Image {
  return new Map([...image.keys()].map((name) => [name, []]));
}

function overlaid(current: Image | null, wanted: Image): Image {
  const all = new Map(current ?? []);
  for (const [name, values] of wanted) {
    if (values.length === 0) all.delete(name);
    else all.set(name, values);
  }
  return all;
}

function exportable(image: Image, type: IndexedType, shaping: Shaping): Image {
  const all = new Map([...image].filter(([name]) => type.attribute(name)?.canExport === true));
  return partOf(all, type, shaping);
}

function partOf(wanted: Image, type: IndexedType, { withoutReferences }: Shaping): Image {
  if (!withoutReferences) return wanted;
  return new Map([...wanted].filter(([name]) => type.attribute(name)?.dataType !== "Reference"));
}

function additions(image: Image, type: IndexedType, naming: Naming): AttributeChange<ExportedValue>[] {
  return inSchemaOrder(image, type)
    .filter(({ values }) => values.length > 0)
    .map(({ attribute, values }) => ({
      name: attribute.name,
      modificationType: "Add",
      valueChanges: added(attribute.isAnchor ? values.map(naming.normalized) : values),
    }));
}

/** The same order in every run. */
function inSchemaOrder(
  image: Image,
  { attributes }: IndexedType,
): { readonly attribute: IndexedAttribute; readonly values: readonly CsValue[] }[] {
  return attributes.flatMap((attribute) => {
    const values = image.get(attribute.name);
    return values === undefined ? [] : [{ attribute, values }];
  });
}

/** One changed attribute, as the export type has it. */
function changeOf(
  attribute: IndexedAttribute,
  before: readonly CsValue[],
  after: readonly CsValue[],
  { capabilities: { exportType }, naming }: Shaping,
): AttributeChange<ExportedValue> {
  const { name, isMultiValued, dataType } = attribute;
  if (after.length === 0) return { name, modificationType: "Delete", valueChanges: [] };
  if (before.length === 0) return { name, modificationType: "Add", valueChanges: added(after) };
  const asDelta =
    isMultiValued &&
    (exportType === "AttributeUpdate" ||
      (exportType === "MultivaluedReferenceAttributeUpdate" && dataType === "Reference"));
  if (!asDelta) return { name, modificationType: "Replace", valueChanges: added(after) };
  const keyOf = keyOfValue(attribute, naming);
  const had = new Set(before.map(keyOf));
  const wanted = new Set(after.map(keyOf));
  return {
    name,
    modificationType: "Update",
    valueChanges: [
      ...added(after.filter((value) => !had.has(keyOf(value)))),
      ...before
        .filter((value) => !wanted.has(keyOf(value)))
        .map((value) => ({ value: ownCopy(value), modificationType: "Delete" as const })),
    ],
  };
}

function passwordChange(password: Secret): AttributeChange<ExportedValue> {
  return {
    name: passwordAttribute,
    modificationType: "Add",
    valueChanges: [{ value: password, modificationType: "Add" }],
  };
}

function added(values: readonly CsValue[]): ValueChange[] {
  return distinctValues(values).map((value) => ({ value: ownCopy(value), modificationType: "Add" }));
}

/** What a script does to bytes that it got is its own affair. */
function ownCopy(value: CsValue): CsValue {
  return value instanceof Uint8Array ? Uint8Array.from(value) : value;
}

function entryOf(
  { row, type, rowType, kind, wanted }: Pending,
  modificationType: ExportEntry["modificationType"],
  attributeChanges: readonly AttributeChange<ExportedValue>[],
  { naming, newIdentifier }: Shaping,
): ExportEntry {
  return {
    identifier: newIdentifier(),
    modificationType,
    objectType: modificationType === "Delete" ? row.type : type.name,
    dn: row.dn,
    anchorAttributes: kind === "add" ? anchorIn(wanted, type, naming) : anchorOf(row, rowType, naming),
    attributeChanges,
    changedAttributeNames: attributeChanges.map(({ name }) => name),
  };
}

function anchorOf(row: ObjectRow, { anchors }: IndexedType, naming: Naming): readonly AnchorAttribute[] {
  const values = anchorValues(row.anchor) ?? [];
  return anchors.flatMap(({ name }, place) => {
    const value = values[place];
    return value === undefined ? [] : [{ name, value: naming.normalized(value) }];
  });
}

function anchorIn(wanted: Image, { anchors }: IndexedType, naming: Naming): readonly AnchorAttribute[] {
  return anchors.flatMap(({ name }) => {
    const [value] = wanted.get(name) ?? [];
    return value === undefined ? [] : [{ name, value: naming.normalized(value) }];
  });
}
