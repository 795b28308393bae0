import { type Changed, IdleError } from "@idle/contract";
import { requireIdentity } from "./find-identity.ts";
import type { Scope } from "./identity-scope.ts";
import { expectSecure, generateFor, setPassword } from "./password.ts";

/**
 * Sets a new password that nobody is told. Twice in Active Directory: the one before the last still opens some doors, and
 * would otherwise be the one that is known (https://learn.microsoft.com/entra/identity/users/users-revoke-access).
 */
export async function revokeSessions(scope: Scope, identityKey: string): Promise<Changed> {
  const { settings } = scope.directory;
  if (!settings.revokesSessions) {
    throw new IdleError(
      "Unsupported",
      'The LDAP provider ends no sessions unless it is made with revokeSessions: "resetPassword".',
    );
  }
  const entry = await requireIdentity(scope, identityKey, []);
  expectSecure(scope);
  const purpose = { what: `The password of ${JSON.stringify(identityKey)}`, doing: "reset" };
  // Active Directory leaves the state alone when a password is set.
  const enabled = settings.flavour === "activeDirectory" || scope.flavour.isEnabled(entry);
  const state = { mustChange: false, enabled };
  const times = settings.flavour === "activeDirectory" ? 2 : 1;
  for (let time = 0; time < times; time += 1) {
    await setPassword(scope, entry, await generateFor(scope, [identityKey]), state, purpose);
  }
  return { changed: true };
}
