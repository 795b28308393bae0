/** Attributes, groups and lists of Active Directory (Samba): what is asked for is what is written, and nothing else. */
import { type Attributes, Secret } from "@idle/contract";
import { beforeEach, expect, it } from "vitest";
import type { LdifEntry } from "../servers/ldif.ts";
import { describeSamba } from "../support/describe-samba.ts";
import { failureOf } from "../support/failure-of.ts";
import { groupNamed, places, useSamba } from "../support/samba-world.ts";

const refused = [
  ["Deparment", "x", /Department/],
  ["userAccountControl", 512, /EnableIdentity/],
  ["unicodePwd", "x", /initialPassword/],
  ["userPassword", "x", /initialPassword/],
  ["memberOf", "x", /EnsureEntitlements/],
  ["member", "x", /EnsureEntitlements/],
  ["primaryGroupID", 513, /EnsureEntitlements/],
  ["objectGUID", "5a1f6b2e-0000-4000-8000-000000000000", /cannot be set|directory/],
  ["AccountExpirationDate", "2027-02-30", /date/],
  ["AccountExpirationDate", "tomorrow", /date/],
  ["countryCode", "many", /whole number/],
  ["msNPAllowDialin", "yes", /true or false/],
  ["ThumbnailPhoto", "text", /base64/],
  ["ThumbnailPhoto", { base64: "***" }, /Base64/],
  ["Title", ["a", "b"], /one value/],
  ["Title", "x".repeat(200), /.*/],
  ["Name", null, /cannot be cleared/],
  ["SamAccountName", "", /.*/],
  ["url", ["a", null], /null/],
  ["Title;lang-de", "x", /no attribute/],
  ["title)(x=*", "x", /no attribute/],
  ["__proto__", "x", /no attribute/],
] as const;

