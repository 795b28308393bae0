import { describe, expect, it, onTestFinished } from "vitest";
import type { CSEntryChange, HierarchyNode } from "../../src/index.ts";
import { renameTo, wholeEntry } from "../../src/index.ts";
import { openScripted, type ScriptedOptions } from "../support/scripted-connector.ts";

const capabilities = {
  distinguishedNameStyle: "LDAP",
  partitions: true,
  hierarchy: true,
  enableObjectRename: true,
  enableFullExport: true,
};
const partitions = [
  { dn: "DC=nord,DC=example", id: "n", name: "Nord" },
  { dn: "DC=sued,DC=example" },
  { dn: "DC=in,DC=nord,DC=example" },
];
const at = (id: string, dn: string, more: Parameters<typeof wholeEntry>[0]["attributes"] = {}): CSEntryChange =>
  wholeEntry({ objectType: "user", dn, attributes: { id, ...more } });

async function open(options: ScriptedOptions = {}) {
  const scripted = await openScripted(
    { ...options, capabilities: { ...capabilities, ...options.capabilities } },
    onTestFinished,
  );
  scripted.use({ partition: () => partitions });
  return scripted;
}

describe("partitions", () => {
  it("are imported one after the other, each in a run of its own with its name", async () => {
    const { connector, callsOf, use } = await open();
    use({ importData: ({ openImportConnectionRunStep: { partition } }) => [at(partition.dn, `CN=a,${partition.dn}`)] });
    const { runs } = await connector.import({ type: "Full" });
    expect(runs.map(({ partition, added }) => [partition, added])).toEqual([
      ["DC=in,DC=nord,DC=example", 1],
      ["DC=nord,DC=example", 1],
      ["DC=sued,DC=example", 1],
    ]);
    expect(callsOf("beginImport")[1]).toMatchObject({
      openImportConnectionRunStep: { partition: { dn: "DC=nord,DC=example", id: "n", name: "Nord" } },
    });
  });

  it("take no object of another one, and none of one that begins within", async () => {
    const { connector, use } = await open();
    use({
      importData: () => [
        at("1", "CN=a,DC=nord,DC=example"),
        at("2", "CN=b,DC=sued,DC=example"),
        at("3", "CN=c,DC=in,DC=nord,DC=example"),
        at("4", "CN=d,DC=süd"),
      ],
    });
    const [run] = (await connector.import({ type: "Full", partition: "dc=NORD, dc=example" })).runs;
    expect(run).toMatchObject({ added: 1 });
    expect(run?.errors.map(({ code, object }) => [code, object])).toEqual([
      ["OutsidePartition", "CN=b,DC=sued,DC=example"],
      ["OutsidePartition", "CN=c,DC=in,DC=nord,DC=example"],
      ["OutsidePartition", "CN=d,DC=süd"],
    ]);
  });

  it("keep their objects when another one is imported", async () => {
    const { connector, use } = await open();
    let gone = false;
    use({
      importData: ({ openImportConnectionRunStep: { partition } }) =>
        gone ? [] : [at(partition.dn, `CN=a,${partition.dn}`)],
    });
    await connector.import({ type: "Full" });
    gone = true;
    await connector.import({ type: "Full", partition: "DC=sued,DC=example" });
    expect([...connector.objects()].map(({ partition }) => partition)).toEqual([
      "DC=in,DC=nord,DC=example",
      "DC=nord,DC=example",
    ]);
  });

  it("that are chosen are the only ones", async () => {
    const { connector } = await open({ definition: { partitions: [{ dn: "dc=sued,dc=example" }] } });
    const { runs } = await connector.import({ type: "Full" });
    expect(runs.map(({ partition }) => partition)).toEqual(["DC=sued,DC=example"]);
    await expect(connector.import({ type: "Full", partition: "DC=nord,DC=example" })).rejects.toMatchObject({
      code: "InvalidInput",
    });
  });

  it("that are chosen and not there are told with the ones that are", async () => {
    const { connector } = await open({ definition: { partitions: [{ dn: "DC=sud,DC=example" }] } });
    await expect(connector.import({ type: "Full" })).rejects.toMatchObject({
      code: "ConnectorInvalid",
      message: expect.stringContaining('Did you mean "DC=sued,DC=example"?'),
    });
  });

  it("get what is staged by its name, and each export has its own", async () => {
    const { connector, callsOf } = await open();
    await connector.import({ type: "Full" });
    const add = (dn: string) => ({ action: "add", objectType: "user", dn, attributes: { id: [dn] } }) as const;
    connector.stage([add("CN=a,DC=sued,DC=example"), add("CN=b,DC=nord,DC=example")]);
    expect(() => connector.stage([add("CN=c,DC=west,DC=example")])).toThrow(/none of the partitions/);
    const { runs } = await connector.export();
    expect(runs.map(({ partition, added }) => [partition, added])).toEqual([
      ["DC=nord,DC=example", 1],
      ["DC=sued,DC=example", 1],
    ]);
    expect(callsOf("exportData").map(({ openExportConnectionRunStep }) => openExportConnectionRunStep)).toMatchObject([
      { partition: { dn: "DC=nord,DC=example" } },
      { partition: { dn: "DC=sued,DC=example" } },
    ]);
  });

  it("export nothing at all when one of them is past the deletion threshold", async () => {
    const { connector, use, callsOf } = await open({ definition: { limits: { deletions: 0 } } });
    use({ importData: ({ openImportConnectionRunStep: { partition } }) => [at(partition.dn, `CN=a,${partition.dn}`)] });
    await connector.import({ type: "Full" });
    connector.stage([
      { action: "update", object: { dn: "CN=a,DC=nord,DC=example" }, attributes: { level: [1] } },
      { action: "delete", object: { dn: "CN=a,DC=sued,DC=example" } },
    ]);
    await expect(connector.export()).rejects.toMatchObject({ code: "ThresholdExceeded" });
    expect(callsOf("beginExport")).toEqual([]);
  });
});

