import { describe, expect, it, onTestFinished } from "vitest";
import { ConnectorException } from "../../src/index.ts";
import { call, createWorld, directory, failureOf, plain, staff } from "./connectors.ts";

function worldOf(...args: Parameters<typeof createWorld>) {
  const world = createWorld(...args);
  onTestFinished(() => world.close());
  return world;
}
const identityKey = "jane";
const cut = () => {
  throw new ConnectorException("ServerDown", "the line was cut");
};

describe("an export of which nobody knows what it did", () => {
  it("is no state that the space tells: an import does", async () => {
    const world = worldOf(plain);
    world.person(identityKey);
    const connector = await world.connector();
    await connector.import({ type: "Full" });
    const provider = await world.provider({ read: "space" });
    const ensure = () => provider.ensureAttributes({ identityKey, attributes: { Title: "Boss" }, ...call() });
    world.system.nextAfter("exportData", cut);
    expect((await failureOf(ensure)).code).toBe("ConnectionFailed");
    const read = () => provider.getIdentity({ identityKey, ...call() });
    expect(await failureOf(read)).toMatchObject({
      code: "NotReady",
      message: expect.stringContaining("An import tells"),
    });
    const list = async () => {
      for await (const _ of provider.listIdentities(call()));
    };
    expect((await failureOf(list)).code).toBe("NotReady");
    await connector.import({ type: "Full" });
    expect((await read())?.attributes.Title).toBe("Boss");
  });

  it("may be of whoever is not known by that key", async () => {
    const world = worldOf(directory);
    const connector = await world.connector();
    await connector.import({ type: "Full" });
    const provider = await world.provider({ read: "space" });
    world.system.nextAfter("exportData", cut);
    expect((await failureOf(() => provider.createIdentity({ identityKey, attributes: {}, ...call() }))).code).toBe(
      "ConnectionFailed",
    );
    expect((await failureOf(() => provider.getIdentity({ identityKey, ...call() }))).code).toBe("NotReady");
    await connector.import({ type: "Delta" });
    expect(await provider.getIdentity({ identityKey, ...call() })).not.toBeNull();
    expect(await provider.getIdentity({ identityKey: "joe", ...call() })).toBeNull();
  });

  it("counts as not done where nobody can look", async () => {
    const world = worldOf(plain, { capabilities: { enableImport: false } });
    const provider = await world.provider();
    await provider.createIdentity({ identityKey, attributes: { Title: "Engineer" }, ...call() });
    const ensure = () => provider.ensureAttributes({ identityKey, attributes: { Title: "Boss" }, ...call() });
    world.system.next("exportData", cut);
    expect((await failureOf(ensure)).code).toBe("ConnectionFailed");
    expect((await provider.getIdentity({ identityKey, ...call() }))?.attributes.Title).toBe("Engineer");
    expect(await ensure()).toMatchObject({ changed: true });
    expect(world.system.find(identityKey)?.attributes.get("Title")).toEqual(["Boss"]);
  });
});

describe("changes that deltas bring late, or never", () => {
  it("are asked for again by each read that waits for them", async () => {
    const world = worldOf(directory);
    world.person(identityKey, { Title: "Engineer" });
    const provider = await world.provider();
    await provider.getIdentity({ identityKey, ...call() });
    world.system.holdDeltas(true);
    await provider.ensureAttributes({ identityKey, attributes: { Title: "Boss" }, ...call() });
    const title = async () => (await provider.getIdentity({ identityKey, ...call() }))?.attributes.Title;
    expect(await title()).toBe("Engineer");
    world.system.holdDeltas(false);
    expect(await title()).toBe("Boss");
    world.system.forgetCalls();
    expect(await title()).toBe("Boss");
    expect(world.system.importsBegun()).toBe(0);
  });

  it("of new objects are waited for, too", async () => {
    const world = worldOf(directory);
    const provider = await world.provider();
    await provider.getIdentity({ identityKey, ...call() });
    world.system.holdDeltas(true);
    await provider.createIdentity({ identityKey, attributes: {}, ...call() });
    expect(await provider.getIdentity({ identityKey, ...call() })).toBeNull();
    world.system.holdDeltas(false);
    expect(await provider.getIdentity({ identityKey, ...call() })).not.toBeNull();
  });

  it("of keys are nobody's key yet", async () => {
    const world = worldOf(directory);
    world.person(identityKey);
    const provider = await world.provider();
    await provider.getIdentity({ identityKey, ...call() });
    world.system.holdDeltas(true);
    await provider.ensureAttributes({ identityKey, attributes: { uid: "janet" }, ...call() });
    expect(await provider.getIdentity({ identityKey: "janet", ...call() })).toBeNull();
    expect(await provider.getIdentity({ identityKey, ...call() })).not.toBeNull();
    world.system.holdDeltas(false);
    expect(await provider.getIdentity({ identityKey, ...call() })).toBeNull();
    expect(await provider.getIdentity({ identityKey: "janet", ...call() })).not.toBeNull();
  });

  it("of groups are waited for, too", async () => {
    const world = worldOf(directory);
    world.person(identityKey);
    const id = `CN=Team,${staff}`;
    world.system.put({ objectType: "group", dn: id, attributes: {} });
    const provider = await world.provider();
    await provider.getIdentity({ identityKey, ...call() });
    world.system.holdDeltas(true);
    await provider.grantEntitlement({ identityKey, entitlement: { kind: "Group", id }, ...call() });
    const held = () => provider.listEntitlements({ identityKey, ...call() });
    expect(await held()).toEqual([]);
    world.system.holdDeltas(false);
    expect(await held()).toHaveLength(1);
  });

  it("are told by a full import before anything is exported a second time", async () => {
    const world = worldOf(directory);
    world.person(identityKey, { Title: "Engineer" });
    const provider = await world.provider();
    await provider.getIdentity({ identityKey, ...call() });
    const ensure = () => provider.ensureAttributes({ identityKey, attributes: { Title: "Boss" }, ...call() });
    world.system.holdDeltas(true);
    await ensure();
    world.system.forgetCalls();
    // The system has it: there is nothing left to do.
    expect(await ensure()).toMatchObject({ changed: false });
    expect(world.system.importsBegun("Full")).toBe(1);
    expect(world.system.slotsCalled()).not.toContain("exportData");
  });

  it("are exported again where the system let them fall", async () => {
    const world = worldOf(directory);
    world.person(identityKey, { Title: "Engineer" });
    const provider = await world.provider();
    await provider.getIdentity({ identityKey, ...call() });
    const ensure = () => provider.ensureAttributes({ identityKey, attributes: { Title: "Boss" }, ...call() });
    world.system.holdDeltas(true);
    await ensure();
    world.system.change(`CN=jane,${staff}`, { Title: ["Engineer"] });
    expect(await ensure()).toMatchObject({ changed: true });
    expect(world.system.find(`CN=jane,${staff}`)?.attributes.get("Title")).toEqual(["Boss"]);
  });
});
