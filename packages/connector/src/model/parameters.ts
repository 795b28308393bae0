import type { Secret } from "@idle/contract";

/** The parts of a definition that a validation is about (ConfigParameterPage of ECMA2). */
export const configParameterPages = ["Connectivity", "Global", "Partition", "RunStep"] as const;
export type ConfigParameterPage = (typeof configParameterPages)[number];

/** One setting: a text, or a secret. */
export interface ConfigParameter {
  readonly name: string;
  /** Empty for a secret. */
  readonly value: string;
  readonly secureValue?: Secret;
}

/** The settings by name: `Server`, `Domain`, `User` and so on, and one's own with their scope, such as `FileName_Global`. */
export type ConfigParameters = ReadonlyMap<string, ConfigParameter>;

/** What stands under `connectivity` of the definition as domain, user and password. */
export interface ConnectorCredential {
  /** With the domain, where there is one: `DOMAIN\user`. */
  readonly userName: string;
  readonly password: Secret;
}
