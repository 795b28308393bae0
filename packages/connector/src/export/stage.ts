/**
 * What somebody wants of objects in; intents in the space out. Nothing leaves the machine. What is already so is no pending
 * change.
 */
import { IdleError } from "@idle/contract";
import type { Capabilities } from "../definition/capabilities.ts";
import { currentImage } from "../import/settle.ts";
import { expectType, type IndexedType, type SchemaIndex } from "../model/schema-index.ts";
import type { CsValue } from "../model/value.ts";
import type { Internals } from "../run/internals.ts";
import { comparer } from "../space/compare-values.ts";
import { checkedDn, findRow } from "../space/find-row.ts";
import { type Intent, intent, openAttributes } from "../space/intent.ts";
import { anchorText, anchorValues, imageOf, intentIn, type ObjectRow } from "../space/object-store.ts";
import type { ObjectName, StagedChange } from "../space/staging.ts";
import { readAttributes } from "./staged-attributes.ts";

/** Where a change belongs, and what it is. */
export interface Wanted {
  /** Null for an object that the space has not. */
  readonly row: ObjectRow | null;
  readonly type: IndexedType;
  /** For a new row. */
  readonly dn: string | null;
  readonly nameKey: string | null;
  readonly anchor: string | null;
  readonly anchorKey: string | null;
  readonly partition: string;
  /** Null when it is so already. */
  readonly intent: Intent | null;
}

export interface Staging {
  readonly internals: Internals;
  readonly index: SchemaIndex;
  /** The partition of a name. Throws InvalidInput when it is in none. */
  partitionOf(nameKey: string | null): string;
  /** Where a row is looked up: by a connection that sees what this transaction wrote. */
  readonly isDirect: boolean;
}

/** Throws InvalidInput, NotFound, AlreadyExists, Unsupported. */
export function readChange(change: StagedChange, staging: Staging): Wanted {
  const { capabilities, name } = staging.internals.definition;
  if (!capabilities.enableExport) {
    throw new IdleError("Unsupported", `The connector ${name} does not export: its capability enableExport is off.`);
  }
  if (change.action === "add") return readAdd(change, staging);
  const row = expectRow(change.object, staging);
  const type = expectType(staging.index, row.type);
  const place = { ...row, row, type };
  const current = currentImage(imageOf(row), intentIn(row.sent));
  if (change.action === "delete") {
    // What is on its way may have arrived.
    const isGone = current === null && (row.staged === null || staging.isDirect) && row.sending === null;
    return { ...place, intent: isGone ? null : intent("delete", { isDirect: staging.isDirect }) };
  }
  const { attributes = {}, newDn } = change;
  const wanted = readAttributes(attributes, type, staging.internals.naming, "update");
  const renamed = newDn === undefined ? null : readNewDn(newDn, row, capabilities, staging);
  // What others staged is not there for whoever waits for an outcome.
  const coming = staging.isDirect ? [row.sending] : [row.staged, row.sending];
  const isComing = coming.some((text) => ["add", "replace"].includes(intentIn(text)?.kind ?? ""));
  if (current === null && !isComing) throw notThere(change.object);
  // What is staged of it, and would no longer be wanted, is taken back by the same way.
  const isSame = comparer(row.type, { index: staging.index, naming: staging.internals.naming });
  const staged = staging.isDirect ? new Map() : (intentIn(row.staged)?.attributes ?? new Map());
  const open = new Map(
    [...wanted].filter(
      ([attribute, values]) =>
        staged.has(attribute) || openAttributes(current, new Map([[attribute, values]]), isSame).size > 0,
    ),
  );
  if (open.size === 0 && renamed === null) return { ...place, intent: null };
  return { ...place, intent: intent("update", { attributes: open, newDn: renamed, isDirect: staging.isDirect }) };
}

