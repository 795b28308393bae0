import { type Changed, IdleError } from "@idle/contract";
import { callOptions } from "./call.ts";
import { requireIdentity } from "./find-identity.ts";
import { generatePassword } from "./generate-password.ts";
import { nameOf } from "./held-values.ts";
import type { Scope } from "./scope.ts";

/** Sets a new password that nobody is told: whoever knew the old one is not let in any more. */
export async function revokeSessions(scope: Scope, identityKey: string): Promise<Changed> {
  const { connector, settings, freshness, call } = scope;
  if (!settings.revokesSessions) {
    throw new IdleError(
      "Unsupported",
      'The connector provider ends no sessions unless it is made with revokeSessions: "resetPassword".',
    );
  }
  const { object } = await requireIdentity(scope, identityKey);
  call.signal.throwIfAborted();
  try {
    await connector.setPassword({ object: nameOf(object), newPassword: generatePassword(), ...callOptions(call) });
  } finally {
    // A password script may change more than the password.
    freshness.outdate();
  }
  return { changed: true };
}
