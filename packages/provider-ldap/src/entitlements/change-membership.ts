/**
 * Membership is written on the group's object, one value at a time, so that nobody else's is touched: whoever comes and
 * goes meanwhile, and however many members there are.
 */
import { type Changed, type Entitlement, IdleError } from "@idle/contract";
import { Attribute, Change } from "ldapts";
import { type Entry, textOf, textsOf } from "../connection/entry.ts";
import { operationFailure } from "../failures/operation-failure.ts";
import { hasResultCode, resultCodeOf } from "../failures/result-codes.ts";
import { notFound, requireIdentity } from "../identities/find-identity.ts";
import type { Scope } from "../identities/identity-scope.ts";
import { isSameDn } from "../names/dn.ts";
import { groupDnOf } from "./group-name.ts";
import { primaryGroupOf } from "./list-entitlements.ts";

type Outcome = "already" | "missing" | { readonly refusal: unknown };

interface Membership {
  readonly attribute: string;
  readonly value: string;
}

/** Throws `InvalidInput` for what is no group, `NotFound` for a group or an identity that is not there. */
export async function grantEntitlement(scope: Scope, identityKey: string, entitlement: Entitlement): Promise<Changed> {
  const group = await groupDnOf(scope, entitlement);
  const entry = await requireIdentity(scope, identityKey, wantedOf(scope));
  const membership = await membershipIn(scope, group, entry);
  if (membership === null) throw missingGroup(group);
  const purpose = purposeOf(group, "granted to", identityKey);
  const outcome = await write(scope, "add", group, membership, purpose);
  if (outcome === undefined) return { changed: true };
  if (outcome === "already") return { changed: false };
  if (outcome === "missing") throw (await isThere(scope, group)) ? notFound(scope, identityKey) : missingGroup(group);
  if (await isPrimary(scope, entry, group)) return { changed: false };
  if (!(await isGroup(scope, group))) throw noGroup(group);
  throw operationFailure(outcome.refusal, purpose.what, purpose.doing, scope.directory.settings);
}

/** What is not held is no change, a group that is not there neither. Throws `Unsupported` for the primary group. */
export async function revokeEntitlement(scope: Scope, identityKey: string, entitlement: Entitlement): Promise<Changed> {
  const group = await groupDnOf(scope, entitlement);
  const entry = await requireIdentity(scope, identityKey, wantedOf(scope));
  const membership = await membershipIn(scope, group, entry);
  if (membership === null) return { changed: false };
  const purpose = purposeOf(group, "taken from", identityKey);
  const outcome = await write(scope, "delete", group, membership, purpose);
  if (outcome === undefined) return { changed: true };
  if (await isPrimary(scope, entry, group)) {
    throw new IdleError(
      "Unsupported",
      `${purpose.what} could not be ${purpose.doing}: it is the primary group. Make another group the primary one first.`,
      { details: { identityKey, id: group } },
    );
  }
  if (outcome === "already" || outcome === "missing") return { changed: false };
  // Active Directory answers alike when somebody is no member and when it is not willing: the account itself tells.
  const now = await requireIdentity(scope, identityKey, ["memberOf"]);
  if (isActiveDirectory(scope) && !textsOf(now, "memberOf").some((dn) => isSameDn(dn, group)))
    return { changed: false };
  if (!(await isGroup(scope, group))) throw noGroup(group);
  throw operationFailure(outcome.refusal, purpose.what, purpose.doing, scope.directory.settings);
}

async function write(
  { directory }: Scope,
  operation: "add" | "delete",
  group: string,
  { attribute, value }: Membership,
  purpose: ReturnType<typeof purposeOf>,
): Promise<Outcome | undefined> {
  const modification = new Attribute({ type: attribute, values: [value] });
  return directory.write<Outcome>(
    { modify: group, changes: [new Change({ operation, modification })] },
    purpose,
    (error) => {
      const done: readonly Parameters<typeof hasResultCode>[1][] =
        operation === "add" ? ["attributeOrValueExists", "entryAlreadyExists"] : ["noSuchAttribute"];
      if (hasResultCode(error, ...done)) return "already";
      if (hasResultCode(error, "noSuchObject")) return "missing";
      return resultCodeOf(error) === null || hasResultCode(error, "insufficientAccessRights")
        ? undefined
        : { refusal: error };
    },
  );
}

/** By which attribute the group has its members; null for a group that is not there. Throws `InvalidInput` for no group. */
async function membershipIn(scope: Scope, group: string, entry: Entry): Promise<Membership | null> {
  if (isActiveDirectory(scope)) return { attribute: "member", value: entry.dn };
  const found = await scope.directory.search(
    { base: group, scope: "base", attributes: ["objectClass"] },
    { what: `Group ${JSON.stringify(group)}`, doing: "looked at" },
  );
  const [object] = found;
  if (object === undefined) return null;
  const classes = new Set(textsOf(object, "objectClass").map((name) => name.toLowerCase()));
  if (classes.has("groupofuniquenames")) return { attribute: "uniqueMember", value: entry.dn };
  if (classes.has("groupofnames") || classes.has("groupofmembers") || classes.has("groupofentries")) {
    return { attribute: "member", value: entry.dn };
  }
  if (classes.has("posixgroup")) {
    const uid = textOf(entry, "uid") ?? textOf(entry, scope.flavour.loginAttribute);
    if (uid !== undefined) return { attribute: "memberUid", value: uid };
  }
  throw noGroup(group);
}

/** Of Active Directory; of others it is known by then. */
async function isGroup(scope: Scope, group: string): Promise<boolean> {
  if (!isActiveDirectory(scope)) return true;
  const purpose = { what: JSON.stringify(group), doing: "looked at" };
  const found = await scope.directory.search({ base: group, scope: "base", attributes: ["objectClass"] }, purpose);
  return found.some((entry) => textsOf(entry, "objectClass").includes("group"));
}

function noGroup(group: string): IdleError {
  return new IdleError("InvalidInput", `${JSON.stringify(group)} is there, and is no group that has members.`, {
    details: { id: group },
  });
}

async function isPrimary(scope: Scope, entry: Entry, group: string): Promise<boolean> {
  if (!isActiveDirectory(scope)) return false;
  return (await primaryGroupOf(scope, entry)).some((dn) => isSameDn(dn, group));
}

async function isThere({ directory }: Scope, dn: string): Promise<boolean> {
  const purpose = { what: JSON.stringify(dn), doing: "looked for" };
  return (await directory.search({ base: dn, scope: "base", attributes: ["1.1"] }, purpose)).length > 0;
}

function isActiveDirectory({ directory }: Scope): boolean {
  return directory.settings.flavour === "activeDirectory";
}

function wantedOf(scope: Scope): readonly string[] {
  return isActiveDirectory(scope) ? ["primaryGroupID", "objectSid"] : ["uid"];
}

function purposeOf(group: string, doing: string, identityKey: string) {
  return { what: `Group ${JSON.stringify(group)}`, doing: `${doing} ${JSON.stringify(identityKey)}` };
}

function missingGroup(group: string): IdleError {
  return new IdleError("NotFound", `The group ${JSON.stringify(group)} is not there. Create it, or correct its name.`, {
    details: { id: group },
  });
}
