import type { Secret } from "@idle/contract";
import { createSecretResolver, secretSchemeOf } from "@idle/core";
import { UsageError } from "../usage-error.ts";

export interface SecretOption {
  /** `--passphrase`. */
  readonly option: string;
  /** "the passphrase". */
  readonly what: string;
}

/**
 * The secret that `env:NAME` or `file:PATH` names behind an option. Throws UsageError for anything else, which never shows
 * what was given, and SecretUnavailable where there is none.
 */
export async function readSecretOption(
  reference: string,
  workingFolder: string,
  { option, what }: SecretOption,
): Promise<Secret> {
  const scheme = secretSchemeOf(reference);
  if (scheme === "env" || scheme === "file") {
    return createSecretResolver({ baseFolder: workingFolder }).resolve(reference);
  }
  throw new UsageError(
    `${option} says where ${what} is, env:NAME or file:PATH. Never write ${what} itself: others see the command line.`,
  );
}
