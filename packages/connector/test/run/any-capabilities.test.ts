import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConnectorSchema, CSEntryChange, CsValue, ExportEntry, StagedChange } from "../../src/index.ts";
import { wholeEntry } from "../../src/index.ts";
import { openScripted } from "../support/scripted-connector.ts";

const schema: ConnectorSchema = {
  types: [
    {
      name: "user",
      attributes: [
        { name: "id", dataType: "String", isAnchor: true },
        { name: "displayName", dataType: "String" },
        { name: "phones", dataType: "String", isMultiValued: true },
        { name: "boss", dataType: "Reference" },
        { name: "friends", dataType: "Reference", isMultiValued: true },
      ],
    },
  ],
};

const capabilities = fc
  .record({
    distinguishedNameStyle: fc.constantFrom("None", "Generic", "LDAP"),
    exportType: fc.constantFrom(
      "AttributeReplace",
      "AttributeUpdate",
      "MultivaluedReferenceAttributeUpdate",
      "ObjectReplace",
    ),
    objectConfirmation: fc.constantFrom("Normal", "NoDeleteConfirmation", "NoAddAndDeleteConfirmation"),
    dataNormalization: fc.constantFrom<readonly string[]>(
      [],
      ["Uppercase"],
      ["RemoveAccents"],
      ["Uppercase", "RemoveAccents"],
    ),
    useDnAsAnchor: fc.boolean(),
    concurrentOperations: fc.boolean(),
    enableDeltaImport: fc.boolean(),
    enableFullExport: fc.boolean(),
    noReferenceValuesInFirstExportPass: fc.boolean(),
    enableObjectRename: fc.boolean(),
    deleteAddAsReplace: fc.boolean(),
  })
  .map((all) => ({
    ...all,
    useDnAsAnchor: all.useDnAsAnchor && all.distinguishedNameStyle === "LDAP",
    enableObjectRename: all.enableObjectRename && all.distinguishedNameStyle !== "None",
  }));

interface Stored {
  dn: string;
  attributes: Map<string, readonly CsValue[]>;
}

/** Does what entries say, word by word, and refuses what would show that they are wrong. */
class System {
  readonly objects: Stored[] = [];
  readonly complaints: string[] = [];

  take(entry: ExportEntry): void {
    const { modificationType, dn, anchorAttributes, attributeChanges } = entry;
    const anchor = anchorAttributes[0]?.value;
    const at = this.objects.findIndex((each) =>
      anchor === undefined ? each.dn === dn : each.attributes.get("id")?.[0] === anchor,
    );
    if (at < 0 !== (modificationType === "Add")) this.complaints.push(`${modificationType} of ${dn ?? anchor}`);
    if (modificationType === "Delete") {
      this.objects.splice(at, 1);
      return;
    }
    const before = modificationType === "Update" ? this.objects[at] : undefined;
    const attributes = new Map(before?.attributes ?? (anchor === undefined ? [] : [["id", [anchor]]]));
    let name = before?.dn ?? dn ?? String(anchor);
    for (const change of attributeChanges) {
      const values = change.valueChanges
        .filter((each) => each.modificationType !== "Delete")
        .map(({ value }) => value as CsValue);
      const gone = change.valueChanges.filter((each) => each.modificationType === "Delete").map(({ value }) => value);
      if (change.name === "DN") {
        name = String(values[0]);
        for (const each of this.objects) {
          for (const reference of ["boss", "friends"]) {
            const held = each.attributes.get(reference);
            if (held !== undefined)
              each.attributes.set(
                reference,
                held.map((value) => (value === before?.dn ? name : value)),
              );
          }
        }
      } else if (change.modificationType === "Update") {
        const held = (attributes.get(change.name) ?? []).filter((value) => !gone.includes(value));
        attributes.set(change.name, [...held, ...values]);
      } else if (values.length === 0) attributes.delete(change.name);
      else attributes.set(change.name, values);
    }
    const stored = { dn: name, attributes };
    if (at < 0) this.objects.push(stored);
    else this.objects[at] = stored;
  }

  entries(style: string): CSEntryChange[] {
    return this.objects.map(({ dn, attributes }) =>
      wholeEntry({ objectType: "user", ...(style !== "None" && { dn }), attributes: Object.fromEntries(attributes) }),
    );
  }
}

