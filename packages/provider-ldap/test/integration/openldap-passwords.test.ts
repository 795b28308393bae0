/** Passwords and locks on a server with a password policy, which takes a lock away when a password is set. */
import { Secret } from "@idle/contract";
import { describeWith } from "@idle/testkit";
import { beforeEach, expect, it } from "vitest";
import { ldapsearch, slapd } from "../servers/programs.ts";
import { bindSession } from "../support/bind-session.ts";
import { logsOn } from "../support/logs-on.ts";
import { places, useSlapd } from "../support/slapd-world.ts";

const identityKey = "jane";
const clear = "Initial-Pass1word!";

describeWith([slapd, ldapsearch], "passwords on OpenLDAP", () => {
  const world = useSlapd();
  const provider = (options = {}) =>
    bindSession(world().provider({ mustChangePassword: false, ...options }), world().session);
  const locks = async () =>
    (await world().server.search(places.engineering, `(uid=${identityKey})`, ["pwdAccountLockedTime", "pwdReset"]))[0]
      ?.attributes;
  const opens = (password: Secret) =>
    logsOn(world().provider(), { userName: `uid=${identityKey},${places.engineering}`, password });
  beforeEach(() => world().reset());

  it("stay locked when sessions are ended: who left is not let in again", async () => {
    await world().reset([
      { identityKey, enabled: false, container: places.engineering, attributes: {}, entitlements: [] },
    ]);
    await provider({ revokeSessions: "resetPassword" }).revokeSessions({ identityKey });
    expect(await locks()).toEqual({ pwdAccountLockedTime: ["000001010000Z"] });
  });

  it.each([
    ["a password that was handed in", new Secret(clear)],
    ["a generated one", { generate: true } as const],
  ])("belong to an account that is created disabled, until it is enabled: %s", async (_, initialPassword) => {
    const { outputs } = await provider().createIdentity({ identityKey, attributes: {}, initialPassword });
    const password = outputs?.initialPassword ?? (initialPassword as Secret);
    expect(await locks()).toEqual({ pwdAccountLockedTime: ["000001010000Z"] });
    expect(await opens(password)).toBe(false);
    expect(await provider().enableIdentity({ identityKey })).toEqual({ changed: true });
    expect(await opens(password)).toBe(true);
  });

  it("must be changed at the first logon, unless the options say otherwise", async () => {
    const initialPassword = new Secret(clear);
    await provider({ mustChangePassword: true }).createIdentity({ identityKey, attributes: {}, initialPassword });
    expect(await locks()).toEqual({ pwdAccountLockedTime: ["000001010000Z"], pwdReset: ["TRUE"] });
  });

  it("that break the policy leave nobody behind", async () => {
    const created = provider().createIdentity({ identityKey, attributes: {}, initialPassword: new Secret("short") });
    await expect(created).rejects.toMatchObject({ code: "InvalidInput" });
    expect(await locks()).toBeUndefined();
  });

  it("are never sent without TLS", async () => {
    const { server } = world();
    const clearly = { url: server.url, caFile: undefined } as never;
    const created = provider(clearly).createIdentity({
      identityKey,
      attributes: {},
      initialPassword: new Secret(clear),
    });
    await expect(created).rejects.toMatchObject({ code: "InvalidInput", message: expect.stringContaining("secure") });
    expect(await locks()).toBeUndefined();
  });
});
