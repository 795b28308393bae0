import { describe, expect, it, onTestFinished } from "vitest";
import type { ConnectorSchema } from "../../src/index.ts";
import { call, createWorld, directory, failureOf, generic, type Kind, plain, staff } from "./connectors.ts";

function worldOf(...args: Parameters<typeof createWorld>) {
  const world = createWorld(...args);
  onTestFinished(() => world.close());
  return world;
}
const identityKey = "jane";
const group = (name: string) => `CN=${name},${staff}`;

describe("entitlements that an identity's own object has", () => {
  it("are the attribute's values, in a fixed order", async () => {
    const world = worldOf(plain);
    world.person(identityKey, { Roles: ["writer", "reader"] });
    const provider = await world.provider();
    expect(await provider.listEntitlements({ identityKey, ...call() })).toEqual([
      { kind: "Role", id: "reader" },
      { kind: "Role", id: "writer" },
    ]);
  });

  it("come and go one by one", async () => {
    const world = worldOf(plain);
    world.person(identityKey, { Roles: ["reader", "writer"] });
    const provider = await world.provider();
    const entitlement = (id: string) => ({ identityKey, entitlement: { kind: "role", id }, ...call() });
    expect(await provider.grantEntitlement(entitlement("READER"))).toEqual({ changed: false });
    expect(await provider.grantEntitlement(entitlement("admin"))).toEqual({ changed: true });
    expect(await provider.revokeEntitlement(entitlement("Writer"))).toEqual({ changed: true });
    expect(await provider.revokeEntitlement(entitlement("nobody's"))).toEqual({ changed: false });
    expect(world.system.find(identityKey)?.attributes.get("Roles")).toEqual(["admin", "reader"]);
  });

  it("can be numbers", async () => {
    const world = worldOf({
      ...plain,
      schema: {
        types: [
          {
            name: "person",
            attributes: [
              { name: "Login", dataType: "String", isAnchor: true },
              { name: "Licences", dataType: "Integer", isMultiValued: true },
            ],
          },
        ],
      },
      options: { objectType: "person", entitlements: { kind: "Licence", attribute: "Licences" } },
    });
    world.system.put({ objectType: "person", attributes: { Login: identityKey, Licences: [2] } });
    const provider = await world.provider();
    const entitlement = (id: string) => ({ identityKey, entitlement: { kind: "Licence", id }, ...call() });
    expect(await provider.grantEntitlement(entitlement("5"))).toEqual({ changed: true });
    expect(await provider.revokeEntitlement(entitlement("2"))).toEqual({ changed: true });
    expect(world.system.find(identityKey)?.attributes.get("Licences")).toEqual([5]);
    const about = [{ kind: "Licence", id: "gold", state: "Present" as const }];
    expect((await failureOf(() => provider.listEntitlements({ identityKey, about, ...call() }))).message).toContain(
      "whole number",
    );
  });

  it("are of one kind", async () => {
    const world = worldOf(plain);
    world.person(identityKey);
    const provider = await world.provider();
    const grant = () => provider.grantEntitlement({ identityKey, entitlement: { kind: "Group", id: "x" }, ...call() });
    expect(await failureOf(grant)).toMatchObject({
      code: "InvalidInput",
      message: expect.stringContaining("of the kind Role only"),
    });
    const about = [{ kind: "Group", id: "x", state: "Absent" as const }];
    expect((await failureOf(() => provider.listEntitlements({ identityKey, about, ...call() }))).code).toBe(
      "InvalidInput",
    );
  });
});

