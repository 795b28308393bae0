import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Secret } from "@idle/contract";
import { describe, expect, it, onTestFinished } from "vitest";
import { ConnectorException } from "../../src/index.ts";
import { call, createWorld, directory, failureOf, plain } from "./connectors.ts";

function worldOf(...args: Parameters<typeof createWorld>) {
  const world = createWorld(...args);
  onTestFinished(() => world.close());
  return world;
}
const identityKey = "jane";

/** A promise, and what settles it. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe("reads that say what the system has", () => {
  it("import before the first read, and not again as long as that is young enough", async () => {
    const world = worldOf(plain);
    world.person(identityKey, { Title: "Engineer" });
    const provider = await world.provider({ maxAgeSeconds: 10 });
    const title = async () => (await provider.getIdentity({ identityKey, ...call() }))?.attributes.Title;
    expect(await title()).toBe("Engineer");
    world.system.change(identityKey, { Title: ["Boss"] });
    world.clock.now += 9_999;
    expect([await title(), world.system.importsBegun()]).toEqual(["Engineer", 1]);
    world.clock.now += 1;
    expect([await title(), world.system.importsBegun()]).toEqual(["Boss", 2]);
  });

  it("import each time where nothing else is young enough, and when the clock was put back", async () => {
    const world = worldOf(plain);
    const eager = await world.provider({ maxAgeSeconds: 0 });
    for (let reads = 1; reads <= 2; reads += 1) {
      await eager.getIdentity({ identityKey, ...call() });
      expect(world.system.importsBegun()).toBe(reads);
    }
    const provider = await world.provider();
    await provider.getIdentity({ identityKey, ...call() });
    world.clock.now -= 3_600_000;
    await provider.getIdentity({ identityKey, ...call() });
    expect(world.system.importsBegun()).toBe(4);
  });

  it("import after each write", async () => {
    const world = worldOf(plain);
    world.person(identityKey, { Title: "Engineer" });
    const provider = await world.provider();
    await provider.ensureAttributes({ identityKey, attributes: { Title: "Boss" }, ...call() });
    // The system has its own mind.
    world.system.change(identityKey, { Title: ["BOSS"] });
    expect((await provider.getIdentity({ identityKey, ...call() }))?.attributes.Title).toBe("BOSS");
    expect(world.system.importsBegun()).toBe(2);
    await provider.ensureAttributes({ identityKey, attributes: { Title: "BOSS" }, ...call() });
    await provider.getIdentity({ identityKey, ...call() });
    expect(world.system.importsBegun()).toBe(2);
  });

  it("import after a write that failed, whatever it did", async () => {
    const world = worldOf(plain);
    world.person(identityKey);
    const provider = await world.provider();
    world.system.nextAfter("exportData", () => {
      throw new ConnectorException("ServerDown", "the line was cut");
    });
    const ensure = () => provider.ensureAttributes({ identityKey, attributes: { Title: "Boss" }, ...call() });
    expect((await failureOf(ensure)).code).toBe("ConnectionFailed");
    expect((await provider.getIdentity({ identityKey, ...call() }))?.attributes.Title).toBe("Boss");
    expect(await ensure()).toMatchObject({ changed: false });
  });

  it("ask for changes only where the connector can tell them, once it has told all", async () => {
    const world = worldOf(directory);
    world.person(identityKey);
    const first = await world.provider();
    await first.getIdentity({ identityKey, ...call() });
    world.person("joe");
    world.clock.now += 61_000;
    expect(await first.getIdentity({ identityKey: "joe", ...call() })).not.toBeNull();
    expect([world.system.importsBegun("Full"), world.system.importsBegun("Delta")]).toEqual([1, 1]);
    await first.close();
    world.system.forgetCalls();
    // Another one begins where this one ended.
    const second = await world.provider();
    await second.getIdentity({ identityKey, ...call() });
    expect([world.system.importsBegun("Full"), world.system.importsBegun("Delta")]).toEqual([0, 1]);
  });

  it("are one import for all who read at the same time", async () => {
    const world = worldOf(plain);
    world.person(identityKey);
    const provider = await world.provider();
    const reads = Array.from({ length: 5 }, () => provider.getIdentity({ identityKey, ...call() }));
    expect((await Promise.all(reads)).every((identity) => identity !== null)).toBe(true);
    expect(world.system.importsBegun()).toBe(1);
  });

  it("go on when one of those who wait gives up, and end with the last one", async () => {
    const world = worldOf(plain);
    world.person(identityKey);
    const provider = await world.provider();
    await provider.getIdentity({ identityKey, ...call() });
    world.clock.now += 61_000;
    const { opened, open } = gate();
    const begun = gate();
    world.system.next("importData", () => {
      begun.open();
      return opened;
    });
    const impatient = new AbortController();
    const one = provider.getIdentity({ identityKey, session: undefined, signal: impatient.signal });
    const other = provider.getIdentity({ identityKey, ...call() });
    await begun.opened;
    impatient.abort();
    await expect(one).rejects.toThrow(/abort/i);
    open();
    expect(await other).not.toBeNull();

    world.clock.now += 61_000;
    const alone = new AbortController();
    const again = gate();
    world.system.next("importData", async () => {
      again.open();
      await new Promise((resolve) => alone.signal.addEventListener("abort", resolve));
    });
    const last = provider.getIdentity({ identityKey, session: undefined, signal: alone.signal });
    await again.opened;
    alone.abort();
    await expect(last).rejects.toThrow(/abort/i);
    expect(await provider.getIdentity({ identityKey, ...call() })).not.toBeNull();
    const reasons = world.system.calls
      .filter(({ slot }) => slot === "endImport")
      .map(({ args }) => (args.closeImportConnectionRunStep as { readonly reason: string }).reason);
    expect(reasons).toEqual(["Normal", "Normal", "TerminatedByUser", "Normal"]);
  });

  it("leave nobody with another account's refusal", async () => {
    const world = worldOf(plain);
    world.person(identityKey);
    const provider = await world.provider();
    const session = (userName: string) => ({ type: "Credential" as const, userName, password: new Secret("s3cret") });
    world.system.next("beginImport", () => {
      throw new ConnectorException("BadServerCredentials", "unknown account");
    });
    const { signal } = new AbortController();
    const refused = failureOf(() => provider.getIdentity({ identityKey, session: session("wrong"), signal }));
    const other = provider.getIdentity({ identityKey, session: session("right"), signal });
    expect((await refused).code).toBe("PermissionDenied");
    expect(await other).not.toBeNull();
  });

  it("do not tell what an import left out that began before a write", async () => {
    const world = worldOf(plain);
    world.person(identityKey);
    const provider = await world.provider();
    await provider.getIdentity({ identityKey, ...call() });
    world.clock.now += 61_000;
    const written = gate();
    const begun = gate();
    world.system.next("endImport", () => {
      begun.open();
      return written.opened;
    });
    const early = provider.getIdentity({ identityKey, ...call() });
    await begun.opened;
    const write = provider.ensureAttributes({ identityKey, attributes: { Title: "Boss" }, ...call() });
    written.open();
    await Promise.all([early, write]);
    expect((await provider.getIdentity({ identityKey, ...call() }))?.attributes.Title).toBe("Boss");
  });

  it("are let go with the provider, and begin anew", async () => {
    const world = worldOf(plain);
    world.person(identityKey);
    const provider = await world.provider();
    await provider.close();
    await provider.getIdentity({ identityKey, ...call() });
    await provider.close();
    expect(await provider.getIdentity({ identityKey, ...call() })).not.toBeNull();
    expect(world.system.importsBegun()).toBe(2);
  });

  it("end with the provider", async () => {
    const world = worldOf(plain);
    const provider = await world.provider();
    const begun = gate();
    const { opened, open } = gate();
    world.system.next("importData", () => {
      begun.open();
      return opened;
    });
    const read = expect(Promise.resolve(provider.getIdentity({ identityKey, ...call() }))).rejects.toThrow(
      /the host aborted/,
    );
    await begun.opened;
    const closed = provider.close();
    await read;
    open();
    await closed;
    expect(await provider.getIdentity({ identityKey, ...call() })).toBeNull();
  });

  it("are tried again by the next call where the connector could not be opened", async () => {
    const world = worldOf(plain);
    const provider = await world.provider();
    const inTheWay = join(world.folder, "pretend");
    writeFileSync(inTheWay, "");
    const read = () => provider.getIdentity({ identityKey, ...call() });
    expect((await failureOf(read)).code).toBe("FileUnreadable");
    rmSync(inTheWay);
    expect(await read()).toBeNull();
  });

  it("ask for everything when the watermark is gone", async () => {
    const world = worldOf(directory);
    world.person(identityKey);
    const provider = await world.provider();
    await provider.getIdentity({ identityKey, ...call() });
    const types = directory.schema.types.map(({ name, attributes }) => ({
      name,
      attributes: [...attributes, { name: "Fresh", dataType: "String" as const }],
    }));
    world.system.setSchema({ types });
    await (await world.connector()).discoverSchema();
    world.clock.now += 61_000;
    expect(await provider.getIdentity({ identityKey, ...call() })).not.toBeNull();
    expect([world.system.importsBegun("Full"), world.system.importsBegun("Delta")]).toEqual([2, 0]);
  });
});

describe("reads that say what the space has", () => {
  it("know nobody before the first import, and say so", async () => {
    const world = worldOf(plain);
    world.person(identityKey);
    const provider = await world.provider({ read: "space" });
    const { code, message } = await failureOf(() => provider.getIdentity({ identityKey, ...call() }));
    expect([code, message]).toEqual(["NotReady", expect.stringContaining("idle connector import")]);
    await (await world.connector()).import({ type: "Full" });
    expect(await provider.getIdentity({ identityKey, ...call() })).not.toBeNull();
    expect(world.system.importsBegun()).toBe(1);
  });

  it("know nobody before each partition was imported", async () => {
    const world = worldOf(directory, { system: { partitions: ["DC=example,DC=com", "DC=other"] } });
    world.person(identityKey);
    const connector = await world.connector();
    await connector.discoverSchema();
    await connector.discoverPartitions();
    const provider = await world.provider({ read: "space" });
    const read = () => provider.getIdentity({ identityKey, ...call() });
    expect((await failureOf(read)).code).toBe("NotReady");
    await connector.import({ type: "Full", partition: "DC=example,DC=com" });
    expect((await failureOf(read)).code).toBe("NotReady");
    await connector.import({ type: "Full", partition: "dc=OTHER" });
    expect(await read()).not.toBeNull();
  });

  it("show what was exported since, without an import", async () => {
    const world = worldOf(plain);
    world.person(identityKey);
    await (await world.connector()).import({ type: "Full" });
    const provider = await world.provider({ read: "space" });
    await provider.ensureAttributes({ identityKey, attributes: { Title: "Boss" }, ...call() });
    world.system.change(identityKey, { Title: ["Somebody else's"] });
    expect((await provider.getIdentity({ identityKey, ...call() }))?.attributes.Title).toBe("Boss");
    expect(world.system.importsBegun()).toBe(1);
  });

  it("are all there is of a connector that does not import", async () => {
    const world = worldOf(plain, { capabilities: { enableImport: false } });
    const provider = await world.provider();
    await provider.createIdentity({ identityKey, attributes: { Title: "Boss" }, enabled: true, ...call() });
    expect((await provider.getIdentity({ identityKey, ...call() }))?.attributes.Title).toBe("Boss");
    expect(world.system.slotsCalled()).not.toContain("beginImport");
  });
});
