import { Secret } from "@idle/contract";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ConnectorScripts, CSEntryChange, ExportEntry, PutExportEntriesResults } from "../../src/index.ts";
import { wholeEntry } from "../../src/index.ts";
import { afterImport, named, user } from "../support/after-import.ts";
import { openScripted, type ScriptedOptions } from "../support/scripted-connector.ts";

const open = (options: ScriptedOptions = {}) => openScripted(options, onTestFinished);

/** After a full import of these. */
async function after(entries: readonly CSEntryChange[], options: ScriptedOptions = {}) {
  const scripted = await afterImport(entries, options);
  return {
    ...scripted,
    entries: () => scripted.callsOf("exportData").map(({ csEntries }) => csEntries as readonly ExportEntry[]),
    pending: () => [...scripted.connector.pendingExports()].map(({ action, object }) => `${action} ${object}`),
  };
}

const results =
  (result: (entry: ExportEntry) => object | null): NonNullable<ConnectorScripts["exportData"]> =>
  ({ csEntries }) =>
    ({
      csEntryChangeResults: csEntries.flatMap((entry) => {
        const made = result(entry);
        return made === null ? [] : [{ identifier: entry.identifier, ...made }];
      }),
    }) as PutExportEntriesResults;

describe("staging", () => {
  it("notes what differs from what is known, and nothing else", async () => {
    const { connector, pending } = await after([user("1", { displayName: "A", phones: ["1", "2"] })]);
    const staged = connector.stage([
      { action: "update", object: named("1"), attributes: { displayName: ["A"], phones: ["2", "1"] } },
      { action: "update", object: named("1"), attributes: { level: [3] } },
      { action: "add", objectType: "user", attributes: { id: ["2"] } },
    ]);
    expect(staged).toEqual({ staged: 2, unchanged: 1 });
    expect(pending()).toEqual(["add 2", "update 1"]);
    expect([...connector.pendingExports()][1]).toMatchObject({
      attributes: [{ name: "level", before: [], after: [3] }],
    });
  });

  it("takes a wish back that no longer differs, and an add that is deleted again", async () => {
    const { connector, pending } = await after([user("1", { level: 1 })]);
    connector.stage([
      { action: "update", object: named("1"), attributes: { level: [2] } },
      { action: "add", objectType: "user", attributes: { id: ["2"] } },
    ]);
    connector.stage([
      { action: "update", object: named("1"), attributes: { level: [1] } },
      { action: "delete", object: named("2") },
    ]);
    expect(pending()).toEqual([]);
    expect(connector.find(named("2"))).toBeNull();
  });

  it("takes back on request what is staged, whatever it was, and stages anew in the same go", async () => {
    const { connector, pending } = await after([user("1"), user("2", { level: 1 }), user("3")]);
    connector.stage([
      { action: "delete", object: named("1") },
      { action: "update", object: named("2"), attributes: { level: [2], displayName: ["B"] } },
      { action: "add", objectType: "user", attributes: { id: ["4"] } },
    ]);
    const outcome = connector.stage([
      { action: "unstage", object: named("1") },
      { action: "unstage", object: named("2") },
      { action: "update", object: named("2"), attributes: { level: [3] } },
      { action: "unstage", object: named("3") },
      { action: "unstage", object: named("4") },
    ]);
    expect(outcome).toEqual({ staged: 4, unchanged: 1 });
    expect([...connector.pendingExports()]).toMatchObject([
      { action: "update", object: "2", attributes: [{ name: "level", before: [1], after: [3] }] },
    ]);
    expect(pending()).toHaveLength(1);
    expect([connector.find(named("1"))?.state, connector.find(named("4"))]).toEqual(["imported", null]);
  });

  it("takes back nothing that was sent", async () => {
    const { connector, callsOf } = await after([user("1")]);
    connector.stage([{ action: "delete", object: named("1") }]);
    await connector.export();
    expect(connector.stage([{ action: "unstage", object: named("1") }])).toEqual({ staged: 0, unchanged: 1 });
    expect(connector.find(named("1"))?.state).toBe("awaitingConfirmation");
    expect(callsOf("exportData")).toHaveLength(1);
  });

  it("takes back as part of a whole: with a line that is refused it stays", async () => {
    const { connector, pending } = await after([user("1")]);
    connector.stage([{ action: "delete", object: named("1") }]);
    const lines = [
      { action: "unstage", object: named("1") },
      { action: "unstage", object: named("9") },
    ] as const;
    expect(() => connector.stage(lines)).toThrow(expect.objectContaining({ code: "NotFound" }));
    expect(pending()).toEqual(["delete 1"]);
  });

  it.each<[string, string, Parameters<Awaited<ReturnType<typeof after>>["connector"]["stage"]>[0]]>([
    ["an object that is not there", "NotFound", [{ action: "delete", object: named("9") }]],
    [
      "an object that is there already",
      "AlreadyExists",
      [{ action: "add", objectType: "user", attributes: { id: ["1"] } }],
    ],
    ["an unknown type", "InvalidInput", [{ action: "add", objectType: "usr", attributes: { id: ["2"] } }]],
    ["no anchor", "InvalidInput", [{ action: "add", objectType: "user", attributes: {} }]],
    ["an unknown attribute", "InvalidInput", [{ action: "update", object: named("1"), attributes: { lvl: [1] } }]],
    ["a wrong value", "InvalidInput", [{ action: "update", object: named("1"), attributes: { level: ["1"] } }]],
    ["too many values", "InvalidInput", [{ action: "update", object: named("1"), attributes: { level: [1, 2] } }]],
    [
      "what is for imports only",
      "InvalidInput",
      [{ action: "update", object: named("1"), attributes: { created: ["x"] } }],
    ],
    ["another anchor", "InvalidInput", [{ action: "update", object: named("1"), attributes: { id: ["2"] } }]],
    ["a new name where there are none", "Unsupported", [{ action: "update", object: named("1"), newDn: "CN=x" }]],
  ])("refuses %s, and then notes nothing at all", async (_, code, changes) => {
    const { connector, pending } = await after([user("1")]);
    const first = { action: "update", object: named("1"), attributes: { level: [9] } } as const;
    expect(() => connector.stage([first, ...changes])).toThrow(expect.objectContaining({ code }));
    expect(pending()).toEqual([]);
  });
});

