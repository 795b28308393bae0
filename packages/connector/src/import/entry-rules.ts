/** What the check of an entry goes by, and how it says that one is wrong. */
import type { ObjectModification } from "../model/entry.ts";
import type { SchemaIndex } from "../model/schema-index.ts";
import type { Naming } from "../space/naming.ts";

export interface EntryRules {
  readonly index: SchemaIndex;
  readonly naming: Naming;
  readonly useDnAsAnchor: boolean;
  /** `whole`: an answer to a question for whole objects. */
  readonly importType: "Full" | "Delta" | "whole";
  /** Whether a name stands in the partition of this run. */
  isInPartition(nameKey: string): boolean;
}

export function isWhole(modificationType: ObjectModification): boolean {
  return modificationType === "Add" || modificationType === "Replace";
}

/** Thrown and caught within the check of one entry; nothing of it gets out. */
export class WrongEntry extends Error {
  readonly code: string;
  readonly stopsRun: boolean;
  constructor(code: string, message: string, stopsRun = false) {
    super(message);
    this.code = code;
    this.stopsRun = stopsRun;
  }
}
