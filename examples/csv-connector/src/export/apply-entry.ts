/** One entry of an export in; the directory changed, or a reason why not and nothing changed. Not written down yet. */
import {
  type AttributeChange,
  type CSEntryChangeResult,
  type ExportEntry,
  type ExportedValue,
  nameAttribute,
} from "@idle/connector";
import type { Secret } from "@idle/contract";
import { CellError } from "../cell.ts";
import type { Directory, Entry } from "../directory/directory.ts";
import { referencesOf } from "../directory/load-directory.ts";
import { isWithin, type Name, readName } from "../names.ts";
import { attributeOf, idColumn, type ObjectType, typeNamed } from "../object-types.ts";
import { draftOf } from "./draft.ts";
import { Refused } from "./refused.ts";

export interface Applied {
  /** Null where there is nothing to say: it went well. */
  readonly result: CSEntryChangeResult | null;
  /** Whose password is to be set. */
  readonly password: { readonly id: string; readonly password: Secret } | null;
  /** Whose is to be forgotten. */
  readonly removed: string | null;
}

export function applyEntry(entry: ExportEntry, directory: Directory, newId: () => string): Applied {
  const { identifier } = entry;
  try {
    if (entry.modificationType === "Delete") return remove(entry, directory);
    return entry.modificationType === "Add" ? add(entry, directory, newId()) : change(entry, directory);
  } catch (error) {
    const refused =
      error instanceof CellError ? new Refused("ExportErrorConnectedDirectoryError", error.message) : error;
    if (!(refused instanceof Refused)) throw error;
    const result = { identifier, errorCode: refused.code, errorDetail: refused.message };
    return { result, password: null, removed: null };
  }
}

/** Whoever is gone already is gone: an export that is repeated finds it so. */
function remove(entry: ExportEntry, directory: Directory): Applied {
  const found = find(entry, directory);
  if (found === undefined) return { result: null, password: null, removed: null };
  if (directory.hasChildren(found.name)) {
    throw new Refused("ExportErrorConstraintViolation", "The container is not empty.");
  }
  directory.remove(found);
  return { result: null, password: null, removed: found.id };
}

function add(entry: ExportEntry, directory: Directory, id: string): Applied {
  const type = expectType(entry.objectType);
  const name = expectName(entry.dn ?? "", type);
  expectFree(name, directory, null);
  const empty: Entry = { id, type, name, cells: new Map(), references: new Map() };
  const { next, password, lacksReferences } = draftOf(empty, entry, directory);
  for (const attribute of type.required) {
    if (next.cells.get(attribute)) continue;
    throw new Refused("ExportErrorMissingProvisioningAttribute", `A new ${type.name} needs ${attribute}.`);
  }
  directory.add(next);
  const anchorAttributes = [{ name: idColumn, value: id }];
  return {
    result: { identifier: entry.identifier, anchorAttributes, ...(lacksReferences && laterReferences) },
    password: password === null ? null : { id, password },
    removed: null,
  };
}

function change(entry: ExportEntry, directory: Directory): Applied {
  const found = find(entry, directory);
  if (found === undefined) {
    throw new Refused("ExportErrorConnectedDirectoryMissingObject", "The directory has no such object.");
  }
  if (found.type.name !== entry.objectType) {
    throw new Refused("ExportErrorConstraintViolation", `The object is of the type ${found.type.name}, and stays so.`);
  }
  const rename = entry.attributeChanges.find(({ name }) => name === nameAttribute);
  const name = rename === undefined ? found.name : expectName(newNameIn(rename), found.type);
  if (rename !== undefined) {
    expectFree(name, directory, found);
    if (isWithin(name.key, found.name.key)) {
      throw new Refused("ExportErrorInvalidDN", "A container cannot be moved into itself.");
    }
  }
  const before = entry.modificationType === "Replace" ? cleared(found) : found;
  const { next, password, lacksReferences } = draftOf({ ...before, name }, entry, directory);
  for (const attribute of found.type.required) {
    if (next.cells.get(attribute) || !found.cells.get(attribute)) continue;
    throw new Refused("ExportErrorConstraintViolation", `A ${found.type.name} needs ${attribute}.`);
  }
  if (!isSame(found, next)) directory.change(next);
  return {
    result: lacksReferences ? { identifier: entry.identifier, ...laterReferences } : null,
    password: password === null ? null : { id: found.id, password },
    removed: null,
  };
}

const laterReferences = {
  errorCode: "ExportActionRetryReferenceAttribute",
  errorDetail: "A reference names nobody in this partition of the directory.",
};

function find({ anchorAttributes, dn }: ExportEntry, directory: Directory): Entry | undefined {
  const id = anchorAttributes.find(({ name }) => name === idColumn)?.value;
  if (typeof id === "string") return directory.get(id);
  return directory.named(readName(dn ?? "")?.key ?? "");
}

function expectType(name: string): ObjectType {
  const type = typeNamed(name);
  if (type !== undefined) return type;
  throw new Refused("ExportErrorConstraintViolation", "The directory has no such object type.");
}

function expectName(dn: string, { name: type, rdn }: ObjectType): Name {
  const name = readName(dn);
  if (name === null) throw new Refused("ExportErrorInvalidDN", "That is no distinguished name.");
  if (name.rdn === rdn) return name;
  throw new Refused(
    "ExportErrorInvalidDN",
    `The name of a ${type} begins with ${rdn}=, and its first step has nothing else.`,
  );
}

function newNameIn({ valueChanges }: AttributeChange<ExportedValue>): string {
  const value = valueChanges.find(({ modificationType }) => modificationType !== "Delete")?.value;
  return typeof value === "string" ? value : "";
}

function expectFree(name: Name, directory: Directory, self: Entry | null): void {
  const { root } = directory;
  if (!isWithin(name.key, root.key)) throw new Refused("ExportErrorInvalidDN", "The name is not in this partition.");
  const other = directory.named(name.key);
  if (other !== undefined && other.id !== self?.id) {
    throw new Refused("ExportErrorConnectedDirectoryExistingObject", "Another object has that name.");
  }
  const parent = directory.named(name.parentKey);
  if (name.parentKey !== root.key && parent === undefined) {
    throw new Refused("ExportErrorNonExistingParent", "There is no such container.");
  }
  if (parent !== undefined && parent.type.name !== "organizationalUnit") {
    throw new Refused("ExportErrorInvalidDN", `A ${parent.type.name} is no container.`);
  }
}

/** Columns that are none of our attributes, or that the directory fills in itself, stay. */
function cleared(entry: Entry): Entry {
  const cells = [...entry.cells].filter(([column]) => {
    const attribute = attributeOf(entry.type, column);
    return attribute === undefined || attribute.operation === "ImportOnly";
  });
  return { ...entry, cells: new Map(cells), references: new Map() };
}

function isSame(one: Entry, other: Entry): boolean {
  if (one.name.text !== other.name.text) return false;
  const columns = new Set([...one.cells.keys(), ...other.cells.keys()]);
  if ([...columns].some((column) => (one.cells.get(column) ?? null) !== (other.cells.get(column) ?? null)))
    return false;
  return referencesOf(one.type).every(({ name }) => targetsText(one, name) === targetsText(other, name));
}

function targetsText({ references }: Entry, name: string): string {
  return JSON.stringify(references.get(name) ?? []);
}
