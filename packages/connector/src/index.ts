/**
 * A host for connectors in the manner of ECMA2. In: a definition (connector.yaml) and a connector's scripts. Out: imports into
 * a connector space, exports out of it, and a provider for workflows.
 */
export type {
  CallOptions,
  Connector,
  DirectExport,
  ObjectQuery,
  OpenConnectorOptions,
  PasswordChange,
  RunSummary,
  SpaceSummary,
} from "./connector.ts";
export type { Capabilities } from "./definition/capabilities.ts";
export type { Definition, Limit, PartitionChoice } from "./definition/definition.ts";
export { connectorCodes } from "./definition/definition-codes.ts";
export { readDefinition } from "./definition/read-definition.ts";
export type {
  ExportOptions,
  ExportResult,
  ExportRun,
  PendingAttribute,
  PendingExport,
} from "./export/export-result.ts";
export type { ImportOptions, ImportResult, ImportRun, RunProgress } from "./import/import-result.ts";
export {
  addAttribute,
  type DeletedEntry,
  deleteAttribute,
  deletedEntry,
  type FailedEntry,
  failedEntry,
  type Given,
  renameTo,
  replaceAttribute,
  updateAttribute,
  type WholeEntry,
  wholeEntry,
} from "./model/change.ts";
export { defineConnector } from "./model/define-connector.ts";
export type {
  AnchorAttribute,
  AttributeChange,
  AttributeModification,
  CSEntry,
  CSEntryChange,
  CSEntryChangeResult,
  EntryImportError,
  ExportEntry,
  ObjectModification,
  ValueChange,
} from "./model/entry.ts";
export { nameAttribute } from "./model/entry.ts";
export {
  ConnectorException,
  type ConnectorExceptionKind,
  isConnectorException,
} from "./model/exceptions.ts";
export { exportErrors } from "./model/export-errors.ts";
export { importErrors } from "./model/import-errors.ts";
export type {
  ConfigParameter,
  ConfigParameterPage,
  ConfigParameters,
  ConnectorCredential,
} from "./model/parameters.ts";
export type {
  AttributeOperation,
  ConnectorSchema,
  HierarchyNode,
  Partition,
  SchemaAttribute,
  SchemaType,
} from "./model/schema.ts";
export type {
  CloseImportConnectionResults,
  CloseReason,
  ConnectorScripts,
  EndExportArgs,
  EndImportArgs,
  ExportDataArgs,
  ExportSlotArgs,
  GetImportEntriesResults,
  HierarchyArgs,
  HierarchyScope,
  ImportDataArgs,
  ImportRunStep,
  ImportSlotArgs,
  OpenExportConnectionRunStep,
  OpenImportConnectionResults,
  OpenImportConnectionRunStep,
  ParameterValidationResult,
  PasswordArgs,
  PasswordOptions,
  PutExportEntriesResults,
  SlotContext,
  SlotName,
  ValidationArgs,
} from "./model/slots.ts";
export { type AttributeType, type CsValue, type ExportedValue, passwordAttribute } from "./model/value.ts";
export { openConnector } from "./open-connector.ts";
export { type ConnectorProvider, createConnectorProvider } from "./provider/connector-provider.ts";
export { idlePlugin } from "./provider/idle-plugin.ts";
export type { ConnectorProviderOptions } from "./provider/options.ts";
export type { OnScriptOutput, ScriptOutput } from "./scripts/script-port.ts";
export { type ObjectError, type ObjectErrorCode, objectErrorCodes } from "./space/object-error.ts";
export type { ObjectName, SpaceObject, StagedChange, Unstaging } from "./space/staging.ts";