describe("an export", () => {
  it("sends what is pending once, waits for an import to confirm it, and sends it no second time", async () => {
    const { connector, entries, state, has, callsOf } = await after([user("1", { level: 1 }), user("2")]);
    connector.stage([
      { action: "update", object: named("1"), attributes: { level: [2] } },
      { action: "add", objectType: "user", attributes: { id: ["3"], displayName: ["C"] } },
      { action: "delete", object: named("2") },
    ]);
    const first = await connector.export();
    expect(first).toMatchObject({ runs: [{ added: 1, updated: 1, deleted: 1, errors: [] }] });
    expect(
      entries()[0]?.map(({ modificationType, anchorAttributes }) => [modificationType, anchorAttributes[0]?.value]),
    ).toEqual([
      ["Add", "3"],
      ["Update", "1"],
      ["Delete", "2"],
    ]);
    expect(state("1")).toBe("awaitingConfirmation");
    expect(connector.find(named("2"))?.current).toBeNull();
    expect((await connector.export()).runs).toEqual([]);
    expect(callsOf("beginExport")).toHaveLength(1);
    has([user("1", { level: 2 }), user("3", { displayName: "C" })]);
    const { runs } = await connector.import({ type: "Full" });
    expect(runs).toMatchObject([{ confirmed: 3, notConfirmed: 0, errors: [] }]);
    expect([state("1"), state("2"), state("3")]).toEqual(["imported", undefined, "imported"]);
  });

  it("sends again what an import did not confirm", async () => {
    const { connector, pending, has } = await after([user("1", { level: 1 }), user("2")]);
    connector.stage([
      { action: "update", object: named("1"), attributes: { level: [2], displayName: ["A"] } },
      { action: "add", objectType: "user", attributes: { id: ["3"] } },
      { action: "delete", object: named("2") },
    ]);
    await connector.export();
    has([user("1", { level: 1, displayName: "A" }), user("2")]);
    const [run] = (await connector.import({ type: "Full" })).runs;
    expect(run).toMatchObject({ notConfirmed: 3 });
    expect(run?.errors.map(({ code, object }) => [object, code]).toSorted()).toEqual([
      ["1", "ExportedChangeNotReimported"],
      ["2", "ExportedChangeNotReimported"],
      ["3", "ExportedChangeNotReimported"],
    ]);
    expect(pending()).toEqual(["add 3", "update 1", "delete 2"]);
    expect([...connector.pendingExports()][1]?.attributes).toEqual([{ name: "level", before: [1], after: [2] }]);
  });

  it("keeps what failed pending, with its error, and sends only that again", async () => {
    const { connector, use, entries, pending, state } = await after([user("1"), user("2")]);
    connector.stage([
      { action: "update", object: named("1"), attributes: { level: [1] } },
      { action: "update", object: named("2"), attributes: { level: [2] } },
    ]);
    use({
      exportData: results(({ anchorAttributes }) =>
        anchorAttributes[0]?.value === "2"
          ? { errorCode: "ExportErrorPermissionIssue", errorName: "denied", errorDetail: "ask somebody" }
          : null,
      ),
    });
    const [run] = (await connector.export()).runs;
    expect(run?.errors).toMatchObject([
      { object: "2", code: "ExportErrorPermissionIssue", message: expect.stringContaining("denied: ask somebody") },
    ]);
    expect([state("1"), pending()]).toEqual(["awaitingConfirmation", ["update 2"]]);
    use({ exportData: () => ({}) });
    await connector.export();
    expect(entries()[1]?.map(({ anchorAttributes }) => anchorAttributes[0]?.value)).toEqual(["2"]);
    expect([...connector.errors()]).toEqual([]);
  });

  it("ends at an error that says so, and keeps what went well", async () => {
    const scripted = await after([user("1"), user("2")], { definition: { pageSize: 2 } });
    const { connector, use, pending, callsOf } = scripted;
    connector.stage([{ action: "add", objectType: "user", attributes: { id: ["3"] } }]);
    await connector.export();
    connector.stage(["1", "2", "3"].map((id) => ({ action: "update", object: named(id), attributes: { level: [1] } })));
    use({
      exportData: results(({ anchorAttributes }) =>
        anchorAttributes[0]?.value === "2" ? { errorCode: "ExportErrorCustomStopRun", errorName: "full" } : null,
      ),
    });
    await expect(connector.export()).rejects.toThrow(/full/);
    expect(pending()).toEqual(["update 2", "update 3"]);
    expect(callsOf("endExport").at(-1)).toMatchObject({ closeExportConnectionRunStep: { reason: "Unknown" } });
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["a text", "ok"],
    ["a result for somebody else", { csEntryChangeResults: [{ identifier: "other" }] }],
  ])("whose script returns %s does not know what became of the page, until an import tells", async (_, answer) => {
    const { connector, use, has, state } = await after([user("1", { level: 1 }), user("2", { level: 1 })]);
    connector.stage(["1", "2"].map((id) => ({ action: "update", object: named(id), attributes: { level: [5] } })));
    use({ exportData: () => answer as PutExportEntriesResults });
    await expect(connector.export()).rejects.toMatchObject({ code: "PluginAnswerInvalid" });
    expect([state("1"), state("2")]).toEqual(["outcomeUnknown", "outcomeUnknown"]);
    expect([...connector.pendingExports()]).toMatchObject([{ outcomeUnknown: true }, { outcomeUnknown: true }]);
    // One of the two has arrived.
    has([user("1", { level: 5 }), user("2", { level: 1 })]);
    const seen: unknown[] = [];
    use({
      exportData: ({ csEntries }) => {
        seen.push(...csEntries.map(({ anchorAttributes }) => anchorAttributes[0]?.value));
        return {};
      },
    });
    expect(await connector.export()).toMatchObject({ confirmations: 1, runs: [{ updated: 1 }] });
    expect(seen).toEqual(["2"]);
    expect(state("1")).toBe("imported");
  });

  it("calls end with the reason, whatever happened", async () => {
    const { connector, use, callsOf } = await after([user("1")]);
    connector.stage([{ action: "update", object: named("1"), attributes: { level: [5] } }]);
    use({ beginExport: () => Promise.reject(new Error("no")) });
    await expect(connector.export()).rejects.toThrow(/no/);
    const controller = new AbortController();
    use({
      beginExport: () => undefined,
      exportData: () => {
        controller.abort(new Error("Interrupted."));
        return new Promise(() => {});
      },
    });
    await expect(connector.export({ signal: controller.signal })).rejects.toMatchObject({ code: "Cancelled" });
    expect(callsOf("endExport").map(({ closeExportConnectionRunStep }) => closeExportConnectionRunStep)).toEqual([
      { reason: "OpenConnectionFailure" },
      { reason: "TerminatedByUser" },
    ]);
  });

  it("goes by pages", async () => {
    const { connector, entries } = await after([], { definition: { pageSize: 2 } });
    connector.stage(
      ["1", "2", "3", "4", "5"].map((id) => ({ action: "add", objectType: "user", attributes: { id: [id] } })),
    );
    expect((await connector.export()).runs).toMatchObject([{ pages: 3, added: 5 }]);
    expect(entries().map(({ length }) => length)).toEqual([2, 2, 1]);
  });
});

