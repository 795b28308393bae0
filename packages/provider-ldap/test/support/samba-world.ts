/** A domain controller for a file of tests, with a provider over it and a way back to what stood there at first. */
import type { CredentialSession } from "@idle/contract";
import { Secret } from "@idle/contract";
import type { SeedIdentity } from "@idle/testkit";
import { afterAll, beforeAll } from "vitest";
import { createLdapProvider, type LdapProvider, type LdapProviderOptions } from "../../src/index.ts";
import { type SambaDc, startSambaDc } from "../servers/samba.ts";

export const places = {
  engineering: "OU=Engineering,OU=Staff,DC=example,DC=com",
  sales: "OU=Sales,OU=Staff,DC=example,DC=com",
  leavers: "OU=Leavers,DC=example,DC=com",
  groups: "OU=Groups,DC=example,DC=com",
} as const;

export const groupNamed = (name: string) => `CN=${name},${places.groups}`;

export interface SambaWorld {
  readonly dc: SambaDc;
  readonly session: CredentialSession;
  provider(options?: Partial<LdapProviderOptions>): LdapProvider;
  /** Takes away what tests made, and puts these in place. */
  reset(seed?: readonly SeedIdentity[]): Promise<void>;
}

/** Started before the first test of the file and stopped after the last; `world()` is there in tests. */
export function useSamba(): () => SambaWorld {
  let world: SambaWorld | undefined;
  const made: LdapProvider[] = [];
  beforeAll(async () => {
    const dc = await startSambaDc();
    const { administrator } = dc;
    world = {
      dc,
      session: { userName: administrator.name, password: new Secret(administrator.password) },
      provider(options = {}) {
        const provider = createLdapProvider({
          flavour: "activeDirectory",
          url: dc.ldapsUrl,
          caFile: dc.caFile,
          serverName: dc.serverName,
          container: places.engineering,
          ...options,
        });
        made.push(provider);
        return provider;
      },
      reset: (seed = []) => resetSamba(dc, seed),
    };
  });
  afterAll(async () => {
    await Promise.all(made.map((provider) => provider.close()));
    await world?.dc.stop();
  });
  return () => {
    if (world === undefined) throw new Error("The domain controller is not there.");
    return world;
  };
}

async function resetSamba(dc: SambaDc, seed: readonly SeedIdentity[]): Promise<void> {
  const people = await dc.search(dc.base, "(&(objectCategory=person)(objectClass=user))", ["objectGUID"]);
  const own = people.filter(({ dn }) => !dn.includes("CN=Users,") && !dn.includes("OU=Services,"));
  // Deepest first, so that nothing stands below what goes.
  const deletions = own
    .map(({ dn }) => dn)
    .sort((left, right) => right.length - left.length)
    .map((dn) => `dn:: ${Buffer.from(dn).toString("base64")}\nchangetype: delete\n`);
  const password = Buffer.from('"Seed-Pass1word!"', "utf16le").toString("base64");
  const additions = seed.flatMap(({ identityKey, container, enabled, attributes, entitlements }) => [
    [
      `dn: CN=${identityKey},${container ?? places.engineering}`,
      "objectClass: user",
      `sAMAccountName: ${identityKey}`,
      `unicodePwd:: ${password}`,
      `userAccountControl: ${enabled ? 512 : 514}`,
      ...Object.entries(attributes).map(([name, value]) => `${name}: ${String(value)}`),
      "",
    ].join("\n"),
    ...entitlements
      .filter(({ removable }) => removable !== false)
      .map(
        ({ id }) =>
          `dn: ${id}\nchangetype: modify\nadd: member\nmember: CN=${identityKey},${container ?? places.engineering}\n`,
      ),
  ]);
  const ldif = [...deletions, ...additions].join("\n");
  if (ldif !== "") await dc.dsModify(ldif);
}
