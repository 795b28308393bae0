import type { Secret } from "@idle/contract";
import { createSecretResolver, secretSchemeOf } from "@idle/core";
import { UsageError } from "../usage-error.ts";

/**
 * The passphrase that `env:NAME` or `file:PATH` names. Throws UsageError for anything else, which never shows what was
 * given, and SecretUnavailable where there is none.
 */
export async function readPassphrase(reference: string, workingFolder: string): Promise<Secret> {
  const scheme = secretSchemeOf(reference);
  if (scheme === "env" || scheme === "file") {
    return createSecretResolver({ baseFolder: workingFolder }).resolve(reference);
  }
  throw new UsageError(
    "--passphrase says where the passphrase is, env:NAME or file:PATH. Never write the passphrase itself: others see the command line.",
  );
}
