import { describe, expect, it, onTestFinished } from "vitest";
import {
  addAttribute,
  type CSEntryChange,
  deleteAttribute,
  deletedEntry,
  renameTo,
  replaceAttribute,
  updateAttribute,
  wholeEntry,
} from "../../src/index.ts";
import { openScripted, type ScriptedOptions } from "../support/scripted-connector.ts";

const open = (options: ScriptedOptions = {}) => openScripted(options, onTestFinished);
const user = (id: string, attributes: Parameters<typeof wholeEntry>[0]["attributes"] = {}): CSEntryChange =>
  wholeEntry({ objectType: "user", attributes: { id, ...attributes } });
const change = (id: string, ...attributeChanges: NonNullable<CSEntryChange["attributeChanges"]>): CSEntryChange => ({
  modificationType: "Update",
  objectType: "user",
  anchorAttributes: [{ name: "id", value: id }],
  attributeChanges,
});
const named = { distinguishedNameStyle: "LDAP" };
const at = (id: string, dn: string, attributes: Parameters<typeof wholeEntry>[0]["attributes"] = {}) =>
  wholeEntry({ objectType: "user", dn, attributes: { id, ...attributes } });

/** After a full import of these, with the watermark "w1". */
async function after(entries: readonly CSEntryChange[], options: ScriptedOptions = {}) {
  const scripted = await open(options);
  scripted.use({ importData: () => entries, endImport: () => ({ customData: "w1" }) });
  await scripted.connector.import({ type: "Full" });
  scripted.use({ endImport: () => ({ customData: "w2" }) });
  const delta = async (changes: readonly CSEntryChange[]) => {
    scripted.use({ importData: () => changes });
    const [run] = (await scripted.connector.import({ type: "Delta" })).runs;
    return run;
  };
  const values = (id: string) => scripted.connector.find({ objectType: "user", anchor: { id } })?.current;
  return { ...scripted, delta, values };
}