function readAdd(change: Extract<StagedChange, { readonly action: "add" }>, staging: Staging): Wanted {
  const { internals, index, isDirect } = staging;
  const { naming, objects, definition } = internals;
  const type = expectType(index, change.objectType);
  const attributes = readAttributes(change.attributes, type, naming, "add");
  const dn = readDn(change.dn, internals);
  const values = type.anchors.map(({ name }) => attributes.get(name)?.[0]);
  const anchor = values.every((value): value is CsValue => value !== undefined) ? values : null;
  const { useDnAsAnchor } = definition.capabilities;
  const nameKey =
    dn === null ? (anchor === null ? null : naming.nameKey(naming.anchorText(anchor))) : naming.nameKey(dn);
  if (nameKey === null) {
    throw new IdleError(
      "InvalidInput",
      `A new ${type.name} needs its anchor, since objects have no names here: ${type.anchors.map(({ name }) => name).join(", ")}.`,
    );
  }
  const anchorKey = useDnAsAnchor ? nameKey : anchor === null || anchor.length === 0 ? null : naming.anchorKey(anchor);
  const place = {
    type,
    dn,
    nameKey,
    anchorKey,
    anchor: useDnAsAnchor ? anchorText(dn === null ? null : [dn]) : anchorKey === null ? null : anchorText(anchor),
    partition: staging.partitionOf(naming.hasNames ? nameKey : null),
  };
  const rows = [
    ...(naming.hasNames ? objects.byName(nameKey) : []),
    ...(anchorKey === null ? [] : objects.byAnchor(anchorKey, type.name)),
  ];
  const row = rows[0] ?? null;
  const added = intent("add", { attributes, objectType: type.name, isDirect });
  if (row === null) return { ...place, row, intent: added };
  const label = JSON.stringify(row.dn ?? naming.anchorText(anchorValues(row.anchor) ?? []));
  const isThere = (more: string) =>
    new IdleError("AlreadyExists", `The connector space of ${definition.name} has ${label} already${more}.`);
  if (rows.some(({ id }) => id !== row.id) || (naming.hasNames && row.nameKey !== nameKey)) {
    throw isThere(", with the anchor of what is to be added: an object is renamed, and not added under another name");
  }
  const staged = intentIn(row.staged);
  const current = currentImage(imageOf(row), intentIn(row.sent));
  const isGoing = (staged ?? intentIn(row.sending))?.kind === "delete";
  if (isGoing && current !== null) {
    if (isDirect) throw isThere("; somebody wants it deleted, and that was not exported yet");
    return { ...place, row, intent: { ...added, kind: "replace" } };
  }
  if (current === null && row.sending === null && (staged === null || isDirect))
    return { ...place, row, intent: added };
  throw isThere("");
}

function readDn(dn: string | undefined, { naming, definition }: Internals): string | null {
  if (!naming.hasNames) {
    if (dn === undefined) return null;
    throw new IdleError(
      "InvalidInput",
      `Objects of the connector ${definition.name} have no names (distinguishedNameStyle is None): leave dn away.`,
    );
  }
  if (dn === undefined)
    throw new IdleError("InvalidInput", `A new object of the connector ${definition.name} needs a dn.`);
  return checkedDn(dn, naming);
}

function readNewDn(
  newDn: string,
  row: ObjectRow,
  capabilities: Capabilities,
  { internals, partitionOf }: Staging,
): string | null {
  const { naming, objects, definition } = internals;
  checkedDn(newDn, naming);
  if (newDn === row.dn && intentIn(row.staged)?.newDn == null) return null;
  if (!capabilities.enableObjectRename || !naming.hasNames) {
    throw new IdleError(
      "Unsupported",
      `The connector ${definition.name} cannot rename objects: its capability enableObjectRename is off.`,
    );
  }
  const key = naming.nameKey(newDn) ?? "";
  if (partitionOf(key) !== row.partition) {
    throw new IdleError("Unsupported", `${JSON.stringify(newDn)} is in another partition: an object stays in its own.`);
  }
  if (objects.byName(key).some(({ id }) => id !== row.id)) {
    throw new IdleError("AlreadyExists", `Another object is called ${JSON.stringify(newDn)}.`);
  }
  return newDn;
}

function expectRow(object: ObjectName, staging: Staging): ObjectRow {
  const row = findRow(object, staging.index, staging.internals);
  if (row === null) throw notThere(object);
  return row;
}

export function notThere(object: ObjectName): IdleError {
  const shown = "dn" in object ? object.dn : Object.values(object.anchor).join(", ");
  return new IdleError("NotFound", `The connector space has no object ${JSON.stringify(shown)}. An import may be due.`);
}
