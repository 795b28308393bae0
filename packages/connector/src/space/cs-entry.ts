import type { CSEntry } from "../model/entry.ts";
import { expectType, type SchemaIndex } from "../model/schema-index.ts";
import type { Naming } from "./naming.ts";
import { anchorValues, imageOf, type ObjectRow } from "./object-store.ts";

/** An object as scripts get it. */
export function asCsEntry(row: ObjectRow, index: SchemaIndex, naming: Naming): CSEntry {
  const type = expectType(index, row.type);
  const anchor = anchorValues(row.anchor) ?? [];
  return {
    objectType: row.type,
    dn: row.dn,
    anchorAttributes: type.anchors.flatMap(({ name }, place) => {
      const value = anchor[place];
      return value === undefined ? [] : [{ name, value: naming.normalized(value) }];
    }),
    attributes: imageOf(row) ?? new Map(),
  };
}