describe("containers that were chosen", () => {
  const chosen = [
    {
      dn: "DC=nord,DC=example",
      include: ["OU=staff,DC=nord,DC=example"],
      exclude: ["OU=old,OU=staff,DC=nord,DC=example"],
    },
  ];

  it("are told to the scripts, and what is elsewhere is left out without an error", async () => {
    const { connector, use, callsOf } = await open({ definition: { partitions: chosen } });
    use({
      importData: () => [
        at("1", "CN=a,OU=Staff,DC=nord,DC=example"),
        at("2", "CN=b,OU=guests,DC=nord,DC=example"),
        at("3", "CN=c,OU=old,OU=staff,DC=nord,DC=example"),
      ],
    });
    const [run] = (await connector.import({ type: "Full" })).runs;
    expect(run).toMatchObject({ added: 1, outOfScope: 2, errors: [] });
    expect(callsOf("beginImport")[0]).toMatchObject({
      openImportConnectionRunStep: {
        included: [{ dn: "OU=staff,DC=nord,DC=example" }],
        excluded: [{ dn: "OU=old,OU=staff,DC=nord,DC=example" }],
      },
    });
    const add = {
      action: "add",
      objectType: "user",
      dn: "CN=x,OU=guests,DC=nord,DC=example",
      attributes: { id: ["9"] },
    } as const;
    expect(() => connector.stage([add])).toThrow(/leaves out/);
  });
});

