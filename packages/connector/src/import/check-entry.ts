/**
 * An entry as a script wrote it in; what it says, or what is wrong with it, out. Every entry is looked at before anything of
 * it is believed: type, attributes, anchor, data types, how many values, and whether it stands where it should.
 */
import { kindOf } from "../model/check-value.ts";
import { type ObjectModification, objectModifications } from "../model/entry.ts";
import { type IndexedType, meant } from "../model/schema-index.ts";
import type { CsValue } from "../model/value.ts";
import { shortLabel } from "../space/object-error.ts";
import { type CheckedChange, checkedValue, readChanges, readDn, readList } from "./check-changes.ts";
import { type EntryRules, isWhole, WrongEntry } from "./entry-rules.ts";

export interface CheckedEntry {
  readonly modificationType: ObjectModification;
  /** Null where an Update or Delete does not say it. */
  readonly type: IndexedType | null;
  readonly dn: string | null;
  readonly nameKey: string | null;
  /** In the order of the schema; null where the entry has none. */
  readonly anchor: readonly CsValue[] | null;
  readonly anchorKey: string | null;
  readonly newDn: string | null;
  readonly changes: readonly CheckedChange[];
}

/** What can be said of an entry that is wrong, so that the object it is about is not taken for gone. */
export interface EntryIdentity {
  readonly type: string | null;
  readonly anchorKey: string | null;
  readonly nameKey: string | null;
}

interface EntryProblem {
  readonly code: string;
  readonly message: string;
  /** How people find the object; null when it cannot be told. */
  readonly object: string | null;
  readonly identity: EntryIdentity;
  /** The script said that the run cannot go on. */
  readonly stopsRun: boolean;
}

export type EntryCheck = { readonly entry: CheckedEntry } | { readonly problem: EntryProblem };

export function checkEntry(raw: unknown, rules: EntryRules): EntryCheck {
  const identity = { type: null as string | null, anchorKey: null as string | null, nameKey: null as string | null };
  let object: string | null = null;
  try {
    if (typeof raw !== "object" || raw === null)
      throw new WrongEntry("EntryInvalid", `${kindOf(raw)} instead of an entry`);
    const given = raw as Readonly<Record<string, unknown>>;
    const modificationType = readModification(given.modificationType, rules);
    const type = readType(given.objectType, modificationType, rules);
    identity.type = type?.name ?? null;
    const dn = readDn(given.dn, rules);
    object = dn;
    const nameKey = dn === null ? null : rules.naming.nameKey(dn);
    identity.nameKey = nameKey;
    const rawChanges = readList(given.attributeChanges, "attributeChanges");
    const anchor = readAnchor(given, type, rawChanges, dn, rules);
    if (anchor !== null) {
      identity.anchorKey = rules.useDnAsAnchor ? nameKey : rules.naming.anchorKey(anchor);
      object ??= rules.naming.anchorText(anchor);
      if (!rules.naming.hasNames) identity.nameKey = rules.naming.nameKey(rules.naming.anchorText(anchor));
    }
    refuseImportError(given.importError);
    if (anchor === null && (isWhole(modificationType) || nameKey === null)) throw missingAnchor(type, rules);
    if (rules.naming.hasNames && nameKey === null && isWhole(modificationType)) {
      throw new WrongEntry("ImportErrorMissingDomainName", "no dn, which every object has here");
    }
    if (nameKey !== null && !rules.isInPartition(nameKey)) {
      throw new WrongEntry("OutsidePartition", "a name that is not in the partition of this run");
    }
    const { changes, newDn } = readChanges(rawChanges, type, modificationType, rules);
    return {
      entry: {
        modificationType,
        type,
        dn,
        nameKey: identity.nameKey,
        anchor,
        anchorKey: identity.anchorKey,
        newDn,
        changes,
      },
    };
  } catch (error) {
    // Whatever a getter of the entry throws is the entry's fault, too.
    const wrong = error instanceof WrongEntry ? error : new WrongEntry("EntryInvalid", "an entry that cannot be read");
    const { code, message, stopsRun } = wrong;
    return { problem: { code, message, stopsRun, object: object === null ? null : shortLabel(object), identity } };
  }
}

