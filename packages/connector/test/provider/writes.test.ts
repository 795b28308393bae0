import { describe, expect, it, onTestFinished } from "vitest";
import type { AttributeChange, ExportEntry } from "../../src/index.ts";
import { call, createWorld, directory, failureOf, generic, movers, plain, staff, type World } from "./connectors.ts";

function worldOf(...args: Parameters<typeof createWorld>) {
  const world = createWorld(...args);
  onTestFinished(() => world.close());
  return world;
}
const identityKey = "jane";
const exported = ({ system }: World): readonly ExportEntry[] =>
  system.calls.flatMap(({ slot, args }) => (slot === "exportData" ? (args.csEntries as readonly ExportEntry[]) : []));
const changesIn = ({ attributeChanges }: ExportEntry) =>
  attributeChanges.map(({ name, modificationType, valueChanges }: AttributeChange<unknown>) => ({
    name,
    modificationType,
    values: valueChanges.map(({ value }) => value),
  }));

describe("creating", () => {
  it("is one export with all that was asked for", async () => {
    const world = worldOf(directory);
    const provider = await world.provider();
    const attributes = { title: "Engineer", Level: "4", Phones: "1", Pin: "1234", Department: null, uid: "" };
    const created = await provider.createIdentity({ identityKey: "Doe, Jane", attributes, enabled: true, ...call() });
    expect(created).toEqual({ identityKey: "Doe, Jane", changed: true });
    const [entry] = exported(world);
    expect(entry?.dn).toBe(`CN=Doe\\, Jane,${staff}`);
    expect(entry === undefined ? [] : changesIn(entry)).toEqual([
      { name: "uid", modificationType: "Add", values: ["Doe, Jane"] },
      { name: "Title", modificationType: "Add", values: ["Engineer"] },
      { name: "Level", modificationType: "Add", values: [4] },
      { name: "Phones", modificationType: "Add", values: ["1"] },
      { name: "Pin", modificationType: "Add", values: ["1234"] },
      { name: "Active", modificationType: "Add", values: [true] },
    ]);
    expect(exported(world)).toHaveLength(1);
    expect(await provider.getIdentity({ identityKey: "Doe, Jane", ...call() })).toMatchObject({
      id: "1000",
      container: staff,
    });
  });

  it("makes the name of the attribute that the options say", async () => {
    const world = worldOf(directory);
    const provider = await world.provider({ rdnFrom: "Title" });
    await provider.createIdentity({ identityKey, attributes: { Title: "The #1" }, container: movers, ...call() });
    expect(exported(world)[0]?.dn).toBe(`CN=The #1,${movers}`);
    const { code, message } = await failureOf(() =>
      provider.createIdentity({ identityKey: "joe", attributes: {}, ...call() }),
    );
    expect([code, message]).toEqual(["InvalidInput", expect.stringContaining("made of Title")]);
  });

  it("of names of any form takes the key, or what the name is made of", async () => {
    const world = worldOf(generic);
    const provider = await world.provider();
    await provider.createIdentity({ identityKey, attributes: {}, ...call() });
    const other = await world.provider({ identityKey: "Title", rdnFrom: "Level", read: "space" });
    await other.createIdentity({ identityKey: "Boss", attributes: { Level: 7 }, ...call() });
    expect(exported(world).map(({ dn }) => dn)).toEqual(["jane", "7"]);
  });

  it("takes a key that is a name for where it stands", async () => {
    const world = worldOf(directory);
    const provider = await world.provider({ identityKey: "DN" });
    const key = `CN=jane,${movers}`;
    expect(await provider.createIdentity({ identityKey: key, attributes: {}, ...call() })).toEqual({
      identityKey: key,
      changed: true,
    });
    const create = (other: string, container?: string) =>
      failureOf(() =>
        provider.createIdentity({
          identityKey: other,
          attributes: {},
          ...(container !== undefined && { container }),
          ...call(),
        }),
      );
    expect((await create(`CN=joe,${movers}`, staff)).message).toContain("Give one of them");
    expect(await create("joe")).toMatchObject({
      code: "InvalidInput",
      message: expect.stringContaining('"joe" is none'),
    });
  });

  it.each([
    [{ Titel: "x" }, "InvalidInput", 'Did you mean "Title"?'],
    [{ Created: "2020" }, "InvalidInput", "the system makes it"],
    [{ Active: true }, "InvalidInput", "Use EnableIdentity and DisableIdentity"],
    [{ dn: "CN=x" }, "InvalidInput", "Use MoveIdentity"],
    [{ export_password: "x" }, "InvalidInput", "initialPassword of CreateIdentity"],
    [{ title: "x", Title: "y" }, "InvalidInput", "two names of one attribute"],
    [{ uid: "joe" }, "InvalidInput", "They are the same thing"],
    [{ Level: "high" }, "InvalidInput", "must be a whole number"],
    [{ ["__proto__"]: "x" }, "InvalidInput", "has no attribute"],
  ])("refuses %j before anything is exported", async (attributes, code, why) => {
    const world = worldOf(directory);
    const provider = await world.provider();
    const failure = await failureOf(() => provider.createIdentity({ identityKey, attributes, ...call() }));
    expect(failure).toMatchObject({ code, message: expect.stringContaining(why) });
    expect(world.system.slotsCalled()).not.toContain("beginExport");
  });

  it("refuses what such a connector has not", async () => {
    const { enabled: _, ...rest } = plain.options;
    const world = worldOf({ ...plain, options: rest });
    const provider = await world.provider();
    const create = (more: object) => () => provider.createIdentity({ identityKey, attributes: {}, ...more, ...call() });
    expect(await failureOf(create({ enabled: true, container: staff }))).toMatchObject({
      code: "Unsupported",
      message: expect.stringContaining("leave container away"),
    });
    expect(await failureOf(create({}))).toMatchObject({
      code: "Unsupported",
      message: expect.stringContaining("cannot be disabled"),
    });
    expect(await create({ enabled: true })()).toMatchObject({ changed: true });
  });

  it("needs to be told where, and by what name", async () => {
    const world = worldOf(directory);
    const { container: _, ...options } = directory.options;
    const nowhere = await createWorldProvider(world, options);
    expect(
      (await failureOf(() => nowhere.createIdentity({ identityKey, attributes: {}, ...call() }))).message,
    ).toContain("where the new identity");
    const { rdnAttribute: __, ...nameless } = options;
    const unnamed = await createWorldProvider(world, { ...nameless, container: staff });
    expect(
      (await failureOf(() => unnamed.createIdentity({ identityKey, attributes: {}, ...call() }))).message,
    ).toContain("Give rdnAttribute");
  });

  it("leaves alone whom the system knew and the space did not", async () => {
    const world = worldOf(plain);
    await (await world.connector()).import({ type: "Full" });
    world.person(identityKey, { Title: "Engineer" });
    const provider = await world.provider();
    // Just after the import that did not see them.
    await provider.getIdentity({ identityKey: "nobody", ...call() });
    world.person("joe");
    expect(await provider.createIdentity({ identityKey: "joe", attributes: { Title: "Boss" }, ...call() })).toEqual({
      identityKey: "joe",
      changed: false,
    });
    expect(world.system.find("joe")?.attributes.has("Title")).toBe(false);
  });

  it("says who has the name already", async () => {
    const world = worldOf(directory);
    world.system.put({ objectType: "user", dn: `CN=jane,${staff}`, attributes: { uid: "other" } });
    const provider = await world.provider();
    expect((await failureOf(() => provider.createIdentity({ identityKey, attributes: {}, ...call() }))).code).toBe(
      "AlreadyExists",
    );
  });

  it("tells the key as the system has it", async () => {
    const attributes = [{ name: "Login", dataType: "String" as const, isAnchor: true }];
    const schema = { types: [{ name: "person", attributes }] };
    const options = { objectType: "person" };
    const world = worldOf({ ...generic, schema, system: { style: "Generic" }, options });
    const provider = await world.provider();
    world.system.refuse(() => ({ anchorAttributes: [{ name: "Login", value: "JANE" }] }));
    const created = await provider.createIdentity({ identityKey, attributes: {}, enabled: true, ...call() });
    expect(created).toEqual({ identityKey: "JANE", changed: true });
  });

  it("cannot be done under a key that the system makes", async () => {
    const schema = {
      types: [
        {
          name: "person",
          attributes: [
            { name: "Login", dataType: "String" as const, isAnchor: true, operation: "ImportOnly" as const },
            { name: "Title", dataType: "String" as const },
          ],
        },
      ],
    };
    const world = worldOf({ ...generic, schema, system: { style: "Generic" }, options: { objectType: "person" } });
    const provider = await world.provider();
    expect(
      (await failureOf(() => provider.createIdentity({ identityKey, attributes: {}, enabled: true, ...call() }))).code,
    ).toBe("Unsupported");
  });
});