describe("object confirmation", () => {
  it.each<[string, string | undefined, string | undefined, string]>([
    ["Normal", "awaitingConfirmation", "awaitingConfirmation", "awaitingConfirmation"],
    ["NoDeleteConfirmation", "awaitingConfirmation", undefined, "awaitingConfirmation"],
    ["NoAddAndDeleteConfirmation", "imported", undefined, "awaitingConfirmation"],
  ])("%s", async (objectConfirmation, added, deleted, updated) => {
    const { connector, state } = await after([user("1"), user("2")], { capabilities: { objectConfirmation } });
    connector.stage([
      { action: "add", objectType: "user", attributes: { id: ["3"], displayName: ["C"] } },
      { action: "delete", object: named("2") },
      { action: "update", object: named("1"), attributes: { level: [1] } },
    ]);
    await connector.export();
    expect([state("3"), state("2"), state("1")]).toEqual([added, deleted, updated]);
    expect(connector.find(named("3"))?.current?.get("displayName")).toEqual(["C"]);
  });

  it("is not waited for by a connector that cannot import", async () => {
    const capabilities = { enableImport: false, enableDeltaImport: false };
    const { connector, calls } = await open({ capabilities });
    await connector.discoverSchema();
    connector.stage([{ action: "add", objectType: "user", attributes: { id: ["3"] } }]);
    await connector.export();
    expect(connector.find(named("3"))?.state).toBe("imported");
    expect(calls.some(({ slot }) => slot === "importData")).toBe(false);
  });
});

