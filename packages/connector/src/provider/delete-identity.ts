import { type Changed, IdleError } from "@idle/contract";
import { findIdentity } from "./find-identity.ts";
import { nameOf } from "./held-values.ts";
import type { Scope } from "./scope.ts";
import { exportChange, unconfirmed, writing } from "./write-identity.ts";

/** One that is not there is no change. Throws Unsupported unless the provider was told that it may. */
export async function deleteIdentity(scope: Scope, identityKey: string): Promise<Changed> {
  if (!scope.settings.allowDelete) {
    throw new IdleError(
      "Unsupported",
      "The connector provider deletes nobody unless it is made with allowDelete: true.",
    );
  }
  return await writing(scope, async () => {
    const found = await findIdentity(scope, identityKey);
    if (found === null) return { changed: false };
    const changed = await exportChange(scope, { action: "delete", object: nameOf(found.object) });
    return changed ? { changed } : unconfirmed;
  });
}