const createWorldProvider = async (world: World, options: object) => {
  const { createConnectorProvider } = await import("../../src/provider/connector-provider.ts");
  const made = await createConnectorProvider({
    definition: world.definition,
    scripts: world.system.scripts,
    folder: `${world.folder}/pretend`,
    objectType: "user",
    ...options,
  });
  onTestFinished(() => made.close());
  return made;
};

describe("attributes", () => {
  it("are exported where they differ, and no others", async () => {
    const world = worldOf(directory);
    world.person(identityKey, { Title: "Engineer", Phones: ["1", "2"], Level: 4 });
    const provider = await world.provider();
    const attributes = { title: "Boss", Phones: ["2", "3"], LEVEL: "4", Department: null };
    const result = await provider.ensureAttributes({ identityKey, attributes, ...call() });
    expect(result).toEqual({
      changed: true,
      attributes: [
        { name: "Title", changed: true, before: "Engineer", after: "Boss" },
        { name: "Phones", changed: true, before: ["1", "2"], after: ["2", "3"] },
        { name: "Level", changed: false, before: 4, after: 4 },
        { name: "Department", changed: false, before: null, after: null },
      ],
    });
    const [entry, ...more] = exported(world);
    expect(entry === undefined ? [] : changesIn(entry).map(({ name }) => name)).toEqual(["Title", "Phones"]);
    expect(more).toEqual([]);
    expect(world.system.find(`CN=jane,${staff}`)?.attributes.get("Phones")).toEqual(["2", "3"]);
  });

  it("that are references are the same in any spelling", async () => {
    const world = worldOf(directory);
    world.person("boss");
    world.person(identityKey, { Manager: `CN=boss,${staff}` });
    const provider = await world.provider();
    const ensure = (Manager: string) => provider.ensureAttributes({ identityKey, attributes: { Manager }, ...call() });
    expect(await ensure(`cn=BOSS, ${staff.toLowerCase()}`)).toMatchObject({ changed: false });
    expect(await ensure(`CN=other,${staff}`)).toMatchObject({ changed: true });
    expect((await failureOf(() => ensure("boss"))).message).toContain("must be the name of another object");
  });

  it.each([
    [{ Created: "2020" }, "InvalidInput", "the system makes it"],
    [{ Pin: "1234" }, "Unsupported", "to new identities only"],
    [{ guid: 5 }, "InvalidInput", "it never changes"],
    [{ DN: "CN=x" }, "InvalidInput", "Use MoveIdentity"],
    [{ Titel: "x" }, "InvalidInput", 'Did you mean "Title"?'],
    [{ Active: false }, "InvalidInput", "Use EnableIdentity"],
    [{ Title: ["a", "b"] }, "InvalidInput", "holds one value, not 2"],
  ])("are refused by preview and write alike: %j", async (attributes, code, why) => {
    const world = worldOf(directory);
    world.person(identityKey);
    const provider = await world.provider();
    for (const method of ["previewAttributes", "ensureAttributes"] as const) {
      const failure = await failureOf(() => provider[method]({ identityKey, attributes, ...call() }));
      expect(failure).toMatchObject({ code, message: expect.stringContaining(why) });
    }
    const created = { created: true, attributes: {} };
    const failure = await failureOf(() =>
      provider.previewAttributes({ identityKey, attributes, assume: created, ...call() }),
    );
    expect(failure.code).toBe(code);
  });

  it("that have the entitlements are for steps about entitlements", async () => {
    const world = worldOf(plain);
    world.person(identityKey);
    const provider = await world.provider();
    const failure = await failureOf(() =>
      provider.ensureAttributes({ identityKey, attributes: { roles: ["x"] }, ...call() }),
    );
    expect(failure).toMatchObject({ code: "InvalidInput", message: expect.stringContaining("Use EnsureEntitlements") });
  });

  it("are looked at as earlier steps of a plan leave them", async () => {
    const world = worldOf(directory);
    world.person(identityKey, { Title: "Engineer" });
    const provider = await world.provider();
    const preview = (assumed: Record<string, string | null>) =>
      provider.previewAttributes({
        identityKey,
        attributes: { Title: "Boss" },
        assume: { attributes: assumed },
        ...call(),
      });
    expect(await preview({ title: "Boss" })).toMatchObject({ changed: false });
    expect(await preview({ title: null })).toMatchObject({ changed: true, attributes: [{ before: null }] });
    expect(await preview({ elsewhere: "x", Department: "HR" })).toMatchObject({ attributes: [{ before: "Engineer" }] });
    expect(world.system.slotsCalled()).not.toContain("beginExport");
  });

  it("tell what the connector said of them", async () => {
    const world = worldOf(plain);
    world.person(identityKey);
    const provider = await world.provider();
    const ensure = () => provider.ensureAttributes({ identityKey, attributes: { Title: "Boss" }, ...call() });
    world.system.refuse(() => ({ errorCode: "ExportErrorPermissionIssue", errorDetail: "no rights on Title" }));
    expect(await failureOf(ensure)).toMatchObject({
      code: "PermissionDenied",
      message: expect.stringContaining("no rights on Title"),
    });
    world.system.refuse(() => null);
    expect(await ensure()).toMatchObject({ changed: true });
  });

  it("of one who has gone meanwhile are nobody's", async () => {
    const world = worldOf(plain);
    world.person(identityKey);
    const provider = await world.provider();
    await provider.getIdentity({ identityKey, ...call() });
    world.system.remove(identityKey);
    const failure = await failureOf(() =>
      provider.ensureAttributes({ identityKey, attributes: { Title: "Boss" }, ...call() }),
    );
    expect(failure.code).toBe("NotFound");
  });
});

