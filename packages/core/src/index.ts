/** The engine's public names. Workflow text, requests and provider bags come in; diagnostics, plans, events and results go out. */

export { findJsonProblem, type JsonProblem } from "./data/json-problem.ts";
export { appendToPointer, valueAt } from "./data/pointer.ts";
export { didYouMean, displayWidth, escapeText, renderDiagnostic } from "./diagnostics/index.ts";
export {
  type CreatePlanOptions,
  createEngine,
  type Engine,
  type EngineOptions,
  type InvokePlanOptions,
} from "./engine.ts";
export { createNearSecretNames } from "./events/near-secret-name.ts";
export { createRedactor, type Redactor } from "./events/redact.ts";
export { secretNames } from "./events/secret-names.ts";
export { notSo as explainOpenChange } from "./execute/drift-in-words.ts";
export { createMemoryJournal, type JournalEntry, type MemoryJournal } from "./execute/memory-journal.ts";
export { openChanges } from "./execute/open-changes.ts";
export { importResult } from "./execute/result-file.ts";
export type { Host } from "./host.ts";
export { exportPlan, importPlan } from "./plan/plan-file.ts";
export { type BagEntry, type OpenBag, openBag } from "./providers/bag.ts";
export { explainMissingMethod, type MissingMethodParts } from "./providers/missing-method.ts";
export type { OpenReaderOptions } from "./providers/open-reader.ts";
export type { RetryProfile } from "./retry/profile.ts";
export { composeStepSchema, composeWorkflowSchema } from "./schema/compose-workflow-schema.ts";
export { openSealedOutput } from "./sealing/open.ts";
export type { SealedPlace } from "./sealing/place.ts";
export { readPrivateKey as readSealPrivateKey, type SealPrivateKey } from "./sealing/private-key.ts";
export { readRecipient as checkSealRecipient, type SealRecipient } from "./sealing/recipient.ts";
export type { CommandAnswer, CommandRequest, SecretHost } from "./secret-host.ts";
export { type ClosableSessionBroker, createAuthSessionBroker } from "./sessions/auth-session-broker.ts";
export type {
  AuthSessionBrokerOptions,
  DefaultSessionEntry,
  SessionContext,
  SessionEntry,
  SessionFactory,
  SessionMatch,
} from "./sessions/broker-options.ts";
export { parseSecretReference, type SecretReference, secretSchemeOf } from "./sessions/secret-reference.ts";
export {
  createSecretResolver,
  type ResolveOptions,
  type SecretResolver,
  type SecretResolverOptions,
} from "./sessions/secret-resolver.ts";
export { askSessionReport, type SessionQuestion } from "./sessions/session-report.ts";
export { createFolderState } from "./shared-state/folder-state.ts";
export { makeOwnFolder } from "./shared-state/state-folder.ts";
export { validateConfig } from "./validate/generated/validators.ts";
export { type LoadOptions, loadWorkflow, validateWorkflow, type WorkflowSource } from "./validate/load.ts";
export { readData } from "./validate/read-data.ts";
export { createRequest } from "./validate/request.ts";
export { describeInputErrors } from "./validate/with-errors.ts";
export type { Workflow } from "./validate/workflow.ts";
export { createVirtualHost, type VirtualHost, type VirtualHostOptions } from "./virtual-host.ts";
