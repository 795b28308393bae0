/**
 * Every code an `IdleError` can carry, registered once, with what it means and what to do about it (Markdown). The codes
 * are part of the public contract: hosts act on them.
 * The error reference in the documentation is generated from this list.
 */
export const errorCodes = {
  // What happened in a target system. A provider maps its own errors to these.
  NotFound: {
    meaning: "The identity, entitlement or object does not exist in the target system.",
    remedy:
      "Check the key in the request and whether the object is still there. In a mover or leaver the account may be gone: look before you plan again.",
  },
  AlreadyExists: {
    meaning: "The object exists already, and is not the one that was meant.",
    remedy: "Somebody else has this key. Choose another one in the request; never widen `match` to get past it.",
  },
  PermissionDenied: {
    meaning: "The session's account may not do this in the target system.",
    remedy: "Give the session's account the right, or configure another session for the step (`authSessionName`).",
  },
  ElevationRequired: {
    meaning: "The operation needs an elevated session.",
    remedy: "Use a session that is elevated on the far side, or let an operator's account run it.",
  },
  Throttled: {
    meaning: "The target system asks to slow down; the operation had no effect.",
    remedy:
      "Nothing to mend: the engine tries again, by the step's retry profile. Raise its attempts if that is not enough.",
  },
  Busy: {
    meaning: "The target system is busy; the operation had no effect.",
    remedy: "Nothing to mend: the engine tries again, by the step's retry profile. Otherwise run it later.",
  },
  NotReady: {
    meaning: "The target system is in a state in which the operation makes no sense.",
    remedy: "Bring the system out of that state; the message names it. Then plan again.",
  },
  RemoteExecutionFailed: {
    meaning: "A command on the remote end failed or is missing.",
    remedy: "Read the remote end's own words under the message. A command that is missing there has to be installed.",
  },
  ConnectionFailed: {
    meaning: "The connection could not be made or broke; a write may have taken effect.",
    remedy: "Check the network and the system. Then plan again: the new plan shows what is left to do.",
  },
  InvalidInput: {
    meaning: "A value was refused: by the engine before anything ran, or by the target system.",
    remedy: "Change the value that the message names, in the request, the workflow or the configuration.",
  },
  Timeout: {
    meaning: "The time was over before the answer came; a write may have taken effect.",
    remedy:
      "Plan again: the new plan shows what is left to do. Give the step more time with `timeoutSeconds` if it needs it.",
  },
  Unsupported: {
    meaning: "The target system or the provider cannot do this.",
    remedy: "Take the step out, or use a provider that can do it. The message says what is not possible.",
  },

  // What is wrong with what was handed in.
  WorkflowInvalid: {
    meaning: "The workflow has problems; `details.diagnostics` lists every one with its place.",
    remedy: "Mend each diagnostic; `idle validate` shows them with their lines.",
  },
  RequestInvalid: {
    meaning: "The request has problems; `details.diagnostics` lists every one with its place.",
    remedy: "Mend each diagnostic in the request. What a request must bring stands under `inputs` of the workflow.",
  },
  PlanInvalid: {
    meaning: "The plan is not one this engine wrote, or was changed since.",
    remedy: "Make a new plan. Never repair a plan by hand.",
  },
  PlanVersionUnsupported: {
    meaning: "The plan has a schema version that this engine does not read.",
    remedy: "Make a new plan with this version, or use the version of IdLE that wrote it.",
  },
  ResultInvalid: {
    meaning: "The result is not one this engine wrote, or is of a later version.",
    remedy: "Name a file that `idle apply --out` wrote, or read it with the version of IdLE that wrote it.",
  },
  PlanNotExecutable: {
    meaning: "The plan lacks a value that was redacted or truncated, so it cannot be executed.",
    remedy: "Let the secret come from a session instead of the request, then plan again.",
  },
  PlanDrifted: {
    meaning:
      "The world is not as it was when the plan was made: executing it would change something else than was reviewed. `details.drift` has each difference. Nothing was written, or nothing after the step that says so.",
    remedy:
      "Plan again and review the new plan. Or go on with what would change now: `idle apply --accept-drift`, `acceptDrift` in code.",
  },
  PolicyRefused: {
    meaning:
      "The host's policy does not allow what the plan would do. `details.verdicts` has each rule that refuses it, the steps that break it and what would satisfy it. Nothing was written.",
    remedy:
      "Do what the rule asks for: wait until the window or the freeze is over, plan less at once, or take the step out. Changing the policy is its owner's decision; the workflow cannot lift it.",
  },
  ThresholdExceeded: {
    meaning:
      "A run of a connector was stopped by a limit of its definition: an export past `limits.deletions` exports nothing, an import past `limits.obsolete` or `limits.errors` changes nothing in the connector space. An export past `limits.errors` ends there; what went well before is done.",
    remedy:
      "Look at what would be deleted, is gone, or has errors: a wrong scope or half an answer of the system is the usual reason. If it is meant, raise the limit for one run.",
  },
  NotVerified: {
    meaning:
      "The step was executed without an error, and its changes were not to be seen when the state was read back within the step's time.",
    remedy:
      "Look at the system: somebody changed it back, or it takes longer than the step has; `timeoutSeconds` gives it more. Then plan again: the new plan shows what is left to do.",
  },
  PlanFailed: {
    meaning: "The current state could not be read for at least one step; `details.diagnostics` lists each.",
    remedy: "Mend each diagnostic: it names the step and what the system said. Then plan again.",
  },
  ConfigInvalid: {
    meaning: "The configuration has problems; `details.diagnostics` lists every one with its place.",
    remedy: "Mend each diagnostic in the configuration.",
  },
  ConnectorInvalid: {
    meaning: "The connector's definition has problems; `details.diagnostics` lists every one with its place.",
    remedy: "Mend each diagnostic in the definition. What cannot be changed any more says what to do instead.",
  },
  FileUnreadable: {
    meaning: "A file could not be read or written.",
    remedy: "The message says why: a wrong name, a missing right, a full disk.",
  },
  RetryProfileUnknown: {
    meaning: "A step names a retry profile that the host does not have.",
    remedy: "Use the name of a profile under `retryProfiles` of the configuration, or add one.",
  },
  RetryProfileInvalid: {
    meaning: "A retry profile has a number out of range.",
    remedy: "Bring the number into the range that the message names.",
  },

  // What is wrong with the pieces the host put together.
  DefinitionInvalid: {
    meaning: "A step type or capability definition is malformed, or registered twice.",
    remedy:
      "For the author of the plug-in: the message names the definition and what is wrong with it. Two packages with one type: use one of them.",
  },
  CapabilityUndeclared: {
    meaning: "A step type requires a capability that nobody declared.",
    remedy:
      "For the author of the step: declare it with `defineCapability` and list it in the plug-in's `capabilities`.",
  },
  StepTypeUnknown: {
    meaning: "The plan has a step whose type is not registered.",
    remedy: "Add the package with this type under `steps` of the configuration, or to `steps` of `createEngine`.",
  },
  ProviderMissing: {
    meaning: "The provider bag lacks an alias that is needed.",
    remedy: "Configure a provider under the alias that the message names, or change `with.provider`.",
  },
  ProviderAmbiguous: {
    meaning: "More than one provider fits, and none was named.",
    remedy: "Name one with `with.provider`.",
  },
  CapabilityMissing: {
    meaning: "A provider does not have a capability that a step needs.",
    remedy:
      "Use a provider that has it. Some capabilities must be allowed in the provider's options, such as deleting.",
  },
  SessionBrokerMissing: {
    meaning: "A provider needs a session, and the provider bag has no AuthSessionBroker.",
    remedy: "Describe the session under `authSessions`, or pass an `AuthSessionBroker` in the bag.",
  },
  SessionFailed: {
    meaning: "The AuthSessionBroker gave no session.",
    remedy: "Read the cause: the account, the secret or the far side. For a broker of your own, look there.",
  },
  SessionNotFound: {
    meaning: "No session of the AuthSessionBroker fits what was asked for, and it has no default.",
    remedy: "Add an entry under `authSessions` that matches the name, or one with `default: true`.",
  },
  SessionAmbiguous: {
    meaning: "More than one session of the AuthSessionBroker fits what was asked for.",
    remedy: "Make the matches exclude each other, or name more in `authSessionOptions`.",
  },
  SessionTypeMismatch: {
    meaning: "The AuthSessionBroker gave a session of another type than the provider needs.",
    remedy: "Configure a session of the type that the message names.",
  },
  PluginAnswerInvalid: {
    meaning: "A provider, step or broker answered with something its contract does not allow.",
    remedy:
      "For the author of the plug-in, whom the message names: answer as the contract says. Its testkit suite finds this.",
  },
  SecretUnavailable: {
    meaning: "A reference to a secret is malformed or not allowed, or the secret is not there.",
    remedy:
      "Set the variable or the file that the reference names, or mend the reference. `command:` needs `--allow-command-secrets`.",
  },
  SealRecipientMissing: {
    meaning: "A step would produce a secret output, and no recipient is configured to seal it to.",
    remedy: "Make a key with `idle secrets create-key` and name it under `sealTo`.",
  },
  SealRecipientInvalid: {
    meaning: "The recipient's key is no public key that outputs can be sealed to.",
    remedy: "Name a public key: X25519, an elliptic curve or RSA. `idle secrets create-key` makes one.",
  },
  SealedOutputUnreadable: {
    meaning: "A sealed output cannot be opened with this key, or was changed.",
    remedy: "Open it with the private key that belongs to the `sealTo` of that run.",
  },

  // What happened while a plan was executed.
  PathNotFound: {
    meaning: "A precondition's path is not there.",
    remedy: "Mend the path, or ask for it with `exists` first.",
  },
  PathAmbiguous: {
    meaning: "Two keys differ only in case, so a path fits both.",
    remedy: "Rename one of the two keys.",
  },
  WrongKind: {
    meaning: "A condition's operator does not fit the kind of value at its path.",
    remedy: "Use an operator that fits: `contains` for lists, `equals` and `like` for texts.",
  },
  PreconditionFailed: {
    meaning: "A precondition was false, and the step says that this is a failure.",
    remedy: "Look at what the precondition asks. When it holds again, plan again.",
  },
  Cancelled: {
    meaning: "The host aborted.",
    remedy: "Plan again: the new plan shows what is left to do.",
  },
  JournalFailed: {
    meaning: "The run could not be recorded, so it was stopped.",
    remedy: "Mend the place where runs are recorded. Then plan again: the new plan shows what is left to do.",
  },
  UnexpectedError: {
    meaning: "A provider or step failed with an error that is not an IdleError.",
    remedy: "Plan again to see what is left to do. For the author of the plug-in: map the error to a code.",
  },
} as const;

export type IdleErrorCode = keyof typeof errorCodes;