describe("moving", () => {
  it("keeps the name, and the groups", async () => {
    const world = worldOf(directory);
    const dn = `CN=Doe\\, Jane,${staff}`;
    world.system.put({ objectType: "user", dn, attributes: { uid: identityKey } });
    world.system.put({ objectType: "group", dn: `CN=Team,${staff}`, attributes: { member: [dn] } });
    const provider = await world.provider();
    const move = (targetContainer: string) => provider.moveIdentity({ identityKey, targetContainer, ...call() });
    expect(await move(staff.toLowerCase())).toEqual({ changed: false });
    expect(await move(movers)).toEqual({ changed: true });
    expect(world.system.find(`CN=Doe\\, Jane,${movers}`)).toBeDefined();
    expect(await provider.listEntitlements({ identityKey, ...call() })).toHaveLength(1);
    expect((await failureOf(() => move("OU=Nowhere,DC=example,DC=com"))).code).toBe("NotFound");
    expect((await failureOf(() => move("Staff"))).code).toBe("InvalidInput");
    expect((await failureOf(() => move("DC=elsewhere"))).message).toContain("in none of the partitions");
  });

  it("does not take another one's name", async () => {
    const world = worldOf(directory);
    world.person(identityKey);
    world.person("other", {}, staff);
    world.system.put({ objectType: "group", dn: `CN=jane,${movers}`, attributes: {} });
    const provider = await world.provider();
    expect(
      (await failureOf(() => provider.moveIdentity({ identityKey, targetContainer: movers, ...call() }))).code,
    ).toBe("AlreadyExists");
  });

  it("is nothing that others can do", async () => {
    const world = worldOf(plain);
    const provider = await world.provider();
    expect(
      (await failureOf(() => provider.moveIdentity({ identityKey, targetContainer: movers, ...call() }))).code,
    ).toBe("Unsupported");
  });
});

