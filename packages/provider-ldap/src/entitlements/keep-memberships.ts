/**
 * Groups of plain LDAP name their members, and nobody tells them when one is moved or renamed, unless the server was set up
 * for it: the access would be lost, and whoever gets the old name later would inherit it.
 */
import { isIdleError } from "@idle/contract";
import { Attribute, Change } from "ldapts";
import type { Entry } from "../connection/entry.ts";
import { hasResultCode } from "../failures/result-codes.ts";
import type { Scope } from "../identities/identity-scope.ts";
import { memberOfGroup } from "./group-filters.ts";
import { memberAttributeOf } from "./member-attribute.ts";

/**
 * Gives a member another name, and its groups with it: they get the new name first and lose the old one last, so that
 * access is at no time missing, wherever it breaks off. `rename` returns undefined when it was done.
 */
export async function keepMemberships<T>(
  scope: Scope,
  entry: Entry,
  newDn: string,
  rename: () => Promise<T | undefined>,
): Promise<T | undefined> {
  if (scope.directory.settings.flavour === "activeDirectory") return rename();
  const groups = await groupsWith(scope, entry.dn);
  const change = async (operation: "add" | "delete", dn: string, among: readonly Entry[]) => {
    for (const group of among) await changeMember(scope, group, operation, dn);
  };
  await change("add", newDn, groups);
  let outcome: T | undefined;
  try {
    outcome = await rename();
  } catch (error) {
    // Where it may have been done all the same, the new name stays.
    if (!isIdleError(error, "ConnectionFailed") && !isIdleError(error, "Timeout"))
      await change("delete", newDn, groups);
    throw error;
  }
  if (outcome === undefined) await change("delete", entry.dn, await groupsWith(scope, entry.dn));
  else await change("delete", newDn, groups);
  return outcome;
}

function groupsWith(scope: Scope, memberDn: string): Promise<readonly Entry[]> {
  return scope.directory.search(
    { base: scope.facts.contextDn, scope: "sub", filter: memberOfGroup(scope, memberDn), attributes: ["objectClass"] },
    { what: `The groups of ${JSON.stringify(memberDn)}`, doing: "looked for" },
  );
}

async function changeMember(scope: Scope, group: Entry, operation: "add" | "delete", memberDn: string): Promise<void> {
  const purpose = { what: `Group ${JSON.stringify(group.dn)}`, doing: `told the new name of a member` };
  const modification = new Attribute({ type: memberAttributeOf(group), values: [memberDn] });
  const isSo = (error: unknown) =>
    // A server that takes care of it itself may refuse a member that is not there yet.
    hasResultCode(error, "attributeOrValueExists", "noSuchAttribute", "noSuchObject", "constraintViolation")
      ? true
      : undefined;
  await scope.directory.write({ modify: group.dn, changes: [new Change({ operation, modification })] }, purpose, isSo);
}
