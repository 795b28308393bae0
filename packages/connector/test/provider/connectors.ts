/** Three connectors that providers are tested over, one for each style of names, and how to make a provider of each. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type IdleError, isIdleError } from "@idle/contract";
import type { SeedIdentity } from "@idle/testkit";
import {
  type Capabilities,
  type ConnectorSchema,
  type CsValue,
  openConnector,
  type SchemaAttribute,
} from "../../src/index.ts";
import { type ConnectorProvider, createConnectorProvider } from "../../src/provider/connector-provider.ts";
import type { ConnectorProviderOptions } from "../../src/provider/options.ts";
import { createPretendSystem, type PretendOptions, type PretendSystem } from "../support/pretend-system.ts";

export const staff = "OU=Staff,DC=example,DC=com";
export const movers = "OU=Movers,DC=example,DC=com";

const personal: readonly SchemaAttribute[] = [
  { name: "Department", dataType: "String" },
  { name: "Title", dataType: "String" },
  { name: "Level", dataType: "Integer" },
  { name: "Remote", dataType: "Boolean" },
  { name: "Phones", dataType: "String", isMultiValued: true },
  { name: "Photo", dataType: "Binary" },
  { name: "Photos", dataType: "Binary", isMultiValued: true },
  { name: "Manager", dataType: "Reference" },
  { name: "Delegates", dataType: "Reference", isMultiValued: true },
  { name: "Created", dataType: "String", operation: "ImportOnly" },
  { name: "Pin", dataType: "String", operation: "ExportOnly" },
  { name: "Active", dataType: "Boolean" },
  { name: "Roles", dataType: "String", isMultiValued: true },
];

/** No names: people are called by their login, which is the anchor. Roles are an attribute of theirs. */
export const plain: Kind = {
  schema: {
    types: [{ name: "person", attributes: [{ name: "Login", dataType: "String", isAnchor: true }, ...personal] }],
  },
  system: {},
  capabilities: { enableExport: true, enableExportPasswordInFirstPass: true },
  options: {
    objectType: "person",
    enabled: { attribute: "Active", enabled: true, disabled: false },
    entitlements: { kind: "Role", attribute: "Roles" },
    allowDelete: true,
  },
  nameOf: () => undefined,
};

/** Names of any form, by which people are called; a number that the system makes is the anchor. Teams have members. */
export const generic: Kind = {
  schema: {
    types: [
      { name: "person", attributes: [{ name: "Number", dataType: "Integer", isAnchor: true }, ...personal] },
      {
        name: "team",
        attributes: [
          { name: "Number", dataType: "Integer", isAnchor: true },
          { name: "Label", dataType: "String" },
          { name: "Members", dataType: "Reference", isMultiValued: true },
        ],
      },
    ],
  },
  system: { style: "Generic", makes: { person: "Number", team: "Number" } },
  capabilities: {
    distinguishedNameStyle: "Generic",
    enableExport: true,
    exportType: "ObjectReplace",
    enablePasswordOperations: true,
  },
  options: {
    objectType: "person",
    enabled: { attribute: "Active", enabled: true, disabled: false },
    entitlements: { kind: "Team", attribute: "Members", of: "team", displayName: "Label" },
    allowDelete: true,
    revokeSessions: "resetPassword",
  },
  nameOf: (key) => key,
};

/** A directory: people are called by their login and stand in containers; groups have members. */
export const directory: Kind = {
  schema: {
    types: [
      {
        name: "user",
        attributes: [
          { name: "guid", dataType: "Integer", isAnchor: true },
          { name: "uid", dataType: "String" },
          ...personal,
        ],
      },
      {
        name: "group",
        attributes: [
          { name: "guid", dataType: "Integer", isAnchor: true },
          { name: "cn", dataType: "String" },
          { name: "member", dataType: "Reference", isMultiValued: true },
        ],
      },
    ],
  },
  system: {
    style: "LDAP",
    makes: { user: "guid", group: "guid" },
    containers: ["DC=example,DC=com", staff, movers],
    partitions: ["DC=example,DC=com"],
  },
  capabilities: {
    distinguishedNameStyle: "LDAP",
    partitions: true,
    hierarchy: true,
    enableExport: true,
    enableDeltaImport: true,
    enableObjectRename: true,
    exportType: "AttributeUpdate",
    enableExportPasswordInFirstPass: true,
    noReferenceValuesInFirstExportPass: true,
  },
  options: {
    objectType: "user",
    identityKey: "uid",
    rdnAttribute: "CN",
    container: staff,
    enabled: { attribute: "Active", enabled: true, disabled: false },
    entitlements: { kind: "Group", attribute: "member", of: "group", displayName: "cn" },
    allowDelete: true,
  },
  nameOf: (key, container = staff) => `CN=${key},${container}`,
};