describe("an object that is moved out of them", () => {
  it("is not there any more after a delta, either", async () => {
    const chosen = [{ dn: "DC=nord,DC=example", exclude: ["OU=old,DC=nord,DC=example"] }];
    const { connector, use } = await open({
      definition: { partitions: chosen },
      capabilities: { enableDeltaImport: true },
    });
    use({ importData: () => [at("1", "CN=a,DC=nord,DC=example"), at("2", "CN=b,DC=nord,DC=example")] });
    await connector.import({ type: "Full" });
    const moved: CSEntryChange = {
      modificationType: "Update",
      objectType: "user",
      dn: "CN=b,DC=nord,DC=example",
      anchorAttributes: [{ name: "id", value: "2" }],
      attributeChanges: [renameTo("CN=b,OU=old,DC=nord,DC=example")],
    };
    use({ importData: () => [at("1", "CN=a,OU=old,DC=nord,DC=example"), moved] });
    const { runs } = await connector.import({ type: "Delta" });
    expect(runs).toMatchObject([{ outOfScope: 2, deleted: 2, errors: [] }]);
    expect([...connector.objects()]).toEqual([]);
  });
});

describe("the hierarchy", () => {
  it("is asked for container by container", async () => {
    const { connector, use } = await open();
    const children: Record<string, HierarchyNode[]> = {
      "DC=nord,DC=example": [{ dn: "OU=staff,DC=nord,DC=example", name: "Staff" }],
    };
    use({ hierarchy: ({ parentNode }) => children[parentNode.dn] ?? [] });
    expect(await connector.children({ parent: "DC=nord,DC=example" })).toEqual([
      { dn: "OU=staff,DC=nord,DC=example", name: "Staff" },
    ]);
    expect(await connector.children({ parent: "OU=staff,DC=nord,DC=example" })).toEqual([]);
  });

  it("has direct children only", async () => {
    const { connector, use } = await open();
    use({ hierarchy: () => [{ dn: "OU=a,OU=b,DC=nord,DC=example" }] });
    await expect(connector.children({ parent: "DC=nord,DC=example" })).rejects.toMatchObject({
      code: "PluginAnswerInvalid",
    });
  });
});

