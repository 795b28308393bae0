/** What idle connector shows people, on terminals of several widths and in a pipe. */
import type { ObjectError, RunSummary, SpaceSummary } from "@idle/connector";
import { createRedactor, displayWidth } from "@idle/core";
import { describe, expect, it } from "vitest";
import { createAsJson, objectLabel } from "../../src/connector/as-json.ts";
import { runOfRecord, runOfResult, runsView } from "../../src/view/connector-run-view.ts";
import { connectorSchemaView, schemaChanges, schemaChangesView } from "../../src/view/connector-schema-view.ts";
import { emptyLine, layOut } from "../../src/view/lay-out.ts";
import { countPending, isNothing, noTotals, pendingLines, pendingTotalLine } from "../../src/view/pending-lines.ts";
import { spaceObjectView } from "../../src/view/space-object-view.ts";
import { createErrorTable, createObjectTable, createRunTable } from "../../src/view/space-tables.ts";
import { spaceView } from "../../src/view/space-view.ts";
import { createStyle, type Style } from "../../src/view/style.ts";
import { type TreeNode, treeView } from "../../src/view/tree-view.ts";
import {
  exportRun,
  importRuns,
  objectError,
  pendingExport,
  pendingExports,
  schema,
  spaceObject,
} from "../fixtures/connectors.ts";

const asJson = createAsJson(schema, createRedactor());

function pendingView(style: Style): string {
  const documents = pendingExports.map(asJson.pending);
  const lines = documents.flatMap((each) => [...pendingLines(each, style), emptyLine]);
  return layOut([...lines, pendingTotalLine(documents.reduce(countPending, noTotals), style)], style.width);
}

const changed = {
  types: [
    {
      name: "user",
      attributes: [
        { name: "id", dataType: "String", isAnchor: true, operation: "ImportOnly" },
        { name: "displayName", dataType: "String", isMultiValued: true },
        { name: "mobile", dataType: "String" },
      ],
    },
    { name: "role", attributes: [{ name: "id", dataType: "String", isAnchor: true }] },
  ],
} as const;

const tree: readonly TreeNode[] = [
  {
    dn: "DC=nord,DC=example",
    name: "Nord",
    children: [
      {
        dn: "OU=Staff,DC=nord,DC=example",
        name: "Staff",
        children: [
          { dn: "OU=Sales,OU=Staff,DC=nord,DC=example", name: null, children: [] },
          {
            dn: "OU=A long name of a container that no terminal shows in a line,OU=Staff,DC=nord,DC=example",
            name: "Long",
            children: null,
          },
        ],
      },
      { dn: "OU=Leavers,DC=nord,DC=example", name: "OU=Leavers,DC=nord,DC=example", children: null },
    ],
  },
  { dn: "DC=sued,DC=example", name: null, children: null },
];

const space: SpaceSummary & { description: string } = {
  connector: "hr-csv",
  description: "The staff of both sites",
  file: "/srv/idle/.idle/connectors/hr-csv/space.sqlite",
  formatVersion: 1,
  bytes: 3_456_789,
  objects: [
    { objectType: "group", count: 12 },
    { objectType: "user", count: 120_400 },
  ],
  partitions: [
    {
      partition: "DC=nord,DC=example",
      objects: 120_000,
      hasWatermark: true,
      lastFullImport: "2026-01-02T03:04:05.000Z",
      lastImport: "2026-01-03T03:04:05.000Z",
    },
    {
      partition: "DC=sued,DC=example",
      objects: 412,
      hasWatermark: false,
      lastFullImport: "2026-01-02T03:04:05.000Z",
      lastImport: "2026-01-02T03:04:05.000Z",
    },
    { partition: "DC=west,DC=example", objects: 0, hasWatermark: false, lastFullImport: null, lastImport: null },
  ],
  pendingAdds: 2,
  pendingUpdates: 1,
  pendingDeletes: 0,
  awaitingConfirmation: 3,
  outcomeUnknown: 1,
  errors: 1_234,
  unresolvedReferences: 5,
};

const run = (more: Partial<RunSummary>): RunSummary => ({
  run: 7,
  kind: "import",
  type: "Full",
  partition: "DC=nord,DC=example",
  started: "2026-01-02T03:04:05.000Z",
  ended: "2026-01-02T03:05:07.000Z",
  status: "done",
  counts: { entries: 5, pages: 1, added: 5, unchanged: 0 },
  message: null,
  ...more,
});
const runs = [
  run({ run: 10, kind: "export", type: "Delta", status: "running", ended: null, counts: {} }),
  run({ run: 9, status: "failed", message: "The system cannot be reached." }),
  run({ run: 8, status: "cutOff", ended: null, partition: null, message: "Its process ended before the run did." }),
  run({}),
];

const exported = spaceObject({
  state: "awaitingConfirmation",
  current: new Map(spaceObject().imported).set("displayName", ["Jane Roe"]).set("roles", ["reader", "owner"]),
});

