import { isSecret, Secret } from "@idle/contract";
import { describe, expect, it, onTestFinished } from "vitest";
import { ConnectorException, type ExportEntry } from "../../src/index.ts";
import { call, createWorld, directory, failureOf, generic, plain, staff, type World } from "./connectors.ts";

function worldOf(...args: Parameters<typeof createWorld>) {
  const world = createWorld(...args);
  onTestFinished(() => world.close());
  return world;
}
const identityKey = "jane";
const clear = "Correct-Horse-7";
const exports = ({ system }: World) =>
  system.calls.flatMap(({ slot, args }) =>
    slot === "exportData" ? (args.csEntries as readonly ExportEntry[]).map((entry) => entry) : [],
  );

describe("initial passwords", () => {
  it("go with the new object where the connector takes them so", async () => {
    const world = worldOf(plain);
    const provider = await world.provider();
    await provider.createIdentity({ identityKey, attributes: {}, initialPassword: new Secret(clear), ...call() });
    expect(exports(world).map(({ modificationType }) => modificationType)).toEqual(["Add"]);
    expect(world.system.passwords.get(identityKey)).toBe(clear);
  });

  it("go in a second pass where it has passwords, and takes none with the object", async () => {
    const world = worldOf(generic);
    const provider = await world.provider();
    await provider.createIdentity({ identityKey, attributes: {}, initialPassword: new Secret(clear), ...call() });
    const [first, second, ...more] = exports(world);
    expect([first?.modificationType, more.length]).toEqual(["Add", 0]);
    expect(first?.changedAttributeNames).not.toContain("export_password");
    expect(second?.changedAttributeNames).toContain("export_password");
    expect(world.system.passwords.get(identityKey)).toBe(clear);
  });

  it("are made where that is asked for, and told once", async () => {
    const world = worldOf(plain);
    const provider = await world.provider();
    const { outputs } = await provider.createIdentity({
      identityKey,
      attributes: {},
      initialPassword: { generate: true },
      ...call(),
    });
    const told = outputs?.initialPassword;
    expect(isSecret(told) && told.reveal()).toBe(world.system.passwords.get(identityKey));
    expect(world.system.passwords.get(identityKey)).toHaveLength(24);
  });

  it("are refused where the connector has none, before anybody is created", async () => {
    const world = worldOf(plain, { capabilities: { enableExportPasswordInFirstPass: false } });
    const provider = await world.provider();
    for (const initialPassword of [new Secret(clear), { generate: true } as const]) {
      const failure = await failureOf(() =>
        provider.createIdentity({ identityKey, attributes: {}, initialPassword, ...call() }),
      );
      expect(failure.code).toBe("Unsupported");
    }
    expect(world.system.objects).toEqual([]);
  });

  it("are nothing else than what the contract says", async () => {
    const provider = await worldOf(plain).provider();
    const initialPassword = clear as unknown as Secret;
    const failure = await failureOf(() =>
      provider.createIdentity({ identityKey, attributes: {}, initialPassword, ...call() }),
    );
    expect(failure.code).toBe("InvalidInput");
    expect(JSON.stringify([failure.message, failure.details])).not.toContain(clear);
  });
});

