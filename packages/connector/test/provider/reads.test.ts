import type { Identity } from "@idle/contract";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ConnectorSchema } from "../../src/index.ts";
import { call, createWorld, directory, failureOf, generic, type Kind, plain, staff } from "./connectors.ts";

function worldOf(...args: Parameters<typeof createWorld>) {
  const world = createWorld(...args);
  onTestFinished(() => world.close());
  return world;
}
async function listed(identities: AsyncIterable<Identity>): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { identityKey } of identities) keys.push(identityKey);
  return keys.toSorted();
}

describe("what an identity is", () => {
  it("has its attributes by their types, a list where there can be several", async () => {
    const world = worldOf(plain);
    world.person("jane", { Level: 2n ** 60n, Phones: ["1"], Photo: new Uint8Array([1]), Created: "2020", Pin: "1234" });
    const provider = await world.provider();
    expect(await provider.getIdentity({ identityKey: "jane", ...call() })).toEqual({
      identityKey: "jane",
      enabled: true,
      attributes: {
        Login: "jane",
        Level: String(2n ** 60n),
        Phones: ["1"],
        Photo: { base64: "AQ==" },
        Created: "2020",
        Active: true,
      },
    });
  });

  it("has the anchor as its id where people are called by something else", async () => {
    const world = worldOf(directory);
    world.person("jane");
    const provider = await world.provider();
    expect(await provider.getIdentity({ identityKey: "jane", ...call() })).toMatchObject({
      id: "1000",
      container: staff,
    });
  });

  it("stands nowhere where names are no paths", async () => {
    const world = worldOf(generic);
    world.person("Jane");
    const provider = await world.provider();
    expect(await provider.getIdentity({ identityKey: "jane", ...call() })).toEqual({
      identityKey: "Jane",
      id: "1000",
      enabled: true,
      attributes: { Number: 1000, Active: true },
    });
  });

  it("has all parts of the anchor where it has several", async () => {
    const schema: ConnectorSchema = {
      types: [
        {
          name: "person",
          attributes: [
            { name: "Company", dataType: "String", isAnchor: true },
            { name: "Number", dataType: "Integer", isAnchor: true },
            { name: "Login", dataType: "String" },
          ],
        },
      ],
    };
    const kind: Kind = { ...plain, schema, options: { objectType: "person", identityKey: "login" } };
    const world = worldOf(kind);
    world.system.put({ objectType: "person", attributes: { Company: "Acme", Number: 5, Login: "jane" } });
    const provider = await world.provider();
    expect(await provider.getIdentity({ identityKey: "jane", ...call() })).toMatchObject({
      identityKey: "jane",
      id: '["Acme","5"]',
    });
  });

  it("is enabled unless the attribute says otherwise", async () => {
    const world = worldOf(plain);
    world.person("on");
    world.person("off", { Active: false });
    world.person("unsaid", { Active: [] });
    const provider = await world.provider();
    const isEnabled = async (identityKey: string) => (await provider.getIdentity({ identityKey, ...call() }))?.enabled;
    expect([await isEnabled("on"), await isEnabled("off"), await isEnabled("unsaid")]).toEqual([true, false, true]);
    expect(await provider.disableIdentity({ identityKey: "unsaid", ...call() })).toEqual({ changed: true });
    expect(world.system.find("unsaid")?.attributes.get("Active")).toEqual([false]);
  });

  it("can be disabled by having no value", async () => {
    const world = worldOf(plain);
    world.person("jane", { Title: "active" });
    const provider = await world.provider({ enabled: { attribute: "title", enabled: "active", disabled: null } });
    expect(await provider.disableIdentity({ identityKey: "jane", ...call() })).toEqual({ changed: true });
    expect(world.system.find("jane")?.attributes.has("Title")).toBe(false);
    expect(await provider.getIdentity({ identityKey: "jane", ...call() })).toMatchObject({ enabled: false });
    expect(await provider.enableIdentity({ identityKey: "jane", ...call() })).toEqual({ changed: true });
    expect(world.system.find("jane")?.attributes.get("Title")).toEqual(["active"]);
  });
});