describe("export types", () => {
  const before = [
    user("1", { displayName: "A", phones: ["1", "2"], manager: "2" }),
    user("2"),
    wholeEntry({ objectType: "group", attributes: { id: "g", member: ["1", "2"] } }),
  ];
  const change = [
    { action: "update", object: named("1"), attributes: { displayName: ["B"], phones: ["2", "3"], level: [4] } },
    { action: "update", object: { objectType: "group", anchor: { id: "g" } }, attributes: { member: ["2", "3"] } },
  ] as const;
  const add = (value: unknown) => ({ value, modificationType: "Add" });
  const gone = (value: unknown) => ({ value, modificationType: "Delete" });
  const whole = (name: string, ...values: unknown[]) => ({
    name,
    modificationType: "Replace",
    valueChanges: values.map(add),
  });
  const added = (name: string, ...values: unknown[]) => ({
    name,
    modificationType: "Add",
    valueChanges: values.map(add),
  });

  it.each([
    [
      "AttributeReplace",
      ["Update", [whole("displayName", "B"), added("level", 4), whole("phones", "2", "3")]],
      ["Update", [whole("member", "2", "3")]],
    ],
    [
      "AttributeUpdate",
      [
        "Update",
        [
          whole("displayName", "B"),
          added("level", 4),
          { name: "phones", modificationType: "Update", valueChanges: [add("3"), gone("1")] },
        ],
      ],
      ["Update", [{ name: "member", modificationType: "Update", valueChanges: [add("3"), gone("1")] }]],
    ],
    [
      "MultivaluedReferenceAttributeUpdate",
      ["Update", [whole("displayName", "B"), added("level", 4), whole("phones", "2", "3")]],
      ["Update", [{ name: "member", modificationType: "Update", valueChanges: [add("3"), gone("1")] }]],
    ],
    [
      "ObjectReplace",
      [
        "Replace",
        [
          added("id", "1"),
          added("displayName", "B"),
          added("level", 4),
          added("phones", "2", "3"),
          added("manager", "2"),
        ],
      ],
      ["Replace", [added("id", "g"), added("member", "2", "3")]],
    ],
  ] as const)("%s", async (exportType, ...expected) => {
    const { connector, entries } = await after(before, { capabilities: { exportType } });
    connector.stage(change);
    await connector.export();
    expect(entries()[0]?.map(({ modificationType, attributeChanges }) => [modificationType, attributeChanges])).toEqual(
      expected,
    );
  });

  it("a full export has everybody, changed or not", async () => {
    const { connector, entries } = await after(before, { capabilities: { enableFullExport: true } });
    connector.stage([{ action: "update", object: named("2"), attributes: { level: [4] } }]);
    const { runs } = await connector.export({ type: "Full" });
    expect(runs).toMatchObject([{ type: "Full", updated: 3 }]);
    expect(
      entries()[0]?.map(({ modificationType, changedAttributeNames }) => [
        modificationType,
        [...changedAttributeNames].toSorted(),
      ]),
    ).toEqual([
      ["Replace", ["displayName", "id", "manager", "phones"]],
      ["Replace", ["id", "level"]],
      ["Replace", ["id", "member"]],
    ]);
  });

  it("a full export needs its capability", async () => {
    const { connector } = await after(before);
    await expect(connector.export({ type: "Full" })).rejects.toMatchObject({ code: "Unsupported" });
  });
});

