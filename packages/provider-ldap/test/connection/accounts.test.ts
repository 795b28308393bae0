/** How long connections stay, and refusals count, on a clock that is moved by hand. */
import { type CredentialSession, Secret } from "@idle/contract";
import { expect, it, onTestFinished } from "vitest";
import { createAccounts } from "../../src/connection/accounts.ts";
import { readOptions } from "../../src/options/read-options.ts";
import { type Script, startFakeLdapServer } from "../support/fake-ldap-server.ts";

const minute = 60_000;
const session = (password = "first"): CredentialSession => ({ userName: "cn=me", password: new Secret(password) });

async function setUp(script: Script = () => undefined) {
  const server = await startFakeLdapServer(script);
  onTestFinished(() => server.stop());
  let now = 0;
  const timers = new Map<object, { readonly at: number; readonly work: () => void }>();
  const times = {
    now: () => now,
    later(milliseconds: number, work: () => void) {
      const timer = {};
      timers.set(timer, { at: now + milliseconds, work });
      return () => void timers.delete(timer);
    },
  };
  const settings = readOptions({ flavour: "ldap", url: server.url, baseDn: "dc=example,dc=com" });
  const accounts = createAccounts(settings, times);
  onTestFinished(() => accounts.close());
  const read = (of = session()) =>
    accounts.of(of).read(async ({ client }) => void (await client.search("", { scope: "base" })));
  return {
    server,
    accounts,
    read,
    async readAndCount() {
      await read();
      return server.connections();
    },
    advance(milliseconds: number) {
      now += milliseconds;
      for (const [timer, { at, work }] of [...timers]) {
        if (at > now) continue;
        timers.delete(timer);
        work();
      }
    },
  };
}

it("a connection stays while it is used, and is let go a minute after", async () => {
  const { server, read, readAndCount, advance } = await setUp();
  for (let time = 0; time < 4; time += 1) {
    await read();
    advance(minute - 1);
  }
  expect(server.connections()).toBe(1);
  advance(1);
  await expect.poll(() => readAndCount()).toBe(2);
});

it("a connection that is held stays however long nobody asks for anything", async () => {
  const { server, accounts, read, readAndCount, advance } = await setUp();
  await read();
  const release = accounts.of(session()).hold();
  advance(10 * minute);
  await read();
  expect(server.connections()).toBe(1);
  release();
  advance(minute);
  await expect.poll(() => readAndCount()).toBe(2);
});

it("an account that was refused is tried again after a minute, and another password at once", async () => {
  let isRefused = true;
  const { server, read, advance } = await setUp(({ op }) => (op === "bind" && isRefused ? { code: 49 } : undefined));
  const binds = () => server.requests.filter(({ op }) => op === "bind").length;
  await expect(read()).rejects.toMatchObject({ code: "PermissionDenied" });
  isRefused = false;
  await expect(read()).rejects.toMatchObject({ code: "PermissionDenied" });
  expect(binds()).toBe(1);
  await read(session("second"));
  expect(binds()).toBe(2);
  advance(minute);
  await read();
  expect(binds()).toBe(3);
});

it("what has nothing to do with the account is tried again at once", async () => {
  let isBusy = true;
  const { read } = await setUp(({ op }) => (op === "bind" && isBusy ? { code: 51 } : undefined));
  await expect(read()).rejects.toMatchObject({ code: "Busy" });
  isBusy = false;
  await read();
});

it("accounts are told apart by name and password, and not by whose session it is", async () => {
  const { server, read } = await setUp();
  await read(session());
  await read(session());
  expect(server.connections()).toBe(1);
  await read(session("second"));
  await read({ ...session(), userName: "cn=other" });
  expect(server.connections()).toBe(3);
});

it.each(["", "  "])("nobody is bound without a password or a name: %j", async (name) => {
  const { server, read } = await setUp();
  await expect(read(session(""))).rejects.toMatchObject({ code: "InvalidInput" });
  await expect(read({ ...session(), userName: name.trim() })).rejects.toMatchObject({ code: "InvalidInput" });
  expect(server.connections()).toBe(0);
});

it.each(["EXTERNAL", "PLAIN", "cn=me"])(
  "a name is a name, whatever else it could be taken for: %s",
  async (userName) => {
    const { server, read } = await setUp();
    await read({ ...session(), userName });
    expect(server.requests[0]).toMatchObject({ op: "bind", base: userName });
  },
);
