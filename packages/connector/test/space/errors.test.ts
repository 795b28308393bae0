import { describe, expect, it, onTestFinished } from "vitest";
import type { ConnectorScripts, CSEntryChange } from "../../src/index.ts";
import { deleteAttribute } from "../../src/index.ts";
import { afterImport, group, named, user, withNames } from "../support/after-import.ts";
import { openScripted, type ScriptedOptions } from "../support/scripted-connector.ts";

const object = named("1");
const level5 = { action: "update" as const, object, attributes: { level: [5] } };

async function opened(entries: readonly CSEntryChange[], options: ScriptedOptions = {}) {
  const scripted = await afterImport(entries, options);
  return {
    ...scripted,
    errors: () => [...scripted.connector.errors()].map((each) => `${each.kind} ${each.objectType} ${each.object}`),
  };
}

const refusing: ConnectorScripts["exportData"] = ({ csEntries }) => ({
  csEntryChangeResults: csEntries.map(({ identifier }) => ({ identifier, errorCode: "ExportErrorPermissionIssue" })),
});

describe("errors", () => {
  it("can be asked for within each other, and left half read", async () => {
    const { connector, has } = await opened([user("1", { level: "x" }), user("2", { level: "x" }), user("3")]);
    const pairs = [...connector.errors()].flatMap(() => [...connector.errors()]);
    expect(pairs).toHaveLength(4);
    const half = connector.errors()[Symbol.iterator]();
    half.next();
    has([user("1"), user("2"), user("3", { displayName: "new" })]);
    await connector.import({ type: "Full" });
    expect(connector.find({ objectType: "user", anchor: { id: "3" } })?.imported?.get("displayName")).toEqual(["new"]);
    expect(connector.summary().errors).toBe(0);
  });

  it("are all there when there are many", async () => {
    const { errors } = await opened(Array.from({ length: 1_200 }, (_, id) => user(String(id), { level: "x" })));
    expect(new Set(errors()).size).toBe(1_200);
  });

  it("are told apart by type: two types may have the same anchor", async () => {
    const { connector, has, errors } = await opened([user("1", { level: "x" }), group("1", { member: 5 })]);
    expect(errors()).toEqual(["import user 1", "import group 1"]);
    has([user("1")]);
    await connector.import({ type: "Delta" });
    expect(errors()).toEqual(["import group 1"]);
  });

  it("are told apart by partition: each has a first entry", async () => {
    const { connector } = await openScripted(
      {
        capabilities: { ...withNames, partitions: true },
        scripts: {
          partition: () => [{ dn: "DC=a" }, { dn: "DC=b" }],
          importData: () => [{}] as unknown as readonly CSEntryChange[],
        },
      },
      onTestFinished,
    );
    await connector.import({ type: "Full" });
    expect([...connector.errors()].map(({ partition, object: label }) => [partition, label])).toEqual([
      ["DC=a", "entry 1"],
      ["DC=b", "entry 1"],
    ]);
  });

  it("of an entry whose type could not be read go when it comes well", async () => {
    const { connector, has, errors } = await opened([], { capabilities: withNames });
    has([{ modificationType: "Update", dn: "cn=a,dc=x", attributeChanges: [deleteAttribute("nothing")] }]);
    await connector.import({ type: "Delta" });
    expect(errors()).toEqual(["import null cn=a,dc=x"]);
    has([user("1", {}, "cn=a,dc=x")]);
    await connector.import({ type: "Delta" });
    expect(errors()).toEqual([]);
  });

  it("keep a part of a name that is endless", async () => {
    const name = "x".repeat(5_000_000);
    const { connector, has } = await opened([user(name, { level: "x" })]);
    const [error] = connector.errors();
    expect(error?.object.length).toBeLessThan(2_000);
    has([user(name)]);
    await connector.import({ type: "Delta" });
    expect([...connector.errors()]).toEqual([]);
  });
});

describe("the error of an export stays as long as something of the object is pending", () => {
  it("and goes when that is taken back", async () => {
    const { connector, use, errors } = await opened([user("1")]);
    connector.stage([level5]);
    use({ exportData: refusing });
    await connector.export();
    expect(errors()).toEqual(["export user 1"]);
    await connector.import({ type: "Full" });
    expect(errors()).toEqual(["export user 1"]);
    connector.unstage(object);
    expect(errors()).toEqual([]);
  });

  it("and goes when a new object that was refused is not wanted any more", async () => {
    const { connector, use, errors } = await opened([]);
    connector.stage([{ action: "add", objectType: "user", attributes: { id: ["1"] } }]);
    use({ exportData: refusing });
    await connector.export();
    connector.stage([{ action: "delete", object }]);
    expect(errors()).toEqual([]);
    expect([...connector.objects()]).toEqual([]);
  });

  it("and goes when an import finds that it is so already", async () => {
    const { connector, use, has, errors } = await opened([user("1")]);
    connector.stage([level5]);
    use({ exportData: refusing });
    await connector.export();
    has([user("1", { level: 5 })]);
    await connector.import({ type: "Full" });
    expect(errors()).toEqual([]);
  });

  it("and goes when it is done under another name", async () => {
    const { connector, use, has, errors } = await opened([user("1", {}, "cn=a,dc=x")], { capabilities: withNames });
    connector.stage([level5]);
    use({ exportData: refusing });
    await connector.export();
    has([user("1", {}, "cn=b,dc=x")]);
    await connector.import({ type: "Full" });
    await connector.export();
    expect(errors()).toEqual(["export user cn=b,dc=x"]);
    use({ exportData: () => ({}) });
    await connector.export();
    expect(errors()).toEqual([]);
  });

  it("and that of a change of its own until the next run", async () => {
    const { connector, use, errors } = await opened([]);
    use({ exportData: refusing });
    const change = { action: "add" as const, objectType: "user", attributes: { id: ["1"] } };
    await expect(connector.exportOne({ change })).rejects.toMatchObject({ code: "PermissionDenied" });
    expect(errors()).toEqual(["export user 1"]);
    await connector.import({ type: "Full" });
    expect(errors()).toEqual([]);
  });
});
