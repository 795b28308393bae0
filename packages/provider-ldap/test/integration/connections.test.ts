/** What becomes of calls when connections break, at every moment that there is; seen from between provider and server. */
import { Secret } from "@idle/contract";
import { describeWith } from "@idle/testkit";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { LdapProvider } from "../../src/index.ts";
import { ldapsearch, slapd } from "../servers/programs.ts";
import { failureOf } from "../support/failure-of.ts";
import { type LdapProxy, startLdapProxy } from "../support/ldap-proxy.ts";
import { logsOn } from "../support/logs-on.ts";
import { groupNamed, places, useSlapd } from "../support/slapd-world.ts";

describeWith([slapd, ldapsearch], "connections to OpenLDAP", () => {
  const world = useSlapd();
  let proxy: LdapProxy;
  let provider: LdapProvider;
  beforeAll(async () => {
    const { host, port } = world().server;
    proxy = await startLdapProxy({ host, port, isTls: false });
  });
  afterAll(() => proxy.stop());
  beforeEach(async () => {
    await world().reset([
      { identityKey: "jdoe", enabled: true, container: places.engineering, attributes: {}, entitlements: [] },
    ]);
    provider = world().provider({
      url: proxy.url,
      caFile: proxy.caFile,
      allowDelete: true,
      revokeSessions: "resetPassword",
    });
    await provider.getIdentity(jdoe());
    proxy.forget();
  });

  const call = () => ({ session: world().session, signal: new AbortController().signal });
  const jdoe = () => ({ ...call(), identityKey: "jdoe" });
  const entry = async () => (await world().server.search(world().server.suffix, "(uid=jdoe)", ["*", "+"]))[0];
  const count = (name: string) => proxy.requests.filter((each) => each === name).length;
  const sales = { kind: "Group", id: groupNamed("Sales") };

  it("is one for many calls, one after the other and twenty at once, of a provider that is new", async () => {
    const fresh = world().provider({ url: proxy.url, caFile: proxy.caFile });
    await Promise.all(Array.from({ length: 20 }, () => fresh.getIdentity(jdoe())));
    for (let times = 0; times < 5; times += 1) await fresh.listEntitlements(jdoe());
    expect(proxy.connections).toBe(1);
    expect(count("bind")).toBe(1);
  });

  it.each([
    ["getIdentity", () => provider.getIdentity(jdoe())],
    ["listEntitlements", () => provider.listEntitlements(jdoe())],
    ["previewAttributes", () => provider.previewAttributes({ ...jdoe(), attributes: { Title: "x" } })],
    [
      "listIdentities",
      async () => {
        for await (const identity of provider.listIdentities(call()))
          if (identity.identityKey === "jdoe") return identity;
        return null;
      },
    ],
  ] as const)("%s is repeated once on a fresh connection, and fails when that breaks, too", async (_name, read) => {
    for (const mischief of ["before", "answer"] as const) {
      proxy.forget();
      proxy.next("search", mischief);
      expect(await read()).not.toBeNull();
      expect(proxy.connections).toBe(1);
    }
    proxy.forget();
    proxy.next("search", "before");
    proxy.next("bind", "before");
    const error = await failureOf(read);
    expect(error).toMatchObject({ code: "ConnectionFailed", transient: true });
    expect(proxy.connections).toBe(1);
  });

  it.each([
    ["ensureAttributes", "modify", () => provider.ensureAttributes({ ...jdoe(), attributes: { Title: "x" } })],
    ["disableIdentity", "modify", () => provider.disableIdentity(jdoe())],
    ["grantEntitlement", "modify", () => provider.grantEntitlement({ ...jdoe(), entitlement: sales })],
    ["moveIdentity", "rename", () => provider.moveIdentity({ ...jdoe(), targetContainer: places.leavers })],
    ["deleteIdentity", "delete", () => provider.deleteIdentity(jdoe())],
    ["revokeSessions", "extended", () => provider.revokeSessions(jdoe())],
    [
      "createIdentity",
      "add",
      () => provider.createIdentity({ ...call(), identityKey: "new", attributes: { Surname: "New" } }),
    ],
  ] as const)(
    "%s is never sent twice, and its outcome is unknown when the answer is cut",
    async (_name, operation, write) => {
      const { password } = world().server.service;
      const before = await entry();
      proxy.next(operation, "before");
      expect(await failureOf(write, [password])).toMatchObject({ code: "ConnectionFailed", transient: true });
      expect(count(operation)).toBe(1);
      expect(await entry()).toEqual(before);

      proxy.forget();
      proxy.next(operation, "answer");
      expect(await failureOf(write, [password])).toMatchObject({ code: "ConnectionFailed", transient: true });
      expect(count(operation)).toBe(1);
      // It was done all the same: asking again changes nothing, but for what is new each time.
      if (operation !== "extended") expect(await write()).toMatchObject({ changed: false });
      else expect(await entry()).not.toEqual(before);
    },
  );

  it.each([
    ["add", "answer"],
    ["extended", "before"],
    ["extended", "answer"],
  ] as const)("sets a password that was given when the connection broke at %s (%s)", async (operation, mischief) => {
    const password = new Secret("Given-4711");
    proxy.next(operation, mischief);
    const created = await provider.createIdentity({
      ...call(),
      identityKey: "new",
      attributes: {},
      enabled: true,
      initialPassword: password,
    });
    expect(created).toEqual({ identityKey: "new", changed: true });
    expect(count("add")).toBe(1);
    const dn = `uid=new,${places.engineering}`;
    await world().server.modify(`dn: ${dn}\nchangetype: modify\ndelete: pwdReset\n`);
    // It may log on, and is shown nothing.
    expect(await logsOn(provider, { userName: dn, password })).toBe(true);
  });

  it("says why a password was refused and that the entry stays, when it cannot be taken back", async () => {
    proxy.next("delete", "before");
    const create = () =>
      provider.createIdentity({
        ...call(),
        identityKey: "new",
        attributes: {},
        enabled: true,
        initialPassword: new Secret("short"),
      });
    const error = await failureOf(create, ['"short"']);
    expect(error).toMatchObject({ code: "InvalidInput", transient: false });
    expect(error.message).toContain(`"uid=new,${places.engineering}" stays without a password`);
    expect(await world().server.search(world().server.suffix, "(uid=new)", ["uid"])).toHaveLength(1);
  });

  it.each(["extended", "modify"])(
    "tells a generated password when the answer to %s was lost, and that it must be changed",
    async (operation) => {
      const create = async (identityKey: string) =>
        provider.createIdentity({
          ...call(),
          identityKey,
          attributes: {},
          enabled: true,
          initialPassword: { generate: true },
        });
      proxy.next(operation, "answer");
      const created = await create("new");
      expect(created).toMatchObject({ identityKey: "new", changed: true });
      expect(count("add")).toBe(1);
      const [state] = await world().server.search(world().server.suffix, "(uid=new)", ["pwdReset"]);
      expect(state?.attributes.pwdReset).toEqual(["TRUE"]);
      const dn = `uid=new,${places.engineering}`;
      await world().server.modify(`dn: ${dn}\nchangetype: modify\ndelete: pwdReset\n`);
      const session = { userName: dn, password: created.outputs?.initialPassword as Secret };
      // It may log on, and is shown nothing.
      expect(await logsOn(provider, session)).toBe(true);
    },
  );

  it.each([
    ["ensureAttributes", "modify", () => provider.ensureAttributes({ ...jdoe(), attributes: { Title: "x" } })],
    ["rename", "rename", () => provider.ensureAttributes({ ...jdoe(), attributes: { uid: "other" } })],
    ["disableIdentity", "modify", () => provider.disableIdentity(jdoe())],
    ["moveIdentity", "rename", () => provider.moveIdentity({ ...jdoe(), targetContainer: places.leavers })],
    ["deleteIdentity", "delete", () => provider.deleteIdentity(jdoe())],
  ] as const)(
    "%s does not hit another that has taken the name since it was looked at",
    async (_name, operation, write) => {
      const dn = `uid=jdoe,${places.engineering}`;
      let after: unknown;
      proxy.next(operation, async () => {
        await world().server.modify(
          `dn: ${dn}\nchangetype: delete\n\ndn: ${dn}\nobjectClass: inetOrgPerson\ncn: Other\nsn: Other\n`,
        );
        after = await entry();
      });
      expect(await failureOf(write)).toMatchObject({
        code: "NotFound",
        message: expect.stringContaining("another object"),
      });
      expect(await entry()).toEqual(after);
    },
  );

  it("is one for each account, and what one is refused is no matter of the others", async () => {
    const fresh = world().provider({ url: proxy.url, caFile: proxy.caFile });
    const wrong = { ...world().session, password: new Secret("wrong") };
    const [refused, reads] = await Promise.all([
      failureOf(() => fresh.getIdentity({ ...jdoe(), session: wrong })),
      fresh.getIdentity(jdoe()),
    ]);
    expect(refused).toMatchObject({ code: "PermissionDenied" });
    expect(reads).toMatchObject({ identityKey: "jdoe" });
    expect(count("bind")).toBe(2);
  });

  it("a server that is too slow is given up, with the write's outcome unknown, and it is not asked again", async () => {
    const slow = world().provider({ url: proxy.url, caFile: proxy.caFile, timeoutSeconds: 0.3 });
    await slow.getIdentity(jdoe());
    let go: () => void = () => {};
    const waiting = new Promise<void>((resolve) => {
      go = resolve;
    });
    proxy.next("modify", () => waiting);
    expect(await failureOf(() => slow.disableIdentity(jdoe()))).toMatchObject({
      code: "Timeout",
      transient: true,
      message: expect.stringContaining("0.3 s"),
    });
    expect(count("modify")).toBe(1);
    go();
    await expect.poll(async () => (await slow.getIdentity(jdoe()))?.enabled).toBe(false);
    expect(await slow.disableIdentity(jdoe())).toEqual({ changed: false });
  });

  it("is opened anew after close, and close waits for nobody who is slow", async () => {
    await provider.close();
    expect(await provider.getIdentity(jdoe())).toMatchObject({ identityKey: "jdoe" });
    expect(proxy.connections).toBe(1);
    proxy.next("search", async () => provider.close());
    const outcome = await Promise.resolve(provider.getIdentity(jdoe())).catch((error: unknown) => error);
    if (outcome instanceof Error) expect(outcome).toMatchObject({ code: "ConnectionFailed" });
    else expect(outcome).toMatchObject({ identityKey: "jdoe" });
  });

  it("ends at once when a read is aborted, and waits for the outcome of what was sent when a write is", async () => {
    const controller = new AbortController();
    const reason = new Error("no more");
    const aborted = { ...jdoe(), signal: controller.signal };
    proxy.next("modify", async () => controller.abort(reason));
    expect(await provider.disableIdentity(aborted)).toEqual({ changed: true });
    const reading = new AbortController();
    proxy.next("search", async () => reading.abort(reason));
    await expect(provider.getIdentity({ ...jdoe(), signal: reading.signal })).rejects.toBe(reason);
    await expect((async () => provider.enableIdentity(aborted))()).rejects.toBe(reason);
    expect(count("modify")).toBe(1);
  });

  it("writes on a fresh connection where the one it had was cut since the last call", async () => {
    proxy.cutAll();
    await expect.poll(async () => provider.getIdentity(jdoe())).toMatchObject({ identityKey: "jdoe" });
    const { server } = world();
    await server.restart();
    expect(await provider.disableIdentity(jdoe())).toEqual({ changed: true });
    expect(count("modify")).toBe(1);
  });

  it("reads and writes after the server was restarted, and says that it is down while it is", async () => {
    const { server } = world();
    const direct = world().provider();
    await direct.getIdentity(jdoe());
    await server.kill();
    for (const work of [
      () => direct.getIdentity(jdoe()),
      () => direct.enableIdentity(jdoe()),
      () => direct.disableIdentity(jdoe()),
    ])
      expect(await failureOf(work)).toMatchObject({
        code: "ConnectionFailed",
        transient: true,
        message: expect.stringContaining("nothing listens"),
      });
    await server.restart();
    expect(await direct.getIdentity(jdoe())).toMatchObject({ enabled: true });
    expect(await direct.disableIdentity(jdoe())).toEqual({ changed: true });
  });

  it("a move whose answer is lost leaves the groups to whoever was moved", async () => {
    const { server } = world();
    const group = `cn=Sales,${places.groups}`;
    const dn = `uid=jdoe,${places.engineering}`;
    await server.modify(`dn: ${group}\nchangetype: modify\nadd: member\nmember: ${dn}\n`);
    proxy.next("rename", "answer");
    const move = () => provider.moveIdentity({ ...jdoe(), targetContainer: places.sales });
    expect(await failureOf(move)).toMatchObject({ code: "ConnectionFailed", transient: true });
    const [object] = await server.search(group, undefined, ["member"], "base");
    expect(object?.attributes.member).toContain(`uid=jdoe,${places.sales}`);
  });
});
