import { inspect } from "node:util";
import { type CredentialSession, Secret } from "@idle/contract";
import { describe, expect, it, onTestFinished } from "vitest";
import { ConnectorException } from "../../src/index.ts";
import { call, createWorld, directory, failureOf, movers, plain, staff } from "./connectors.ts";

function worldOf(...args: Parameters<typeof createWorld>) {
  const world = createWorld(...args);
  onTestFinished(() => world.close());
  return world;
}
const clear = "Session-Pass-1";
const session: CredentialSession = { type: "Credential", userName: "svc-idle", password: new Secret(clear) };
const identityKey = "jane";

describe("a session", () => {
  it("goes to every script in place of the definition's account", async () => {
    const world = worldOf(directory);
    const id = `CN=Team,${staff}`;
    world.system.put({ objectType: "group", dn: id, attributes: {} });
    const provider = await world.provider();
    const given = () => ({ session, signal: new AbortController().signal });
    await provider.createIdentity({ identityKey, attributes: {}, ...given() });
    await provider.getIdentity({ identityKey, about: { moveTo: movers }, ...given() });
    await provider.ensureAttributes({ identityKey, attributes: { Title: "Boss" }, ...given() });
    await provider.grantEntitlement({ identityKey, entitlement: { kind: "Group", id }, ...given() });
    await provider.moveIdentity({ identityKey, targetContainer: movers, ...given() });
    await provider.deleteIdentity({ identityKey, ...given() });
    const slots = new Set(world.system.slotsCalled());
    expect([...slots].toSorted()).toEqual(
      [
        "beginExport",
        "beginImport",
        "endExport",
        "endImport",
        "exportData",
        "hierarchy",
        "importData",
        "partition",
        "schema",
      ].toSorted(),
    );
    expect(new Set(world.system.calls.map(({ userName }) => userName))).toEqual(new Set(["svc-idle"]));
  });

  it("may be left out: then the definition's account counts, or none", async () => {
    const world = worldOf(plain);
    world.person(identityKey);
    const provider = await world.provider();
    await provider.getIdentity({ identityKey, ...call() });
    expect(new Set(world.system.calls.map(({ userName }) => userName))).toEqual(new Set([undefined]));
  });

  it("shows in no error", async () => {
    const world = worldOf(plain);
    const provider = await world.provider();
    world.system.next("beginImport", () => {
      throw new ConnectorException("BadServerCredentials", `svc-idle with ${clear} is not known`);
    });
    const failure = await failureOf(() =>
      provider.getIdentity({ identityKey, session, signal: new AbortController().signal }),
    );
    expect(failure.code).toBe("PermissionDenied");
    expect(inspect(failure, { depth: Number.POSITIVE_INFINITY, showHidden: true })).not.toContain(clear);
  });
});
