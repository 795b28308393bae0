import { type Changed, IdleError } from "@idle/contract";
import { leaveGroups } from "../entitlements/keep-memberships.ts";
import { hasResultCode } from "../failures/result-codes.ts";
import { findIdentity } from "./find-identity.ts";
import type { Scope } from "./identity-scope.ts";
import { removeIdentity } from "./write-identity.ts";

const mostNamed = 3;

/** Deletes one object, never what stands below it: throws `Unsupported` where something does. */
export async function deleteIdentity(scope: Scope, identityKey: string): Promise<Changed> {
  const { directory } = scope;
  if (!directory.settings.allowDelete) {
    throw new IdleError("Unsupported", "The LDAP provider deletes nobody unless it is made with allowDelete: true.");
  }
  const entry = await findIdentity(scope, identityKey, []);
  if (entry === null) return { changed: false };
  const purpose = { what: `Identity ${JSON.stringify(identityKey)}`, doing: "deleted" };
  const outcome = await removeIdentity(scope, entry, purpose, (error) => {
    if (hasResultCode(error, "noSuchObject")) return "gone";
    return hasResultCode(error, "notAllowedOnNonLeaf") ? "parent" : undefined;
  });
  if (outcome === undefined) {
    await leaveGroups(scope, entry.dn);
    return { changed: true };
  }
  if (outcome === "gone") return { changed: false };
  const children = await directory.search(
    { base: entry.dn, scope: "one", attributes: ["1.1"], most: mostNamed },
    purpose,
  );
  const named = children.map(({ dn }) => JSON.stringify(dn)).join(", ");
  throw new IdleError(
    "Unsupported",
    `${purpose.what} could not be deleted: other objects stand below it, such as ${named}. Remove or move them first; nothing was deleted.`,
    { details: { identityKey, children: children.map(({ dn }) => dn) } },
  );
}
