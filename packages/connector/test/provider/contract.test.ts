import { type AnyProvider, Secret } from "@idle/contract";
import { oddTexts, type ProviderContractOptions, providerContract } from "@idle/testkit";
import type { ConnectorProviderOptions } from "../../src/provider/options.ts";
import {
  createWorld,
  directory,
  generic,
  type Kind,
  movers,
  named,
  plain,
  seedWorld,
  staff,
  type World,
} from "./connectors.ts";

const worlds = new WeakMap<AnyProvider, World>();

const all = [
  "IdLE.Identity.Read",
  "IdLE.Identity.List",
  "IdLE.Identity.Create",
  "IdLE.Identity.Attribute.Ensure",
  "IdLE.Identity.Enable",
  "IdLE.Identity.Disable",
  "IdLE.Identity.Delete",
  "IdLE.Entitlement.List",
  "IdLE.Entitlement.Grant",
  "IdLE.Entitlement.Revoke",
  "IdLE.Entitlement.Prune",
];

type Given = Pick<ProviderContractOptions, "name" | "capabilities" | "skip" | "fixture">;

function contractOver(
  kind: Kind,
  read: "import" | "space",
  given: Given,
  options: Partial<ConnectorProviderOptions> = {},
): void {
  providerContract({
    ...given,
    name: `${given.name}, read: ${read}`,
    async createProvider(seed) {
      const world = createWorld(kind);
      seedWorld(world, kind, seed);
      // Another entitlement, which nobody has.
      const { of } = kind.options.entitlements ?? {};
      const [, other] = given.fixture?.entitlements ?? [];
      if (of !== undefined && other !== undefined) world.system.put({ objectType: of, dn: other.id, attributes: {} });
      if (read === "space") await (await world.connector()).import({ type: "Full" });
      const provider = await world.provider({ read, ...options });
      worlds.set(provider, world);
      return provider;
    },
    async createDefaultProvider() {
      const world = createWorld(kind);
      const { allowDelete: _, ...rest } = kind.options;
      const provider = await world.provider({ ...rest, allowDelete: false });
      await world.close();
      return provider;
    },
    cleanUp: (provider) => worlds.get(provider)?.close(),
    session: { type: "Credential", userName: "svc-idle", password: new Secret("Contract-Session-Pass") },
    secrets: ["Contract-Session-Pass"],
  });
}

const typedValues = {
  Level: 4,
  Remote: true,
  Phones: ["1", "2"],
  Photo: { base64: "AAEC" },
  Photos: [{ base64: "AAEC" }],
};
const roles = {
  entitlements: [
    { kind: "Role", id: "reader" },
    { kind: "Role", id: "writer" },
  ],
} as const;
const teams = {
  entitlements: [
    { kind: "Team", id: "team one" },
    { kind: "Team", id: "team two" },
  ],
} as const;
const groups = {
  entitlements: [
    { kind: "Group", id: `CN=Staff,${staff}` },
    { kind: "Group", id: `CN=Movers,${staff}` },
  ],
} as const;

const isDnKey = "Keys are distinguished names here, and this is none.";
const oddKeys = Object.keys(oddTexts).map((what) => [`odd-key/${what}`, isDnKey] as const);

contractOver(named, "import", {
  name: "names that are anchors",
  capabilities: [...all, "IdLE.Identity.Move"],
  fixture: {
    ...groups,
    identityKey: `CN=contract.jane,${staff}`,
    unknownKey: `CN=contract.nobody,${staff}`,
    newKey: `CN=contract.new,${staff}`,
    typedValues,
    containers: [staff, movers],
    fixedEntitlement: null,
    initialPasswords: false,
  },
  skip: Object.fromEntries([
    ...oddKeys,
    ["move/idempotent", "An identity that is called by its name has another key once it was moved."],
  ]),
});

for (const read of ["import", "space"] as const) {
  contractOver(plain, read, {
    name: "objects without names",
    capabilities: all,
    fixture: { ...roles, typedValues, containers: null, fixedEntitlement: null },
    skip: {
      "read/id": "Identities are called by their anchor, so that there is no other id.",
    },
  });
  contractOver(generic, read, {
    name: "names of any form",
    capabilities: [...all, "IdLE.Identity.RevokeSessions"],
    fixture: { ...teams, typedValues, containers: null, fixedEntitlement: null },
  });
  contractOver(directory, read, {
    name: "names in the style LDAP",
    capabilities: [...all, "IdLE.Identity.Move"],
    fixture: { ...groups, typedValues, containers: [staff, movers], fixedEntitlement: null },
  });
}