describe("keys", () => {
  it("are values of an attribute, exactly", async () => {
    const world = worldOf(directory);
    world.person("jane");
    const provider = await world.provider();
    const find = (identityKey: string) => provider.getIdentity({ identityKey, ...call() });
    expect(await find("jane")).not.toBeNull();
    for (const other of ["Jane", "jane ", "jan", "__proto__", `CN=jane,${staff}`]) expect(await find(other)).toBeNull();
    expect((await failureOf(() => find(" "))).code).toBe("InvalidInput");
  });

  it("that several have are nobody's", async () => {
    const world = worldOf(directory);
    world.person("jane");
    world.system.put({ objectType: "user", dn: `CN=other,${staff}`, attributes: { uid: "jane" } });
    const provider = await world.provider();
    const { code, message } = await failureOf(() => provider.getIdentity({ identityKey: "jane", ...call() }));
    expect(code).toBe("InvalidInput");
    expect(message).toContain(`"jane" fits more than one identity: "CN=jane,${staff}" and "CN=other,${staff}"`);
  });

  it("are names, in whatever spelling, where people are called by them", async () => {
    const world = worldOf(directory);
    world.person("Jane");
    world.system.put({ objectType: "group", dn: `CN=Staff,${staff}`, attributes: {} });
    const provider = await world.provider({ identityKey: "DN" });
    const find = (identityKey: string) => provider.getIdentity({ identityKey, ...call() });
    const dn = `CN=Jane,${staff}`;
    expect(await find("cn=jane, ou=staff, dc=example, dc=COM")).toMatchObject({ identityKey: dn });
    for (const other of ["jane", "Doe, Jane, DC=example", `CN=Staff,${staff}`, "="])
      expect(await find(other)).toBeNull();
  });

  it("are names also where the name is the anchor", async () => {
    const kind: Kind = {
      ...directory,
      schema: { types: [{ name: "user", attributes: [{ name: "Title", dataType: "String" }] }] },
      system: { style: "LDAP" },
      capabilities: {
        distinguishedNameStyle: "LDAP",
        useDnAsAnchor: true,
        enableExport: true,
        enableObjectRename: true,
      },
      options: { objectType: "user" },
    };
    const world = worldOf(kind);
    world.system.put({ objectType: "user", dn: `CN=jane,${staff}`, attributes: { Title: "Boss" } });
    const provider = await world.provider();
    const identityKey = `cn=jane,${staff}`;
    const identity = await provider.getIdentity({ identityKey, ...call() });
    expect(identity).toEqual({
      identityKey: `CN=jane,${staff}`,
      enabled: true,
      container: staff,
      attributes: { Title: "Boss" },
    });
    await provider.moveIdentity({ identityKey, targetContainer: "OU=Movers,DC=example,DC=com", ...call() });
    expect(await provider.getIdentity({ identityKey, ...call() })).toBeNull();
  });

  it("must be said where there are no names and the anchor is no text", async () => {
    const schema: ConnectorSchema = {
      types: [
        {
          name: "person",
          attributes: [
            { name: "Number", dataType: "Integer", isAnchor: true },
            { name: "Login", dataType: "String" },
          ],
        },
      ],
    };
    const kind: Kind = { ...plain, schema, options: { objectType: "person" } };
    const provider = await worldOf(kind).provider();
    const { code, message } = await failureOf(() => provider.getIdentity({ identityKey: "5", ...call() }));
    expect([code, message]).toEqual(["InvalidInput", expect.stringContaining("as identityKey")]);
  });
});

describe("options that do not fit the schema", () => {
  it.each([
    [{ objectType: "persn" }, 'no object type "persn". Did you mean "person"?'],
    [{ identityKey: "Titel" }, 'no attribute "Titel". Did you mean "Title"?'],
    [{ identityKey: "Level" }, "identityKey must be an attribute of the type String with one value"],
    [{ identityKey: "Phones" }, "identityKey must be an attribute of the type String with one value"],
    [{ identityKey: "Pin" }, "which imports bring; Pin is none"],
    [{ enabled: { attribute: "Phones", enabled: "1", disabled: "2" } }, "enabled.attribute must have one value"],
    [{ enabled: { attribute: "Pin", enabled: "1", disabled: "2" } }, "which imports bring; Pin is none such"],
    [{ enabled: { attribute: "Level", enabled: "high", disabled: 0 } }, "enabled.enabled does not fit"],
    [{ entitlements: { kind: "Role", attribute: "Title" } }, "must be a multi-valued attribute"],
    [{ entitlements: { kind: "Role", attribute: "Photos" } }, "must be a multi-valued attribute"],
    [{ entitlements: { kind: "Role", attribute: "Roles", of: "tem" } }, 'no object type "tem". Did you mean "team"?'],
    [
      { entitlements: { kind: "Role", attribute: "Label", of: "team" } },
      "must be a multi-valued attribute of references",
    ],
    [
      { entitlements: { kind: "Role", attribute: "Members", of: "team", displayName: "Number" } },
      "displayName must be an attribute of the type String",
    ],
  ])("are told by the first call: %j", async (options, why) => {
    const { entitlements: _, enabled: __, ...rest } = plain.options;
    const kind: Kind = {
      ...plain,
      schema: { types: [...plain.schema.types, ...generic.schema.types.filter(({ name }) => name === "team")] },
      options: rest,
    };
    const provider = await worldOf(kind).provider(options);
    const { code, message } = await failureOf(() => provider.getIdentity({ identityKey: "jane", ...call() }));
    expect(code).toBe("InvalidInput");
    expect(message).toContain(why);
  });
});

