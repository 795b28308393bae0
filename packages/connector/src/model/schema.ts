import type { AttributeType } from "./value.ts";

/** Which way an attribute goes (AttributeOperation of ECMA2). */
export const attributeOperations = ["ImportOnly", "ExportOnly", "ImportExport"] as const;
export type AttributeOperation = (typeof attributeOperations)[number];

export interface SchemaAttribute {
  readonly name: string;
  readonly dataType: AttributeType;
  /** Part of what identifies an object of this type. Single-valued, and no reference. Default false. */
  readonly isAnchor?: boolean;
  /** Default false. */
  readonly isMultiValued?: boolean;
  /** Default `ImportExport`. */
  readonly operation?: AttributeOperation;
}

export interface SchemaType {
  readonly name: string;
  readonly attributes: readonly SchemaAttribute[];
}

/** What the schema slot returns: the object types of the connected system. */
export interface ConnectorSchema {
  readonly types: readonly SchemaType[];
}

/** A namespace of its own within the one schema, such as a domain in a forest. */
export interface Partition {
  /** Every object of it stands below this name. */
  readonly dn: string;
  /** What the system gives to it and never to another; default: its name. */
  readonly id?: string;
  readonly name?: string;
}

/** A container that people choose to import from and export to, or not. */
export interface HierarchyNode {
  readonly dn: string;
  readonly name?: string;
}
