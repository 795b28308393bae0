/** A connector, opened: everything that can be done with it. */
import type { Secret } from "@idle/contract";
import type { SecretResolver } from "@idle/core";
import type { Definition } from "./definition/definition.ts";
import type { ExportOptions, ExportResult, PendingExport } from "./export/export-result.ts";
import type { ImportOptions, ImportResult } from "./import/import-result.ts";
import type { ConfigParameterPage, ConnectorCredential } from "./model/parameters.ts";
import type { ConnectorSchema, HierarchyNode, Partition } from "./model/schema.ts";
import type { ConnectorScripts, ParameterValidationResult, PasswordOptions } from "./model/slots.ts";
import type { OnScriptOutput } from "./scripts/script-port.ts";
import type { ObjectError } from "./space/object-error.ts";
import type { ObjectName, SpaceObject, StagedChange, Unstaging } from "./space/staging.ts";

export interface CallOptions {
  /** In place of the definition's user and password. */
  readonly credential?: ConnectorCredential;
  readonly signal?: AbortSignal;
}

/** What is in a connector space, in numbers. */
export interface SpaceSummary {
  readonly connector: string;
  readonly file: string;
  readonly formatVersion: number;
  readonly bytes: number;
  /** By object type. */
  readonly objects: readonly { readonly objectType: string; readonly count: number }[];
  readonly partitions: readonly {
    readonly partition: string | null;
    readonly objects: number;
    readonly hasWatermark: boolean;
    /** ISO-8601 in UTC; null before the first. */
    readonly lastFullImport: string | null;
    readonly lastImport: string | null;
  }[];
  readonly pendingAdds: number;
  readonly pendingUpdates: number;
  readonly pendingDeletes: number;
  readonly awaitingConfirmation: number;
  readonly outcomeUnknown: number;
  readonly errors: number;
  readonly unresolvedReferences: number;
}

export interface RunSummary {
  readonly run: number;
  readonly kind: "import" | "export";
  readonly type: "Full" | "Delta";
  readonly partition: string | null;
  readonly started: string;
  /** Null for one that was cut off, or is under way. */
  readonly ended: string | null;
  readonly status: "running" | "done" | "failed" | "cutOff";
  readonly counts: Readonly<Record<string, number>>;
  /** Why it failed; null otherwise. */
  readonly message: string | null;
}

export interface ObjectQuery {
  readonly objectType?: string;
  readonly partition?: string;
  readonly state?: SpaceObject["state"];
  /** Whose attribute has this text, as the last import saw it or as it is now; a reference in any spelling. */
  readonly holds?: { readonly attribute: string; readonly value: string };
}

export interface PasswordChange {
  readonly object: ObjectName;
  readonly newPassword: Secret;
  /** With it the password is changed; without, it is set. */
  readonly oldPassword?: Secret;
  /** For a password that is set. Default: none of them. */
  readonly options?: Partial<PasswordOptions>;
  /** In place of the definition's user and password. */
  readonly credential?: ConnectorCredential;
  readonly signal?: AbortSignal;
}

/** What one entry of an export with its own result did. */
export interface DirectExport {
  readonly change: StagedChange;
  /** For a new object. Held in memory only. */
  readonly password?: Secret;
  /** In place of the definition's user and password. */
  readonly credential?: ConnectorCredential;
  readonly signal?: AbortSignal;
}

/**
 * Runs of a connector wait for each other. They throw `Busy` when that takes too long, when a script of an earlier run that
 * may still write has not come back, and at once when a script of the connector itself asks for one; `Cancelled` when the
 * signal aborts.
 */
export interface Connector {
  readonly definition: Definition;
  /** Asks the validation script about all pages, or one. An empty list where there is no such script. */
  validate(
    options?: CallOptions & { readonly page?: ConfigParameterPage },
  ): Promise<readonly (ParameterValidationResult & { readonly page: ConfigParameterPage })[]>;
  /** Asks for the schema anew and keeps it. Throws what `schema()` of the scripts answers wrongly. */
  discoverSchema(options?: CallOptions): Promise<{ readonly schema: ConnectorSchema; readonly changed: boolean }>;
  /** As kept; null before the first discovery. */
  schema(): ConnectorSchema | null;
  /** Asks for the partitions anew and keeps them. Throws `Unsupported` for a connector without. */
  discoverPartitions(options?: CallOptions): Promise<readonly Partition[]>;
  /** As kept. */
  partitions(): readonly Partition[];
  /** The direct children of a container; without one, of a partition. Throws `Unsupported` for a connector without. */
  children(options: CallOptions & { readonly parent: string }): Promise<readonly HierarchyNode[]>;
  import(options: ImportOptions): Promise<ImportResult>;
  /**
   * Notes what is wanted, all of it or nothing; nothing leaves the machine. What is so already, and an object for which nothing
   * is staged that could be taken back, count as `unchanged`. Throws `InvalidInput`, `NotFound`, `AlreadyExists`, `Unsupported`, and
   * `Busy` while an import is under way.
   */
  stage(changes: Iterable<StagedChange | Unstaging>): { readonly staged: number; readonly unchanged: number };
  /** Takes back what is staged for an object and was never sent. False when there is nothing, or no such object. */
  unstage(object: ObjectName): boolean;
  /** What an export would do, in its order. Reads the space and nothing else. */
  pendingExports(options?: { readonly type?: "Full" | "Delta"; readonly partition?: string }): Iterable<PendingExport>;
  /**
   * Throws `ThresholdExceeded` when what is pending deletes more than `limits.deletions` allows, as `export` would before it
   * sends anything. Reads the space and nothing else.
   */
  checkExport(options?: { readonly partition?: string }): void;
  export(options?: ExportOptions): Promise<ExportResult>;
  /**
   * One change as an export of its own, with its result: nothing of it stays pending. False when there is nothing to do.
   * Throws what the script said of the entry.
   */
  exportOne(change: DirectExport): Promise<{ readonly changed: boolean }>;
  setPassword(change: PasswordChange): Promise<void>;
  /** Null when nobody is called so. */
  find(object: ObjectName): SpaceObject | null;
  objects(query?: ObjectQuery): Iterable<SpaceObject>;
  errors(): Iterable<ObjectError>;
  /** The newest first. */
  runs(limit?: number): readonly RunSummary[];
  summary(): SpaceSummary;
  /** Lets go of the space, when the runs are over. Safe to call twice. Whatever is asked of it then throws `NotReady`. */
  close(): Promise<void>;
}

export interface OpenConnectorOptions {
  /** The path of a connector.yaml, or what would stand in it. */
  readonly definition: string | object;
  /** The scripts themselves, in place of what the definition names. */
  readonly scripts?: ConnectorScripts;
  /** Where the space stands, in place of what the definition says. */
  readonly folder?: string;
  /** Default: `env:` and `file:`, relative to the definition's folder; no `command:`. */
  readonly secrets?: Pick<SecretResolver, "resolve" | "resolveText">;
  /** Gets what scripts in PowerShell write to their streams, as they do, without secrets. Default: nobody looks on. */
  readonly onScriptOutput?: OnScriptOutput;
  /** Gets errors of scripts in PowerShell that do not end them, of the first ones in each call at least. */
  readonly onScriptError?: OnScriptOutput;
  /** Milliseconds since 1970, for what is recorded. Default: the machine's clock. */
  readonly now?: () => number;
  /** Calls back once after a time; gives a function that cancels. Default: the process's timers. */
  readonly setTimer?: (milliseconds: number, callback: () => void) => () => void;
}