/** A directory whose names are its anchors, and what people are called by. */
export const named: Kind = {
  schema: {
    types: [
      { name: "user", attributes: personal },
      { name: "group", attributes: [{ name: "member", dataType: "Reference", isMultiValued: true }] },
    ],
  },
  system: { style: "LDAP", containers: ["DC=example,DC=com", staff, movers], deltas: "parts" },
  capabilities: {
    distinguishedNameStyle: "LDAP",
    useDnAsAnchor: true,
    enableExport: true,
    enableDeltaImport: true,
    enableObjectRename: true,
    exportType: "MultivaluedReferenceAttributeUpdate",
    objectConfirmation: "NoAddAndDeleteConfirmation",
  },
  options: {
    objectType: "user",
    enabled: { attribute: "Active", enabled: true, disabled: false },
    entitlements: { kind: "Group", attribute: "member", of: "group" },
    allowDelete: true,
  },
  nameOf: (key) => key,
};

export interface Kind {
  readonly schema: ConnectorSchema;
  readonly system: Omit<PretendOptions, "schema">;
  readonly capabilities: Partial<Capabilities>;
  readonly options: Omit<ConnectorProviderOptions, "definition">;
  /** How a person of the system is called, where they have names. */
  nameOf(key: string, container?: string): string | undefined;
}

export interface World {
  readonly system: PretendSystem;
  readonly folder: string;
  /** Milliseconds; what the provider takes for the time. */
  readonly clock: { now: number };
  readonly definition: object;
  /** Made with the kind's options, and these. */
  provider(more?: Partial<ConnectorProviderOptions>): Promise<ConnectorProvider>;
  /** The connector behind it, for what others do with it meanwhile. */
  connector(): ReturnType<typeof openConnector>;
  /** A person of the system. */
  person(key: string, attributes?: Readonly<Record<string, CsValue | readonly CsValue[]>>, container?: string): void;
  close(): Promise<void>;
}

/** What differs from the kind. */
interface WorldChanges {
  readonly capabilities?: Partial<Capabilities>;
  readonly system?: Partial<PretendOptions>;
  readonly definition?: object;
}

/** Closes what it opened, when it is closed itself. */
export function createWorld(kind: Kind, more: WorldChanges = {}): World {
  const folder = mkdtempSync(join(tmpdir(), "idle-connector-provider-"));
  const system = createPretendSystem({ schema: kind.schema, ...kind.system, ...more.system });
  const clock = { now: Date.UTC(2026, 10, 28) };
  const definition = {
    name: "pretend",
    capabilities: { ...kind.capabilities, ...more.capabilities },
    ...more.definition,
  };
  const place = { definition, scripts: system.scripts, folder: join(folder, "pretend") };
  const opened: { close(): Promise<void> }[] = [];
  const keyName = kind.options.identityKey ?? (kind.nameOf("x") === undefined ? "Login" : null);
  return {
    system,
    folder,
    clock,
    definition,
    async provider(options = {}) {
      const provider = await createConnectorProvider({ ...place, now: () => clock.now, ...kind.options, ...options });
      opened.push(provider);
      return provider;
    },
    async connector() {
      const connector = await openConnector(place);
      opened.push(connector);
      return connector;
    },
    person(key, attributes = {}, container) {
      const dn = kind.nameOf(key, container);
      const own = keyName === null ? {} : { [keyName]: key };
      system.put({
        objectType: kind.options.objectType,
        ...(dn !== undefined && { dn }),
        attributes: { Active: true, ...own, ...attributes },
      });
    },
    async close() {
      for (const each of opened) await each.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The system holds what a contract test starts with. */
export function seedWorld({ person, system }: World, kind: Kind, seed: readonly SeedIdentity[]): void {
  const { entitlements } = kind.options;
  const of = entitlements?.of;
  for (const { identityKey, enabled, container, attributes, entitlements: held } of seed) {
    const roles = of === undefined ? { Roles: held.map(({ id }) => id) } : {};
    person(identityKey, { ...(attributes as Record<string, CsValue>), Active: enabled, ...roles }, container);
    if (of === undefined || entitlements === undefined) continue;
    const dn = kind.nameOf(identityKey, container) ?? "";
    for (const { id } of held) {
      system.put({ objectType: of, dn: id, attributes: { [entitlements.attribute]: [dn] } });
    }
  }
}

/** The error that a call ends with. */
export async function failureOf(work: () => unknown): Promise<IdleError> {
  try {
    await work();
  } catch (error) {
    if (isIdleError(error)) return error;
    throw error;
  }
  throw new Error("The call did not fail.");
}

export const call = () => ({ session: undefined, signal: new AbortController().signal });
