/** Names and keys that would be syntax somewhere, and keys that fit nobody or several, in Active Directory (Samba). */
import fc from "fast-check";
import { beforeEach, expect, it } from "vitest";
import { guidToText } from "../../src/names/guid.ts";
import { describeSamba } from "../support/describe-samba.ts";
import { failureOf } from "../support/failure-of.ts";
import { places, useSamba } from "../support/samba-world.ts";

const hostileNames = [
  "O'Brien, Jürgen (ext) #1 *",
  "Doe, Jane + \\ x \\",
  "  blanks around  ",
  "# at the beginning",
  'quotes " and = and <GUID=5a1f6b2e-0000-4000-8000-000000000000>',
  "*",
  ")(uid=*",
  "\\2c,\\00,CN=x",
  "😀 Ж é́ ß",
  "x".repeat(64),
  "é".repeat(64),
  "cn=a,dc=b;c+d=e",
];

const keysOfNobody = [
  "*",
  "jdo*",
  ")(objectClass=*",
  "jdoe)(|(cn=*",
  "\\2a",
  "jdoe\0",
  "<GUID=5a1f6b2e-0000-4000-8000-000000000000>",
  "<SID=S-1-5-21>",
  "CN=*,OU=Engineering,OU=Staff,DC=example,DC=com",
  "OU=Engineering,OU=Staff,DC=example,DC=com",
  "CN=Administrator,CN=Users,DC=example,DC=org",
  "5a1f6b2e-0000-4000-8000-000000000000",
  "DC1$",
  "CN=DC1,OU=Domain Controllers,DC=example,DC=com",
  "Domain Users",
  "CN=Domain Users,CN=Users,DC=example,DC=com",
  "müller",
  "CN=jdoe,OU=Nowhere,DC=example,DC=com",
];

const noContainers = [
  ["OU=Nowhere,DC=example,DC=com", "NotFound"],
  ["<GUID=5a1f6b2e-0000-4000-8000-000000000000>", "InvalidInput"],
  ["OU=Sales,DC=example,DC=org", "InvalidInput"],
  ["*", "InvalidInput"],
  ["", "InvalidInput"],
] as const;

