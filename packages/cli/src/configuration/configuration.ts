import {
  type AnyProvider,
  type AuthSessionBroker,
  type Diagnostic,
  IdleError,
  type JsonObject,
  type StepType,
} from "@idle/contract";
import type { RetryProfile } from "@idle/core";

/** A provider as configured: a package to load, or, in a configuration that is code, the provider itself. */
export type ProviderEntry =
  | { readonly use: string; readonly options: JsonObject }
  | { readonly live: AnyProvider | AuthSessionBroker };

/** What a configuration says, checked; nothing of it is loaded yet. */
export interface Configuration {
  /** The absolute path of the file. */
  readonly path: string;
  /** How messages call the file. */
  readonly name: string;
  /** Package names, or, in a configuration that is code, step types themselves. */
  readonly steps: readonly (string | readonly StepType[])[];
  readonly providers: ReadonlyMap<string, ProviderEntry>;
  readonly retry: {
    readonly retryProfiles?: Readonly<Record<string, RetryProfile>>;
    readonly defaultRetryProfile?: RetryProfile;
  };
  readonly redactNames: readonly string[];
  /** The path of a file with a public key, relative to the configuration's folder, or the key itself as a JWK. */
  readonly sealTo: string | JsonObject | null;
  /** A problem at a place of the file. */
  problem(code: ConfigurationCode, pointer: string, message: string): Diagnostic;
}

/** The diagnostics of a configuration that are not those of any YAML file or JSON Schema. */
export const configurationCodes = {
  SecretInClear: "A secret stands in the configuration in clear.",
  SessionsUnsupported: "The configuration has sessions, which the command line does not support yet.",
  SealRecipientInvalid: "What sealTo names is no public key that secrets can be sealed to, or its file cannot be read.",
  NameReserved: "A name is reserved by the engine.",
  PackageNotFound: "A package that the configuration names is not installed.",
  PluginInvalid: "A package that the configuration names is no plug-in, or not one for this place.",
  PluginFailed: "A package that the configuration names could not be loaded, or did not accept its options.",
} as const;

export type ConfigurationCode = keyof typeof configurationCodes;

export function invalidConfiguration(diagnostics: readonly Diagnostic[]): IdleError {
  const list = diagnostics.map((diagnostic) => ({ ...diagnostic }));
  return new IdleError("ConfigInvalid", "The configuration is not valid.", { details: { diagnostics: list } });
}
