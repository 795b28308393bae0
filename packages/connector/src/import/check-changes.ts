/** What an entry says of attributes, looked at one by one. */
import { kindOf, normalValue, valueProblem } from "../model/check-value.ts";
import { attributeModifications, nameAttribute, type ObjectModification } from "../model/entry.ts";
import { type IndexedAttribute, type IndexedType, meant } from "../model/schema-index.ts";
import type { CsValue } from "../model/value.ts";
import { distinctOf } from "../space/compare-values.ts";
import { distinctValues } from "../space/image.ts";
import { type EntryRules, isWhole, WrongEntry } from "./entry-rules.ts";

export interface CheckedChange {
  readonly attribute: IndexedAttribute;
  readonly modificationType: "Add" | "Replace" | "Update" | "Delete";
  readonly added: readonly CsValue[];
  readonly removed: readonly CsValue[];
}

export function readDn(value: unknown, { naming }: EntryRules): string | null {
  // Sets in the wild fill it in where there are no names, too.
  if (!naming.hasNames || value === undefined || value === null || value === "") return null;
  if (typeof value !== "string") throw new WrongEntry("ImportErrorInvalidDomainName", `${kindOf(value)} as dn`);
  if (!value.isWellFormed()) throw new WrongEntry("ImportErrorInvalidDomainName", "a dn that is no Unicode");
  if (naming.nameKey(value) === null) {
    throw new WrongEntry(
      "ImportErrorDomainNameNotLdapConformant",
      `a dn that is no distinguished name: ${JSON.stringify(value)}`,
    );
  }
  return value;
}

/** More than any object has; an iterable without an end has them at once. */
const mostInList = 1_000_000;

/** A copy of a list, of whatever kind. Text can be iterated over, too, and is none. */
export function readList(value: unknown, name: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== "object" || !(Symbol.iterator in value)) {
    throw new WrongEntry("EntryInvalid", `${kindOf(value)} as ${name}, which is a list`);
  }
  const list: unknown[] = [];
  for (const each of value as Iterable<unknown>) {
    if (list.length >= mostInList) {
      throw new WrongEntry("EntryInvalid", `more than ${mostInList.toLocaleString("en-US")} ${name}`);
    }
    list.push(each);
  }
  return list;
}

export function readChanges(
  list: readonly unknown[],
  type: IndexedType | null,
  modificationType: ObjectModification,
  rules: EntryRules,
): { readonly changes: readonly CheckedChange[]; readonly newDn: string | null } {
  const changes: CheckedChange[] = [];
  const seen = new Set<string>();
  let newDn: string | null = null;
  if (modificationType === "Delete" || modificationType === "None") return { changes, newDn };
  for (const raw of list) {
    const { name, modificationType: how, valueChanges } = (raw ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof name !== "string") throw new WrongEntry("EntryInvalid", "an attribute change without a name");
    if (name.toUpperCase() === nameAttribute && rules.naming.hasNames) {
      newDn = readNewName(valueChanges, modificationType, rules);
      continue;
    }
    // The type of an Update may stand nowhere but in the space: whoever knows it looks there.
    const attribute = (type ?? onlyTypeWith(name, rules))?.attribute(name);
    if (attribute === undefined) {
      const names = type?.attributes.map((each) => each.name) ?? [];
      throw new WrongEntry(
        "UnknownAttribute",
        `an attribute that the type has not: ${JSON.stringify(name)}.${meant(name, names)}`,
      );
    }
    if (!attribute.canImport)
      throw new WrongEntry("ExportOnlyAttribute", `${attribute.name}, which is for exports only`);
    if (seen.has(attribute.name)) throw new WrongEntry("DuplicateAttribute", `${attribute.name} twice`);
    seen.add(attribute.name);
    changes.push(readChange(attribute, how, valueChanges, modificationType, rules));
  }
  return { changes, newDn };
}

function onlyTypeWith(attribute: string, { index }: EntryRules): IndexedType | undefined {
  return index.types.find((type) => type.attribute(attribute) !== undefined);
}

function readNewName(valueChanges: unknown, modificationType: ObjectModification, rules: EntryRules): string {
  if (isWhole(modificationType)) throw new WrongEntry("ImportErrorInvalidChangeType", "a new name in a whole object");
  const [first] = readList(valueChanges, "valueChanges").filter(
    (each) => (each as { readonly modificationType?: unknown } | null)?.modificationType !== "Delete",
  );
  const dn = readDn((first as { readonly value?: unknown } | undefined)?.value, rules);
  if (dn === null) throw new WrongEntry("ImportErrorMissingDomainName", "a new name without a value");
  const key = rules.naming.nameKey(dn);
  if (key !== null && !rules.isInPartition(key)) {
    throw new WrongEntry("OutsidePartition", "a new name that is not in the partition of this run");
  }
  return dn;
}

function readChange(
  attribute: IndexedAttribute,
  how: unknown,
  valueChanges: unknown,
  modificationType: ObjectModification,
  rules: EntryRules,
): CheckedChange {
  const known = attributeModifications.find((each) => each === how);
  if (known === undefined) {
    throw new WrongEntry(
      "EntryInvalid",
      `a modificationType of ${attribute.name} that is none of ${attributeModifications.join(", ")}`,
    );
  }
  const added: CsValue[] = [];
  const removed: CsValue[] = [];
  for (const each of readList(valueChanges, `valueChanges of ${attribute.name}`)) {
    const { value, modificationType: valueHow = "Add" } = (each ?? {}) as Readonly<Record<string, unknown>>;
    if (valueHow !== "Add" && valueHow !== "Delete") {
      throw new WrongEntry("EntryInvalid", `a value of ${attribute.name} that is neither added nor deleted`);
    }
    // An empty text is no value: directories have none, files know nothing else.
    if (value === "") continue;
    (valueHow === "Add" ? added : removed).push(checkedValue(value, attribute, rules));
  }
  if (isWhole(modificationType) && (known === "Delete" || removed.length > 0)) {
    throw new WrongEntry("ImportErrorInvalidChangeType", `values of ${attribute.name} that go, in a whole object`);
  }
  if (removed.length > 0 && known !== "Update") {
    throw new WrongEntry(
      "ImportErrorInvalidChangeType",
      `values of ${attribute.name} that go, in a change that is no Update`,
    );
  }
  const distinct = distinctOf(attribute, distinctValues(added), rules.naming);
  if (!attribute.isMultiValued && distinct.length > 1) {
    throw new WrongEntry("TooManyValues", `${distinct.length} values of ${attribute.name}, which has one`);
  }
  return { attribute, modificationType: known, added: distinct, removed };
}

export function checkedValue(value: unknown, attribute: IndexedAttribute, { naming }: EntryRules): CsValue {
  const wrong = valueProblem(value, attribute, (text) => naming.nameKey(text) !== null);
  if (wrong !== null)
    throw new WrongEntry("ImportErrorInvalidAttributeValue", `${wrong} as a value of ${attribute.name}`);
  return normalValue(value as CsValue, attribute.dataType);
}
