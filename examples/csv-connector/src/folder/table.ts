/** A file of objects, opened: its columns, and its rows from any place on. */
import { CsvError, parseRecord } from "../csv/parse-record.ts";
import { type Place, type RawRecord, readRecords } from "../csv/read-records.ts";
import { idColumn, nameColumn, type ObjectType } from "../object-types.ts";
import type { OpenFile } from "./files.ts";

export interface Table {
  readonly type: ObjectType;
  readonly columns: readonly string[];
  /** Where the first row begins. */
  readonly start: Place;
  readonly size: number;
  records(from: Place, to?: number): AsyncGenerator<RawRecord, void>;
  close(): Promise<void>;
}

/** Throws CsvError with the name of the file for one that has no header, or one without the columns that are needed. */
export async function openTable(file: OpenFile, type: ObjectType): Promise<Table> {
  const { size } = file;
  for await (const { text, next } of readRecords(file.read(0, size), { offset: 0, line: 1 })) {
    return {
      type,
      columns: readHeader(text, type),
      start: next,
      size,
      records: (from, to = size) => readRecords(file.read(from.offset, to), from),
      close: () => file.close(),
    };
  }
  throw new CsvError(
    `${type.file} is empty: its first line has to name the columns, with ${idColumn} and ${nameColumn}`,
  );
}

function readHeader(text: string | null, { file }: ObjectType): readonly string[] {
  if (text === null) throw new CsvError(`${file} is no UTF-8`);
  const columns = parseRecord(text).map((column) => column ?? "");
  for (const column of [idColumn, nameColumn]) {
    if (!columns.includes(column)) throw new CsvError(`${file} has no column ${column} in its first line`);
  }
  const double = columns.find((column, place) => columns.indexOf(column) !== place);
  if (double === undefined) return columns;
  throw new CsvError(`${file} has the column ${JSON.stringify(double)} twice`);
}