describe("lists", () => {
  it("hold whoever fits all conditions", async () => {
    const world = worldOf(plain);
    world.person("jane", { Department: "HR", Phones: ["1", "2"] });
    world.person("joe", { Department: "HR" });
    world.person("jim", { Active: false, Phones: ["1"] });
    const provider = await world.provider();
    const list = (filter: object) => listed(provider.listIdentities({ filter, ...call() }));
    expect(await list({})).toEqual(["jane", "jim", "joe"]);
    expect(await list({ attributes: { department: "HR" } })).toEqual(["jane", "joe"]);
    expect(await list({ attributes: { Department: null } })).toEqual(["jim"]);
    expect(await list({ attributes: { Phones: "1" } })).toEqual(["jane", "jim"]);
    expect(await list({ attributes: { Phones: ["1", "2"] } })).toEqual(["jane"]);
    expect(await list({ enabled: false })).toEqual(["jim"]);
    expect(await list({ enabled: true, attributes: { Phones: "1" } })).toEqual(["jane"]);
  });

  it("refuse conditions that cannot be looked at", async () => {
    const world = worldOf(plain);
    const provider = await world.provider();
    const fail = (attributes: Record<string, string>) =>
      failureOf(() => listed(provider.listIdentities({ filter: { attributes }, ...call() })));
    expect((await fail({ Departmnt: "HR" })).message).toContain('Did you mean "Department"?');
    expect((await fail({ Pin: "1234" })).message).toContain("cannot be read");
  });

  it("leave out what has no key, and other types", async () => {
    const world = worldOf(directory);
    world.person("jane");
    world.system.put({ objectType: "user", dn: `CN=keyless,${staff}`, attributes: {} });
    world.system.put({ objectType: "group", dn: `CN=Staff,${staff}`, attributes: {} });
    const provider = await world.provider();
    expect(await listed(provider.listIdentities(call()))).toEqual(["jane"]);
  });
});

describe("what others staged", () => {
  it.each(["import", "space"] as const)("is not shown before it is exported (read: %s)", async (read) => {
    const world = worldOf(plain);
    world.person("jane", { Title: "Engineer" });
    world.person("joe");
    const connector = await world.connector();
    await connector.import({ type: "Full" });
    const object = (login: string) => ({ objectType: "person", anchor: { Login: login } });
    connector.stage([
      { action: "update", object: object("jane"), attributes: { Title: ["Boss"] } },
      { action: "delete", object: object("joe") },
      { action: "add", objectType: "person", attributes: { Login: ["new"] } },
    ]);
    const provider = await world.provider({ read });
    expect(await listed(provider.listIdentities(call()))).toEqual(["jane", "joe"]);
    expect((await provider.getIdentity({ identityKey: "jane", ...call() }))?.attributes.Title).toBe("Engineer");
    expect(await provider.getIdentity({ identityKey: "new", ...call() })).toBeNull();
  });
});

describe("a read that fails", () => {
  it("says so of an object that the last import could not read", async () => {
    const world = worldOf(plain);
    world.person("jane");
    world.person("joe");
    const provider = await world.provider();
    await provider.getIdentity({ identityKey: "jane", ...call() });
    world.system.change("jane", { Title: ["a", "b"] });
    world.system.change("joe", { Title: ["a"] });
    world.clock.now += 61_000;
    const { code, message } = await failureOf(() => provider.getIdentity({ identityKey: "jane", ...call() }));
    expect(code).toBe("RemoteExecutionFailed");
    expect(message).toContain('could not read "jane" (TooManyValues)');
    expect(await provider.getIdentity({ identityKey: "joe", ...call() })).not.toBeNull();
    world.system.change("jane", { Title: ["c"] });
    world.clock.now += 61_000;
    expect((await provider.getIdentity({ identityKey: "jane", ...call() }))?.attributes.Title).toBe("c");
  });

  it("says so of one who is not known yet, too", async () => {
    const world = worldOf(plain);
    world.person("jane", { Title: ["a", "b"] });
    const provider = await world.provider();
    expect((await failureOf(() => provider.getIdentity({ identityKey: "jane", ...call() }))).code).toBe(
      "RemoteExecutionFailed",
    );
    expect(await provider.getIdentity({ identityKey: "joe", ...call() })).toBeNull();
  });

  it("is not tried again by itself where the import told everything", async () => {
    const world = worldOf(plain);
    world.person("jane");
    const provider = await world.provider();
    await provider.ensureAttributes({ identityKey: "jane", attributes: { Department: "HR" }, ...call() });
    world.system.change("jane", { Title: ["a", "b"] });
    for (let reads = 0; reads < 2; reads += 1) {
      const failure = await failureOf(() => provider.getIdentity({ identityKey: "jane", ...call() }));
      expect(failure.code).toBe("RemoteExecutionFailed");
    }
    expect(world.system.importsBegun()).toBe(2);
  });
});
