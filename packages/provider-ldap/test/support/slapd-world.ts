/** An OpenLDAP server for a file of tests, with a provider over it and a way back to what stood there at first. */
import type { CredentialSession } from "@idle/contract";
import { Secret } from "@idle/contract";
import type { SeedIdentity } from "@idle/testkit";
import { afterAll, beforeAll } from "vitest";
import { createLdapProvider, type LdapProvider, type LdapProviderOptions } from "../../src/index.ts";
import { type SlapdOptions, type SlapdServer, startSlapd } from "../servers/slapd.ts";

export const places = {
  engineering: "ou=Engineering,ou=Staff,dc=example,dc=com",
  sales: "ou=Sales,ou=Staff,dc=example,dc=com",
  leavers: "ou=Leavers,dc=example,dc=com",
  groups: "ou=Groups,dc=example,dc=com",
} as const;

export const groupNamed = (name: string) => `cn=${name},${places.groups}`;

export interface SlapdWorld {
  readonly server: SlapdServer;
  readonly session: CredentialSession;
  provider(options?: Partial<LdapProviderOptions>): LdapProvider;
  /** Takes away what tests made, and puts these in place. */
  reset(seed?: readonly SeedIdentity[]): Promise<void>;
}

/** Started before the first test of the file and stopped after the last; `world()` is there in tests. */
export function useSlapd(options: SlapdOptions = {}): () => SlapdWorld {
  let world: SlapdWorld | undefined;
  const made: LdapProvider[] = [];
  beforeAll(async () => {
    const server = await startSlapd(options);
    const { service } = server;
    world = {
      server,
      session: { userName: service.dn, password: new Secret(service.password) },
      provider(own = {}) {
        const provider = createLdapProvider({
          flavour: "ldap",
          url: server.ldapsUrl,
          caFile: server.caFile,
          baseDn: server.suffix,
          container: places.engineering,
          ...own,
        });
        made.push(provider);
        return provider;
      },
      async reset(seed = []) {
        await server.reset();
        const ldif = seed.map(entryOf).join("\n");
        if (ldif !== "") await server.modify(ldif);
      },
    };
  });
  afterAll(async () => {
    await Promise.all(made.map((provider) => provider.close()));
    await world?.server.stop();
  });
  return () => {
    if (world === undefined) throw new Error("The server is not there.");
    return world;
  };
}

function entryOf({ identityKey, container, enabled, attributes, entitlements }: SeedIdentity): string {
  const dn = `uid=${identityKey},${container ?? places.engineering}`;
  const groups = entitlements.map(({ id }) => `dn: ${id}\nchangetype: modify\nadd: member\nmember: ${dn}\n`);
  return [
    [
      `dn: ${dn}`,
      "objectClass: inetOrgPerson",
      "cn: Seed",
      "sn: Seed",
      ...(enabled ? [] : ["pwdAccountLockedTime: 000001010000Z"]),
      ...Object.entries(attributes).map(([name, value]) => `${name}: ${String(value)}`),
      "",
    ].join("\n"),
    ...groups,
  ].join("\n");
}
