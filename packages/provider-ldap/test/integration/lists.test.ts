/** Long lists and large groups in OpenLDAP: read whole or not at all, whatever happens on the way. */
import type { Identity } from "@idle/contract";
import { describeWith } from "@idle/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { LdapProvider } from "../../src/index.ts";
import { ldapsearch, slapd } from "../servers/programs.ts";
import { failureOf } from "../support/failure-of.ts";
import { type LdapProxy, startLdapProxy } from "../support/ldap-proxy.ts";
import { places, useSlapd } from "../support/slapd-world.ts";

const people = Array.from({ length: 1_200 }, (_, index) => `u${String(index).padStart(4, "0")}`);
const large = `cn=large,${places.groups}`;

describeWith([slapd, ldapsearch], "long lists of OpenLDAP", () => {
  const world = useSlapd({ sizeLimit: 100 });
  let proxy: LdapProxy;
  beforeAll(async () => {
    const { host, port, modify } = world().server;
    const entries = people.map((uid) => `dn: uid=${uid},${places.sales}\nobjectClass: inetOrgPerson\ncn: x\nsn: x\n`);
    // Members need not be there.
    const members = Array.from({ length: 5_000 }, (_, index) => `member: uid=m${index},${places.sales}`);
    entries.push([`dn: ${large}`, "objectClass: groupOfNames", ...members, ""].join("\n"));
    await modify(entries.join("\n"));
    proxy = await startLdapProxy({ host, port, isTls: false });
  });
  afterAll(() => proxy.stop());
  const through = () => world().provider({ url: proxy.url, caFile: proxy.caFile, pageSize: 100 });
  const call = (signal = new AbortController().signal) => ({ session: world().session, signal });

  /** What was read until the list ended or broke. */
  async function read(provider: LdapProvider, each: (count: number) => unknown = () => {}, signal?: AbortSignal) {
    const identities: Identity[] = [];
    let failure: unknown = null;
    try {
      for await (const identity of provider.listIdentities(call(signal))) {
        identities.push(identity);
        if ((await each(identities.length)) === "enough") break;
      }
    } catch (error) {
      failure = error;
    }
    return { keys: identities.map(({ identityKey }) => identityKey), failure };
  }

  it("all are read, page by page and over one connection, each once", async () => {
    proxy.forget();
    const { keys, failure } = await read(through());
    expect(failure).toBeNull();
    expect(keys.toSorted()).toEqual(people);
    expect(proxy.connections).toBe(1);
    expect(proxy.requests.filter((name) => name === "search").length).toBeGreaterThanOrEqual(12);
  });

  it("no more is asked for than is wanted, and the connection is good for others meanwhile and after", async () => {
    const provider = through();
    await provider.getIdentity({ ...call(), identityKey: "u0001" });
    proxy.forget();
    const { keys } = await read(provider, async (count) => {
      await provider.getIdentity({ ...call(), identityKey: "u0001" });
      return count === 50 ? "enough" : undefined;
    });
    expect(keys).toHaveLength(50);
    expect(proxy.requests.filter((name) => name === "search")).toHaveLength(51);
    expect((await read(provider)).keys).toHaveLength(1_200);
    expect(proxy.connections).toBe(0);
  });

  it("a list ends when it is aborted, with the reason, and others go on", async () => {
    const provider = through();
    const controller = new AbortController();
    const reason = new Error("enough of that");
    const { keys, failure } = await read(
      provider,
      (count) => count === 150 && controller.abort(reason),
      controller.signal,
    );
    expect(failure).toBe(reason);
    expect(keys.length).toBeLessThanOrEqual(200);
    expect((await read(provider)).keys).toHaveLength(1_200);
  });

  it("a list that breaks in the middle fails, and is not taken for the whole", async () => {
    const provider = through();
    for (const cut of [
      () => proxy.next("search", "before"),
      () => proxy.next("search", "answer"),
      () => proxy.cutAll(),
    ]) {
      const { keys, failure } = await read(provider, (count) => count === 100 && cut());
      expect(failure).toMatchObject({ code: "ConnectionFailed", transient: true });
      expect(keys).toHaveLength(100);
    }
    expect((await read(provider)).keys).toHaveLength(1_200);
  });

  it("a list of a server that is killed fails, and goes on with none after the restart", async () => {
    const provider = world().provider({ pageSize: 100 });
    const { server } = world();
    const { keys, failure } = await read(provider, (count) => count === 100 && server.kill());
    expect(failure).toMatchObject({ code: "ConnectionFailed", transient: true });
    expect(keys).toHaveLength(100);
    await server.restart();
    expect((await read(provider)).keys).toHaveLength(1_200);
  });

  it("membership of a group of 5,000 is written without reading or sending them", async () => {
    const provider = world().provider();
    const membership = { ...call(), identityKey: "u0001", entitlement: { kind: "Group", id: large } };
    const count = async () => (await world().server.search(large, undefined, ["member"]))[0]?.attributes.member?.length;
    expect(await provider.grantEntitlement(membership)).toEqual({ changed: true });
    expect(await provider.grantEntitlement(membership)).toEqual({ changed: false });
    expect(await count()).toBe(5_001);
    expect(await provider.listEntitlements(membership)).toMatchObject([{ id: large }]);
    expect(await provider.revokeEntitlement(membership)).toEqual({ changed: true });
    expect(await provider.revokeEntitlement(membership)).toEqual({ changed: false });
    expect(await count()).toBe(5_000);
    const nobody = { ...membership, identityKey: "m1" };
    expect(await failureOf(() => provider.grantEntitlement(nobody))).toMatchObject({ code: "NotFound" });
  });
});
