/** A password for one object in; the connected system has it then. It is in memory only, and in no record. */
import { IdleError } from "@idle/contract";
import { checkNothing } from "../answers/check-nothing.ts";
import type { PasswordChange } from "../connector.ts";
import type { ConnectorCredential } from "../model/parameters.ts";
import type { SchemaIndex } from "../model/schema-index.ts";
import type { Internals } from "../run/internals.ts";
import type { PartitionScope } from "../run/partition-scope.ts";
import { openScriptRun } from "../run/script-run.ts";
import { asCsEntry } from "../space/cs-entry.ts";
import { findRow } from "../space/find-row.ts";

export interface PasswordOptions extends Omit<PasswordChange, "credential" | "signal"> {
  readonly internals: Internals;
  readonly index: SchemaIndex;
  scopeOf(partition: string): PartitionScope;
  readonly credential: ConnectorCredential | undefined;
  readonly signal: AbortSignal;
}

/** Throws NotFound, Unsupported, and what the password script throws. */
export async function setPassword(options: PasswordOptions): Promise<void> {
  const { internals, index, object, newPassword, oldPassword, scopeOf, credential, signal } = options;
  const { definition } = internals;
  if (!definition.capabilities.enablePasswordOperations) {
    throw new IdleError(
      "Unsupported",
      `The connector ${definition.name} sets no passwords: its capability enablePasswordOperations is off.`,
    );
  }
  const row = findRow(object, index, internals);
  if (row === null || (row.image === null && row.sent === null)) {
    throw new IdleError("NotFound", "The connector space has no such object. An import may be due.");
  }
  const scope = scopeOf(row.partition);
  const { unlockAccount = false, forceChangeAtLogOn = false, validatePassword = false } = options.options ?? {};
  const scripts = await openScriptRun(internals, { partition: scope.dn, credential, signal });
  const common = { partition: scope.partition, csEntry: asCsEntry(row, index, internals.naming), newPassword };
  try {
    const args =
      oldPassword === undefined
        ? {
            ...common,
            operationType: "SetPassword" as const,
            passwordOptions: { unlockAccount, forceChangeAtLogOn, validatePassword },
          }
        : { ...common, operationType: "ChangePassword" as const, oldPassword };
    await scripts.call("password", args, checkNothing);
  } finally {
    await scripts.close();
  }
}
