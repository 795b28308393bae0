/**
 * A connector as a provider. In: a definition, and what of its schema makes an identity. Out: identities that workflows read
 * and change. Each method leaves the work to the file it belongs to.
 */
import { type CredentialSession, defineProvider, type Identity, type Provider } from "@idle/contract";
import type { Capabilities } from "../definition/capabilities.ts";
import { readDefinition } from "../definition/read-definition.ts";
import { openConnector } from "../open-connector.ts";
import { setEnabled } from "./account-state.ts";
import { createConnection } from "./connection.ts";
import { createIdentity } from "./create-identity.ts";
import { deleteIdentity } from "./delete-identity.ts";
import { ensureAttributes, previewAttributes } from "./ensure-attributes.ts";
import { grantEntitlement, listEntitlements, revokeEntitlement } from "./entitlements.ts";
import { findIdentity } from "./find-identity.ts";
import { listIdentities } from "./list-identities.ts";
import { moveIdentity } from "./move-identity.ts";
import type { ConnectorProviderOptions } from "./options.ts";
import { expectPlaces } from "./places.ts";
import { keyOf, readIdentity } from "./read-identity.ts";
import { checkAgainst, readOptions, type Settings } from "./read-options.ts";
import { revokeSessions } from "./revoke-sessions.ts";
import type { Scope } from "./scope.ts";
import { createTurns } from "./turns.ts";

type ConnectorCapability =
  | "IdLE.Identity.Read"
  | "IdLE.Identity.List"
  | "IdLE.Identity.Create"
  | "IdLE.Identity.Attribute.Ensure"
  | "IdLE.Identity.Enable"
  | "IdLE.Identity.Disable"
  | "IdLE.Identity.Move"
  | "IdLE.Identity.Delete"
  | "IdLE.Identity.RevokeSessions"
  | "IdLE.Entitlement.List"
  | "IdLE.Entitlement.Grant"
  | "IdLE.Entitlement.Revoke"
  | "IdLE.Entitlement.Prune";

type Requirement = { readonly type: "Credential"; readonly required: false };

export type ConnectorProvider = Provider<ConnectorCapability, Requirement> & {
  /** Lets go of the connector. A call after that opens it anew. */
  close(): Promise<void>;
};

type CallArgs = { readonly session: CredentialSession | undefined; readonly signal: AbortSignal };

/**
 * A provider over a connector. What it can do is what the options map and the definition's capabilities have. A session is
 * used in place of the definition's user and password. Writes go one after the other, each as an export of its own. Throws
 * InvalidInput for options it does not understand, ConnectorInvalid for a definition with problems; what does not fit the
 * schema is told by the first call, since the schema may have to be asked for.
 */
export async function createConnectorProvider(options: ConnectorProviderOptions): Promise<ConnectorProvider> {
  const { settings, given } = readOptions(options);
  const { scripts, secrets, now = Date.now, setTimer } = given;
  const place = given.folder === undefined ? {} : { folder: given.folder };
  const { name, capabilities, folder } = await readDefinition(given.definition, place);
  checkAgainst(settings, capabilities);
  const open = () =>
    openConnector({
      definition: given.definition,
      // As it was when the provider was made: the working folder may be another one by now.
      folder,
      ...(scripts !== undefined && { scripts }),
      ...(secrets !== undefined && { secrets }),
      ...(setTimer !== undefined && { setTimer }),
      now,
    });
  const connection = createConnection(settings, open, now);
  const turns = createTurns();
  const advertised = capabilitiesFor(settings, capabilities);

  function read({ session, signal }: CallArgs): Promise<Scope> {
    const credential = session === undefined ? undefined : { userName: session.userName, password: session.password };
    return connection.scope({ credential, signal });
  }
  async function write<T>(args: CallArgs, work: (scope: Scope) => Promise<T>): Promise<T> {
    const scope = await read(args);
    return await turns.take(args.signal, () => work(scope));
  }
  async function* list(args: Parameters<ConnectorProvider["listIdentities"]>[0]): AsyncGenerator<Identity> {
    yield* listIdentities(await read(args), args.filter);
  }

  const provider = defineProvider<ConnectorCapability, Requirement>({
    name: `Connector ${name}`,
    targetId: name,
    session: { type: "Credential", required: false },
    getCapabilities: () => advertised,

    async getIdentity(args) {
      const scope = await read(args);
      const found = await findIdentity(scope, args.identityKey);
      await expectPlaces(scope, found, args.about);
      return found === null ? null : readIdentity(found, keyOf(found, scope) ?? args.identityKey, scope);
    },
    listIdentities: list,
    createIdentity: (args) => write(args, (scope) => createIdentity(scope, args)),
    previewAttributes: async (args) => previewAttributes(await read(args), args),
    ensureAttributes: (args) => write(args, (scope) => ensureAttributes(scope, args.identityKey, args.attributes)),
    enableIdentity: (args) => write(args, (scope) => setEnabled(scope, args.identityKey, true)),
    disableIdentity: (args) => write(args, (scope) => setEnabled(scope, args.identityKey, false)),
    moveIdentity: (args) => write(args, (scope) => moveIdentity(scope, args.identityKey, args.targetContainer)),
    deleteIdentity: (args) => write(args, (scope) => deleteIdentity(scope, args.identityKey)),
    revokeSessions: (args) => write(args, (scope) => revokeSessions(scope, args.identityKey)),
    listEntitlements: async (args) => listEntitlements(await read(args), args.identityKey, args.about),
    grantEntitlement: (args) => write(args, (scope) => grantEntitlement(scope, args.identityKey, args.entitlement)),
    revokeEntitlement: (args) => write(args, (scope) => revokeEntitlement(scope, args.identityKey, args.entitlement)),
  });
  return Object.freeze({ ...provider, close: () => connection.close() });
}

/** What is mapped, and what the connector can do. */
function capabilitiesFor(settings: Settings, capabilities: Capabilities): readonly ConnectorCapability[] {
  const { enableExport, enableObjectRename, distinguishedNameStyle } = capabilities;
  const exports = <const C extends readonly ConnectorCapability[]>(isMapped: boolean, ...ids: C) =>
    enableExport && isMapped ? ids : [];
  const hasEntitlements = settings.entitlements !== null;
  return [
    "IdLE.Identity.Read",
    "IdLE.Identity.List",
    ...exports(true, "IdLE.Identity.Create", "IdLE.Identity.Attribute.Ensure"),
    ...exports(settings.enabled !== null, "IdLE.Identity.Enable", "IdLE.Identity.Disable"),
    ...exports(distinguishedNameStyle === "LDAP" && enableObjectRename, "IdLE.Identity.Move"),
    ...exports(settings.allowDelete, "IdLE.Identity.Delete"),
    ...(settings.revokesSessions ? (["IdLE.Identity.RevokeSessions"] as const) : []),
    ...(hasEntitlements ? (["IdLE.Entitlement.List"] as const) : []),
    ...exports(hasEntitlements, "IdLE.Entitlement.Grant", "IdLE.Entitlement.Revoke", "IdLE.Entitlement.Prune"),
  ];
}
