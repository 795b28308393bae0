/** The eleven scripts of a connector: what each gets, and what it must return. */
import type { Secret } from "@idle/contract";
import type { CSEntry, CSEntryChange, CSEntryChangeResult, ExportEntry } from "./entry.ts";
import type { ConfigParameterPage, ConfigParameters, ConnectorCredential } from "./parameters.ts";
import type { ConnectorSchema, HierarchyNode, Partition } from "./schema.ts";

export const slotNames = [
  "validation",
  "schema",
  "partition",
  "hierarchy",
  "beginImport",
  "importData",
  "endImport",
  "beginExport",
  "exportData",
  "endExport",
  "password",
] as const;
export type SlotName = (typeof slotNames)[number];

/** What every script gets. */
export interface SlotContext {
  readonly configParameters: ConfigParameters;
  /** Undefined where the definition names no user. */
  readonly credential: ConnectorCredential | undefined;
  /** Aborts when the host is interrupted or the script's time is over. */
  readonly signal: AbortSignal;
  /** Where the definition stands, for parameters that are relative names; the working folder where it is no file. */
  readonly definitionFolder: string;
  /** The connector's own folder, which stays (MAUtils.MAFolder of ECMA2). */
  readonly maFolder: string;
  /** Where the common module stands while this script runs; null when there is none. */
  readonly commonModule: string | null;
  /** What the scripts of one run, from begin to end, leave for each other. Empty for the others. */
  readonly globals: Map<string, unknown>;
}

export interface ValidationArgs extends SlotContext {
  /** The part of the definition that changed. */
  readonly configParameterPage: ConfigParameterPage;
}

export interface ParameterValidationResult {
  readonly code: "Success" | "Failure";
  readonly errorMessage?: string;
  /** The name of the parameter that is wrong. */
  readonly errorParameter?: string;
}

export interface HierarchyArgs extends SlotContext {
  /** Its direct children are asked for. A partition's own name, to begin with. */
  readonly parentNode: HierarchyNode;
}

/** The containers that were chosen, by name; nothing in `included` means everything. */
export interface HierarchyScope {
  readonly included: readonly HierarchyNode[];
  readonly excluded: readonly HierarchyNode[];
}

export interface OpenImportConnectionRunStep extends HierarchyScope {
  readonly importType: "Full" | "Delta";
  /** What the last import that ended well left; empty before the first. */
  readonly customData: string;
  readonly pageSize: number;
  /** Where there are no partitions, one without a name. */
  readonly partition: Partition;
}

export interface ImportSlotArgs extends SlotContext {
  readonly openImportConnectionRunStep: OpenImportConnectionRunStep;
  readonly types: ConnectorSchema;
}

export interface OpenImportConnectionResults {
  /** Where the first page begins. Default: what `openImportConnectionRunStep` had. */
  readonly customData?: string;
}

export interface ImportRunStep {
  /** What the page before, or the begin script, said. */
  readonly customData: string;
  /**
   * Objects of which a delta import brought a part, and the host needs the whole: the script is to bring them as `Add` or
   * `Replace`, or as `Delete` when they are gone. Empty but in calls that ask for nothing else.
   */
  readonly fullObjectEntries: readonly CSEntry[];
}

export interface ImportDataArgs extends ImportSlotArgs {
  readonly getImportEntriesRunStep: ImportRunStep;
}

/** A page. A list alone is the last one. */
export interface GetImportEntriesResults {
  /** At most as many as the page size. Read one after the other, so that they need not be there all at once. */
  readonly csEntries: Iterable<CSEntryChange> | AsyncIterable<CSEntryChange>;
  /** Whether there is another page. Default false. */
  readonly moreToImport?: boolean;
  /** What the next page begins with. */
  readonly customData?: string;
}

/**
 * Why a run ends (CloseReason of ECMA2): as it should; because the host was interrupted; because its begin script failed;
 * because something else did.
 */
export type CloseReason = "Normal" | "TerminatedByUser" | "OpenConnectionFailure" | "Unknown";

export interface EndImportArgs extends ImportSlotArgs {
  readonly closeImportConnectionRunStep: {
    readonly reason: CloseReason;
    /** What the last page said. */
    readonly customData: string;
  };
}

export interface CloseImportConnectionResults {
  /** The watermark: what the next delta import begins with. Default: what the last page said. */
  readonly customData?: string;
}

export interface OpenExportConnectionRunStep extends HierarchyScope {
  readonly exportType: "Full" | "Delta";
  readonly pageSize: number;
  readonly partition: Partition;
}

export interface ExportSlotArgs extends SlotContext {
  readonly openExportConnectionRunStep: OpenExportConnectionRunStep;
  readonly types: ConnectorSchema;
}

export interface ExportDataArgs extends ExportSlotArgs {
  readonly csEntries: readonly ExportEntry[];
}

/** What became of the entries. Those without a result went well. */
export interface PutExportEntriesResults {
  readonly csEntryChangeResults?: readonly CSEntryChangeResult[];
}

export interface EndExportArgs extends ExportSlotArgs {
  readonly closeExportConnectionRunStep: { readonly reason: CloseReason };
}

/** How a password is to be set. */
export interface PasswordOptions {
  /** The account is unlocked, too. */
  readonly unlockAccount: boolean;
  /** The person has to change it. */
  readonly forceChangeAtLogOn: boolean;
  /** The rules for passwords are to be looked at. */
  readonly validatePassword: boolean;
}

export type PasswordArgs = SlotContext & {
  readonly partition: Partition;
  readonly csEntry: CSEntry;
  readonly newPassword: Secret;
} & (
    | { readonly operationType: "SetPassword"; readonly passwordOptions: PasswordOptions }
    | { readonly operationType: "ChangePassword"; readonly oldPassword: Secret }
  );

type Answer<T> = T | Promise<T>;

/** A connector in TypeScript: its scripts as functions. Only `schema` must be there; import and export take three each. */
export interface ConnectorScripts {
  /** Whether the parameters are right. May throw as well as answer. */
  validation?(args: ValidationArgs): Answer<ParameterValidationResult>;
  schema(args: SlotContext): Answer<ConnectorSchema>;
  partition?(args: SlotContext): Answer<Partition | readonly Partition[]>;
  hierarchy?(args: HierarchyArgs): Answer<HierarchyNode | readonly HierarchyNode[]>;
  beginImport?(args: ImportSlotArgs): Answer<OpenImportConnectionResults>;
  importData?(args: ImportDataArgs): Answer<GetImportEntriesResults | Iterable<CSEntryChange>>;
  /** Called whatever happened after `beginImport` was called. */
  endImport?(args: EndImportArgs): Answer<CloseImportConnectionResults>;
  beginExport?(args: ExportSlotArgs): Answer<void>;
  exportData?(args: ExportDataArgs): Answer<PutExportEntriesResults>;
  /** Called whatever happened after `beginExport` was called. */
  endExport?(args: EndExportArgs): Answer<void>;
  password?(args: PasswordArgs): Answer<void>;
}

/** What each slot gets, by its name. */
export type SlotArguments = { readonly [S in SlotName]: Parameters<NonNullable<ConnectorScripts[S]>>[0] };
