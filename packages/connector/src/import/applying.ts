import type { SchemaIndex } from "../model/schema-index.ts";
import type { Naming } from "../space/naming.ts";
import type { ObjectRow, ObjectStore } from "../space/object-store.ts";
import type { Rename } from "./follow-rename.ts";
import type { SettledProblem } from "./settle.ts";

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
  /** What was exported to the object is looked at when the run is at its end, and all that it brings is there. */
  settleLater(id: number): void;
  /** A delta says that an object is gone; it may say later that it is there again. */
  goneLater(row: ObjectRow): void;
  /** An object whose name another one has now: at the end of the run it has to have one of its own. */
  displaced(id: number): void;
  /** An object is called otherwise. */
  renamed(rename: Rename): void;
  tell(row: ObjectRow, problem: SettledProblem): void;
}

/** `unknown`: a part of an object that the space has not; the whole is needed. */
export type Applied = "done" | "unknown" | { readonly code: string; readonly message: string };