function readModification(value: unknown, { importType }: EntryRules): ObjectModification {
  const known = objectModifications.find((each) => each === value);
  if (known === undefined) {
    const code =
      value === undefined || value === null ? "ImportErrorMissingChangeType" : "ImportErrorInvalidChangeType";
    throw new WrongEntry(code, `a modificationType that is none of ${objectModifications.join(", ")}`);
  }
  if (importType === "Delta" || isWhole(known)) return known;
  if (importType === "whole" && known === "Delete") return known;
  throw new WrongEntry(
    "ImportErrorInvalidChangeType",
    `${known}, when ${importType === "Full" ? "a full import brings whole objects (Add)" : "whole objects were asked for (Add, Replace, or Delete)"}`,
  );
}

function readType(value: unknown, modificationType: ObjectModification, { index }: EntryRules): IndexedType | null {
  if (value === undefined || value === null || value === "") {
    if (isWhole(modificationType)) throw new WrongEntry("ImportErrorMissingObjectType", "no objectType");
    return null;
  }
  const type = typeof value === "string" ? index.type(value) : undefined;
  if (type !== undefined) return type;
  const names = index.types.map(({ name }) => name);
  const hint = typeof value === "string" ? `${JSON.stringify(value)}.${meant(value, names)}` : kindOf(value);
  throw new WrongEntry("UnknownObjectType", `an object type that the schema has not: ${hint}`);
}

function readAnchor(
  given: Readonly<Record<string, unknown>>,
  type: IndexedType | null,
  changes: readonly unknown[],
  dn: string | null,
  rules: EntryRules,
): readonly CsValue[] | null {
  if (rules.useDnAsAnchor) return dn === null ? null : [dn];
  const values = new Map<string, unknown>();
  for (const part of readList(given.anchorAttributes, "anchorAttributes")) {
    const { name, value } = (part ?? {}) as { readonly name?: unknown; readonly value?: unknown };
    if (typeof name !== "string") throw new WrongEntry("EntryInvalid", "an anchor attribute without a name");
    values.set(name.toLowerCase(), value);
  }
  const candidates = type === null ? typesWith(values, rules) : [type];
  let wrong: WrongEntry | null = null;
  for (const { anchors } of candidates) {
    const anchor = anchors.map(
      (attribute) =>
        [attribute, values.get(attribute.name.toLowerCase()) ?? firstValue(changes, attribute.name)] as const,
    );
    if (anchor.some(([, value]) => value === undefined || value === null || value === "")) continue;
    try {
      return anchor.map(([attribute, value]) => checkedValue(value, attribute, rules));
    } catch (error) {
      // Of an entry that does not say its type: the anchor of another one may be of that kind.
      if (!(error instanceof WrongEntry)) throw error;
      wrong ??= error;
    }
  }
  if (wrong !== null) throw wrong;
  return null;
}

/** Whose anchors are among the names: an entry need not say its type when it is gone. */
function typesWith(values: ReadonlyMap<string, unknown>, { index }: EntryRules): readonly IndexedType[] {
  return index.types.filter(({ anchors }) => anchors.every(({ name }) => values.has(name.toLowerCase())));
}

/** Sets in the wild have the anchor among the attributes only. */
function firstValue(changes: readonly unknown[], name: string): unknown {
  for (const change of changes) {
    const { name: attribute, modificationType, valueChanges } = (change ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof attribute !== "string" || attribute.toLowerCase() !== name.toLowerCase()) continue;
    if (modificationType === "Delete" || !Array.isArray(valueChanges)) continue;
    const [first] = valueChanges;
    return (first as { readonly value?: unknown } | undefined)?.value;
  }
  return undefined;
}

function missingAnchor(type: IndexedType | null, { useDnAsAnchor }: EntryRules): WrongEntry {
  if (useDnAsAnchor) return new WrongEntry("ImportErrorMissingDomainName", "no dn, which is the anchor here");
  const names = type === null ? "" : `: ${type.anchors.map(({ name }) => name).join(", ")}`;
  return new WrongEntry("MissingAnchor", `no anchor${names}`);
}

function refuseImportError(value: unknown): void {
  if (value === undefined || value === null) return;
  const { code, name, detail } = value as Readonly<Record<string, unknown>>;
  if (typeof code !== "string") throw new WrongEntry("EntryInvalid", "an importError without a code");
  if (code === "Success") return;
  const words = [name, detail].filter((each) => typeof each === "string" && each !== "").join(": ");
  throw new WrongEntry(code, words === "" ? "an error of the connector" : words, code === "ImportErrorCustomStopRun");
}
