import { describe, expect, it, onTestFinished } from "vitest";
import { type CSEntryChange, wholeEntry } from "../../src/index.ts";
import { openScripted, type ScriptedOptions } from "../support/scripted-connector.ts";

const open = (options: ScriptedOptions = {}) => openScripted(options, onTestFinished);
const user = (id: string, attributes: Parameters<typeof wholeEntry>[0]["attributes"] = {}): CSEntryChange =>
  wholeEntry({ objectType: "user", attributes: { id, ...attributes } });

describe("a full import", () => {
  it("brings objects with values of every type, and finds nothing to change the second time", async () => {
    const entries = [
      user("1", {
        displayName: "Jane",
        level: 4,
        active: false,
        photo: new Uint8Array([0, 1, 255]),
        phones: ["2", "1", "2"],
        manager: "2",
        created: "2026",
      }),
      user("2", { level: 9_007_199_254_740_993n }),
    ];
    const { connector, callsOf } = await open({ scripts: { importData: () => entries } });
    const first = await connector.import({ type: "Full" });
    expect(first.runs).toMatchObject([{ added: 2, updated: 0, entries: 2, errors: [] }]);
    const jane = connector.find({ objectType: "user", anchor: { id: "1" } });
    expect(jane).toMatchObject({ objectType: "user", dn: null, anchor: { id: "1" }, state: "imported" });
    expect(jane?.current).toEqual(
      new Map<string, unknown>([
        ["active", [false]],
        ["created", ["2026"]],
        ["displayName", ["Jane"]],
        ["id", ["1"]],
        ["level", [4]],
        ["manager", ["2"]],
        ["phones", ["1", "2"]],
        ["photo", [new Uint8Array([0, 1, 255])]],
      ]),
    );
    expect(connector.find({ objectType: "user", anchor: { id: "2" } })?.current?.get("level")).toEqual([
      9_007_199_254_740_993n,
    ]);
    const second = await connector.import({ type: "Full" });
    expect(second.runs).toMatchObject([{ added: 0, updated: 0, deleted: 0, unchanged: 2 }]);
    expect(callsOf("beginImport")).toMatchObject([
      { openImportConnectionRunStep: { importType: "Full", customData: "", pageSize: 9_999 } },
      { openImportConnectionRunStep: { importType: "Full", customData: "" } },
    ]);
  });

  it("hands custom data from page to page, and to the end", async () => {
    const pages = [
      { csEntries: [user("1")], moreToImport: true, customData: "after 1" },
      { csEntries: [user("2")], moreToImport: true },
      { csEntries: [user("3")], customData: "after 3" },
    ];
    let page = 0;
    const scripted = await open({
      scripts: { beginImport: () => ({ customData: "start" }), importData: () => pages[page++] ?? [] },
    });
    const { runs } = await scripted.connector.import({ type: "Full" });
    expect(runs).toMatchObject([{ pages: 3, added: 3 }]);
    expect(scripted.callsOf("importData").map((args) => args.getImportEntriesRunStep)).toEqual([
      { customData: "start", fullObjectEntries: [] },
      { customData: "after 1", fullObjectEntries: [] },
      { customData: "after 1", fullObjectEntries: [] },
    ]);
    expect(scripted.callsOf("endImport")).toMatchObject([
      { closeImportConnectionRunStep: { reason: "Normal", customData: "after 3" } },
    ]);
  });

  it("makes what it did not see obsolete, and what came back is there again", async () => {
    let entries = [user("1"), user("2"), user("3")];
    const { connector } = await open({ scripts: { importData: () => entries } });
    await connector.import({ type: "Full" });
    entries = [user("1"), user("3", { displayName: "Three" })];
    expect((await connector.import({ type: "Full" })).runs).toMatchObject([{ deleted: 1, updated: 1, unchanged: 1 }]);
    expect(connector.find({ objectType: "user", anchor: { id: "2" } })).toBeNull();
    entries = [user("1"), user("2"), user("3", { displayName: "Three" })];
    expect((await connector.import({ type: "Full" })).runs).toMatchObject([{ added: 1, unchanged: 2 }]);
  });

  it.each<[string, string, unknown]>([
    ["no object", "EntryInvalid", "user"],
    ["an unknown type", "UnknownObjectType", { ...user("9"), objectType: "usr" }],
    ["no type", "ImportErrorMissingObjectType", { ...user("9"), objectType: undefined }],
    ["an unknown attribute", "UnknownAttribute", user("9", { displayname2: "x" })],
    ["no anchor", "MissingAnchor", wholeEntry({ objectType: "user", attributes: { displayName: "x" } })],
    ["a text as integer", "ImportErrorInvalidAttributeValue", user("9", { level: "4" })],
    ["a fraction", "ImportErrorInvalidAttributeValue", user("9", { level: 1.5 })],
    ["an integer of 65 bits", "ImportErrorInvalidAttributeValue", user("9", { level: 2n ** 63n })],
    ["a text as boolean", "ImportErrorInvalidAttributeValue", user("9", { active: "true" })],
    ["a text as bytes", "ImportErrorInvalidAttributeValue", user("9", { photo: "AAE=" })],
    ["two values of one", "TooManyValues", user("9", { displayName: ["a", "b"] })],
    ["what is for exports only", "ExportOnlyAttribute", user("9", { note: "x" })],
    ["an Update", "ImportErrorInvalidChangeType", { ...user("9"), modificationType: "Update" }],
    ["a Delete", "ImportErrorInvalidChangeType", { ...user("9"), modificationType: "Delete" }],
    ["no change type", "ImportErrorMissingChangeType", { ...user("9"), modificationType: undefined }],
    [
      "an attribute twice",
      "DuplicateAttribute",
      {
        ...user("9"),
        attributeChanges: [...(user("9").attributeChanges ?? []), ...(user("9").attributeChanges ?? [])],
      },
    ],
    [
      "an error of the connector",
      "ImportErrorReadError",
      { ...user("9"), importError: { code: "ImportErrorReadError", name: "locked" } },
    ],
    [
      "a getter that throws",
      "EntryInvalid",
      Object.defineProperty({}, "modificationType", {
        get: () => {
          throw new Error("no");
        },
      }),
    ],
  ])("records and skips an entry with %s", async (_, code, entry) => {
    const { connector } = await open({ scripts: { importData: () => [user("1"), entry as CSEntryChange, user("2")] } });
    const [run] = (await connector.import({ type: "Full" })).runs;
    expect(run).toMatchObject({ added: 2, entries: 3 });
    expect(run?.errors.map((error) => error.code)).toEqual([code]);
    expect([...connector.errors()]).toMatchObject([{ code, kind: "import" }]);
    expect(connector.summary().errors).toBe(1);
  });

  it("takes the second of two entries with one anchor for wrong", async () => {
    const { connector } = await open({
      scripts: { importData: () => [user("1", { displayName: "first" }), user("1", { displayName: "second" })] },
    });
    const [run] = (await connector.import({ type: "Full" })).runs;
    expect(run?.errors).toMatchObject([{ code: "DuplicateObject", object: "1" }]);
    expect(connector.find({ objectType: "user", anchor: { id: "1" } })?.current?.get("displayName")).toEqual(["first"]);
  });

  it("keeps an object that could not be read, and its error goes when it can be", async () => {
    let entries: unknown[] = [user("1", { level: 1 }), user("2")];
    const { connector } = await open({ scripts: { importData: () => entries as CSEntryChange[] } });
    await connector.import({ type: "Full" });
    entries = [user("1", { level: "broken" })];
    const [run] = (await connector.import({ type: "Full" })).runs;
    expect(run).toMatchObject({ deleted: 1, kept: 0 });
    expect(connector.find({ objectType: "user", anchor: { id: "1" } })?.current?.get("level")).toEqual([1]);
    entries = [user("1", { level: 2 })];
    await connector.import({ type: "Full" });
    expect([...connector.errors()]).toEqual([]);
    expect(connector.find({ objectType: "user", anchor: { id: "1" } })?.current?.get("level")).toEqual([2]);
  });

  it("makes nobody obsolete when it cannot tell whom a wrong entry was about", async () => {
    let entries: unknown[] = [user("1"), user("2")];
    const { connector } = await open({ scripts: { importData: () => entries as CSEntryChange[] } });
    await connector.import({ type: "Full" });
    entries = [user("1"), wholeEntry({ objectType: "user", attributes: { displayName: "who?" } })];
    expect((await connector.import({ type: "Full" })).runs).toMatchObject([{ deleted: 0, kept: 1 }]);
    expect(connector.find({ objectType: "user", anchor: { id: "2" } })).not.toBeNull();
  });

  it("fails past the limit of errors, and nothing of it took effect", async () => {
    let entries: unknown[] = [user("1")];
    const { connector } = await open({
      definition: { limits: { errors: 2 } },
      scripts: { importData: () => entries as CSEntryChange[] },
    });
    await connector.import({ type: "Full" });
    entries = [user("5"), null, null];
    await expect(connector.import({ type: "Full" })).resolves.toMatchObject({ runs: [{ added: 1 }] });
    entries = [user("6"), null, null, null, user("7")];
    await expect(connector.import({ type: "Full" })).rejects.toMatchObject({ code: "ThresholdExceeded" });
    expect([...connector.objects()].map(({ anchor }) => anchor?.id)).toEqual(["1", "5"]);
    expect(connector.runs(1)).toMatchObject([{ status: "failed" }]);
  });

  it.each<[string, number | string, number, boolean]>([
    ["fewer than a number", 2, 2, true],
    ["more than a number", 1, 2, false],
    ["none, where none may", 0, 0, true],
    ["one, where none may", 0, 1, false],
    ["as many as a percentage", "50%", 2, true],
    ["more than a percentage", "49%", 2, false],
  ])("takes effect or not where %s became obsolete", async (_, obsolete, gone, passes) => {
    const all = [user("1"), user("2"), user("3"), user("4")];
    let entries = all;
    const { connector } = await open({ definition: { limits: { obsolete } }, scripts: { importData: () => entries } });
    await connector.import({ type: "Full" });
    entries = all.slice(gone);
    const run = connector.import({ type: "Full" });
    if (passes) await expect(run).resolves.toMatchObject({ runs: [{ deleted: gone }] });
    else await expect(run).rejects.toMatchObject({ code: "ThresholdExceeded" });
    expect([...connector.objects()]).toHaveLength(passes ? 4 - gone : 4);
  });

  it("ends when the connector says that the run cannot go on", async () => {
    const entry = { ...user("2"), importError: { code: "ImportErrorCustomStopRun", detail: "licence is over" } };
    const scripted = await open({ scripts: { importData: () => [user("1"), entry, user("3")] } });
    await expect(scripted.connector.import({ type: "Full" })).rejects.toThrow(/licence is over/);
    expect([...scripted.connector.objects()]).toEqual([]);
    expect(scripted.callsOf("endImport")).toMatchObject([{ closeImportConnectionRunStep: { reason: "Unknown" } }]);
  });
});

