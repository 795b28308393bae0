/**
 * Every code an `IdleError` can carry, registered once. The codes are part of the public contract: hosts act on them.
 * The error reference in the documentation is generated from this list.
 */
export const errorCodes = {
  // What happened in a target system. A provider maps its own errors to these.
  NotFound: "The identity, entitlement or object does not exist in the target system.",
  AlreadyExists: "The object exists already, and is not the one that was meant.",
  PermissionDenied: "The session's account may not do this in the target system.",
  ElevationRequired: "The operation needs an elevated session.",
  Throttled: "The target system asks to slow down; the operation had no effect.",
  Busy: "The target system is busy; the operation had no effect.",
  NotReady: "The target system is in a state in which the operation makes no sense.",
  RemoteExecutionFailed: "A command on the remote end failed or is missing.",
  ConnectionFailed: "The connection could not be made or broke; a write may have taken effect.",
  InvalidInput: "A value was refused: by the engine before anything ran, or by the target system.",
  Timeout: "The time was over before the answer came; a write may have taken effect.",
  Unsupported: "The target system or the provider cannot do this.",

  // What is wrong with what was handed in.
  WorkflowInvalid: "The workflow has problems; `details.diagnostics` lists every one with its place.",
  RequestInvalid: "The request has problems; `details.diagnostics` lists every one with its place.",
  PlanInvalid: "The plan is not one this engine wrote, or was changed since.",
  PlanVersionUnsupported: "The plan has a schema version that this engine does not read.",
  PlanNotExecutable: "The plan lacks a value that was redacted or truncated, so it cannot be executed.",
  PlanFailed: "The current state could not be read for at least one step; `details.diagnostics` lists each.",
  ConfigInvalid: "The configuration has problems; `details.diagnostics` lists every one with its place.",
  FileUnreadable: "A file could not be read or written.",
  RetryProfileUnknown: "A step names a retry profile that the host does not have.",
  RetryProfileInvalid: "A retry profile has a number out of range.",

  // What is wrong with the pieces the host put together.
  DefinitionInvalid: "A step type or capability definition is malformed, or registered twice.",
  CapabilityUndeclared: "A step type requires a capability that nobody declared.",
  StepTypeUnknown: "The plan has a step whose type is not registered.",
  ProviderMissing: "The provider bag lacks an alias that is needed.",
  ProviderAmbiguous: "More than one provider fits, and none was named.",
  CapabilityMissing: "A provider does not have a capability that a step needs.",
  SessionBrokerMissing: "A provider needs a session, and the provider bag has no AuthSessionBroker.",
  SessionFailed: "The AuthSessionBroker gave no session.",
  SessionNotFound: "No session of the AuthSessionBroker fits what was asked for, and it has no default.",
  SessionAmbiguous: "More than one session of the AuthSessionBroker fits what was asked for.",
  SessionTypeMismatch: "The AuthSessionBroker gave a session of another type than the provider needs.",
  PluginAnswerInvalid: "A provider, step or broker answered with something its contract does not allow.",
  SecretUnavailable: "A reference to a secret is malformed or not allowed, or the secret is not there.",
  SealRecipientMissing: "A step would produce a secret output, and no recipient is configured to seal it to.",
  SealRecipientInvalid: "The recipient's key is no public key that outputs can be sealed to.",
  SealedOutputUnreadable: "A sealed output cannot be opened with this key, or was changed.",

  // What happened while a plan was executed.
  PathNotFound: "A precondition's path is not there.",
  PathAmbiguous: "Two keys differ only in case, so a path fits both.",
  WrongKind: "A condition's operator does not fit the kind of value at its path.",
  PreconditionFailed: "A precondition was false, and the step says that this is a failure.",
  Cancelled: "The host aborted.",
  JournalFailed: "The run could not be recorded, so it was stopped.",
  UnexpectedError: "A provider or step failed with an error that is not an IdleError.",
} as const;

export type IdleErrorCode = keyof typeof errorCodes;
