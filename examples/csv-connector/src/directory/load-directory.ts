import type { SchemaAttribute } from "@idle/connector";
import { fieldOf, textsOf } from "../cell.ts";
import { CsvError, type Field, parseRecord } from "../csv/parse-record.ts";
import { writeRecord } from "../csv/write-record.ts";
import type { Snapshot } from "../folder/snapshot.ts";
import type { Table } from "../folder/table.ts";
import { isWithin, type Name, readName } from "../names.ts";
import { idColumn, nameColumn, type ObjectType } from "../object-types.ts";
import { createDirectory, type Directory, type Entry, type Target } from "./directory.ts";

/**
 * A partition as its files have it. Throws CsvError with the place for a row that could not be written back as it was, and
 * for two objects with one id or one name: nothing is exported then.
 */
export async function loadDirectory({ tables }: Snapshot, root: Name): Promise<Directory> {
  const directory = createDirectory(root);
  for (const table of tables) {
    for await (const { text, line } of table.records(table.start)) {
      if (text === "") continue;
      const wrong = (how: string) => new CsvError(`${table.type.file}, line ${line}: the record ${how}`);
      const entry = readEntry(text, table, wrong);
      if (!isWithin(entry.name.key, root.key)) throw wrong("has a name that is not in the partition");
      if (directory.get(entry.id) !== undefined) throw wrong(`has the ${idColumn} of another one`);
      if (directory.named(entry.name.key) !== undefined) throw wrong("has the name of another one");
      directory.load(entry);
    }
  }
  // Whom references mean is known when all names are.
  for (const { type } of tables) {
    for (const entry of [...directory.entries(type)]) directory.load(resolved(entry, directory));
  }
  return directory;
}

function readEntry(text: string | null, { type, columns }: Table, wrong: (how: string) => CsvError): Entry {
  if (text === null) throw wrong("is no UTF-8");
  const fields = fieldsOf(text, wrong);
  if (fields.length !== columns.length) {
    throw wrong(`has ${fields.length} fields, where the first line names ${columns.length}`);
  }
  const row = new Map(columns.map((column, place) => [column, fields[place] ?? null]));
  const id = row.get(idColumn);
  const name = readName(row.get(nameColumn) ?? "");
  if (!id) throw wrong(`has no ${idColumn}`);
  if (name === null) throw wrong(`has no distinguished name as ${nameColumn}`);
  row.delete(idColumn);
  row.delete(nameColumn);
  const references = new Map<string, readonly Target[]>();
  for (const attribute of referencesOf(type)) {
    references.set(
      attribute.name,
      textsOf(row.get(attribute.name) ?? null, attribute).map((dn) => ({ dn })),
    );
    row.delete(attribute.name);
  }
  return { id, type, name, cells: row, references };
}

function fieldsOf(text: string, wrong: (how: string) => CsvError): readonly Field[] {
  try {
    return parseRecord(text);
  } catch (error) {
    throw error instanceof CsvError ? wrong(error.message) : error;
  }
}

export function referencesOf({ attributes }: ObjectType): readonly SchemaAttribute[] {
  return attributes.filter(({ dataType }) => dataType === "Reference");
}

function resolved(entry: Entry, directory: Directory): Entry {
  const references = new Map(
    [...entry.references].map(([name, targets]) => [name, targets.map((target) => meant(target, directory))]),
  );
  return { ...entry, references };
}

function meant(target: Target, directory: Directory): Target {
  const key = "dn" in target ? readName(target.dn)?.key : undefined;
  const entry = key === undefined ? undefined : directory.named(key);
  return entry === undefined ? target : { id: entry.id };
}

/** The file of a type, as the directory has it now: its columns as they were, and those that it lacked. */
export function* writeTable(
  directory: Directory,
  { type, columns }: Pick<Table, "type" | "columns">,
): Generator<string> {
  const known = [idColumn, nameColumn, ...type.attributes.map(({ name }) => name)];
  const all = [...columns, ...known.filter((column) => !columns.includes(column))];
  const references = new Map(referencesOf(type).map((attribute) => [attribute.name, attribute]));
  yield `${writeRecord(all)}\n`;
  for (const { id, name, cells, references: targets } of directory.entries(type)) {
    const fields = all.map((column): Field => {
      if (column === idColumn) return id;
      if (column === nameColumn) return name.text;
      const attribute = references.get(column);
      if (attribute === undefined) return cells.get(column) ?? null;
      return fieldOf(
        (targets.get(column) ?? []).map((target) => dnOf(target, directory)),
        attribute,
      );
    });
    yield `${writeRecord(fields)}\n`;
  }
}

function dnOf(target: Target, directory: Directory): string {
  return "dn" in target ? target.dn : (directory.get(target.id)?.name.text ?? "");
}