describe("places that a plan means", () => {
  const gone = "OU=Gone,DC=example,DC=com";
  const worldWithJane = () => {
    const world = worldOf(directory);
    world.person(identityKey);
    return world;
  };

  it("are refused while planning where the hierarchy has them not", async () => {
    const provider = await worldWithJane().provider();
    const ask = (key: string, about: object) => provider.getIdentity({ identityKey: key, about, ...call() });
    expect(await failureOf(() => ask("new", { createIn: gone }))).toMatchObject({
      code: "InvalidInput",
      details: { container: gone },
    });
    expect(await failureOf(() => ask(identityKey, { moveTo: gone }))).toMatchObject({ code: "InvalidInput" });
    expect(await failureOf(() => ask(identityKey, { moveTo: `OU=Deep,${gone}` }))).toMatchObject({
      code: "InvalidInput",
    });
    expect(await failureOf(() => ask("new", { createIn: "DC=elsewhere" }))).toMatchObject({ code: "InvalidInput" });
    expect(await failureOf(() => ask("new", { createIn: "Staff" }))).toMatchObject({ code: "InvalidInput" });
    expect(await ask("new", { createIn: movers })).toBeNull();
    expect(await ask(identityKey, { moveTo: movers })).not.toBeNull();
  });

  it("are not looked at where nobody will be created or moved", async () => {
    const world = worldWithJane();
    const provider = await world.provider();
    expect(
      await provider.getIdentity({ identityKey, about: { createIn: gone, moveTo: staff }, ...call() }),
    ).not.toBeNull();
    expect(world.system.slotsCalled()).not.toContain("hierarchy");
  });

  it("are left alone by a connector that cannot tell", async () => {
    const world = worldOf(directory, { capabilities: { hierarchy: false } });
    const provider = await world.provider();
    expect(await provider.getIdentity({ identityKey: "new", about: { createIn: gone }, ...call() })).toBeNull();
  });

  it("are refused where the definition leaves them out", async () => {
    const partitions = [{ dn: "DC=example,DC=com", exclude: [movers] }];
    const world = worldOf(directory, { definition: { partitions } });
    world.person(identityKey);
    const provider = await world.provider();
    const ask = () => provider.getIdentity({ identityKey, about: { moveTo: movers }, ...call() });
    expect(await failureOf(ask)).toMatchObject({
      code: "InvalidInput",
      message: expect.stringContaining("leaves out"),
    });
    const create = () => provider.createIdentity({ identityKey: "new", attributes: {}, container: movers, ...call() });
    expect((await failureOf(create)).code).toBe("InvalidInput");
  });

  it("are none where objects stand in no containers", async () => {
    const provider = await worldOf(plain).provider();
    const failure = await failureOf(() =>
      provider.getIdentity({ identityKey: "new", about: { createIn: gone }, ...call() }),
    );
    expect(failure).toMatchObject({ code: "InvalidInput", message: expect.stringContaining("in no containers") });
  });
});

describe("deleting", () => {
  it("is refused unless the provider was told that it may", async () => {
    const world = worldOf(plain);
    world.person(identityKey);
    const provider = await world.provider({ allowDelete: false });
    expect((await failureOf(() => provider.deleteIdentity({ identityKey, ...call() }))).code).toBe("Unsupported");
    expect(world.system.find(identityKey)).toBeDefined();
  });
});

describe("what is aborted before it began", () => {
  it("has no effect, also while it waits for its turn", async () => {
    const world = worldOf(plain);
    world.person(identityKey);
    const provider = await world.provider();
    const controller = new AbortController();
    const { signal } = controller;
    world.system.next("exportData", async () => {
      const late = async () =>
        provider.ensureAttributes({ identityKey, attributes: { Title: "Late" }, session: undefined, signal });
      const ended = expect(late()).rejects.toThrow(/abort/i);
      setImmediate(() => controller.abort());
      await ended;
    });
    await provider.ensureAttributes({ identityKey, attributes: { Title: "Boss" }, ...call() });
    expect(world.system.find(identityKey)?.attributes.get("Title")).toEqual(["Boss"]);
    expect(exported(world)).toHaveLength(1);
  });
});
