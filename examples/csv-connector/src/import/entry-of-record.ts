import { type AttributeChange, addAttribute, type CSEntryChange, failedEntry } from "@idle/connector";
import { CellError, valuesOf } from "../cell.ts";
import { CsvError, type Field, parseRecord } from "../csv/parse-record.ts";
import type { RawRecord } from "../csv/read-records.ts";
import type { Table } from "../folder/table.ts";
import { idColumn, nameColumn } from "../object-types.ts";

/**
 * A row as an import has it. One that cannot be read becomes an entry with an error that says where it stands and not what
 * is in it. Null for an empty line.
 */
export function entryOfRecord(
  { text, line }: RawRecord,
  { type, columns }: Table,
  modificationType: "Add" | "Replace",
): CSEntryChange | null {
  if (text === "") return null;
  const at = `${type.file}, line ${line}`;
  const failed = (code: string, detail: string, known: { readonly id?: string; readonly dn?: string } = {}) =>
    failedEntry({
      objectType: type.name,
      ...(known.dn !== undefined && { dn: known.dn }),
      ...(known.id !== undefined && { anchor: { [idColumn]: known.id } }),
      error: { code, detail: `${at}: ${detail}.` },
    });
  const fields = text === null ? "The bytes are no UTF-8" : fieldsOf(text);
  if (typeof fields === "string") return failed("ImportErrorParseError", fields);
  if (fields.length !== columns.length) {
    return failed("ImportErrorParseError", `${fields.length} fields, where the first line names ${columns.length}`);
  }
  const field = (column: string): Field => fields[columns.indexOf(column)] ?? null;
  const id = field(idColumn);
  const dn = field(nameColumn);
  if (!id || !dn) return failed("ImportErrorParseError", `no ${id ? nameColumn : idColumn}`, { ...(dn && { dn }) });
  try {
    const attributeChanges: AttributeChange[] = [];
    for (const attribute of type.attributes) {
      const values = attribute.name === idColumn ? [id] : valuesOf(field(attribute.name), attribute);
      if (values.length > 0) attributeChanges.push(addAttribute(attribute.name, values));
    }
    const anchorAttributes = [{ name: idColumn, value: id }];
    return { modificationType, objectType: type.name, dn, anchorAttributes, attributeChanges };
  } catch (error) {
    if (error instanceof CellError) return failed(error.code, error.message, { id, dn });
    throw error;
  }
}

/** Or what is wrong with it. */
function fieldsOf(text: string): readonly Field[] | string {
  try {
    return parseRecord(text);
  } catch (error) {
    if (error instanceof CsvError) return `the record ${error.message}`;
    throw error;
  }
}