describe("a password that the system refuses", () => {
  const refuseUpdates = (world: World) =>
    world.system.refuse(({ modificationType, changedAttributeNames }) =>
      modificationType !== "Delete" && changedAttributeNames.includes("export_password")
        ? { errorCode: "ExportErrorPasswordPolicyViolation", errorDetail: "too plain" }
        : null,
    );
  const create = async (world: World) => {
    const provider = await world.provider();
    const initialPassword = new Secret(clear);
    return failureOf(() => provider.createIdentity({ identityKey, attributes: {}, initialPassword, ...call() }));
  };

  it("leaves nobody behind without one", async () => {
    const world = worldOf(generic);
    refuseUpdates(world);
    expect(await create(world)).toMatchObject({ code: "InvalidInput", message: expect.stringContaining("too plain") });
    expect(world.system.objects).toEqual([]);
    world.system.refuse(() => null);
    const provider = await world.provider();
    expect(
      await provider.createIdentity({ identityKey, attributes: {}, initialPassword: new Secret(clear), ...call() }),
    ).toMatchObject({
      changed: true,
    });
  });

  it("takes nobody else back, whoever has the name", async () => {
    const world = worldOf(directory, { capabilities: { enablePasswordOperations: true } });
    world.system.put({ objectType: "user", dn: `CN=jane,${staff}`, attributes: { uid: "other" } });
    expect((await create(world)).code).toBe("AlreadyExists");
    // The space does not know of it yet.
    world.system.put({ objectType: "user", dn: `CN=joe,${staff}`, attributes: { uid: "another" } });
    const provider = await world.provider();
    const failure = await failureOf(() =>
      provider.createIdentity({ identityKey: "joe", attributes: {}, initialPassword: new Secret(clear), ...call() }),
    );
    expect(failure.code).toBe("AlreadyExists");
    expect(world.system.objects).toHaveLength(2);
  });

  it("says so where that cannot be", async () => {
    const world = worldOf(generic);
    world.system.refuse(({ changedAttributeNames, modificationType }) => {
      if (modificationType === "Delete") return { errorCode: "ExportErrorPermissionIssue" };
      return changedAttributeNames.includes("export_password")
        ? { errorCode: "ExportErrorPasswordPolicyViolation" }
        : null;
    });
    const failure = await create(world);
    expect(failure).toMatchObject({
      code: "InvalidInput",
      message: expect.stringContaining('"jane" stays without its password'),
    });
    expect(failure.message).not.toContain(clear);
  });
});

describe("a password of whom nobody knows whether they were created", () => {
  const cut = () => {
    throw new ConnectorException("ServerDown", "the line was cut");
  };
  const withPasswords = { capabilities: { enablePasswordOperations: true } };

  it("is set once more where they are there after all, so that it is told", async () => {
    const world = worldOf(plain, withPasswords);
    const provider = await world.provider();
    world.system.nextAfter("exportData", cut);
    const { changed, outputs } = await provider.createIdentity({
      identityKey,
      attributes: {},
      initialPassword: { generate: true },
      ...call(),
    });
    const told = outputs?.initialPassword;
    expect([changed, isSecret(told) && told.reveal()]).toEqual([true, world.system.passwords.get(identityKey)]);
    expect(world.system.slotsCalled()).toContain("password");
  });

  it("is not set for somebody else, nor for nobody", async () => {
    const world = worldOf(plain, withPasswords);
    const provider = await world.provider();
    const create = (attributes: Record<string, string>) =>
      failureOf(() =>
        provider.createIdentity({ identityKey, attributes, initialPassword: { generate: true }, ...call() }),
      );
    world.system.next("exportData", cut);
    expect((await create({})).code).toBe("ConnectionFailed");
    world.system.next("exportData", () => {
      world.person(identityKey, { Title: "Somebody else" });
      return cut();
    });
    expect((await create({ Title: "Engineer" })).code).toBe("ConnectionFailed");
    expect(world.system.passwords.size).toBe(0);
    expect(world.system.find(identityKey)?.attributes.get("Title")).toEqual(["Somebody else"]);
  });
});

describe("ending sessions", () => {
  it("sets a password that nobody knows, another one each time", async () => {
    const world = worldOf(generic);
    const provider = await world.provider();
    await provider.createIdentity({ identityKey, attributes: {}, initialPassword: new Secret(clear), ...call() });
    const set = new Set([world.system.passwords.get(identityKey)]);
    for (let time = 0; time < 2; time += 1) {
      expect(await provider.revokeSessions({ identityKey, ...call() })).toEqual({ changed: true });
      set.add(world.system.passwords.get(identityKey));
    }
    expect(set.size).toBe(3);
  });

  it("is refused unless the option says so, and for a connector that sets no passwords", async () => {
    const { revokeSessions: _, ...options } = generic.options;
    const world = worldOf({ ...generic, options });
    const provider = await world.provider();
    expect(provider.getCapabilities()).not.toContain("IdLE.Identity.RevokeSessions");
    expect((await failureOf(() => provider.revokeSessions({ identityKey, ...call() }))).code).toBe("Unsupported");
    const without = worldOf(plain);
    const failure = await failureOf(() => without.provider({ revokeSessions: "resetPassword" }));
    expect(failure.message).toContain("enablePasswordOperations is off");
  });
});
