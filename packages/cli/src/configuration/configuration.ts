import {
  type AnyProvider,
  type AuthSessionBroker,
  type Diagnostic,
  IdleError,
  type JsonObject,
  type JsonValue,
  type Policy,
  type SessionType,
  type StepType,
} from "@idle/contract";
import type { RetryProfile, SessionMatch } from "@idle/core";

/** A provider as configured: a package to load, or, in a configuration that is code, the provider itself. */
export type ProviderEntry =
  | { readonly use: string; readonly options: JsonObject }
  | { readonly live: AnyProvider | AuthSessionBroker };

/** A session as configured: what it is for, and where it comes from. */
export interface SessionEntrySource {
  /** Where the entry stands, as a JSON Pointer. */
  readonly pointer: string;
  /** null for the default session. */
  readonly match: SessionMatch | null;
  readonly type?: SessionType;
  readonly origin:
    | { readonly kind: "plugin"; readonly use: string; readonly options: JsonObject }
    | { readonly kind: "credential"; readonly userName: string; readonly password: string }
    /** In a configuration that is code. */
    | { readonly kind: "live"; readonly session: unknown };
}

/** What a configuration says, checked; nothing of it is loaded yet. */
export interface Configuration {
  /** The absolute path of the file. */
  readonly path: string;
  /** How messages call the file. */
  readonly name: string;
  /** Package names, or, in a configuration that is code, step types themselves. */
  readonly steps: readonly (string | readonly StepType[])[];
  readonly providers: ReadonlyMap<string, ProviderEntry>;
  readonly sessions: readonly SessionEntrySource[];
  readonly retry: {
    readonly retryProfiles?: Readonly<Record<string, RetryProfile>>;
    readonly defaultRetryProfile?: RetryProfile;
  };
  readonly redactNames: readonly string[];
  /** The path of a file with a public key, relative to the configuration's folder, or the key itself as a JWK. */
  readonly sealTo: string | JsonObject | null;
  /** Relative to the configuration's folder; null for the user's own place. */
  readonly stateFolder: string | null;
  /** As written and checked, or, in a configuration that is code, the policy itself; null for none. */
  readonly policy: { readonly data: JsonValue } | { readonly live: Policy } | null;
  /** A problem at a place of the file. */
  problem(code: ConfigurationCode, pointer: string, message: string): Diagnostic;
}

/** A problem at a place, of whichever registry the code is. */
export type MakeProblem = (code: string, pointer: string, message: string, at?: "key" | "value") => Diagnostic;

/** The diagnostics of a configuration that are not those of any YAML file or JSON Schema. */
export const configurationCodes = {
  SecretInClear: {
    meaning: "A secret stands in the configuration in clear.",
    remedy: "Write where it comes from in its place, `env:NAME` or `file:path`, then change the secret.",
  },
  SealRecipientInvalid: {
    meaning: "What sealTo names is no public key that secrets can be sealed to, or its file cannot be read.",
    remedy: "Name the file with the public key. `idle secrets create-key` makes a pair.",
  },
  SecretMisplaced: {
    meaning: "A provider's options refer to a secret. Providers hold none; sessions do.",
    remedy: "Describe the session under `authSessions`, and put the reference there.",
  },
  SecretReferenceInvalid: {
    meaning: "A reference to a secret is malformed.",
    remedy: 'Write `env:NAME`, `file:path` or `command:["program","argument"]`.',
  },
  SessionAmbiguous: {
    meaning: "Whenever one session fits what a step asks for, another one does, too.",
    remedy: "Make the matches exclude each other, or remove one.",
  },
  NameReserved: {
    meaning: "A name is reserved by the engine.",
    remedy: "Use another name.",
  },
  PackageNotFound: {
    meaning: "A package that the configuration names is not installed.",
    remedy: "Install it where the configuration stands, or correct its name.",
  },
  PluginInvalid: {
    meaning: "A package that the configuration names is no plug-in, or not one for this place.",
    remedy:
      "Name it where it belongs: step types under `steps`, providers under `providers`, sessions under `authSessions`.",
  },
  PluginFailed: {
    meaning: "A package that the configuration names could not be loaded, or did not accept its options.",
    remedy: "The message says what the package said: mend its options, or ask its author.",
  },
} as const;

export type ConfigurationCode = keyof typeof configurationCodes;

export function invalidConfiguration(diagnostics: readonly Diagnostic[]): IdleError {
  const list = diagnostics.map((diagnostic) => ({ ...diagnostic }));
  return new IdleError("ConfigInvalid", "The configuration is not valid.", { details: { diagnostics: list } });
}