describe("a rename", () => {
  const before = [
    at("1", "CN=a,DC=sued,DC=example"),
    at("2", "CN=b,DC=sued,DC=example", { manager: "CN=a,DC=sued,DC=example" }),
  ];
  const only = { definition: { partitions: [{ dn: "DC=sued,DC=example" }] } };

  it("goes with the new name, and is confirmed under it", async () => {
    const { connector, use, callsOf } = await open(only);
    use({ importData: () => before });
    await connector.import({ type: "Full" });
    connector.stage([
      { action: "update", object: { dn: "cn=a,dc=sued,dc=example" }, newDn: "CN=a2,DC=sued,DC=example" },
    ]);
    await connector.export();
    expect(callsOf("exportData")[0]).toMatchObject({
      csEntries: [
        {
          modificationType: "Update",
          dn: "CN=a,DC=sued,DC=example",
          anchorAttributes: [{ name: "id", value: "1" }],
          attributeChanges: [renameTo("CN=a2,DC=sued,DC=example")],
          changedAttributeNames: ["DN"],
        },
      ],
    });
    expect(connector.find({ dn: "CN=b,DC=sued,DC=example" })?.current?.get("manager")).toEqual([
      "CN=a2,DC=sued,DC=example",
    ]);
    use({
      importData: () => [
        at("1", "CN=a2,DC=sued,DC=example"),
        at("2", "CN=b,DC=sued,DC=example", { manager: "CN=a2,DC=sued,DC=example" }),
      ],
    });
    expect((await connector.import({ type: "Full" })).runs).toMatchObject([
      { confirmed: 1, notConfirmed: 0, deleted: 0, added: 0 },
    ]);
  });

  it("that an import does not show is pending again", async () => {
    const { connector, use } = await open(only);
    use({ importData: () => before });
    await connector.import({ type: "Full" });
    connector.stage([
      { action: "update", object: { dn: "CN=a,DC=sued,DC=example" }, newDn: "CN=a2,DC=sued,DC=example" },
    ]);
    await connector.export();
    expect((await connector.import({ type: "Full" })).runs).toMatchObject([{ notConfirmed: 1 }]);
    expect([...connector.pendingExports()]).toMatchObject([
      { object: "CN=a,DC=sued,DC=example", newDn: "CN=a2,DC=sued,DC=example" },
    ]);
  });

  it.each<[string, string, string]>([
    ["to the name of another object", "CN=b,DC=sued,DC=example", "AlreadyExists"],
    ["to another partition", "CN=a,DC=nord,DC=example", "InvalidInput"],
    ["to what is no name", "somewhere", "InvalidInput"],
  ])("%s is refused", async (_, newDn, code) => {
    const { connector, use } = await open(only);
    use({ importData: () => before });
    await connector.import({ type: "Full" });
    expect(() => connector.stage([{ action: "update", object: { dn: "CN=a,DC=sued,DC=example" }, newDn }])).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it("needs its capability", async () => {
    const { connector, use } = await open({ ...only, capabilities: { enableObjectRename: false } });
    use({ importData: () => before });
    await connector.import({ type: "Full" });
    expect(() =>
      connector.stage([
        { action: "update", object: { dn: "CN=a,DC=sued,DC=example" }, newDn: "CN=z,DC=sued,DC=example" },
      ]),
    ).toThrow(expect.objectContaining({ code: "Unsupported" }));
  });

  it("of parents and children goes in an order that works", async () => {
    const { connector, callsOf } = await open(only);
    await connector.import({ type: "Full" });
    const add = (id: string, dn: string) =>
      ({ action: "add", objectType: "user", dn, attributes: { id: [id] } }) as const;
    connector.stage([
      add("3", "CN=c,OU=y,OU=x,DC=sued,DC=example"),
      add("2", "OU=y,OU=x,DC=sued,DC=example"),
      add("1", "OU=x,DC=sued,DC=example"),
    ]);
    await connector.export();
    const names = (page: number) =>
      ((callsOf("exportData")[page]?.csEntries ?? []) as { dn: string }[]).map(({ dn }) => dn.split(",")[0]);
    expect(names(0)).toEqual(["OU=x", "OU=y", "CN=c"]);
    connector.stage(
      ["OU=x,DC=sued,DC=example", "CN=c,OU=y,OU=x,DC=sued,DC=example", "OU=y,OU=x,DC=sued,DC=example"].map((dn) => ({
        action: "delete",
        object: { dn },
      })),
    );
    await connector.export();
    expect(names(1)).toEqual(["CN=c", "OU=y", "OU=x"]);
  });
});

describe("an anchor that the system makes", () => {
  it("is kept as its script returns it, and else taken from the next import by the name", async () => {
    const { connector, use } = await open({ definition: { partitions: [{ dn: "DC=sued,DC=example" }] } });
    await connector.import({ type: "Full" });
    const add = (dn: string) => ({ action: "add", objectType: "user", dn, attributes: {} }) as const;
    connector.stage([add("CN=a,DC=sued,DC=example"), add("CN=b,DC=sued,DC=example")]);
    use({
      exportData: ({ csEntries }) => ({
        csEntryChangeResults: csEntries
          .filter(({ dn }) => dn?.startsWith("CN=a"))
          .map(({ identifier }) => ({ identifier, anchorAttributes: [{ name: "ID", value: "made" }] })),
      }),
    });
    await connector.export();
    expect(connector.find({ objectType: "user", anchor: { id: "made" } })?.dn).toBe("CN=a,DC=sued,DC=example");
    expect(connector.find({ dn: "CN=b,DC=sued,DC=example" })?.anchor).toBeNull();
    use({ importData: () => [at("made", "CN=a,DC=sued,DC=example"), at("other", "CN=b,DC=sued,DC=example")] });
    expect((await connector.import({ type: "Full" })).runs).toMatchObject([
      { confirmed: 2, notConfirmed: 0, added: 0, deleted: 0, errors: [] },
    ]);
    expect(connector.find({ dn: "CN=b,DC=sued,DC=example" })?.anchor).toEqual({ id: "other" });
  });
});
