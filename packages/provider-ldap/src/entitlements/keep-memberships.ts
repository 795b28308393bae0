/**
 * Groups of plain LDAP name their members, and nobody tells them when one is moved or renamed, unless the server was set up
 * for it: the access would be lost, and whoever gets the old name later would inherit it.
 */
import { isIdleError } from "@idle/contract";
import { Attribute, Change } from "ldapts";
import type { Entry } from "../connection/entry.ts";
import { hasResultCode } from "../failures/result-codes.ts";
import type { Scope } from "../identities/identity-scope.ts";
import { isSameDn } from "../names/dn.ts";
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
  // A name that differs in case alone is one value to the groups.
  if (scope.directory.settings.flavour === "activeDirectory" || isSameDn(entry.dn, newDn)) return rename();
  const groups = await groupsWith(scope, entry.dn);
  // Before anything is written: what only looks like a group is refused here.
  for (const group of groups) memberAttributeOf(group);
  const added: Entry[] = [];
  const takeBack = async () => {
    for (const group of added) await changeMember(scope, group, "delete", newDn);
  };
  let outcome: T | undefined;
  try {
    for (const group of groups) if (await changeMember(scope, group, "add", newDn)) added.push(group);
    outcome = await rename();
  } catch (error) {
    // Where it may have been done all the same, the new name stays.
    if (!isIdleError(error, "ConnectionFailed") && !isIdleError(error, "Timeout")) await takeBack();
    throw error;
  }
  if (outcome === undefined) await leaveGroups(scope, entry.dn);
  else await takeBack();
  return outcome;
}

/** Takes a name out of all groups that name it: whoever gets it later must not inherit them. */
export async function leaveGroups(scope: Scope, dn: string): Promise<void> {
  if (scope.directory.settings.flavour === "activeDirectory") return;
  for (const group of await groupsWith(scope, dn)) await changeMember(scope, group, "delete", dn);
}

function groupsWith(scope: Scope, memberDn: string): Promise<readonly Entry[]> {
  return scope.directory.search(
    { base: scope.facts.contextDn, scope: "sub", filter: memberOfGroup(scope, memberDn), attributes: ["objectClass"] },
    { what: `The groups of ${JSON.stringify(memberDn)}`, doing: "looked for" },
  );
}

/** Whether something was written. */
async function changeMember(scope: Scope, group: Entry, operation: "add" | "delete", memberDn: string) {
  const purpose = { what: `Group ${JSON.stringify(group.dn)}`, doing: "told what became of a member" };
  const modification = new Attribute({ type: memberAttributeOf(group), values: [memberDn] });
  const isSo = (error: unknown) =>
    // A server that takes care of it itself may refuse a member that is not there yet.
    hasResultCode(error, "attributeOrValueExists", "noSuchAttribute", "noSuchObject", "constraintViolation")
      ? true
      : undefined;
  const change = new Change({ operation, modification });
  return (await scope.directory.write({ modify: group.dn, changes: [change] }, purpose, isSo)) === undefined;
}
