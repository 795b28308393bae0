/**
 * What plug-ins depend on, and nothing else: the shapes that cross between engine, steps, providers and hosts, and the
 * few functions that make them. Brought in: definitions by authors. Given out: typed, checked definitions.
 */
export { builtInCapabilities } from "./capabilities/index.ts";
export {
  type AnyCapability,
  type CapabilityDefinition,
  type CapabilityId,
  type CapabilityMap,
  type CheckResult,
  defineCapability,
  isCapabilityId,
  type Overlay,
} from "./capability.ts";
export type { Change, ChangeAction } from "./change.ts";
export type { Diagnostic } from "./diagnostic.ts";
export { didYouMean, editDistance } from "./did-you-mean.ts";
export { dnKey, foldText, nameKey, parseDn, type Rdn } from "./distinguished-name.ts";
export { IdleError, type IdleErrorOptions, isIdleError } from "./error.ts";
export { errorCodes, type IdleErrorCode } from "./error-codes.ts";
export { type EngineEventType, type EventSink, engineEventTypes, type IdleEvent } from "./event.ts";
export type { FromSchema, JsonSchema } from "./from-schema.ts";
export type { IntentRecord, Journal, OutcomeRecord, RunRecord } from "./journal.ts";
export type { JsonObject, JsonScalar, JsonValue } from "./json.ts";
export type { Read, Write } from "./method.ts";
export type {
  OnPreconditionFalse,
  Plan,
  PlannedObject,
  PlannedResolver,
  PlannedStep,
  PreconditionEvent,
} from "./plan.ts";
export type { IdlePlugin, SessionOptions, SessionOptionValue } from "./plugin.ts";
export type {
  Admission,
  AdmissionSubject,
  DoneSteps,
  Policy,
  PolicyStep,
  PolicySubject,
  PolicyVerdict,
} from "./policy.ts";
export {
  type AnyProvider,
  type BoundProvider,
  type CallContext,
  defineProvider,
  type Provider,
  type ProviderBag,
  type ProviderMethods,
  type ReadFacade,
} from "./provider.ts";
export type { Request, RequestInput } from "./request.ts";
export type { ErrorData, Result, RunStatus, StepDrift, StepResult, StepStatus } from "./result.ts";
export { isSecret, onReveal, type RevealListener, Secret } from "./secret.ts";
export {
  type AuthSessionBroker,
  type CommandSession,
  type CredentialSession,
  expectSession,
  type OAuthSession,
  type Session,
  type SessionReport,
  type SessionRequirement,
  type SessionType,
  type SessionTypeMap,
  sessionTypeOf,
} from "./session.ts";
export type { SyncCycleState, SyncPolicyType } from "./shapes/directory-sync.ts";
export type { AskedEntitlement, Entitlement, EntitlementAssignment } from "./shapes/entitlement.ts";
export type {
  AttributeResult,
  Attributes,
  AttributeValue,
  Changed,
  CreateIdentityArgs,
  CreateIdentityResult,
  EnsureAttributesArgs,
  EnsureAttributesResult,
  GetIdentityArgs,
  Identity,
  IdentityArgs,
  IdentityFilter,
  InitialPassword,
  PreviewAttributesArgs,
} from "./shapes/identity.ts";
export type { SharedState, StateLock } from "./shared-state.ts";
export {
  type CompiledValidator,
  defineStep,
  type InputError,
  type StepDefinition,
  type StepOutcome,
  type StepType,
} from "./step.ts";
export type {
  CommonInputs,
  EarlierChanges,
  ExecuteContext,
  Failure,
  PreviewContext,
  TimeLimit,
} from "./step-context.ts";
export { compileWildcard, type Wildcard } from "./wildcard.ts";