describeSamba("attributes and groups in Active Directory (Samba)", () => {
  const world = useSamba();
  const seedOf = (identityKey: string) => ({
    identityKey,
    enabled: true,
    container: places.engineering,
    attributes: {},
    entitlements: [],
  });
  beforeEach(() => world().reset([seedOf("jdoe"), seedOf("boss")]));
  const call = () => ({ session: world().session, signal: new AbortController().signal });
  const jdoe = () => ({ ...call(), identityKey: "jdoe" });
  const account = async (): Promise<LdifEntry | undefined> =>
    (await world().dc.search(world().dc.base, "(sAMAccountName=jdoe)"))[0];

  const photo = { base64: Buffer.alloc(50_000, "\xff\x00photo", "latin1").toString("base64") };
  it.each([
    ["text", { Title: "Chef, (1) *", Department: "é".repeat(64) }],
    ["a list", { otherTelephone: ["+49 1", "+49 2", "3"], url: ["a", "b"] }],
    ["bytes", { ThumbnailPhoto: photo }],
    ["truth", { msNPAllowDialin: true }],
    ["a number", { countryCode: 276 }],
    ["a large number", { "msDS-cloudExtensionAttribute1": "x", maxStorage: "9007199254740993" }],
    ["a moment", { AccountExpirationDate: "2031-02-28T12:30:00+02:00" }],
    ["a day", { AccountExpirationDate: "2031-02-28" }],
    ["the name and others", { Name: "Doe, Jane", GivenName: "Jane" }],
    ["the login", { UserPrincipalName: "j@example.com", SamAccountName: "jdoe" }],
  ] as const)(
    "a preview of %s is what is written, nothing else is, and clearing takes it away",
    async (_kind, attributes) => {
      const ldap = world().provider();
      const before = await account();
      const preview = await ldap.previewAttributes({ ...jdoe(), attributes });
      expect(await account(), "a preview writes nothing").toEqual(before);
      expect(await ldap.ensureAttributes({ ...jdoe(), attributes })).toEqual(preview);
      const after = await account();
      const changed = preview.attributes.filter((each) => each.changed).map(({ name }) => name);
      expect(differing(before, after)).toEqual(changed.map((name) => wireNames[name] ?? name).toSorted());
      const identity = await ldap.getIdentity(jdoe());
      for (const { name, after: value } of preview.attributes) {
        const shown = identity?.attributes[name];
        if (Array.isArray(value)) expect(new Set(shown as string[])).toEqual(new Set(value));
        else expect(shown).toEqual(value);
      }
      expect(await ldap.ensureAttributes({ ...jdoe(), attributes })).toMatchObject({ changed: false });

      const clearable = Object.keys(attributes).filter((name) => !mandatory.has(name));
      const nothing = Object.fromEntries(clearable.map((name) => [name, null]));
      expect(await ldap.ensureAttributes({ ...jdoe(), attributes: nothing })).toMatchObject({
        changed: clearable.length > 0,
      });
      expect(await ldap.ensureAttributes({ ...jdoe(), attributes: nothing })).toMatchObject({ changed: false });
      if (clearable.length === Object.keys(attributes).length)
        expect(differing(before, await account()).filter((name) => name !== "accountExpires")).toEqual([]);
      for (const name of clearable) expect((await ldap.getIdentity(jdoe()))?.attributes).not.toHaveProperty(name);
    },
  );

  it("a manager by name, login, UPN or GUID is one and the same, and case is no difference", async () => {
    await world().dc.dsModify(
      `dn: CN=boss,${places.engineering}\nchangetype: modify\nadd: userPrincipalName\nuserPrincipalName: boss@example.com\n`,
    );
    const ldap = world().provider();
    const guid = (await ldap.getIdentity({ ...call(), identityKey: "boss" }))?.attributes.objectGUID;
    expect(guid).toMatch(/^[0-9a-f-]{36}$/);
    await ldap.ensureAttributes({ ...jdoe(), attributes: { Manager: "boss", Title: "Chef", EmailAddress: "a@b.c" } });
    expect((await account())?.attributes.manager).toEqual([`CN=boss,${places.engineering}`]);
    for (const Manager of [
      "BOSS",
      "boss@EXAMPLE.com",
      String(guid),
      `{${String(guid)}}`,
      `cn=BOSS , ${places.engineering.toLowerCase()}`,
    ])
      expect(await ldap.ensureAttributes({ ...jdoe(), attributes: { Manager } }), Manager).toMatchObject({
        changed: false,
      });
    expect(await ldap.ensureAttributes({ ...jdoe(), attributes: { Title: "CHEF", mail: "A@B.C" } })).toMatchObject({
      changed: false,
    });
    const before = await account();
    for (const Manager of [
      "nobody",
      "*",
      `CN=nobody,${places.engineering}`,
      "<GUID=00000000-0000-4000-8000-000000000000>",
    ])
      expect(
        await failureOf(() => ldap.ensureAttributes({ ...jdoe(), attributes: { Manager } })),
        Manager,
      ).toMatchObject({
        code: "InvalidInput",
      });
    expect(await account()).toEqual(before);
  });

  it("refuses what is no attribute, no value of it, or not to be written, in words, and writes nothing", async () => {
    const ldap = world().provider();
    const before = await account();
    for (const [name, value, words] of refused) {
      const attributes = Object.fromEntries([
        ["Description", "x"],
        [name, value],
      ]) as Attributes;
      const error = await failureOf(() => ldap.ensureAttributes({ ...jdoe(), attributes }));
      expect(error, name).toMatchObject({ code: "InvalidInput", transient: false });
      expect(error.message).toMatch(words);
      expect(await account(), name).toEqual(before);
    }
  });

  it("refuses two names of one attribute, and takes the directory's name as well as the administrators'", async () => {
    const ldap = world().provider();
    expect(
      await failureOf(() => ldap.ensureAttributes({ ...jdoe(), attributes: { sn: "a", Surname: "b" } })),
    ).toMatchObject({
      code: "InvalidInput",
      message: expect.stringContaining("two names of one attribute"),
    });
    for (const attributes of [{ sn: "a" }, { SN: "a" }, { surname: "a" }, { "2.5.4.4": "a" }])
      expect((await ldap.previewAttributes({ ...jdoe(), attributes })).attributes).toMatchObject([
        { name: "Surname", after: "a" },
      ]);
  });

  it("names a group by its login in the refusal, and refuses what is not there or is no group", async () => {
    const ldap = world().provider();
    const before = await account();
    const grant = (id: string, kind = "Group") =>
      failureOf(() => ldap.grantEntitlement({ ...jdoe(), entitlement: { kind, id } }));
    expect(await grant("All Staff")).toMatchObject({
      code: "InvalidInput",
      message: expect.stringContaining(groupNamed("All Staff")),
    });
    expect(await grant(groupNamed("None"))).toMatchObject({ code: "NotFound" });
    for (const id of [places.sales, "*", "", "CN=x,DC=example,DC=org", `CN=boss,${places.engineering}`])
      expect(await grant(id), id).toMatchObject({ code: "InvalidInput" });
    expect(await grant(groupNamed("Sales"), "Role")).toMatchObject({ code: "InvalidInput" });
    const about = (id: string) =>
      failureOf(() => ldap.listEntitlements({ ...jdoe(), about: [{ kind: "Group", id, state: "Present" }] }));
    for (const id of [groupNamed("None"), "All Staff", places.sales, `CN=boss,${places.engineering}`])
      expect(await about(id), id).toMatchObject({ code: "InvalidInput" });
    expect(await account()).toEqual(before);
  });

  it("lists the primary group as what stays, and groups of groups only where asked to", async () => {
    await world().dc.dsModify(
      [
        `dn: ${groupNamed("Sales")}\nchangetype: modify\nadd: member\nmember: CN=jdoe,${places.engineering}\n`,
        `dn: ${groupNamed("All Staff")}\nchangetype: modify\nadd: member\nmember: ${groupNamed("Sales")}\n`,
        `dn: ${groupNamed("Sales")}\nchangetype: modify\nadd: member\nmember: ${groupNamed("All Staff")}\n`,
      ].join("\n"),
    );
    const primary = { id: "CN=Domain Users,CN=Users,DC=example,DC=com", removable: false };
    const plain = await world().provider().listEntitlements(jdoe());
    expect(plain).toMatchObject([primary, { id: groupNamed("Sales") }]);
    expect(plain).toHaveLength(2);
    const nested = await world().provider({ nestedGroups: true }).listEntitlements(jdoe());
    expect(nested).toMatchObject([
      primary,
      { id: groupNamed("Sales") },
      { id: groupNamed("All Staff"), removable: false },
      {},
    ]);
    await world().dc.dsModify(
      [groupNamed("Sales"), groupNamed("All Staff")]
        .map((dn) => `dn: ${dn}\nchangetype: modify\ndelete: member\n`)
        .join("\n"),
    );
  });

  it("an account without rights is told so for each write, and nothing is written", async () => {
    const { service } = world().dc;
    const session = { userName: service.name, password: new Secret(service.password) };
    const ldap = world().provider({ allowDelete: true, revokeSessions: "resetPassword" });
    const mine = { session, signal: call().signal, identityKey: "jdoe" };
    const before = await account();
    for (const [name, work] of Object.entries({
      create: () =>
        ldap.createIdentity({ ...mine, identityKey: "new", attributes: {}, initialPassword: { generate: true } }),
      ensure: () => ldap.ensureAttributes({ ...mine, attributes: { Title: "x" } }),
      rename: () => ldap.ensureAttributes({ ...mine, attributes: { Name: "x" } }),
      disable: () => ldap.disableIdentity(mine),
      move: () => ldap.moveIdentity({ ...mine, targetContainer: places.sales }),
      delete: () => ldap.deleteIdentity(mine),
      revokeSessions: () => ldap.revokeSessions(mine),
      grant: () => ldap.grantEntitlement({ ...mine, entitlement: { kind: "Group", id: groupNamed("Sales") } }),
    }))
      expect(await failureOf(work, [service.password]), name).toMatchObject({
        code: "PermissionDenied",
        transient: false,
      });
    expect(await account()).toEqual(before);
    expect(await world().dc.search(world().dc.base, "(sAMAccountName=new)")).toEqual([]);
  });
});

/** What no account is without, for Active Directory. */
const mandatory = new Set(["Name", "SamAccountName", "countryCode"]);

const wireNames: Readonly<Record<string, string>> = {
  Title: "title",
  Department: "department",
  ThumbnailPhoto: "thumbnailPhoto",
  AccountExpirationDate: "accountExpires",
  Name: "cn",
  GivenName: "givenName",
  UserPrincipalName: "userPrincipalName",
};

/** What the server counts and derives itself does not matter. */
function differing(before: LdifEntry | undefined, after: LdifEntry | undefined): string[] {
  const derived = new Set(["whenChanged", "uSNChanged", "distinguishedName", "name", "dSCorePropagationData"]);
  const [old, now] = [before?.attributes ?? {}, after?.attributes ?? {}];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((name) => !derived.has(name) && old[name]?.join("\n") !== now[name]?.join("\n"))
    .toSorted();
}