describe("the second pass", () => {
  it("has the references, where the capability says so", async () => {
    const { connector, entries } = await after([user("1")], {
      capabilities: { noReferenceValuesInFirstExportPass: true },
    });
    connector.stage([
      { action: "add", objectType: "user", attributes: { id: ["2"], displayName: ["B"], manager: ["3"] } },
      { action: "add", objectType: "user", attributes: { id: ["3"] } },
      { action: "update", object: named("1"), attributes: { manager: ["2"] } },
    ]);
    const { runs } = await connector.export();
    expect(runs).toMatchObject([{ added: 2, secondPass: 2, errors: [] }]);
    expect(
      entries().map((page) =>
        page.map((entry) => [entry.modificationType, entry.anchorAttributes[0]?.value, entry.changedAttributeNames]),
      ),
    ).toEqual([
      [
        ["Add", "2", ["id", "displayName"]],
        ["Add", "3", ["id"]],
      ],
      [
        ["Update", "1", ["manager"]],
        ["Update", "2", ["manager"]],
      ],
    ]);
    expect([...connector.pendingExports()]).toEqual([]);
  });

  it("has the references that a script could not set at first", async () => {
    const { connector, entries, use, pending } = await after([user("1")]);
    connector.stage([{ action: "update", object: named("1"), attributes: { level: [1], manager: ["9"] } }]);
    use({ exportData: results(() => ({ errorCode: "ExportActionRetryReferenceAttribute" })) });
    const [run] = (await connector.export()).runs;
    expect(entries().map((page) => page.map(({ changedAttributeNames }) => changedAttributeNames))).toEqual([
      [["level", "manager"]],
      [["manager"]],
    ]);
    expect(run?.errors).toMatchObject([{ code: "ExportActionRetryReferenceAttribute" }]);
    expect(pending()).toEqual(["update 1"]);
    expect([...connector.pendingExports()][0]?.attributes.map(({ name }) => name)).toEqual(["manager"]);
  });

  it("adds what a script found missing", async () => {
    const { connector, entries, use } = await after([user("1", { displayName: "A" })]);
    connector.stage([{ action: "update", object: named("1"), attributes: { level: [1] } }]);
    use({
      exportData: results(({ modificationType }) =>
        modificationType === "Update" ? { errorCode: "ExportActionConvertUpdateToAdd" } : null,
      ),
    });
    expect((await connector.export()).runs).toMatchObject([{ errors: [] }]);
    expect(entries()[1]).toMatchObject([
      { modificationType: "Add", changedAttributeNames: ["id", "displayName", "level"] },
    ]);
  });

  it("gives references back to objects that went as a whole without them", async () => {
    const capabilities = { exportType: "ObjectReplace", noReferenceValuesInFirstExportPass: true };
    const { connector, entries } = await after([user("1", { manager: "2" })], { capabilities });
    connector.stage([{ action: "update", object: named("1"), attributes: { level: [1] } }]);
    await connector.export();
    const namesOf = (changes: readonly { readonly name: string }[]) => changes.map(({ name }) => name);
    expect(entries().map((page) => page.map(({ attributeChanges }) => namesOf(attributeChanges)))).toEqual([
      [["id", "level"]],
      [["id", "level", "manager"]],
    ]);
    expect(entries().map((page) => page.map(({ changedAttributeNames }) => changedAttributeNames))).toEqual([
      [["level"]],
      [["manager"]],
    ]);
  });
});

