/** Writes to Active Directory (Samba) whose answer is lost, or before which somebody else comes. */
import type { Secret } from "@idle/contract";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { LdapProvider } from "../../src/index.ts";
import { describeSamba } from "../support/describe-samba.ts";
import { failureOf } from "../support/failure-of.ts";
import { type LdapProxy, startLdapProxy } from "../support/ldap-proxy.ts";
import { groupNamed, places, useSamba } from "../support/samba-world.ts";

describeSamba("an interrupted write to Active Directory (Samba)", () => {
  const world = useSamba();
  let proxy: LdapProxy;
  let provider: LdapProvider;
  beforeAll(async () => {
    proxy = await startLdapProxy({ host: world().dc.host, port: 636, isTls: true });
  });
  afterAll(() => proxy.stop());
  beforeEach(async () => {
    await world().reset([
      { identityKey: "jdoe", enabled: true, container: places.engineering, attributes: {}, entitlements: [] },
    ]);
    provider = through();
    await provider.getIdentity(jdoe());
    proxy.forget();
  });

  const through = (options = {}) =>
    world().provider({ url: proxy.url, caFile: proxy.caFile, serverName: "localhost", allowDelete: true, ...options });
  const call = () => ({ session: world().session, signal: new AbortController().signal });
  const jdoe = () => ({ ...call(), identityKey: "jdoe" });
  const account = async (name: string) => (await world().dc.search(world().dc.base, `(sAMAccountName=${name})`))[0];
  const count = (name: string) => proxy.requests.filter((each) => each === name).length;
  const generated = { identityKey: "new", enabled: true, initialPassword: { generate: true } } as const;
  const attributes = {
    GivenName: "Pia",
    Manager: `cn=JDOE, ${places.engineering.toLowerCase()}`,
    AccountExpirationDate: "2099-01-31",
  };

  it.each([false, true])(
    "tells a generated password when the answer was lost, and it opens the account (must change: %s)",
    async (mustChangePassword) => {
      provider = through({ mustChangePassword });
      proxy.next("add", "answer");
      const created = await provider.createIdentity({ ...call(), ...generated, attributes });
      expect(created).toMatchObject({ identityKey: "new", changed: true });
      expect(count("add")).toBe(1);
      const state = await account("new");
      expect(state?.attributes.pwdLastSet?.[0] === "0").toBe(mustChangePassword);
      if (mustChangePassword)
        await world().dc.dsModify(`dn: ${state?.dn}\nchangetype: modify\nreplace: pwdLastSet\npwdLastSet: -1\n`);
      const password = created.outputs?.initialPassword as Secret;
      const own = { session: { userName: "new@example.com", password }, signal: call().signal };
      expect(
        await world()
          .provider()
          .getIdentity({ ...own, identityKey: "new" }),
      ).toMatchObject({ enabled: true });
    },
  );

  it("tells of the connection when the answer was lost and the server stays away", async () => {
    proxy.next("add", async () => proxy.refuse(true));
    const error = await failureOf(() => provider.createIdentity({ ...call(), ...generated, attributes: {} }));
    proxy.refuse(false);
    expect(error).toMatchObject({ code: "ConnectionFailed", transient: true });
  });

  it("does not take an account for its own that somebody else made when its request was lost", async () => {
    proxy.next("add", async () => {
      await world().dc.dsModify(
        `dn: CN=new,${places.engineering}\nobjectClass: user\nsAMAccountName: new\ndescription: theirs\n`,
      );
      proxy.cutAll();
    });
    const error = await failureOf(() =>
      provider.createIdentity({ ...call(), ...generated, attributes: { GivenName: "Pia" } }),
    );
    expect(error).toMatchObject({ code: "ConnectionFailed" });
    expect((await account("new"))?.attributes.pwdLastSet).toEqual(["0"]);
  });

  const replace = () =>
    world().dc.dsModify(
      [
        `dn: CN=jdoe,${places.engineering}\nchangetype: delete\n`,
        `dn: CN=jdoe,${places.engineering}\nobjectClass: user\nsAMAccountName: jdoe\nuserAccountControl: 514\n`,
      ].join("\n"),
    );
  it.each([
    ["ensureAttributes", "modify", () => provider.ensureAttributes({ ...jdoe(), attributes: { Title: "x" } })],
    ["enableIdentity", "modify", () => provider.disableIdentity(jdoe())],
    ["moveIdentity", "rename", () => provider.moveIdentity({ ...jdoe(), targetContainer: places.leavers })],
    ["rename", "rename", () => provider.ensureAttributes({ ...jdoe(), attributes: { Name: "other" } })],
    ["deleteIdentity", "delete", () => provider.deleteIdentity(jdoe())],
    [
      "grantEntitlement",
      "modify",
      () => provider.grantEntitlement({ ...jdoe(), entitlement: { kind: "Group", id: groupNamed("Sales") } }),
    ],
  ] as const)(
    "%s does not hit another account that has taken the name since it was looked at",
    async (_name, operation, write) => {
      let after: unknown;
      proxy.next(operation, async () => {
        await replace();
        after = await account("jdoe");
      });
      const outcome = await Promise.resolve(write()).catch((error: unknown) => error);
      expect(await account("jdoe")).toEqual(after);
      if (operation === "delete") expect(outcome).toEqual({ changed: false });
      else expect(outcome).toMatchObject({ code: "NotFound" });
    },
  );

  it.each([
    ["ensureAttributes", "modify", () => provider.ensureAttributes({ ...jdoe(), attributes: { Title: "x" } })],
    ["disableIdentity", "modify", () => provider.disableIdentity(jdoe())],
    ["deleteIdentity", "delete", () => provider.deleteIdentity(jdoe())],
  ] as const)(
    "%s hits the account that was looked at, wherever it has been moved since",
    async (_name, operation, write) => {
      proxy.next(operation, () =>
        world().dc.dsModify(
          `dn: CN=jdoe,${places.engineering}\nchangetype: modrdn\nnewrdn: CN=moved\ndeleteoldrdn: 1\nnewsuperior: ${places.sales}\n`,
        ),
      );
      expect(await write()).toMatchObject({ changed: true });
      const state = await account("jdoe");
      if (operation === "delete") expect(state).toBeUndefined();
      else expect(state).toMatchObject({ dn: `CN=moved,${places.sales}` });
    },
  );

  it("disables and enables without losing what somebody else sets in the account's flags each time in between", async () => {
    const flags = async () => Number((await account("jdoe"))?.attributes.userAccountControl?.[0]);
    const [disabled, dontExpire] = [0x2, 0x1_0000];
    for (const round of [1, 2, 3, 4]) {
      const before = await flags();
      const others = before ^ dontExpire;
      proxy.forget();
      proxy.next("modify", () =>
        world().dc.dsModify(
          `dn: CN=jdoe,${places.engineering}\nchangetype: modify\nreplace: userAccountControl\nuserAccountControl: ${others}\n`,
        ),
      );
      const write = round % 2 === 1 ? provider.disableIdentity(jdoe()) : provider.enableIdentity(jdoe());
      expect(await write).toEqual({ changed: true });
      expect(await flags()).toBe(others ^ disabled);
      expect(count("modify")).toBe(2);
    }
  });
});
