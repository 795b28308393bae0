import { describe, expect, it } from "vitest";
import { type CSEntryChange, deletedEntry, renameTo, updateAttribute } from "../../src/index.ts";
import { afterImport, group, named, user, withNames } from "../support/after-import.ts";

const change = (
  id: string,
  dn: string | undefined,
  ...attributeChanges: NonNullable<CSEntryChange["attributeChanges"]>
): CSEntryChange => ({
  modificationType: "Update",
  objectType: "user",
  ...(dn !== undefined && { dn }),
  anchorAttributes: [{ name: "id", value: id }],
  attributeChanges,
});
const none = (id: string, objectType: string): CSEntryChange => ({
  modificationType: "None",
  objectType,
  anchorAttributes: [{ name: "id", value: id }],
});

describe("whole objects that a delta asks for", () => {
  it("are those of each type with the same anchor", async () => {
    const { use, delta, values } = await afterImport([]);
    use({
      importData: ({ getImportEntriesRunStep: { fullObjectEntries } }) =>
        fullObjectEntries.length === 0
          ? [none("1", "user"), none("1", "group")]
          : fullObjectEntries.map(({ objectType }) => (objectType === "user" ? user("1") : group("1"))),
    });
    expect(await delta()).toMatchObject({ added: 2, errors: [] });
    expect([values("1"), values("1", "group")]).toEqual([{ id: ["1"] }, { id: ["1"] }]);
  });

  it("may be asked for by name and come with their anchor", async () => {
    const { use, delta } = await afterImport([], { capabilities: withNames });
    use({
      importData: ({ getImportEntriesRunStep: { fullObjectEntries } }) =>
        fullObjectEntries.length === 0
          ? [{ modificationType: "Update", objectType: "user", dn: "cn=a,dc=x", attributeChanges: [] }]
          : [user("1", {}, "CN=a,DC=x")],
    });
    expect(await delta()).toMatchObject({ added: 1, errors: [] });
  });

  it("are not asked for when they came all the same, or are gone", async () => {
    const { has, delta, callsOf } = await afterImport([]);
    has([
      change("1", undefined),
      user("1"),
      change("2", undefined),
      deletedEntry({ objectType: "user", anchor: { id: "2" } }),
    ]);
    expect(await delta()).toMatchObject({ added: 1, errors: [] });
    expect(callsOf("importData")).toHaveLength(2);
  });
});