describe("a delta import", () => {
  it("needs a full one before it", async () => {
    const { connector } = await open();
    await expect(connector.import({ type: "Delta" })).rejects.toMatchObject({ code: "NotReady" });
  });

  it("is refused where the connector cannot do it", async () => {
    const { connector } = await open({ capabilities: { enableDeltaImport: false } });
    await expect(connector.import({ type: "Delta" })).rejects.toMatchObject({ code: "Unsupported" });
  });

  it("applies changes of attributes", async () => {
    const { delta, values } = await after([user("1", { displayName: "A", phones: ["1", "2"], level: 1 })]);
    const run = await delta([
      change(
        "1",
        replaceAttribute("displayName", "B"),
        updateAttribute("phones", { add: ["3"], remove: ["1"] }),
        deleteAttribute("level"),
        addAttribute("active", true),
      ),
    ]);
    expect(run).toMatchObject({ updated: 1, errors: [] });
    expect(values("1")).toEqual(
      new Map<string, unknown>([
        ["active", [true]],
        ["displayName", ["B"]],
        ["id", ["1"]],
        ["phones", ["2", "3"]],
      ]),
    );
  });

  it("begins where the last one that ended well left off, and only that one", async () => {
    const { connector, callsOf, use, delta } = await after([user("1")]);
    await delta([change("1", replaceAttribute("level", 1))]);
    use({ endImport: () => Promise.reject(new Error("no")) });
    await expect(connector.import({ type: "Delta" })).rejects.toThrow();
    use({ endImport: () => ({ customData: "w3" }) });
    await connector.import({ type: "Delta" });
    await connector.import({ type: "Delta" });
    const began = callsOf("beginImport").map(({ openImportConnectionRunStep }) => openImportConnectionRunStep);
    expect(began).toMatchObject(["", "w1", "w2", "w2", "w3"].map((customData) => ({ customData })));
  });

  it("takes nothing of a run that failed in its middle", async () => {
    const { connector, use, values } = await after([user("1", { level: 1 })]);
    let page = 0;
    use({
      importData: () => {
        page += 1;
        if (page > 1) throw new Error("cut");
        return { csEntries: [change("1", replaceAttribute("level", 2))], moreToImport: true };
      },
    });
    await expect(connector.import({ type: "Delta" })).rejects.toThrow(/cut/);
    expect(values("1")?.get("level")).toEqual([1]);
  });

  it("means the same when it is repeated", async () => {
    const changes = [
      change("1", updateAttribute("phones", { add: ["3"], remove: ["1"] })),
      deletedEntry({ objectType: "user", anchor: { id: "2" } }),
      user("3", { displayName: "new" }),
      { ...user("4", { displayName: "replaced" }), modificationType: "Replace" as const },
    ];
    const { connector, delta } = await after([user("1", { phones: ["1", "2"] }), user("2"), user("4", { level: 4 })]);
    await delta(changes);
    const once = [...connector.objects()];
    expect(await delta(changes)).toMatchObject({ added: 0, updated: 0, deleted: 0, errors: [] });
    expect([...connector.objects()]).toEqual(once);
    expect(once.map(({ anchor, current }) => [anchor?.id, Object.fromEntries(current ?? [])])).toEqual([
      ["1", { id: ["1"], phones: ["2", "3"] }],
      ["4", { displayName: ["replaced"], id: ["4"] }],
      ["3", { displayName: ["new"], id: ["3"] }],
    ]);
  });

  it("keeps its watermark when entries had errors, so that they come again", async () => {
    const { connector, delta, callsOf } = await after([user("1")]);
    const run = await delta([change("1", replaceAttribute("level", "x")), user("2")]);
    expect(run?.errors).toMatchObject([{ code: "ImportErrorInvalidAttributeValue" }]);
    await delta([change("1", replaceAttribute("level", 7))]);
    expect([...connector.errors()]).toEqual([]);
    expect(callsOf("beginImport").at(-1)).toMatchObject({ openImportConnectionRunStep: { customData: "w1" } });
  });

  it("asks for the whole of an object that it has only a part of", async () => {
    const { use, connector, values, callsOf } = await after([user("1")]);
    use({
      importData: ({ getImportEntriesRunStep: { fullObjectEntries } }) =>
        fullObjectEntries.length === 0
          ? [change("7", replaceAttribute("level", 7)), { ...change("1"), modificationType: "None" as const }]
          : [user("7", { displayName: "Seven", level: 7 }), user("1", { level: 1 })],
    });
    expect((await connector.import({ type: "Delta" })).runs).toMatchObject([{ added: 1, updated: 1, errors: [] }]);
    expect(values("7")?.get("displayName")).toEqual(["Seven"]);
    expect(callsOf("importData").at(-1)).toMatchObject({
      getImportEntriesRunStep: {
        fullObjectEntries: [
          { objectType: "user", anchorAttributes: [{ name: "id", value: "7" }] },
          { objectType: "user", anchorAttributes: [{ name: "id", value: "1" }] },
        ],
      },
    });
  });

  it("records an object whose whole did not come", async () => {
    let asked = 0;
    const again = await after([user("1")]);
    again.use({
      importData: ({ getImportEntriesRunStep: { fullObjectEntries } }) => {
        asked += fullObjectEntries.length;
        return fullObjectEntries.length === 0 ? [change("7", replaceAttribute("level", 7))] : [];
      },
    });
    const [failed] = (await again.connector.import({ type: "Delta" })).runs;
    expect(asked).toBe(1);
    expect(failed?.errors).toMatchObject([{ code: "FullObjectMissing", object: "7" }]);
  });

  it("needs no type to know who is gone", async () => {
    const { delta, values } = await after([user("1")]);
    expect(await delta([deletedEntry({ anchor: { id: "1" } })])).toMatchObject({ deleted: 1 });
    expect(values("1")).toBeUndefined();
  });
});

