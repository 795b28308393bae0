/** The provider: each method opens the call's directory, and leaves the work to the room it belongs to. */
import { type CredentialSession, defineProvider, dnKey, type Identity, type Provider } from "@idle/contract";
import { createLogicalNames } from "./attributes/logical-names.ts";
import { createAccounts } from "./connection/accounts.ts";
import { openDirectory } from "./connection/directory.ts";
import { grantEntitlement, revokeEntitlement } from "./entitlements/change-membership.ts";
import { listEntitlements } from "./entitlements/list-entitlements.ts";
import { addressOf } from "./failures/connection-failure.ts";
import { activeDirectory } from "./flavours/active-directory.ts";
import { createPlainLdap } from "./flavours/plain-ldap.ts";
import { setEnabled } from "./identities/account-state.ts";
import { createIdentity } from "./identities/create-identity.ts";
import { deleteIdentity } from "./identities/delete-identity.ts";
import { ensureAttributes, previewAttributes } from "./identities/ensure-attributes.ts";
import { findIdentity } from "./identities/find-identity.ts";
import type { Scope } from "./identities/identity-scope.ts";
import { listIdentities } from "./identities/list-identities.ts";
import { expectPlaces, moveIdentity } from "./identities/move-identity.ts";
import { readIdentity } from "./identities/read-identity.ts";
import { revokeSessions } from "./identities/revoke-sessions.ts";

import type { LdapProviderOptions } from "./options/options.ts";
import { readOptions, type Settings } from "./options/read-options.ts";
import { createFactsReader } from "./server/facts-reader.ts";

const always = [
  "IdLE.Identity.Read",
  "IdLE.Identity.List",
  "IdLE.Identity.Create",
  "IdLE.Identity.Attribute.Ensure",
  "IdLE.Identity.Move",
  "IdLE.Entitlement.List",
  "IdLE.Entitlement.Grant",
  "IdLE.Entitlement.Revoke",
  "IdLE.Entitlement.Prune",
] as const;
const withState = ["IdLE.Identity.Enable", "IdLE.Identity.Disable"] as const;

type LdapCapability =
  | (typeof always)[number]
  | (typeof withState)[number]
  | "IdLE.Identity.Delete"
  | "IdLE.Identity.RevokeSessions";

export type LdapProvider = Provider<LdapCapability, { readonly type: "Credential"; readonly required: true }> & {
  /** Lets go of its connections. A call after that opens one anew. */
  close(): Promise<void>;
};

type CallArgs = { readonly session: CredentialSession; readonly signal: AbortSignal };

/**
 * A provider for a directory server by LDAP: Active Directory, OpenLDAP and their kin. It needs a session of type
 * `Credential`, with which it binds. Each account has one connection, which is opened at the first call, opened anew when
 * it broke, and let go when nobody used it for a minute. What only reads is repeated once on a fresh connection; nothing
 * that writes is repeated. Throws `InvalidInput` for options it does not understand and for a connection without TLS to
 * another machine, `FileUnreadable` for a CA file that cannot be read.
 */
export function createLdapProvider(options: LdapProviderOptions): LdapProvider {
  const settings = readOptions(options);
  const flavour = settings.flavour === "activeDirectory" ? activeDirectory : createPlainLdap(settings);
  const names = createLogicalNames(settings.flavour, settings.attributeNames);
  const accounts = createAccounts(settings);
  const openFacts = createFactsReader(settings);

  async function open({ session, signal }: CallArgs): Promise<Scope> {
    signal.throwIfAborted();
    const account = accounts.of(session);
    const directory = openDirectory({ settings, account, signal, factsOf: openFacts.read });
    return { directory, flavour, names, facts: openFacts.known(account) ?? (await directory.facts()) };
  }

  async function* list(args: Parameters<LdapProvider["listIdentities"]>[0]): AsyncGenerator<Identity> {
    yield* listIdentities(await open(args), args.filter);
  }

  const capabilities: readonly LdapCapability[] = [
    ...always,
    ...(settings.flavour === "activeDirectory" || settings.accountLock !== null ? withState : []),
    ...(settings.allowDelete ? (["IdLE.Identity.Delete"] as const) : []),
    ...(settings.revokesSessions ? (["IdLE.Identity.RevokeSessions"] as const) : []),
  ];
  const provider = defineProvider<LdapCapability, { readonly type: "Credential"; readonly required: true }>({
    name: settings.flavour === "activeDirectory" ? "Active Directory" : "LDAP",
    targetId: targetIdOf(settings),
    session: { type: "Credential", required: true },
    getCapabilities: () => capabilities,

    async getIdentity(args) {
      const scope = await open(args);
      const entry = await findIdentity(scope, args.identityKey);
      await expectPlaces(scope, entry, args.about);
      return entry === null ? null : readIdentity(scope, entry);
    },
    listIdentities: list,
    createIdentity: async (args) => createIdentity(await open(args), args),
    previewAttributes: async (args) => previewAttributes(await open(args), args),
    ensureAttributes: async (args) => ensureAttributes(await open(args), args.identityKey, args.attributes),
    enableIdentity: async (args) => setEnabled(await open(args), args.identityKey, true),
    disableIdentity: async (args) => setEnabled(await open(args), args.identityKey, false),
    moveIdentity: async (args) => moveIdentity(await open(args), args.identityKey, args.targetContainer),
    deleteIdentity: async (args) => deleteIdentity(await open(args), args.identityKey),
    revokeSessions: async (args) => revokeSessions(await open(args), args.identityKey),
    listEntitlements: async (args) => listEntitlements(await open(args), args.identityKey, args.about),
    grantEntitlement: async (args) => grantEntitlement(await open(args), args.identityKey, args.entitlement),
    revokeEntitlement: async (args) => revokeEntitlement(await open(args), args.identityKey, args.entitlement),
  });
  return Object.freeze({ ...provider, close: () => accounts.close() });
}

/** The server and what of it is worked on: the same text however the base is spelled. */
function targetIdOf(settings: Settings): string {
  const base = settings.baseDn === null ? "" : (dnKey(settings.baseDn) ?? "");
  return `${addressOf(settings)}/${base}`;
}