describe("delete and add", () => {
  const stageBoth = (connector: Awaited<ReturnType<typeof after>>["connector"]) =>
    connector.stage([
      { action: "delete", object: named("1") },
      { action: "add", objectType: "user", attributes: { id: ["1"], displayName: ["new"] } },
    ]);

  it("goes as one replacement with the capability", async () => {
    const { connector, entries } = await after([user("1", { level: 1 })], {
      capabilities: { deleteAddAsReplace: true },
    });
    stageBoth(connector);
    expect((await connector.export()).runs).toMatchObject([{ replaced: 1, deleted: 0, added: 0 }]);
    expect(entries().map((page) => page.map(({ modificationType }) => modificationType))).toEqual([["Replace"]]);
    expect(connector.find(named("1"))?.current).toEqual(
      new Map([
        ["displayName", ["new"]],
        ["id", ["1"]],
      ]),
    );
  });

  it("goes as a deletion and an addition without", async () => {
    const { connector, entries, has } = await after([user("1", { level: 1 })]);
    stageBoth(connector);
    await connector.export();
    expect(entries().map((page) => page.map(({ modificationType }) => modificationType))).toEqual([
      ["Delete"],
      ["Add"],
    ]);
    has([user("1", { displayName: "new" })]);
    expect((await connector.import({ type: "Full" })).runs).toMatchObject([{ notConfirmed: 0, errors: [] }]);
    expect(connector.find(named("1"))?.state).toBe("imported");
  });
});

describe("the deletion threshold", () => {
  const three = [user("1"), user("2"), user("3"), user("4")];
  it.each<[string, number | string, number, boolean]>([
    ["as many as a number", 2, 2, true],
    ["more than a number", 2, 3, false],
    ["one, where none may", 0, 1, false],
    ["as many as a percentage", "50%", 2, true],
    ["more than a percentage", "50%", 3, false],
  ])("%s", async (_, deletions, count, passes) => {
    const { connector, callsOf, pending } = await after(three, { definition: { limits: { deletions } } });
    connector.stage(three.slice(0, count).map((_, index) => ({ action: "delete", object: named(String(index + 1)) })));
    connector.stage([{ action: "update", object: named("4"), attributes: { level: [1] } }]);
    const check = expect(() => connector.checkExport());
    if (passes) check.not.toThrow();
    else check.toThrow(expect.objectContaining({ code: "ThresholdExceeded" }));
    expect(callsOf("beginExport")).toEqual([]);
    const run = connector.export();
    if (passes) await expect(run).resolves.toMatchObject({ runs: [{ deleted: count }] });
    else {
      await expect(run).rejects.toMatchObject({ code: "ThresholdExceeded" });
      expect(callsOf("beginExport")).toEqual([]);
      expect(pending()).toHaveLength(count + 1);
    }
  });

  it("counts replacements that are deletions", async () => {
    const { connector } = await after(three, { definition: { limits: { deletions: 0 } } });
    connector.stage([
      { action: "delete", object: named("1") },
      { action: "add", objectType: "user", attributes: { id: ["1"], level: [1] } },
    ]);
    await expect(connector.export()).rejects.toMatchObject({ code: "ThresholdExceeded" });
  });

  it("is 500 by default", async () => {
    const many = Array.from({ length: 501 }, (_, index) => user(`u${index}`));
    const { connector } = await after(many);
    connector.stage(many.map((_, index) => ({ action: "delete", object: named(`u${index}`) })));
    await expect(connector.export()).rejects.toThrow(/501 of 501 objects; limits.deletions is 500/);
    connector.unstage(named("u0"));
    await expect(connector.export()).resolves.toMatchObject({ runs: [{ deleted: 500 }] });
  });
});