describe("whatever the capabilities", () => {
  it("what is wanted arrives in the shape they ask for, is confirmed, and nothing is left", async () => {
    await fc.assert(
      fc.asyncProperty(capabilities, async (chosen) => {
        const { distinguishedNameStyle: style, exportType, noReferenceValuesInFirstExportPass: inTwo } = chosen;
        const system = new System();
        const dnOf = (id: string) => (style === "None" ? id : style === "LDAP" ? `CN=${id},DC=x` : `/x/${id}`);
        const referenceTo = dnOf;
        const put = (id: string, more: [string, CsValue[]][] = []) =>
          system.objects.push({ dn: dnOf(id), attributes: new Map<string, CsValue[]>([["id", [id]], ...more]) });
        put("A", [
          ["displayName", ["Anna"]],
          ["phones", ["1", "2"]],
          ["friends", [referenceTo("B")]],
          ["boss", [referenceTo("C")]],
        ]);
        put("B", [["displayName", ["Bert"]]]);
        put("C");
        put("D", [["displayName", ["old"]]]);
        const pages: (readonly ExportEntry[])[] = [];
        const scripted = await openScripted(
          {
            schema,
            capabilities: chosen,
            scripts: {
              importData: () => system.entries(style),
              exportData: ({ csEntries }) => {
                pages.push(csEntries);
                for (const entry of csEntries) system.take(entry);
                return {};
              },
            },
          },
          () => undefined,
        );
        const { connector } = scripted;
        const named = (id: string) => (style === "None" ? { objectType: "user", anchor: { id } } : { dn: dnOf(id) });
        const add = (id: string, attributes: Record<string, CsValue[]>): StagedChange => ({
          action: "add",
          objectType: "user",
          ...(style !== "None" && { dn: dnOf(id) }),
          attributes: { id: [id], ...attributes },
        });
        try {
          await connector.import({ type: "Full" });
          connector.stage([
            {
              action: "update",
              object: named("A"),
              attributes: {
                displayName: ["Ann"],
                phones: ["2", "3"],
                friends: [referenceTo("D"), referenceTo("E")],
                boss: [],
              },
            },
            { action: "delete", object: named("B") },
            add("E", { displayName: ["Emil"], boss: [referenceTo("A")] }),
            { action: "delete", object: named("D") },
            add("D", { displayName: ["new"] }),
          ]);
          if (chosen.enableObjectRename) connector.stage([{ action: "update", object: named("C"), newDn: dnOf("C2") }]);
          const [run] = (await connector.export()).runs;
          expect(run?.errors).toEqual([]);
          expect(system.complaints).toEqual([]);

          const held = new Map(system.objects.map(({ dn, attributes }) => [dn, attributes]));
          const sorted = (id: string, name: string) => [...(held.get(dnOf(id))?.get(name) ?? [])].toSorted();
          expect([...held.keys()].toSorted()).toEqual(
            ["A", chosen.enableObjectRename ? "C2" : "C", "D", "E"].map(dnOf).toSorted(),
          );
          expect(sorted("A", "displayName")).toEqual(["Ann"]);
          expect(sorted("A", "phones")).toEqual(["2", "3"]);
          expect(sorted("A", "friends")).toEqual([referenceTo("D"), referenceTo("E")]);
          expect(sorted("A", "boss")).toEqual([]);
          expect(sorted("E", "boss")).toEqual([referenceTo("A")]);
          expect(sorted("D", "displayName")).toEqual(["new"]);

          const all = pages.flat();
          const shapes = new Set(
            all.flatMap(({ attributeChanges }) =>
              attributeChanges.map(({ name, modificationType }) => `${name} ${modificationType}`),
            ),
          );
          expect(shapes.has("phones Update")).toBe(exportType === "AttributeUpdate");
          expect(shapes.has("friends Update")).toBe(
            exportType === "AttributeUpdate" || exportType === "MultivaluedReferenceAttributeUpdate",
          );
          expect(all.some(({ modificationType }) => modificationType === "Update")).toBe(
            exportType !== "ObjectReplace",
          );
          if (inTwo) {
            const [first] = pages;
            expect(first?.flatMap(({ changedAttributeNames }) => changedAttributeNames)).not.toContain("friends");
            expect(first?.flatMap(({ changedAttributeNames }) => changedAttributeNames)).not.toContain("boss");
          }
          const kinds = all
            .filter(({ dn, anchorAttributes }) => dn === dnOf("D") || anchorAttributes[0]?.value === "D")
            .map(({ modificationType }) => modificationType);
          expect(kinds.slice(0, 2)).toEqual(chosen.deleteAddAsReplace ? ["Replace"] : ["Delete", "Add"]);

          const [seen] = (await connector.import({ type: "Full" })).runs;
          expect(seen).toMatchObject({ errors: [], notConfirmed: 0, deleted: 0 });
          expect((await connector.export()).runs).toEqual([]);
          expect([...connector.objects()].every(({ state }) => state === "imported")).toBe(true);
        } finally {
          await scripted.close();
        }
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});
