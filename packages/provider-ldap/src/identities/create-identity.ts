/** Creates an object for an identity that is not there yet. */
import {
  type CreateIdentityArgs,
  type CreateIdentityResult,
  IdleError,
  isIdleError,
  isSecret,
  type Secret,
} from "@idle/contract";
import { Attribute } from "ldapts";
import { readBytes } from "../attributes/value.ts";
import type { Purpose } from "../connection/directory.ts";
import { type Entry, valuesOf } from "../connection/entry.ts";
import { hasResultCode } from "../failures/result-codes.ts";
import { isSameDn } from "../names/dn.ts";
import { findIdentity } from "./find-identity.ts";
import type { Scope } from "./identity-scope.ts";
import { missingContainer } from "./move-identity.ts";
import { describeNewIdentity, type NewIdentity } from "./new-identity.ts";
import {
  type AccountState,
  expectPassword,
  expectSecure,
  generateFor,
  isSecure,
  mustChangeAtLogon,
  setPassword,
  unicodePassword,
} from "./password.ts";
import { keyOf } from "./read-identity.ts";
import { removeIdentity } from "./write-identity.ts";

/** One that exists is left as it is. A generated password is among the outputs, as a `Secret`. */
export async function createIdentity(scope: Scope, args: CreateIdentityArgs): Promise<CreateIdentityResult> {
  const { identityKey, initialPassword } = args;
  expectPassword(initialPassword);
  const { loginAttribute } = scope.flavour;
  const existing = await findIdentity(scope, identityKey, []);
  if (existing !== null) return { identityKey: keyOf(existing, loginAttribute), changed: false };
  if (initialPassword !== undefined) expectSecure(scope);
  const identity = await describeNewIdentity(scope, args);
  const { login } = identity;
  const isGenerated = initialPassword !== undefined && !isSecret(initialPassword);
  const password = isSecret(initialPassword)
    ? initialPassword
    : await passwordFor(scope, isGenerated, [login, textOf(identity, "displayName")]);
  const purpose = { what: `Identity ${JSON.stringify(identityKey)}`, doing: "created" };
  const created: CreateIdentityResult = {
    identityKey: login,
    changed: true,
    ...(isGenerated && password !== null ? { outputs: { initialPassword: password } } : {}),
  };
  const { mustChangePassword } = scope.directory.settings;
  const state = { mustChange: initialPassword !== undefined && mustChangePassword, enabled: args.enabled ?? false };
  let outcome: "exists" | "missing" | undefined;
  try {
    outcome = await add(scope, identity, password, state, purpose);
  } catch (error) {
    // Nobody would ever learn the generated password of an account that is there all the same; of others than Active
    // Directory it may be there without the one that was given, and would be left so when it is asked for again.
    const isGiven = initialPassword !== undefined && scope.directory.settings.flavour === "ldap";
    if (password === null || !(isGenerated || isGiven)) throw error;
    if (!(await isThereAfterAll(scope, identityKey, identity, password, state, error, purpose))) throw error;
  }
  if (outcome === undefined) return created;
  if (outcome === "missing") throw missingContainer(identity.container);
  const winner = await findIdentity(scope, identityKey, []);
  if (winner !== null) return { identityKey: keyOf(winner, loginAttribute), changed: false };
  throw new IdleError(
    "AlreadyExists",
    `${purpose.what} could not be created: ${JSON.stringify(identity.dn)}, or a name that must be its own, is another object's already. Choose another key, or set Name among the attributes.`,
    { details: { identityKey, dn: identity.dn } },
  );
}

/** Active Directory enables no account without a password: one that nobody asked for gets one that nobody knows. */
async function passwordFor(scope: Scope, isGenerated: boolean, forbidden: readonly string[]): Promise<Secret | null> {
  const { flavour, transport } = scope.directory.settings;
  const isNeeded = isGenerated || (flavour === "activeDirectory" && isSecure(transport));
  return isNeeded ? generateFor(scope, forbidden) : null;
}

async function add(
  scope: Scope,
  identity: NewIdentity,
  password: Secret | null,
  state: AccountState,
  purpose: Purpose,
): Promise<"exists" | "missing" | undefined> {
  const { directory } = scope;
  const { settings } = directory;
  const attributes = [...identity.attributes.values()].map(
    ({ name, values }) => new Attribute({ type: name, values: [...values] }),
  );
  const isActiveDirectory = settings.flavour === "activeDirectory";
  if (isActiveDirectory && password !== null) {
    attributes.push(unicodePassword(password));
    if (state.mustChange) attributes.push(mustChangeAtLogon());
  }
  const outcome = await directory.write<"exists" | "missing">({ add: identity.dn, attributes }, purpose, (error) => {
    if (hasResultCode(error, "entryAlreadyExists")) return "exists";
    return hasResultCode(error, "noSuchObject") ? "missing" : undefined;
  });
  if (outcome !== undefined || isActiveDirectory || password === null) return outcome;
  await addPassword(scope, identity, password, state);
  return undefined;
}

/** The server hashes the password, so that it goes by itself; an object whose password was refused does not stay. */
async function addPassword(scope: Scope, { dn }: NewIdentity, password: Secret, state: AccountState): Promise<void> {
  const purpose = { what: `The password of ${JSON.stringify(dn)}`, doing: "set" };
  const entry: Entry = { dn, attributes: new Map(), partial: [] };
  try {
    await setPassword(scope, entry, password, state, purpose);
  } catch (error) {
    if (isIdleError(error) && !["ConnectionFailed", "Timeout"].includes(error.code)) {
      await removeIdentity(scope, entry, { what: purpose.what, doing: "taken back" }).catch(() => {
        throw new IdleError(
          error.code,
          `${error.message} ${JSON.stringify(dn)} stays without a password, since it could not be removed: remove it before another try.`,
          { ...(error.details === undefined ? {} : { details: error.details }), cause: error },
        );
      });
    }
    throw error;
  }
}

/**
 * After a connection that broke: whether the object is there just as it was asked for, and nobody else's. It was not there
 * a moment ago; another run that makes one with the same values waits for this one (locks by identity). Then its password is set once more.
 */
async function isThereAfterAll(
  scope: Scope,
  identityKey: string,
  identity: NewIdentity,
  password: Secret,
  state: AccountState,
  error: unknown,
  purpose: Purpose,
): Promise<boolean> {
  if (!isIdleError(error, "ConnectionFailed") && !isIdleError(error, "Timeout")) return false;
  try {
    const entry = await findIdentity(scope, identityKey);
    if (entry === null || !isSameDn(entry.dn, identity.dn) || !holdsAll(scope, entry, identity)) return false;
    await setPassword(scope, entry, password, state, purpose);
    return true;
  } catch {
    return false;
  }
}

/**
 * Compared as the server does: it may have spelled a name its own way, and what locks an account goes when its password is
 * set.
 */
function holdsAll({ facts, directory }: Scope, entry: Entry, { attributes }: NewIdentity): boolean {
  return [...attributes.values()]
    .filter(({ name }) => name !== "objectClass" && name !== directory.settings.accountLock?.attribute)
    .every(({ name, values }) => {
      const kind = facts.schema.find(name)?.kind ?? "exactText";
      const held = new Set(valuesOf(entry, name).map((bytes) => readBytes(bytes, kind)?.key));
      return values.every((bytes) => held.has(readBytes(bytes, kind)?.key));
    });
}

function textOf({ attributes }: NewIdentity, name: string): string {
  return attributes.get(name.toLowerCase())?.values[0]?.toString("utf8") ?? "";
}
