import type { Diagnostic } from "@idle/contract";
import type { SlotName } from "../model/slots.ts";
import type { Capabilities } from "./capabilities.ts";

/** A parameter as written: a text, or where a secret comes from. */
export type ParameterSource = { readonly text: string } | { readonly secret: string };
export type ParameterSources = ReadonlyMap<string, ParameterSource>;

/** A script as written: a file, or its text. */
export type ScriptSource =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "inline"; readonly text: string };

/**
 * - `metadirectory`: types of Microsoft.MetadirectoryServices, as for the Windows PowerShell Connector.
 * - `hashtables`: hashtables with control keys.
 */
export const dialects = ["metadirectory", "hashtables"] as const;
export type Dialect = (typeof dialects)[number];

/** A limit as a number of objects, or a part of those that are known, in percent. */
export type Limit = { readonly count: number } | { readonly percent: number };

export interface PartitionChoice {
  readonly dn: string;
  readonly included: readonly string[];
  readonly excluded: readonly string[];
  /** Over `parameters.partition`. */
  readonly parameters: ParameterSources;
}

export interface RunStepSettings {
  /** Over `parameters.runStep`. */
  readonly parameters: ParameterSources;
}

/** The kinds of run that can have parameters of their own. */
export const runStepNames = ["fullImport", "deltaImport", "export", "fullExport"] as const;
export type RunStepName = (typeof runStepNames)[number];

/** A connector.yaml, read and checked. */
export interface Definition {
  /** Absolute; null for one that a host handed over as data. */
  readonly path: string | null;
  /** How messages call the file. */
  readonly file: string;
  readonly name: string;
  readonly description: string | null;
  /** The package whose functions are the scripts; null where scripts are files or blocks. */
  readonly use: string | null;
  /** Those that are not blank. */
  readonly scripts: ReadonlyMap<SlotName, ScriptSource>;
  /** By object type: what identifies its objects, where the schema does not say it. */
  readonly anchors: ReadonlyMap<string, readonly string[]>;
  readonly powerShell: {
    /** The program that runs the scripts: a name that PATH has, or an absolute path. Default `pwsh`. */
    readonly executable: string;
    /** What the scripts are written for. Default `metadirectory`. */
    readonly dialect: Dialect;
  };
  readonly connectivity: {
    readonly server: string;
    readonly domain: string;
    /** A text or a reference. */
    readonly user: string;
    /** A reference. Empty when there is none. */
    readonly password: string;
    readonly impersonate: boolean;
    readonly loadUserProfile: boolean;
    readonly logonType: string;
    readonly signedScriptsOnly: boolean;
  };
  readonly commonModule: { readonly file: string; readonly name: string } | null;
  readonly parameters: {
    readonly global: ParameterSources;
    readonly partition: ParameterSources;
    readonly runStep: ParameterSources;
  };
  readonly capabilities: Capabilities;
  /** Null: all that are discovered, whole. */
  readonly partitions: readonly PartitionChoice[] | null;
  readonly runSteps: Readonly<Record<RunStepName, RunStepSettings>>;
  /** Default 9,999, as the Windows PowerShell Connector has it. */
  readonly pageSize: number;
  readonly limits: {
    /** Of deletions in one export. Default 500. */
    readonly deletions: Limit;
    /** Of objects that a full import does not bring any more. Default null: none. */
    readonly obsolete: Limit | null;
    /** Of objects with errors in one run. Default 5,000, as the synchronization service has it. */
    readonly errors: number;
    /** How long one call of a script may take. Default 1,800. */
    readonly scriptSeconds: number;
  };
  /** Absolute: where the connector space and the connector's own files stand. */
  readonly folder: string;
  /** A problem at a place of the file. */
  problem(code: string, pointer: string, message: string, at?: "key" | "value"): Diagnostic;
}