const views: Readonly<Record<string, (style: Style) => string>> = {
  pending: pendingView,
  import: (style) =>
    runsView(
      {
        kind: "import",
        runs: importRuns.map(runOfResult),
        errors: importRuns.flatMap(({ errors }) => errors),
        howMore: "idle connector show connector.yaml --errors",
      },
      style,
    ),
  export: (style) =>
    runsView(
      {
        kind: "export",
        runs: [runOfResult(exportRun)],
        errors: exportRun.errors,
        howMore: "",
        notes: ["1 import had to tell first what became of changes that an export was cut off in."],
      },
      style,
    ),
  "broken-export": (style) =>
    runsView(
      {
        kind: "export",
        runs: [
          run({}),
          run({ kind: "export", status: "failed", message: "ServerDown.", counts: { added: 1, pages: 1 } }),
        ].map(runOfRecord),
        errors: [],
        howMore: "",
      },
      style,
    ),
  schema: (style) => connectorSchemaView(schema, style),
  "schema-changes": (style) => schemaChangesView(schemaChanges(schema, changed), style),
  hierarchy: (style) => treeView(tree, style),
  space: (style) => spaceView(space, style),
  object: (style) =>
    spaceObjectView(
      {
        label: objectLabel(exported),
        object: asJson.object(exported),
        pending: asJson.pending(pendingExports[1] ?? expect.fail()),
      },
      style,
    ),
  objects: (style) => {
    const page = [
      spaceObject(),
      exported,
      spaceObject({ dn: "CN=\u001b[2J\u202e", objectType: "group", partition: null, state: "pendingAdd" }),
    ];
    const { head, row } = createObjectTable(page, style);
    return head + page.map(row).join("");
  },
  runs: (style) => {
    const { head, row } = createRunTable(runs, style);
    return head + runs.map(row).join("");
  },
  errors: (style) => {
    const { head, row } = createErrorTable([], style);
    return head + [objectError(), objectError({ objectType: null, object: "a\u202eb" })].map(row).join("");
  },
};

describe.each(Object.entries(views))("the view of a connector: %s", (name, view) => {
  it.each([60, 80, 200])("fits a terminal of %i columns", async (width) => {
    const text = view(createStyle({ colour: false, width }));
    await expect(text).toMatchFileSnapshot(`../golden/connector/${name}.${width}.txt`);
    for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });

  it("is whole in a pipe", async () => {
    const text = view(createStyle({ colour: false, width: null }));
    await expect(text).toMatchFileSnapshot(`../golden/connector/${name}.pipe.txt`);
    expect(text).not.toContain("…,");
  });

  it("is coloured where colours are wanted", async () => {
    await expect(view(createStyle({ colour: true, width: 80 }))).toMatchFileSnapshot(
      `../golden/connector/${name}.80.colour.txt`,
    );
  });

  it("shows no secret, and nothing that a terminal would act on", () => {
    const text = view(createStyle({ colour: false, width: null }));
    expect(text).not.toContain("planted");
    for (const character of ["\u001b", "\u202e"]) expect(text).not.toContain(character);
  });
});

describe("what is pending", () => {
  it("is nothing as long as there is neither a change nor one of unknown outcome", () => {
    expect(isNothing(noTotals)).toBe(true);
    for (const each of pendingExports) expect(isNothing(countPending(noTotals, asJson.pending(each)))).toBe(false);
  });

  it("is shown as a whole where values differ only in how they are written", () => {
    const same = pendingExport({ attributes: [{ name: "roles", before: ["a", "b"], after: ["b", "a"] }] });
    const lines = pendingLines(asJson.pending(same), createStyle({ colour: false, width: null }));
    expect(layOut(lines, null)).toContain('~ roles: ["a", "b"] → ["b", "a"]');
  });
});

describe("a schema and the one before", () => {
  it("differ in nothing when they are the same", () => {
    expect(schemaChanges(schema, structuredClone(schema))).toEqual([]);
  });

  it("differ in types, attributes, and how those are", () => {
    const changes = schemaChanges(schema, changed);
    expect(changes).toContainEqual({ sign: "+", type: "role", attribute: null, before: "", after: "" });
    expect(changes).toContainEqual({ sign: "-", type: "group", attribute: null, before: "", after: "" });
    expect(changes).toContainEqual({ sign: "+", type: "user", attribute: "mobile", before: "", after: "String" });
    expect(changes).toContainEqual({
      sign: "~",
      type: "user",
      attribute: "displayName",
      before: "String",
      after: "String, many values",
    });
  });
});

describe("errors of objects", () => {
  it("are told up to twenty, with the number of the others and how to see them", () => {
    const errors: ObjectError[] = Array.from({ length: 22 }, () => objectError());
    const text = runsView(
      { kind: "import", runs: [], errors, howMore: "idle connector show c.yaml --errors" },
      createStyle({ colour: false, width: null }),
    );
    expect(text.match(/^error /gm)).toHaveLength(20);
    expect(text).toContain("… and 2 more: idle connector show c.yaml --errors\n");
  });
});