describe("a delta", () => {
  it("that deletes and adds again keeps what is wanted of the object", async () => {
    const { connector, has, delta, pending } = await afterImport([user("1", { displayName: "old" })]);
    connector.stage([{ action: "update", object: named("1"), attributes: { level: [5] } }]);
    has([deletedEntry({ objectType: "user", anchor: { id: "1" } }), user("1", { displayName: "new" })]);
    expect((await delta()).errors).toEqual([]);
    expect(pending()).toEqual(["update 1 level=5"]);
  });

  it("tells of what was pending for an object that is gone", async () => {
    const { connector, has, delta, pending } = await afterImport([user("1")]);
    connector.stage([{ action: "update", object: named("1"), attributes: { level: [5] } }]);
    has([deletedEntry({ objectType: "user", anchor: { id: "1" } })]);
    expect((await delta()).errors).toMatchObject([{ code: "PendingChangeDropped", object: "1" }]);
    expect(pending()).toEqual([]);
  });

  it("swaps names", async () => {
    const { has, delta, connector } = await afterImport([user("1", {}, "cn=a,dc=x"), user("2", {}, "cn=b,dc=x")], {
      capabilities: withNames,
    });
    has([change("1", "cn=b,dc=x"), change("2", "cn=a,dc=x")]);
    expect((await delta()).errors).toEqual([]);
    expect([connector.find({ dn: "cn=a,dc=x" })?.anchor, connector.find({ dn: "cn=b,dc=x" })?.anchor]).toEqual([
      { id: "2" },
      { id: "1" },
    ]);
  });

  it("takes values that are spelled otherwise for the ones that are there", async () => {
    const { has, delta, values } = await afterImport([group("g", { member: ["CN=A,DC=x"] }, "CN=g,DC=x")], {
      capabilities: withNames,
    });
    const member = (changes: Parameters<typeof updateAttribute>[1]): CSEntryChange => ({
      modificationType: "Update",
      objectType: "group",
      anchorAttributes: [{ name: "id", value: "g" }],
      attributeChanges: [updateAttribute("member", changes)],
    });
    has([member({ add: ["cn=a, dc=x"] })]);
    await delta();
    expect(values("g", "group").member).toEqual(["CN=A,DC=x"]);
    has([member({ add: ["cn=b,dc=x"], remove: ["cn=a,dc=x"] })]);
    await delta();
    expect(values("g", "group").member).toEqual(["cn=b,dc=x"]);
  });

  it("of one partition removes nothing of another", async () => {
    const partitions = [{ dn: "DC=a" }, { dn: "DC=b" }];
    const { connector, use } = await afterImport([], {
      capabilities: { ...withNames, partitions: true },
      scripts: { partition: () => partitions },
    });
    use({
      importData: ({ openImportConnectionRunStep: { partition } }) =>
        partition.dn === "DC=b" ? [user("1", {}, "cn=x,dc=b")] : [],
    });
    await connector.import({ type: "Full" });
    use({
      importData: ({ openImportConnectionRunStep: { partition } }) =>
        partition.dn === "DC=a"
          ? [user("1", {}, "cn=x,dc=a")]
          : [deletedEntry({ objectType: "user", anchor: { id: "1" } })],
    });
    await connector.import({ type: "Delta" });
    expect([...connector.objects()].map(({ dn }) => dn)).toEqual(["cn=x,dc=a"]);
  });
});

describe("a rename that an import brings", () => {
  const before = [user("m", {}, "cn=m,ou=o,dc=x"), user("o", {}, "ou=o,dc=x"), user("a", {}, "cn=a,dc=x")];
  const after = [user("m", {}, "cn=m,ou=p,dc=x"), user("o", {}, "ou=p,dc=x"), user("a", {}, "cn=a,dc=x")];

  it.each(["Full", "Delta"] as const)("takes along what is only wanted (%s)", async (type) => {
    const { connector, has, pending } = await afterImport(before, { capabilities: withNames });
    connector.stage([
      { action: "update", object: named("a"), attributes: { manager: ["CN=m,OU=o,DC=x"] } },
      { action: "add", objectType: "user", dn: "cn=n,ou=o,dc=x", attributes: { id: ["n"] } },
      { action: "update", object: named("m"), newDn: "cn=mm,ou=o,dc=x" },
    ]);
    has(type === "Full" ? after : [change("o", undefined, renameTo("ou=p,dc=x"))]);
    const [run] = (await connector.import({ type })).runs;
    expect(run?.errors).toEqual([]);
    expect(pending().toSorted()).toEqual([
      "add cn=n,ou=p,dc=x id=n",
      "update cn=a,dc=x manager=cn=m,ou=p,dc=x",
      "update cn=m,ou=p,dc=x DN=cn=mm,ou=p,dc=x",
    ]);
  });

  it("does not make an exported reference to it look as if it had not arrived", async () => {
    const { connector, has, full, pending } = await afterImport(before, { capabilities: withNames });
    connector.stage([{ action: "update", object: named("a"), attributes: { manager: ["cn=m,ou=o,dc=x"] } }]);
    await connector.export();
    has([
      user("m", {}, "cn=m,ou=p,dc=x"),
      user("o", {}, "ou=p,dc=x"),
      user("a", { manager: "cn=m,ou=p,dc=x" }, "cn=a,dc=x"),
    ]);
    expect(await full()).toMatchObject({ confirmed: 1, notConfirmed: 0, errors: [] });
    expect(pending()).toEqual([]);
  });

  it("confirms an exported one in any spelling", async () => {
    const { connector, has, full, pending } = await afterImport([user("1", {}, "CN=a,DC=x")], {
      capabilities: withNames,
    });
    connector.stage([{ action: "update", object: named("1"), newDn: "cn=b, dc=x" }]);
    await connector.export();
    has([user("1", {}, "CN=B,DC=x")]);
    expect(await full()).toMatchObject({ confirmed: 1, notConfirmed: 0 });
    expect(pending()).toEqual([]);
  });
});