describe("an import's scripts", () => {
  it.each([
    ["beginImport", undefined],
    ["beginImport", "ok"],
    ["importData", undefined],
    ["importData", 7],
    ["importData", user("1")],
    ["endImport", undefined],
    ["endImport", [{}, {}]],
  ])("%s returning %j is told with what was expected, and changes nothing", async (slot, answer) => {
    const scripted = await open({ scripts: { importData: () => [user("1")], [slot]: () => answer } });
    await expect(scripted.connector.import({ type: "Full" })).rejects.toMatchObject({
      code: "PluginAnswerInvalid",
      message: expect.stringContaining(`The script ${slot} of the connector scripted`),
    });
    expect([...scripted.connector.objects()]).toEqual([]);
    expect(scripted.callsOf("endImport")).toHaveLength(1);
  });

  it("end is called with the reason when begin fails", async () => {
    const scripted = await open({
      scripts: {
        beginImport: () => {
          throw new Error("cable");
        },
      },
    });
    await expect(scripted.connector.import({ type: "Full" })).rejects.toMatchObject({
      code: "RemoteExecutionFailed",
      message: expect.stringContaining("cable"),
    });
    expect(scripted.callsOf("endImport")).toMatchObject([
      { closeImportConnectionRunStep: { reason: "OpenConnectionFailure" } },
    ]);
  });

  it("more entries than the page size are refused", async () => {
    const { connector } = await open({
      definition: { pageSize: 2 },
      scripts: { importData: () => [user("1"), user("2"), user("3")] },
    });
    await expect(connector.import({ type: "Full" })).rejects.toThrow(/more than 2 entries/);
  });

  it("a page after page without anything new is refused", async () => {
    const { connector } = await open({
      scripts: { importData: () => ({ csEntries: [], moreToImport: true, customData: "" }) },
    });
    await expect(connector.import({ type: "Full" })).rejects.toThrow(/again and again/);
  });

  it("are called one run after the other, whoever asks", async () => {
    const scripted = await open();
    await Promise.all([scripted.connector.import({ type: "Full" }), scripted.connector.import({ type: "Full" })]);
    const order = scripted.calls.map(({ slot }) => slot).filter((slot) => slot.endsWith("Import"));
    expect(order).toEqual(["beginImport", "endImport", "beginImport", "endImport"]);
  });

  it("an abort in a page ends the run, end is called, and nothing took effect", async () => {
    const controller = new AbortController();
    const scripted = await open({
      scripts: {
        importData: async () => {
          controller.abort(new Error("Interrupted."));
          return new Promise(() => {});
        },
      },
    });
    await expect(scripted.connector.import({ type: "Full", signal: controller.signal })).rejects.toMatchObject({
      code: "Cancelled",
    });
    expect(scripted.callsOf("endImport")).toMatchObject([
      { closeImportConnectionRunStep: { reason: "TerminatedByUser" } },
    ]);
    expect(scripted.connector.runs(1)).toMatchObject([{ status: "failed" }]);
  });
});
