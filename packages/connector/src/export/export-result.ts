import type { RunProgress } from "../import/import-result.ts";
import type { ConnectorCredential } from "../model/parameters.ts";
import type { CsValue } from "../model/value.ts";
import type { ObjectError } from "../space/object-error.ts";

export interface ExportOptions {
  /** `Full` hands over the whole space; for connectors that can take it. Default `Delta`: what is pending. */
  readonly type?: "Full" | "Delta";
  readonly partition?: string;
  /** In place of the definition's user and password. */
  readonly credential?: ConnectorCredential;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RunProgress) => void;
}

/** One attribute that a pending export changes. */
export interface PendingAttribute {
  readonly name: string;
  readonly before: readonly CsValue[];
  readonly after: readonly CsValue[];
}

/** What an export would do to one object. */
export interface PendingExport {
  readonly action: "add" | "update" | "delete" | "replace";
  readonly object: string;
  readonly objectType: string;
  readonly partition: string | null;
  /** Null when the object keeps its name. */
  readonly newDn: string | null;
  readonly attributes: readonly PendingAttribute[];
  /** An export was cut off while this was on its way: an import has to tell what became of it. */
  readonly outcomeUnknown: boolean;
}

export interface ExportRun {
  readonly run: number;
  readonly type: "Full" | "Delta";
  readonly partition: string | null;
  readonly pages: number;
  readonly added: number;
  readonly updated: number;
  readonly deleted: number;
  readonly replaced: number;
  /** Entries of the second pass. */
  readonly secondPass: number;
  readonly errors: readonly ObjectError[];
}

export interface ExportResult {
  /** Imports that had to tell first what became of changes that an export had been cut off in. */
  readonly confirmations: number;
  readonly runs: readonly ExportRun[];
}