describe("a full import", () => {
  it("keeps a replacement that is yet to be sent, whatever is there", async () => {
    const { connector, full, pending } = await afterImport([user("1", { displayName: "A", level: 5 })]);
    connector.stage([{ action: "delete", object: named("1") }]);
    connector.stage([{ action: "add", objectType: "user", attributes: { id: ["1"], displayName: ["A"] } }]);
    await full();
    expect(pending()).toEqual(["replace 1 displayName=A id=1"]);
  });

  it("does not count exported deletions as obsolete", async () => {
    const all = [user("1"), user("2"), user("3")];
    const { connector, has, full } = await afterImport(all, { definition: { limits: { obsolete: 1 } } });
    connector.stage([
      { action: "delete", object: named("1") },
      { action: "delete", object: named("2") },
    ]);
    await connector.export();
    has([user("3")]);
    expect(await full()).toMatchObject({ confirmed: 2, errors: [] });
  });

  it("tells when what is to be added has lost its name", async () => {
    const { connector, has, full } = await afterImport([], { capabilities: withNames });
    connector.stage([{ action: "add", objectType: "user", dn: "cn=a,dc=x", attributes: { id: ["mine"] } }]);
    has([user("other", {}, "CN=a,DC=x")]);
    expect((await full()).errors).toMatchObject([{ code: "NameTaken", object: "cn=a,dc=x" }]);
    expect(connector.find({ dn: "cn=a,dc=x" })?.anchor).toEqual({ id: "other" });
  });

  it("takes an anchor that the system gave to another object from the one that had it", async () => {
    const { connector, use, has, full } = await afterImport([user("7", {}, "cn=old,dc=x")], {
      capabilities: withNames,
    });
    connector.stage([{ action: "add", objectType: "user", dn: "cn=new,dc=x", attributes: {} }]);
    use({
      exportData: ({ csEntries }) => ({
        csEntryChangeResults: csEntries.map(({ identifier }) => ({
          identifier,
          anchorAttributes: [{ name: "id", value: "7" }],
        })),
      }),
    });
    await connector.export();
    has([user("7", {}, "cn=new,dc=x")]);
    expect(await full()).toMatchObject({ confirmed: 1, deleted: 1, errors: [] });
    expect([...connector.objects()].map(({ dn }) => dn)).toEqual(["cn=new,dc=x"]);
  });
});

describe("a large group", () => {
  it("whose container is renamed, and to which members come one by one, takes no time that grows with its square", async () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => `u${index}`);
    const dn = (id: string) => `cn=${id},ou=o,dc=x`;
    const { has, delta, values, connector } = await afterImport(
      [user("o", {}, "ou=o,dc=x"), ...ids.map((id) => user(id, {}, dn(id))), group("g", {}, "cn=g,dc=x")],
      { capabilities: withNames },
    );
    has(
      ids.map((id) => ({
        modificationType: "Update",
        objectType: "group",
        anchorAttributes: [{ name: "id", value: "g" }],
        attributeChanges: [updateAttribute("member", { add: [dn(id)] })],
      })),
    );
    await delta();
    has([change("o", undefined, renameTo("ou=p,dc=x"))]);
    await delta();
    expect(new Set(values("g", "group").member)).toEqual(new Set(ids.map((id) => `cn=${id},ou=p,dc=x`)));
    expect(connector.summary().unresolvedReferences).toBe(0);
  });
});
