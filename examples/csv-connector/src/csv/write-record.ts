import type { Field } from "./parse-record.ts";

/** One record without its line end. What `parseRecord` makes of it are the same fields. */
export function writeRecord(fields: readonly Field[], delimiter = ","): string {
  return fields.map((field) => writeField(field, delimiter)).join(delimiter);
}

function writeField(field: Field, delimiter: string): string {
  if (field === null) return "";
  // A byte order mark would be taken off where it is the first thing in a file.
  const isPlain = field !== "" && !field.includes(delimiter) && !/["\r\n\uFEFF]/.test(field);
  return isPlain ? field : `"${field.replaceAll('"', '""')}"`;
}
