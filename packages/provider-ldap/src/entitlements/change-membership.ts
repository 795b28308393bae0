/**
 * Membership is written on the group's object, one value at a time, so that nobody else's is touched: whoever comes and
 * goes meanwhile, and however many members there are.
 */
import { type Changed, type Entitlement, IdleError } from "@idle/contract";
import { Attribute, Change } from "ldapts";
import type { Purpose } from "../connection/directory.ts";
import { type Entry, textOf, textsOf } from "../connection/entry.ts";
import { operationFailure } from "../failures/operation-failure.ts";
import { hasResultCode, resultCodeOf } from "../failures/result-codes.ts";
import { notFound, requireIdentity } from "../identities/find-identity.ts";
import type { Scope } from "../identities/identity-scope.ts";
import { isSameDn } from "../names/dn.ts";
import { groupDnOf } from "./group-name.ts";
import { primaryGroupOf } from "./list-entitlements.ts";
import { memberAttributeOf } from "./member-attribute.ts";

type Outcome = "done" | "already" | "missing" | "no group" | { readonly refusal: unknown };

interface Membership {
  readonly attribute: string;
  readonly value: string;
}

/** Throws `InvalidInput` for what is no group, `NotFound` for a group or an identity that is not there. */
export async function grantEntitlement(scope: Scope, identityKey: string, entitlement: Entitlement): Promise<Changed> {
  const group = await groupDnOf(scope, entitlement);
  const purpose = purposeOf(group, "granted to", identityKey);
  const { entry, outcome } = await lookAndWrite(scope, "add", group, identityKey, purpose);
  if (outcome === "done") return { changed: true };
  if (outcome === "already") return { changed: false };
  if (outcome === "no group") throw missingGroup(group);
  if (outcome === "missing") throw (await isThere(scope, group)) ? notFound(scope, identityKey) : missingGroup(group);
  if (await isPrimary(scope, entry, group)) return { changed: false };
  await expectGroup(scope, group);
  throw operationFailure(outcome.refusal, purpose.what, purpose.doing, scope.directory.settings);
}

/** What is not held is no change, a group that is not there neither. Throws `Unsupported` for the primary group. */
export async function revokeEntitlement(scope: Scope, identityKey: string, entitlement: Entitlement): Promise<Changed> {
  const group = await groupDnOf(scope, entitlement);
  const purpose = purposeOf(group, "taken from", identityKey);
  const { entry, outcome } = await lookAndWrite(scope, "delete", group, identityKey, purpose);
  if (outcome === "done") return { changed: true };
  if (outcome === "no group") return { changed: false };
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
  await expectGroup(scope, group);
  throw operationFailure(outcome.refusal, purpose.what, purpose.doing, scope.directory.settings);
}

/**
 * By which attribute a group has its members, by server and the group's name. It spares a look at the group for each
 * member; only that something was written is believed of it.
 */
const known = new WeakMap<Scope["facts"], Map<string, string>>();

async function lookAndWrite(
  scope: Scope,
  operation: "add" | "delete",
  group: string,
  identityKey: string,
  purpose: Purpose,
): Promise<{ readonly entry: Entry; readonly outcome: Outcome }> {
  const attributes = known.get(scope.facts) ?? new Map<string, string>();
  known.set(scope.facts, attributes);
  const remembered = isActiveDirectory(scope) ? "member" : attributes.get(group);
  if (remembered !== undefined) {
    const entry = await requireIdentity(scope, identityKey, wantedOf(scope));
    const outcome = await write(scope, operation, group, membershipOf(scope, remembered, entry), purpose);
    if (outcome === "done" || isActiveDirectory(scope)) return { entry, outcome };
    attributes.delete(group);
  }
  const [entry, [object]] = await Promise.all([
    requireIdentity(scope, identityKey, wantedOf(scope)),
    scope.directory.search({ base: group, scope: "base", attributes: ["objectClass"] }, purpose),
  ]);
  if (object === undefined) return { entry, outcome: "no group" };
  const attribute = memberAttributeOf(object);
  const outcome = await write(scope, operation, group, membershipOf(scope, attribute, entry), purpose);
  attributes.set(group, attribute);
  return { entry, outcome };
}

function membershipOf({ flavour }: Scope, attribute: string, entry: Entry): Membership {
  const login = textOf(entry, "uid") ?? textOf(entry, flavour.loginAttribute);
  return { attribute, value: attribute === "memberUid" && login !== undefined ? login : flavour.addressOf(entry) };
}

async function write(
  { directory }: Scope,
  operation: "add" | "delete",
  group: string,
  { attribute, value }: Membership,
  purpose: Purpose,
): Promise<Outcome> {
  const modification = new Attribute({ type: attribute, values: [value] });
  const outcome = await directory.write<Outcome>(
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
  return outcome ?? "done";
}

/** Of Active Directory; of others it is known by then. Throws `InvalidInput` for what is there and no group. */
async function expectGroup(scope: Scope, group: string): Promise<void> {
  if (!isActiveDirectory(scope)) return;
  const purpose = { what: JSON.stringify(group), doing: "looked at" };
  const [object] = await scope.directory.search({ base: group, scope: "base", attributes: ["objectClass"] }, purpose);
  if (object !== undefined) memberAttributeOf(object);
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

function purposeOf(group: string, doing: string, identityKey: string): Purpose {
  return { what: `Group ${JSON.stringify(group)}`, doing: `${doing} ${JSON.stringify(identityKey)}` };
}

function missingGroup(group: string): IdleError {
  return new IdleError("NotFound", `The group ${JSON.stringify(group)} is not there. Create it, or correct its name.`, {
    details: { id: group },
  });
}