describe("entitlements that are other objects", () => {
  const worldWithGroups = () => {
    const world = worldOf(directory);
    world.person(identityKey);
    world.person("joe");
    world.system.put({
      objectType: "group",
      dn: group("Writers"),
      attributes: { cn: "All writers", member: [group("joe")] },
    });
    world.system.put({
      objectType: "group",
      dn: group("Readers"),
      attributes: { member: [group("JANE"), group("joe")] },
    });
    return world;
  };

  it("are those that have the identity among their members, in whatever spelling", async () => {
    const provider = await worldWithGroups().provider();
    expect(await provider.listEntitlements({ identityKey, ...call() })).toEqual([
      { kind: "Group", id: group("Readers") },
    ]);
    expect(await provider.listEntitlements({ identityKey: "joe", ...call() })).toEqual([
      { kind: "Group", id: group("Readers") },
      { kind: "Group", id: group("Writers"), displayName: "All writers" },
    ]);
  });

  it("leave other members alone", async () => {
    const world = worldWithGroups();
    const provider = await world.provider();
    const entitlement = (id: string) => ({ identityKey, entitlement: { kind: "Group", id }, ...call() });
    expect(await provider.grantEntitlement(entitlement(group("writers").toLowerCase()))).toEqual({ changed: true });
    expect(await provider.revokeEntitlement(entitlement(group("Readers")))).toEqual({ changed: true });
    expect(world.system.find(group("Writers"))?.attributes.get("member")).toEqual([group("joe"), group("jane")]);
    expect(world.system.find(group("Readers"))?.attributes.get("member")).toEqual([group("joe")]);
  });

  it("keep everybody who is granted at the same time", async () => {
    const world = worldWithGroups();
    const names = ["a", "b", "c", "d"];
    for (const name of names) world.person(name);
    const provider = await world.provider();
    const grant = (key: string) =>
      provider.grantEntitlement({ identityKey: key, entitlement: { kind: "Group", id: group("Writers") }, ...call() });
    expect(await Promise.all(names.map(grant))).toEqual(names.map(() => ({ changed: true })));
    const members = world.system.find(group("Writers"))?.attributes.get("member") ?? [];
    expect([...members].map(String).toSorted()).toEqual(["joe", ...names].map(group).toSorted());
  });

  it("that are not there cannot be granted, and are revoked already", async () => {
    const provider = await worldWithGroups().provider();
    const entitlement = { kind: "Group", id: group("Gone") };
    expect((await failureOf(() => provider.grantEntitlement({ identityKey, entitlement, ...call() }))).code).toBe(
      "NotFound",
    );
    expect(await provider.revokeEntitlement({ identityKey, entitlement, ...call() })).toEqual({ changed: false });
  });

  it("are looked at while planning", async () => {
    const provider = await worldWithGroups().provider();
    const ask = (id: string, state: "Present" | "Absent") =>
      provider.listEntitlements({ identityKey, about: [{ kind: "Group", id, state }], ...call() });
    expect(await ask(group("Writers"), "Present")).toHaveLength(1);
    expect(await ask(group("Gone"), "Absent")).toHaveLength(1);
    expect(await failureOf(() => ask(group("Gone"), "Present"))).toMatchObject({
      code: "InvalidInput",
      message: expect.stringContaining("There is no group"),
    });
    expect(await failureOf(() => ask("all WRITERS", "Absent"))).toMatchObject({
      code: "InvalidInput",
      message: expect.stringContaining(`Is it "${group("Writers")}"?`),
    });
    // A person is no group.
    expect((await failureOf(() => ask(group("joe"), "Present"))).code).toBe("InvalidInput");
  });

  it("are refused before anything is said of the identity", async () => {
    const provider = await worldWithGroups().provider();
    const about = [{ kind: "Group", id: group("Gone"), state: "Present" as const }];
    expect((await failureOf(() => provider.listEntitlements({ identityKey: "nobody", about, ...call() }))).code).toBe(
      "InvalidInput",
    );
  });
});

describe("entitlements that are objects without names", () => {
  const schema: ConnectorSchema = {
    types: [
      { name: "person", attributes: [{ name: "Login", dataType: "String", isAnchor: true }] },
      {
        name: "role",
        attributes: [
          { name: "Code", dataType: "String", isAnchor: true },
          { name: "Holders", dataType: "Reference", isMultiValued: true },
        ],
      },
    ],
  };
  const kind: Kind = {
    ...plain,
    schema,
    capabilities: { enableExport: true },
    options: { objectType: "person", entitlements: { kind: "Role", attribute: "Holders", of: "role" } },
  };
  const worldWithRoles = () => {
    const world = worldOf(kind);
    for (const Login of ["jane", "joe"]) world.system.put({ objectType: "person", attributes: { Login } });
    world.system.put({ objectType: "role", attributes: { Code: "Admin", Holders: ["joe"] } });
    world.system.put({ objectType: "role", attributes: { Code: "user" } });
    world.system.put({ objectType: "role", attributes: { Code: "USER" } });
    return world;
  };

  it("are called by their anchor, and refer to that of the identity", async () => {
    const world = worldWithRoles();
    const provider = await world.provider();
    const entitlement = (id: string) => ({ identityKey, entitlement: { kind: "Role", id }, ...call() });
    expect(await provider.grantEntitlement(entitlement("admin"))).toEqual({ changed: true });
    expect(await provider.listEntitlements({ identityKey, ...call() })).toEqual([{ kind: "Role", id: "Admin" }]);
    expect(world.system.find("Admin")?.attributes.get("Holders")).toEqual(["jane", "joe"]);
  });

  it("that differ in case only are told apart", async () => {
    const world = worldWithRoles();
    const provider = await world.provider();
    const entitlement = (id: string) => ({ identityKey, entitlement: { kind: "Role", id }, ...call() });
    expect(await provider.grantEntitlement(entitlement("USER"))).toEqual({ changed: true });
    expect(world.system.find("user")?.attributes.has("Holders")).toBe(false);
    const failure = await failureOf(() => provider.grantEntitlement(entitlement("User")));
    expect(failure).toMatchObject({ code: "InvalidInput", message: expect.stringContaining('"user" and "USER"') });
  });
});

describe("entitlements that the options do not map", () => {
  it("are none", async () => {
    const world = worldOf(plain);
    world.person(identityKey);
    const { entitlements: _, ...rest } = generic.options;
    const provider = await worldOf({ ...generic, options: rest }).provider();
    expect((await failureOf(() => provider.listEntitlements({ identityKey, ...call() }))).code).toBe("Unsupported");
  });
});