describeSamba("names in Active Directory (Samba)", () => {
  const world = useSamba();
  beforeEach(() => world().reset());
  const call = () => ({ session: world().session, signal: new AbortController().signal });
  const provider = () => world().provider({ allowDelete: true });
  const accounts = (filter: string, attributes: string[] = []) =>
    world().dc.search(world().dc.base, filter, attributes);
  const add = (cn: string, more: readonly string[] = [], container: string = places.engineering) =>
    world().dc.dsModify([`dn: CN=${cn},${container}`, "objectClass: user", ...more, ""].join("\n"));

  it.each(hostileNames)("%j is taken as a name, found, changed, moved, renamed and deleted", async (name) => {
    const ldap = provider();
    const jdoe = { ...call(), identityKey: "jdoe" };
    await ldap.createIdentity({
      ...jdoe,
      attributes: { Name: name, DisplayName: name, Description: name, Surname: name },
    });
    const [created] = await accounts("(sAMAccountName=jdoe)", ["cn", "displayName", "description", "sn", "objectGUID"]);
    // A name's outer blanks are no part of it, for the server.
    expect(created?.attributes).toMatchObject({ displayName: [name], description: [name], sn: [name] });
    const stored = created?.attributes.cn?.[0] ?? "";
    expect([name, name.trim()]).toContain(stored);
    expect(await ldap.ensureAttributes({ ...jdoe, attributes: { Name: name, DisplayName: name } })).toMatchObject({
      changed: false,
    });

    const identity = await ldap.getIdentity(jdoe);
    const dn = String(identity?.attributes.distinguishedName ?? created?.dn);
    expect(await ldap.getIdentity({ ...call(), identityKey: dn })).toEqual(identity);
    const listed: string[] = [];
    for await (const each of ldap.listIdentities({ ...call(), filter: { attributes: { DisplayName: name } } }))
      listed.push(each.identityKey);
    expect(listed).toEqual(["jdoe"]);

    expect(await ldap.moveIdentity({ ...jdoe, targetContainer: places.sales })).toEqual({ changed: true });
    const [moved] = await accounts("(sAMAccountName=jdoe)", ["cn", "objectGUID"]);
    expect(moved?.attributes).toEqual({ cn: [stored], objectGUID: created?.attributes.objectGUID });
    expect(moved?.dn.endsWith(places.sales)).toBe(true);

    expect(await ldap.ensureAttributes({ ...jdoe, attributes: { Name: "plain" } })).toMatchObject({ changed: true });
    expect(await ldap.ensureAttributes({ ...jdoe, attributes: { Name: name } })).toMatchObject({ changed: true });
    expect((await accounts("(sAMAccountName=jdoe)", ["cn"]))[0]?.attributes.cn).toEqual([stored]);
    expect(await ldap.deleteIdentity(jdoe)).toEqual({ changed: true });
    expect(await accounts("(sAMAccountName=jdoe)")).toEqual([]);
  });

  it("any name that is renamed to is the one that is read, and then no change", async () => {
    const ldap = provider();
    await add("jdoe", ["sAMAccountName: jdoe"]);
    const jdoe = { ...call(), identityKey: "jdoe" };
    const names = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
      .filter((name) => name.trim() !== "" && !/\p{Cc}/u.test(name));
    await fc.assert(
      fc.asyncProperty(names, async (Name) => {
        await ldap.ensureAttributes({ ...jdoe, attributes: { Name } });
        const [account] = await accounts("(sAMAccountName=jdoe)", ["cn"]);
        expect(account?.attributes.cn?.[0]?.trim()).toBe(Name.trim());
        expect(await ldap.ensureAttributes({ ...jdoe, attributes: { Name } })).toMatchObject({ changed: false });
      }),
      { numRuns: 25 },
    );
  });

  it.each(["x".repeat(65), "a\0b", "a\nb"])("refuses the name %j, or keeps it as it is", async (Name) => {
    await add("jdoe", ["sAMAccountName: jdoe"]);
    const ldap = provider();
    const jdoe = { ...call(), identityKey: "jdoe" };
    const work = (async () => ldap.ensureAttributes({ ...jdoe, attributes: { Name } }))();
    const outcome = await work.catch((error: unknown) => error);
    const [account] = await accounts("(sAMAccountName=jdoe)", ["cn"]);
    if (outcome instanceof Error) {
      expect(outcome).toMatchObject({ code: "InvalidInput", transient: false });
      expect(account?.attributes.cn).toEqual(["jdoe"]);
    } else expect(account?.attributes.cn).toEqual([Name]);
  });

  it("nobody has a key that is only syntax, an account of a machine, a group, or somebody without accents", async () => {
    await add("jdoe", ["sAMAccountName: jdoe"]);
    await add("muller", ["sAMAccountName: muller"]);
    const before = await accounts("(objectClass=*)", ["uSNChanged"]);
    const ldap = provider();
    for (const identityKey of keysOfNobody) {
      const nobody = { ...call(), identityKey };
      expect(await ldap.getIdentity(nobody), identityKey).toBeNull();
      expect(await ldap.deleteIdentity(nobody), identityKey).toEqual({ changed: false });
      expect(await failureOf(() => ldap.disableIdentity(nobody)), identityKey).toMatchObject({ code: "NotFound" });
    }
    expect(await accounts("(objectClass=*)", ["uSNChanged"])).toEqual(before);
    const listed: string[] = [];
    for await (const { identityKey } of ldap.listIdentities(call())) listed.push(identityKey);
    expect(listed).toEqual(expect.arrayContaining(["jdoe", "muller"]));
    expect(listed).not.toContain("krbtgt");
    expect(listed).not.toContain("DC1$");
    expect(listed).not.toContain("Domain Users");
  });

  it("refuses to move to and to create in what is no container, is not there, or stands outside", async () => {
    await add("jdoe", ["sAMAccountName: jdoe"]);
    const ldap = provider();
    for (const [container, code] of noContainers) {
      const move = () => ldap.moveIdentity({ ...call(), identityKey: "jdoe", targetContainer: container });
      expect(await failureOf(move), container).toMatchObject({ code });
      const create = () => ldap.createIdentity({ ...call(), identityKey: "new", container, attributes: {} });
      expect(await failureOf(create), container).toMatchObject({ code });
    }
    expect((await accounts("(sAMAccountName=jdoe)", ["cn"]))[0]?.dn).toBe(`CN=jdoe,${places.engineering}`);
    expect(await accounts("(sAMAccountName=new)")).toEqual([]);
  });

  it("the same account is found by its GUID, its name in any spelling, its UPN and its login", async () => {
    await add("Doe\\, Jane", ["sAMAccountName: jdoe", "userPrincipalName: jane.doe@example.com"]);
    const [account] = await accounts("(sAMAccountName=jdoe)", ["objectGUID"]);
    const encoded = account?.attributes.objectGUID?.[0]?.replace(/^base64:/, "") ?? "";
    const guid = guidToText(Buffer.from(encoded, "base64")) ?? "";
    expect(guid).toMatch(/^[0-9a-f-]{36}$/);
    const ldap = provider();
    for (const identityKey of [
      guid,
      `{${guid.toUpperCase()}}`,
      "jdoe",
      "JDOE",
      "Jane.Doe@EXAMPLE.com",
      "cn=doe\\2C jane, ou=engineering , OU=STAFF,dc=Example,DC=com",
      `CN=Doe\\, Jane,${places.engineering}`,
    ])
      expect(await ldap.getIdentity({ ...call(), identityKey }), identityKey).toMatchObject({ identityKey: "jdoe" });
  });

  it("a key that is one's UPN and another's login is refused with both, and nothing is written", async () => {
    await add("one", ["sAMAccountName: one", "userPrincipalName: both@x"]);
    await add("two", ["sAMAccountName: both@x"]);
    const ldap = provider();
    const both = { ...call(), identityKey: "both@x" };
    const before = await accounts("(objectClass=user)", ["uSNChanged"]);
    for (const work of [
      () => ldap.getIdentity(both),
      () => ldap.disableIdentity(both),
      () => ldap.deleteIdentity(both),
      () => ldap.ensureAttributes({ ...both, attributes: { Title: "x" } }),
      () => ldap.createIdentity({ ...both, attributes: {} }),
      () => ldap.moveIdentity({ ...both, targetContainer: places.sales }),
    ])
      expect(await failureOf(work)).toMatchObject({
        code: "InvalidInput",
        details: { matches: [`CN=one,${places.engineering}`, `CN=two,${places.engineering}`] },
      });
    expect(await accounts("(objectClass=user)", ["uSNChanged"])).toEqual(before);
  });
});
