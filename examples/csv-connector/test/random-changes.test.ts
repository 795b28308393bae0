/** 1,000 random sequences of changes, against the model, in exports and imports of any page size. */
import type { AttributeChange, ExportEntry } from "@idle/connector";
import fc from "fast-check";
import { expect, it } from "vitest";
import { anchorOf, entry, openScripts } from "./call-scripts.ts";
import { type Space, take } from "./consumer.ts";
import { createMemoryFiles, emptyDirectory } from "./memory-files.ts";
import { type Change, Model, type Thing } from "./model.ts";

const types = ["organizationalUnit", "user", "group"] as const;

/** Numbers that pick one of those who are there, or somebody who is not. */
const pick = fc.nat({ max: 30 });
const step = fc.oneof(
  fc.record({
    kind: fc.constant("add" as const),
    type: fc.nat({ max: 2 }),
    name: fc.nat({ max: 3 }),
    place: pick,
    account: fc.nat({ max: 5 }),
    target: fc.option(pick),
  }),
  fc.record({
    kind: fc.constant("change" as const),
    who: pick,
    title: fc.option(fc.string({ unit: fc.constantFrom(";", '"', ",", "\n", "\r", "ß") })),
    targets: fc.array(pick, { maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant("rename" as const), who: pick, name: fc.nat({ max: 3 }), place: pick }),
  fc.record({ kind: fc.constant("delete" as const), who: pick }),
);

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface Expected {
  readonly entry: ExportEntry;
  readonly code: string;
  readonly added: Thing | null;
}

const ghost: Thing = {
  id: "ghost",
  type: "user",
  rdn: "CN=ghost",
  parent: null,
  values: new Map(),
  references: new Map(),
};

function perform(each: Step, model: Model, identifier: string): Expected | null {
  const things = [...model.things];
  const someone = (number: number): Thing => things[number % (things.length + 1)] ?? ghost;
  const place = (number: number): Thing | null => {
    const units = things.filter(({ type }) => type === "organizationalUnit");
    return units[number % (units.length + 1)] ?? null;
  };
  const rdnOf = (type: Thing["type"], name: number) =>
    `${type === "organizationalUnit" ? "OU" : "CN"}=${"pqrs"[name]}\\, x`;
  const dnOf = (thing: Thing) => (thing === ghost ? "CN=ghost,DC=test" : model.dn(thing));
  const dnAt = (rdn: string, parent: Thing | null) => `${rdn},${parent === null ? "DC=test" : model.dn(parent)}`;
  const referring = (name: string, list: readonly Thing[]): AttributeChange => ({
    name,
    modificationType: list.length === 0 ? "Delete" : "Replace",
    valueChanges: list.map((thing) => ({ value: dnOf(thing) })),
  });
  const known = (thing: Thing) => (thing.id === null ? { dn: dnOf(thing) } : { anchorAttributes: anchorOf(thing.id) });

  if (each.kind === "add") {
    const type = types[each.type] ?? "user";
    const rdn = rdnOf(type, each.name);
    const parent = place(each.place);
    const account = type === "user" && each.account > 0 ? [`account${each.account}`] : null;
    const manager = type === "user" && each.target !== null ? someone(each.target) : null;
    const change: Change = {
      ...(account !== null && { values: { accountName: account } }),
      ...(manager !== null && { refersTo: { manager: [manager] } }),
    };
    const attributeChanges: AttributeChange[] = [];
    if (account !== null)
      attributeChanges.push({
        name: "accountName",
        modificationType: "Add",
        valueChanges: [{ value: account[0] ?? "" }],
      });
    if (manager !== null) attributeChanges.push(referring("manager", [manager]));
    const dn = dnAt(rdn, parent);
    const { code, thing } = model.add(type, rdn, parent, change);
    return {
      entry: entry({ identifier, modificationType: "Add", objectType: type, dn, attributeChanges }),
      code,
      added: thing,
    };
  }
  const who = someone(each.who);
  const common = { identifier, objectType: who.type, ...known(who) };
  if (each.kind === "delete") {
    return { entry: entry({ ...common, modificationType: "Delete" }), code: model.remove(who), added: null };
  }
  if (each.kind === "rename") {
    const rdn = rdnOf(who.type, each.name);
    const parent = place(each.place);
    const value = dnAt(rdn, parent);
    const attributeChanges: AttributeChange[] = [
      { name: "DN", modificationType: "Replace", valueChanges: [{ value }] },
    ];
    return { entry: entry({ ...common, attributeChanges }), code: model.change(who, { rdn, parent }, {}), added: null };
  }
  const name = who.type === "user" ? "manager" : "member";
  const targets = [...new Set(each.targets.map(someone))].filter((thing) => thing !== who);
  const list = who.type === "user" ? targets.slice(0, 1) : targets;
  const attributeChanges = who.type === "organizationalUnit" ? [] : [referring(name, list)];
  const text = each.title;
  const attribute = who.type === "user" ? "title" : "description";
  if (text !== null) {
    const valueChanges = text === "" ? [] : [{ value: text }];
    attributeChanges.push({ name: attribute, modificationType: text === "" ? "Delete" : "Replace", valueChanges });
  }
  const change: Change = {
    ...(text !== null && { values: { [attribute]: text === "" ? [] : [text] } }),
    ...(who.type !== "organizationalUnit" && { refersTo: { [name]: list } }),
  };
  return { entry: entry({ ...common, attributeChanges }), code: model.change(who, null, change), added: null };
}

function comparable(space: Space): unknown {
  const rows = [...space].map(([id, { type, dn, attributes }]) => ({
    id,
    type,
    dn,
    values: Object.fromEntries([...attributes].map(([name, list]) => [name, list.map(String).toSorted()])),
  }));
  return rows.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

it("does to the directory what it does to the model, and every delta brings what a full import would", async () => {
  const run = fc.record({
    pages: fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
    isRead: fc.boolean(),
  });
  const codes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(run, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 9 }),
      async (runs, pageSize) => {
        const model = new Model();
        const directory = openScripts("/dir", { files: createMemoryFiles(emptyDirectory()) });
        let { watermark } = await directory.fullImport();
        const space: Space = new Map();
        let count = 0;
        for (const { pages, isRead } of runs) {
          const expected = pages.map((steps) =>
            steps.flatMap((each) => {
              count += 1;
              return perform(each, model, String(count)) ?? [];
            }),
          );
          const results = await directory.export(expected.map((page) => page.map((each) => each.entry)));
          const byIdentifier = new Map(results.map((result) => [result.identifier, result]));
          for (const { entry: sent, code, added } of expected.flat()) {
            const result = byIdentifier.get(sent.identifier);
            codes.add(code);
            expect([sent, result?.errorCode ?? "Success"]).toEqual([sent, code]);
            if (added !== null) added.id = String(result?.anchorAttributes?.[0]?.value);
          }
          const full = await directory.fullImport({ pageSize });
          expect(comparable(take(new Map(), full.entries))).toEqual(model.plain());
          if (!isRead) continue;
          const delta = await directory.deltaImport(watermark, { pageSize });
          take(space, delta.entries);
          expect(comparable(space)).toEqual(model.plain());
          watermark = delta.watermark;
        }
      },
    ),
    { numRuns: 1_000 },
  );
  // What is compared is not only what went well.
  expect([...codes].toSorted()).toEqual([
    "ExportActionRetryReferenceAttribute",
    "ExportErrorConnectedDirectoryExistingObject",
    "ExportErrorConnectedDirectoryMissingObject",
    "ExportErrorConstraintViolation",
    "ExportErrorInvalidDN",
    "ExportErrorMissingProvisioningAttribute",
    "Success",
  ]);
});
