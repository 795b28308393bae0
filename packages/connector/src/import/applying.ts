import type { SchemaIndex } from "../model/schema-index.ts";
import type { Naming } from "../space/naming.ts";
import type { ObjectRow, ObjectStore } from "../space/object-store.ts";

export interface ImportCounts {
  added: number;
  updated: number;
  renamed: number;
  deleted: number;
  unchanged: number;
  confirmed: number;
  notConfirmed: number;
}

export interface Applying {
  readonly store: ObjectStore;
  readonly index: SchemaIndex;
  readonly naming: Naming;
  readonly partition: string;
  /** In a full import an object comes once. */
  readonly isFull: boolean;
  readonly counts: ImportCounts;
  /** Notes that an object was there in this run. */
  see(id: number): void;
  isSeen(id: number): boolean;
  /** For a delta: what was exported to the object is looked at when the run is at its end. */
  settleLater(id: number): void;
  /** An exported change that is not there. */
  notConfirmed(row: ObjectRow, problem: string): void;
}

/** `unknown`: a part of an object that the space has not; the whole is needed. */
export type Applied = "done" | "unknown" | { readonly code: string; readonly message: string };