describe("names in a delta import", () => {
  it("change by an attribute, and by an anchor with another name", async () => {
    const { delta, connector } = await after([at("1", "CN=a,DC=x"), at("2", "CN=b,DC=x")], { capabilities: named });
    const run = await delta([
      { ...change("1", renameTo("CN=a2,DC=x")), dn: "CN=a,DC=x" },
      { ...change("2"), dn: "CN=b2,DC=x" },
    ]);
    expect(run).toMatchObject({ renamed: 2, errors: [] });
    expect([...connector.objects()].map(({ dn }) => dn)).toEqual(["CN=a2,DC=x", "CN=b2,DC=x"]);
  });

  it("take along what stands below, and what refers to it", async () => {
    const { delta, connector } = await after(
      [
        at("ou", "OU=sales,DC=x"),
        at("1", "CN=Doe\\, Jane,OU=Sales,DC=x"),
        at("2", "CN=b,DC=x", { manager: "cn=doe\\2c jane,ou=sales,dc=x" }),
      ],
      { capabilities: named },
    );
    await delta([{ ...change("ou", renameTo("OU=Vertrieb,DC=x")), dn: "OU=sales,DC=x" }]);
    expect([...connector.objects()].map(({ dn }) => dn)).toEqual([
      "OU=Vertrieb,DC=x",
      "CN=Doe\\, Jane,OU=Vertrieb,DC=x",
      "CN=b,DC=x",
    ]);
    expect(connector.find({ dn: "CN=b,DC=x" })?.current?.get("manager")).toEqual(["CN=Doe\\, Jane,OU=Vertrieb,DC=x"]);
    expect(connector.summary().unresolvedReferences).toBe(0);
  });

  it("that another object has are refused", async () => {
    const { delta } = await after([at("1", "CN=a,DC=x"), at("2", "CN=b,DC=x")], { capabilities: named });
    const run = await delta([{ ...change("1", renameTo("cn=B, dc=x")), dn: "CN=a,DC=x" }]);
    expect(run?.errors).toMatchObject([{ code: "DuplicateName" }]);
  });
});

describe("names in a full import", () => {
  it("can be swapped", async () => {
    const { connector, use } = await after([at("1", "CN=a,DC=x"), at("2", "CN=b,DC=x")], { capabilities: named });
    use({ importData: () => [at("1", "CN=b,DC=x"), at("2", "CN=a,DC=x")] });
    expect((await connector.import({ type: "Full" })).runs).toMatchObject([{ errors: [], deleted: 0, added: 0 }]);
    expect(connector.find({ dn: "CN=a,DC=x" })?.anchor).toEqual({ id: "2" });
    expect(connector.find({ dn: "CN=b,DC=x" })?.anchor).toEqual({ id: "1" });
  });

  it("go over to another object", async () => {
    const { connector, use } = await after([at("1", "CN=a,DC=x")], { capabilities: named });
    use({ importData: () => [at("2", "CN=a,DC=x")] });
    expect((await connector.import({ type: "Full" })).runs).toMatchObject([{ errors: [], deleted: 1, added: 1 }]);
    expect([...connector.objects()].map(({ anchor }) => anchor)).toEqual([{ id: "2" }]);
  });

  it("are the anchor where the capability says so", async () => {
    const schema = { types: [{ name: "user", attributes: [{ name: "level", dataType: "Integer" as const }] }] };
    const entry = (dn: string, level: number) => wholeEntry({ objectType: "user", dn, attributes: { level } });
    const { connector, use } = await open({ schema, capabilities: { ...named, useDnAsAnchor: true } });
    use({ importData: () => [entry("CN=a,DC=x", 1), entry("cn=A,dc=X", 2)] });
    const [run] = (await connector.import({ type: "Full" })).runs;
    expect(run?.errors).toMatchObject([{ code: "DuplicateObject" }]);
    use({ importData: () => [entry("cn=A,dc=X", 2)] });
    expect((await connector.import({ type: "Full" })).runs).toMatchObject([{ added: 0, deleted: 0 }]);
    expect(connector.find({ dn: "CN=a,DC=x" })?.current?.get("level")).toEqual([2]);
  });
});
