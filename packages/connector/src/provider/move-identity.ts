import { type Changed, IdleError } from "@idle/contract";
import { requireIdentity } from "./find-identity.ts";
import { nameOf } from "./held-values.ts";
import { joinName, splitName } from "./names.ts";
import { expectContainer } from "./places.ts";
import type { Scope } from "./scope.ts";
import { exportChange, unconfirmed, writing } from "./write-identity.ts";

/** Renames an object so that it stands in another container under the same name. */
export async function moveIdentity(scope: Scope, identityKey: string, targetContainer: string): Promise<Changed> {
  const { naming, capabilities, connector } = scope;
  if (capabilities.distinguishedNameStyle !== "LDAP" || !capabilities.enableObjectRename) {
    throw new IdleError(
      "Unsupported",
      `The connector ${connector.definition.name} moves nobody: it needs distinguishedNameStyle LDAP and enableObjectRename.`,
    );
  }
  expectContainer(scope, targetContainer);
  return await writing(scope, async () => {
    const { object } = await requireIdentity(scope, identityKey);
    const { rdn, container } = splitName(object.dn ?? "");
    if (naming.nameKey(container) === naming.nameKey(targetContainer)) return { changed: false };
    const newDn = joinName(rdn, targetContainer);
    const changed = await exportChange(scope, { action: "update", object: nameOf(object), newDn });
    return changed ? { changed } : unconfirmed;
  });
}
