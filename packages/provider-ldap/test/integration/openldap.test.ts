/** What is OpenLDAP's own way: names, keys that fit several, kinds of groups, limits, and who may do what. */
import { Secret } from "@idle/contract";
import { describeWith } from "@idle/testkit";
import { beforeEach, expect, it } from "vitest";
import { ldapsearch, slapd } from "../servers/programs.ts";
import { failureOf } from "../support/failure-of.ts";
import { logsOn } from "../support/logs-on.ts";
import { groupNamed, places, useSlapd } from "../support/slapd-world.ts";

const hostileNames = [
  "O'Brien, Jürgen (ext) #1 *",
  "Doe, Jane + \\ x \\",
  "  blanks around  ",
  'quotes " and = and <GUID=x>',
  "*",
  ")(uid=*",
  "\\2c,\\00,CN=x",
  "😀 Ж é́ ß",
  "é".repeat(64),
];

describeWith([slapd, ldapsearch], "OpenLDAP, in its own ways", () => {
  const world = useSlapd({ sizeLimit: 100 });
  beforeEach(() => world().reset());
  const call = () => ({ session: world().session, signal: new AbortController().signal });
  const provider = (options = {}) => world().provider({ allowDelete: true, ...options });
  const find = (filter: string, attributes: string[] = []) =>
    world().server.search(world().server.suffix, filter, attributes);
  const person = (rdn: string, container: string, ...more: string[]) =>
    [`dn: ${rdn},${container}`, "objectClass: inetOrgPerson", "cn: Seed", "sn: Seed", ...more, ""].join("\n");

  it.each(hostileNames)(
    "%j is taken as a key and as values, found, changed, moved, renamed and deleted",
    async (name) => {
      const ldap = provider();
      const identity = { ...call(), identityKey: name };
      expect(
        await ldap.createIdentity({ ...identity, attributes: { DisplayName: name, Surname: name } }),
      ).toMatchObject({
        changed: true,
      });
      const [created] = await find("(objectClass=inetOrgPerson)", ["uid", "displayName", "sn"]);
      expect(created?.attributes).toEqual({ uid: [name], displayName: [name], sn: [name] });
      expect(await ldap.getIdentity(identity)).toMatchObject({ identityKey: name, container: places.engineering });
      expect(await ldap.ensureAttributes({ ...identity, attributes: { DisplayName: name } })).toMatchObject({
        changed: false,
      });
      expect(
        await ldap.ensureAttributes({ ...identity, attributes: { Title: name, Name: [name, "x"] } }),
      ).toMatchObject({
        changed: true,
      });
      expect(await ldap.moveIdentity({ ...identity, targetContainer: places.sales })).toEqual({ changed: true });
      expect(await ldap.grantEntitlement({ ...identity, entitlement: sales })).toEqual({ changed: true });
      expect(await ldap.listEntitlements(identity)).toMatchObject([{ id: sales.id }]);
      expect(await ldap.revokeEntitlement({ ...identity, entitlement: sales })).toEqual({ changed: true });
      const [moved] = await find("(objectClass=inetOrgPerson)", ["uid", "title", "cn"]);
      expect(moved?.attributes).toMatchObject({ uid: [name], title: [name], cn: expect.arrayContaining([name, "x"]) });
      expect(await ldap.ensureAttributes({ ...identity, attributes: { uid: "plain" } })).toMatchObject({
        changed: true,
      });
      expect(await find("(uid=plain)", ["uid"])).toMatchObject([{ dn: `uid=plain,${places.sales}` }]);
      expect(await ldap.deleteIdentity({ ...call(), identityKey: "plain" })).toEqual({ changed: true });
      expect(await find("(objectClass=inetOrgPerson)")).toEqual([]);
    },
  );
  const sales = { kind: "Group", id: groupNamed("Sales") };

  it.each([2, 9])(
    "a key that %i have in several places is refused with their names, and nothing is written",
    async (count) => {
      const entries = Array.from({ length: count }, (_, index) =>
        person(`cn=n${index}`, index % 2 === 0 ? places.engineering : places.sales, "uid: same"),
      );
      await world().server.modify(entries.join("\n"));
      const before = await find("(objectClass=*)", ["*", "+"]);
      const ldap = provider();
      const same = { ...call(), identityKey: "same" };
      for (const work of [
        () => ldap.getIdentity(same),
        () => ldap.deleteIdentity(same),
        () => ldap.ensureAttributes({ ...same, attributes: { Title: "x" } }),
        () => ldap.createIdentity({ ...same, attributes: {} }),
        () => ldap.grantEntitlement({ ...same, entitlement: sales }),
      ])
        expect(await failureOf(work)).toMatchObject({
          code: "InvalidInput",
          message: expect.stringContaining("fits more than one identity"),
          details: { matches: expect.arrayContaining([`cn=n0,${places.engineering}`, `cn=n1,${places.sales}`]) },
        });
      expect(await find("(objectClass=*)", ["*", "+"])).toEqual(before);
    },
  );

  it.each([
    "muller",
    "*",
    ")(uid=*",
    "m\\fcller",
    "Sales",
    groupNamed("Sales"),
    places.sales,
    "uid=müller,dc=example,dc=org",
  ])("%j is not müller", async (identityKey) => {
    await world().server.modify(person("cn=x", places.engineering, "uid: müller"));
    const ldap = provider();
    expect(await ldap.getIdentity({ ...call(), identityKey })).toBeNull();
    expect(await ldap.getIdentity({ ...call(), identityKey: "MÜLLER" })).toMatchObject({ identityKey: "müller" });
  });

  it.each([
    ["groupOfNames", "member", "member: cn=nobody,dc=example,dc=com"],
    ["groupOfUniqueNames", "uniqueMember", "uniqueMember: cn=nobody,dc=example,dc=com"],
    ["posixGroup", "memberUid", "gidNumber: 4711"],
  ] as const)("membership of a %s is written and read", async (objectClass, attribute, needed) => {
    const group = `cn=special,${places.groups}`;
    await world().server.modify(
      [
        person("uid=jdoe", places.engineering),
        `dn: ${group}\nobjectClass: ${objectClass}\ncn: special\n${needed}\n`,
      ].join("\n"),
    );
    const ldap = provider();
    const membership = { ...call(), identityKey: "jdoe", entitlement: { kind: "Group", id: group } };
    const member = attribute === "memberUid" ? "jdoe" : `uid=jdoe,${places.engineering}`;
    for (const fresh of [ldap, provider()]) {
      expect(await fresh.grantEntitlement(membership)).toEqual({ changed: fresh === ldap });
      expect((await find("(cn=special)", [attribute]))[0]?.attributes[attribute]).toContain(member);
      expect(await fresh.listEntitlements(membership)).toMatchObject([{ id: group }]);
    }
    expect(await ldap.revokeEntitlement(membership)).toEqual({ changed: true });
    expect(await ldap.revokeEntitlement(membership)).toEqual({ changed: false });
    expect((await find("(cn=special)", [attribute]))[0]?.attributes[attribute] ?? []).not.toContain(member);
    expect(await ldap.listEntitlements(membership)).toEqual([]);
  });

  it("the last member of a group that is never empty stays, and the message says why", async () => {
    const group = `cn=one,${places.groups}`;
    const member = `uid=jdoe,${places.engineering}`;
    await world().server.modify(
      [person("uid=jdoe", places.engineering), `dn: ${group}\nobjectClass: groupOfNames\nmember: ${member}\n`].join(
        "\n",
      ),
    );
    const work = () =>
      provider().revokeEntitlement({ ...call(), identityKey: "jdoe", entitlement: { kind: "Group", id: group } });
    expect(await failureOf(work)).toMatchObject({
      code: "InvalidInput",
      message: expect.stringContaining("taken from"),
    });
    expect((await find("(cn=one)", ["member"]))[0]?.attributes.member).toEqual([member]);
  });

  it("a group that is there no more, or another thing in its place, is told, whatever was known of it", async () => {
    await world().server.modify(person("uid=jdoe", places.engineering));
    const ldap = provider();
    const membership = { ...call(), identityKey: "jdoe", entitlement: sales };
    await ldap.grantEntitlement(membership);
    await world().server.modify(`dn: ${sales.id}\nchangetype: delete\n`);
    expect(await ldap.revokeEntitlement(membership)).toEqual({ changed: false });
    expect(await failureOf(() => ldap.grantEntitlement(membership))).toMatchObject({ code: "NotFound" });
    await world().server.modify(`dn: ${sales.id}\nobjectClass: organizationalRole\n`);
    expect(await failureOf(() => ldap.grantEntitlement(membership))).toMatchObject({ code: "InvalidInput" });
  });

  it("lists all of those that are more than one answer may hold", async () => {
    const entries = Array.from({ length: 250 }, (_, index) => person(`uid=u${index}`, places.engineering));
    await world().server.modify(entries.join("\n"));
    const keysOf = async (pageSize: number) => {
      const keys: string[] = [];
      for await (const { identityKey } of provider({ pageSize }).listIdentities(call())) keys.push(identityKey);
      return keys;
    };
    for (const pageSize of [1, 100, 101, 500]) expect(new Set(await keysOf(pageSize)).size).toBe(250);
  });

  it("an account without rights is told so for each write, and nothing is written", async () => {
    await world().server.modify(person("uid=jdoe", places.engineering));
    const { reader, service } = world().server;
    const session = { userName: reader.dn, password: new Secret(reader.password) };
    const ldap = provider({ revokeSessions: "resetPassword" });
    const jdoe = { session, signal: call().signal, identityKey: "jdoe" };
    const before = await find("(objectClass=*)", ["*", "+"]);
    for (const [name, work] of Object.entries({
      create: () =>
        ldap.createIdentity({ ...jdoe, identityKey: "new", attributes: {}, initialPassword: { generate: true } }),
      ensure: () => ldap.ensureAttributes({ ...jdoe, attributes: { Title: "x" } }),
      rename: () => ldap.ensureAttributes({ ...jdoe, attributes: { uid: "x" } }),
      disable: () => ldap.disableIdentity(jdoe),
      move: () => ldap.moveIdentity({ ...jdoe, targetContainer: places.sales }),
      delete: () => ldap.deleteIdentity(jdoe),
      revokeSessions: () => ldap.revokeSessions(jdoe),
      grant: () => ldap.grantEntitlement({ ...jdoe, entitlement: sales }),
    }))
      expect(await failureOf(work, [reader.password, service.password]), name).toMatchObject({
        code: "PermissionDenied",
        transient: false,
      });
    expect(await find("(objectClass=*)", ["*", "+"])).toEqual(before);
  });

  it("an initial password opens the account, one that breaks the policy leaves nothing behind", async () => {
    const ldap = provider();
    const weak = new Secret("short");
    const create = (identityKey: string, initialPassword: Secret) =>
      ldap.createIdentity({ ...call(), identityKey, attributes: {}, enabled: true, initialPassword });
    expect(await failureOf(() => create("weak", weak), ["short"])).toMatchObject({ code: "InvalidInput" });
    expect(await find("(uid=weak)")).toEqual([]);
    const secret = 'Pa55-wörd 😀 \\ " = ,';
    expect(await create("good", new Secret(secret))).toMatchObject({ changed: true });
    const dn = `uid=good,${places.engineering}`;
    expect(await find("(uid=good)", ["pwdReset"])).toMatchObject([{ attributes: { pwdReset: ["TRUE"] } }]);
    await world().server.modify(`dn: ${dn}\nchangetype: modify\ndelete: pwdReset\n`);
    expect(await logsOn(ldap, { userName: dn, password: new Secret(secret) })).toBe(true);
    const session = { userName: dn, password: new Secret(`${secret}x`) };
    const wrong = { session, signal: call().signal, identityKey: "good" };
    expect(await failureOf(() => ldap.getIdentity(wrong), [secret])).toMatchObject({ code: "PermissionDenied" });
  });

  it("an account that is not shown the directory is told so, also after one that is", async () => {
    const { server } = world();
    const ldap = provider();
    expect(await ldap.getIdentity({ ...call(), identityKey: "nobody-there" })).toBeNull();
    const blind = { userName: server.nobody.dn, password: new Secret(server.nobody.password) };
    const error = await failureOf(() => ldap.getIdentity({ ...call(), session: blind, identityKey: "nobody-there" }));
    expect(error).toMatchObject({ code: "InvalidInput", message: expect.stringContaining("does not show it") });
  });

  it("a place that somebody is to be created in or moved to is looked at while that is planned", async () => {
    await world().server.modify(person("uid=jane", places.engineering));
    const ldap = provider();
    const jane = { ...call(), identityKey: "jane" };
    const missing = "ou=None,dc=example,dc=com";
    const refused = { code: "InvalidInput", message: expect.stringContaining(missing) };
    expect(await failureOf(() => ldap.getIdentity({ ...jane, about: { moveTo: missing } }))).toMatchObject(refused);
    const nobody = { ...jane, identityKey: "nobody" };
    expect(await failureOf(() => ldap.getIdentity({ ...nobody, about: { createIn: missing } }))).toMatchObject(refused);
    expect(await failureOf(() => ldap.getIdentity({ ...nobody, about: { moveTo: "no name" } }))).toMatchObject({
      code: "InvalidInput",
    });
    // Who is there already needs no place, and who stands there needs no other.
    expect(await ldap.getIdentity({ ...jane, about: { createIn: missing } })).toMatchObject({ identityKey: "jane" });
    expect(await ldap.getIdentity({ ...jane, about: { moveTo: places.engineering.toUpperCase() } })).not.toBeNull();
    expect(await ldap.getIdentity({ ...nobody, about: { createIn: places.sales } })).toBeNull();
  });

  it("nobody is listed by a password, so that none can be found out by asking", async () => {
    const list = async () => {
      for await (const _ of provider().listIdentities({ ...call(), filter: { attributes: { userPassword: "x" } } }));
    };
    expect(await failureOf(list)).toMatchObject({ code: "InvalidInput" });
  });

  it("groups are kept when a name changes in case alone, and lose whoever is deleted", async () => {
    await world().server.modify(person("uid=jane", places.engineering));
    const ldap = provider();
    const jane = { ...call(), identityKey: "jane" };
    const held = async () => (await ldap.listEntitlements(jane)).map(({ id }) => id);
    await ldap.grantEntitlement({ ...jane, entitlement: { kind: "Group", id: groupNamed("Sales") } });
    await ldap.ensureAttributes({ ...jane, attributes: { uid: ["Jane", "jd2"] } });
    expect(await held()).toEqual([groupNamed("Sales")]);
    await ldap.deleteIdentity(jane);
    await ldap.createIdentity({ ...jane, attributes: {} });
    expect(await held()).toEqual([]);
  });

  it("a narrow base holds identities, and their groups wherever they stand", async () => {
    const { server } = world();
    await server.modify([person("uid=jane", places.engineering), person("uid=lea", places.leavers)].join("\n"));
    const ldap = provider({ baseDn: "ou=Staff,dc=example,dc=com" });
    const jane = { ...call(), identityKey: "jane" };
    const entitlement = { kind: "Group", id: groupNamed("Sales") };
    expect(await ldap.grantEntitlement({ ...jane, entitlement })).toEqual({ changed: true });
    expect((await ldap.listEntitlements(jane)).map(({ id }) => id)).toEqual([groupNamed("Sales")]);
    expect(await ldap.revokeEntitlement({ ...jane, entitlement })).toEqual({ changed: true });
    for (const identityKey of ["lea", `uid=lea,${places.leavers}`]) {
      expect(await ldap.getIdentity({ ...call(), identityKey })).toBeNull();
    }
    const away = () => ldap.moveIdentity({ ...jane, targetContainer: places.leavers });
    expect(await failureOf(away)).toMatchObject({ code: "InvalidInput" });
  });
});