describe("one change as an export of its own", () => {
  it("says whether it changed anything", async () => {
    const { connector, state } = await after([user("1", { level: 1 })]);
    const change = { action: "update", object: named("1"), attributes: { level: [2] } } as const;
    expect(await connector.exportOne({ change })).toEqual({ changed: true });
    expect(await connector.exportOne({ change })).toEqual({ changed: false });
    expect(state("1")).toBe("awaitingConfirmation");
  });

  it("leaves nothing pending when it fails, and nothing of a new object", async () => {
    const { connector, use, pending } = await after([user("1")]);
    use({ exportData: results(() => ({ errorCode: "ExportErrorConnectedDirectoryExistingObject" })) });
    const change = { action: "add", objectType: "user", attributes: { id: ["2"] } } as const;
    await expect(connector.exportOne({ change })).rejects.toMatchObject({ code: "AlreadyExists" });
    expect(connector.find(named("2"))).toBeNull();
    expect(pending()).toEqual([]);
  });

  it("leaves what others staged alone", async () => {
    const { connector, pending } = await after([user("1"), user("2")]);
    connector.stage([
      { action: "update", object: named("2"), attributes: { level: [1] } },
      { action: "update", object: named("1"), attributes: { level: [1] } },
    ]);
    await connector.exportOne({ change: { action: "update", object: named("1"), attributes: { displayName: ["x"] } } });
    expect(pending()).toEqual(["update 1", "update 2"]);
  });

  it("whose outcome is not known is settled by an import before the next one, and not sent by itself", async () => {
    const { connector, use, has, pending, callsOf } = await after([user("1", { level: 1 })]);
    use({ exportData: () => Promise.reject(new Error("cut")) });
    const change = { action: "update", object: named("1"), attributes: { level: [2] } } as const;
    await expect(connector.exportOne({ change })).rejects.toThrow(/cut/);
    use({ exportData: () => ({}) });
    has([user("1", { level: 2 })]);
    expect(await connector.exportOne({ change })).toEqual({ changed: false });
    use({ exportData: () => Promise.reject(new Error("cut")) });
    await expect(connector.exportOne({ change: { ...change, attributes: { level: [3] } } })).rejects.toThrow(/cut/);
    expect((await connector.export()).runs).toEqual([]);
    expect(pending()).toEqual([]);
    expect(callsOf("exportData")).toHaveLength(2);
  });

  it.each([
    [true, [["id", "export_password"]]],
    [false, [["id"], ["export_password"]]],
  ])("takes a new object's password along, or after it", async (enableExportPasswordInFirstPass, expected) => {
    const { connector, entries, folder } = await after([], { capabilities: { enableExportPasswordInFirstPass } });
    await connector.exportOne({
      change: { action: "add", objectType: "user", attributes: { id: ["2"] } },
      password: new Secret("correct horse"),
    });
    expect(entries().map(([entry]) => entry?.changedAttributeNames)).toEqual(expected);
    const values = entries().flatMap(
      ([entry]) => entry?.attributeChanges.flatMap(({ valueChanges }) => valueChanges) ?? [],
    );
    expect(values.map(({ value }) => (value instanceof Secret ? value.reveal() : value))).toContain("correct horse");
    const { readFileSync, readdirSync } = await import("node:fs");
    const { join } = await import("node:path");
    for (const file of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())) {
      expect(readFileSync(join(file.parentPath, file.name)).includes("correct horse")).toBe(false);
    }
  });
});
