import type { ConnectorCredential } from "../model/parameters.ts";
import type { ObjectError } from "../space/object-error.ts";

export interface ImportOptions {
  readonly type: "Full" | "Delta";
  /** The name of one partition; default: all that are chosen, one after the other. */
  readonly partition?: string;
  /** In place of the definition's user and password. */
  readonly credential?: ConnectorCredential;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RunProgress) => void;
}

export interface RunProgress {
  readonly kind: "import" | "export" | "fullObjects";
  /** Null where there are no partitions. */
  readonly partition: string | null;
  /** Pages that are done. */
  readonly pages: number;
  /** Objects so far. */
  readonly objects: number;
  /** Of how many; null where nobody knows. */
  readonly total: number | null;
  readonly errors: number;
}

/** What one run over one partition did. */
export interface ImportRun {
  readonly run: number;
  readonly type: "Full" | "Delta";
  readonly partition: string | null;
  readonly pages: number;
  /** Entries that came. */
  readonly entries: number;
  readonly added: number;
  readonly updated: number;
  readonly renamed: number;
  readonly deleted: number;
  readonly unchanged: number;
  /** Entries outside the containers that were chosen. */
  readonly outOfScope: number;
  /** Exported changes that were seen. */
  readonly confirmed: number;
  /** Exported changes that were not there; they are pending again. */
  readonly notConfirmed: number;
  /** References of this partition's objects to nobody; null after a delta, which does not look at all of them. */
  readonly unresolvedReferences: number | null;
  /** Objects that were not seen and stay all the same, because entries could not be told apart. */
  readonly kept: number;
  readonly errors: readonly ObjectError[];
}

export interface ImportResult {
  readonly runs: readonly ImportRun[];
}
