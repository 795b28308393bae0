import { dnKey } from "@idle/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConnectorSchema, CSEntryChange, ExportEntry } from "../../src/index.ts";
import { deletedEntry, renameTo, replaceAttribute, wholeEntry } from "../../src/index.ts";
import { openScripted } from "../support/scripted-connector.ts";

const schema: ConnectorSchema = {
  types: [
    {
      name: "user",
      attributes: [
        { name: "id", dataType: "String", isAnchor: true },
        { name: "title", dataType: "String" },
        { name: "boss", dataType: "Reference" },
      ],
    },
  ],
};

interface Stored {
  dn: string;
  title: string;
  boss: string | null;
}

/** A directory: renaming a container renames what stands in it, and references follow. */
class Directory {
  readonly objects = new Map<string, Stored>();
  readonly log: { readonly id: string; readonly oldDn: string | null }[] = [];

  rename(id: string, dn: string): boolean {
    const object = this.objects.get(id);
    if (object === undefined || this.isTaken(dn, id) || this.isWithin(dn, object.dn)) return false;
    const before = object.dn;
    for (const each of this.objects.values()) {
      each.dn = this.moved(each.dn, before, dn);
      if (each.boss !== null) each.boss = this.moved(each.boss, before, dn);
    }
    this.log.push({ id, oldDn: before });
    return true;
  }

  isTaken(dn: string, but: string): boolean {
    return [...this.objects].some(([id, each]) => id !== but && dnKey(each.dn) === dnKey(dn));
  }

  private isWithin(dn: string, container: string): boolean {
    return dn === container || dn.endsWith(`,${container}`);
  }

  private moved(dn: string, before: string, after: string): string {
    if (dn === before) return after;
    return dn.endsWith(`,${before}`) ? dn.slice(0, -before.length) + after : dn;
  }

  whole(id: string): CSEntryChange {
    const object = this.objects.get(id);
    if (object === undefined) return deletedEntry({ objectType: "user", anchor: { id } });
    const { dn, title, boss } = object;
    return wholeEntry({ objectType: "user", dn, attributes: { id, title, boss } });
  }

  /** As little as a directory says: the new name of what was renamed, and nothing of what stands in it. */
  delta(from: number): CSEntryChange[] {
    return this.log.slice(from).flatMap(({ id, oldDn }) => {
      const object = this.objects.get(id);
      if (object === undefined) return [deletedEntry({ objectType: "user", anchor: { id } })];
      if (oldDn === null) return [this.whole(id)];
      return [
        {
          modificationType: "Update" as const,
          objectType: "user",
          anchorAttributes: [{ name: "id", value: id }],
          attributeChanges: [renameTo(object.dn), replaceAttribute("title", object.title)],
        },
      ];
    });
  }

  take({ anchorAttributes, attributeChanges }: ExportEntry): "taken" | "refused" {
    const id = String(anchorAttributes[0]?.value);
    const object = this.objects.get(id);
    if (object === undefined) return "refused";
    const wanted = new Map(attributeChanges.map(({ name, valueChanges }) => [name, valueChanges[0]?.value ?? null]));
    const boss = wanted.get("boss");
    const named = [...this.objects.values()].find(({ dn }) => boss != null && dnKey(dn) === dnKey(String(boss)));
    // All of an entry, or nothing of it.
    if (boss != null && named === undefined) return "refused";
    if (wanted.has("boss")) object.boss = named?.dn ?? null;
    if (wanted.has("title")) object.title = String(wanted.get("title") ?? "");
    if (wanted.has("DN") && !this.rename(id, String(wanted.get("DN")))) {
      this.log.push({ id, oldDn: null });
      return "refused";
    }
    this.log.push({ id, oldDn: null });
    return "taken";
  }
}

const ids = ["ou", "sub", "p1", "p2", "p3"];
const rdn = fc.constantFrom("a", "b", "A", "c\\, d", "e");
const step = fc.oneof(
  fc.record({ do: fc.constant("rename" as const), id: fc.constantFrom(...ids), rdn }),
  fc.record({ do: fc.constant("stageRename" as const), id: fc.constantFrom(...ids), rdn }),
  fc.record({ do: fc.constant("stageBoss" as const), id: fc.constantFrom(...ids), boss: fc.constantFrom(...ids) }),
  fc.record({
    do: fc.constant("stageTitle" as const),
    id: fc.constantFrom(...ids),
    title: fc.constantFrom("t1", "t2"),
  }),
  fc.record({ do: fc.constantFrom("full" as const, "delta" as const, "export" as const) }),
);

describe("names in any world", () => {
  it("are those of the directory in the end, with what refers to them, and nothing is pending for ever", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 15 }), async (list) => {
        const directory = new Directory();
        const start = (id: string, dn: string) => directory.objects.set(id, { dn, title: "start", boss: null });
        start("ou", "OU=ou,DC=x");
        start("sub", "OU=sub,OU=ou,DC=x");
        for (const id of ["p1", "p2"]) start(id, `CN=${id},OU=sub,OU=ou,DC=x`);
        start("p3", "CN=p3,DC=x");
        const scripted = await openScripted(
          {
            schema,
            capabilities: { distinguishedNameStyle: "LDAP", enableObjectRename: true },
            scripts: {
              importData: ({ openImportConnectionRunStep: { importType, customData }, getImportEntriesRunStep }) => {
                const asked = getImportEntriesRunStep.fullObjectEntries;
                if (asked.length > 0)
                  return asked.map(({ anchorAttributes }) => directory.whole(String(anchorAttributes[0]?.value)));
                return importType === "Full"
                  ? ids.map((id) => directory.whole(id))
                  : directory.delta(Number(customData));
              },
              endImport: () => ({ customData: String(directory.log.length) }),
              exportData: ({ csEntries }) => ({
                csEntryChangeResults: csEntries
                  .filter((entry) => directory.take(entry) === "refused")
                  .map(({ identifier }) => ({ identifier, errorCode: "ExportErrorInvalidDN" })),
              }),
            },
          },
          () => undefined,
        );
        const { connector } = scripted;
        const object = (id: string) => ({ objectType: "user", anchor: { id } });
        const renamed = (dn: string, name: string) => {
          const comma = dn.replaceAll(/\\./g, "  ").indexOf(",");
          return `${dn.slice(0, dn.indexOf("="))}=${name}${dn.slice(comma)}`;
        };
        const expectSame = () => {
          for (const id of ids) {
            const known = connector.find(object(id));
            const { dn, title, boss } = directory.objects.get(id) ?? { dn: "", title: "", boss: null };
            expect([id, known?.dn, known?.imported?.get("boss") ?? []]).toEqual([id, dn, boss === null ? [] : [boss]]);
            expect(known?.imported?.get("title")).toEqual([title]);
          }
        };
        try {
          await connector.import({ type: "Full" });
          for (const each of list) {
            switch (each.do) {
              case "rename":
                directory.rename(each.id, renamed(directory.objects.get(each.id)?.dn ?? "", each.rdn));
                break;
              case "stageRename":
                try {
                  connector.stage([
                    {
                      action: "update",
                      object: object(each.id),
                      newDn: renamed(connector.find(object(each.id))?.dn ?? "", each.rdn),
                    },
                  ]);
                } catch {
                  // Somebody has the name.
                }
                break;
              case "stageBoss":
                connector.stage([
                  {
                    action: "update",
                    object: object(each.id),
                    attributes: { boss: [connector.find(object(each.boss))?.dn ?? ""] },
                  },
                ]);
                break;
              case "stageTitle":
                connector.stage([{ action: "update", object: object(each.id), attributes: { title: [each.title] } }]);
                break;
              case "export":
                await connector.export();
                break;
              default:
                await connector.import({ type: each.do === "full" ? "Full" : "Delta" });
            }
          }
          // What stands below a container, and what refers to it, no delta says.
          await connector.import({ type: "Delta" });
          expectSame();
          for (let round = 0; round < 3; round += 1) {
            const { runs } = await connector.export();
            // What the directory refuses is the directory's to refuse: nobody wants it any more.
            for (const { object: dn } of runs.flatMap(({ errors }) => errors)) connector.unstage({ dn });
            await connector.import({ type: "Full" });
          }
          const [run] = (await connector.import({ type: "Full" })).runs;
          expect(run).toMatchObject({
            errors: [],
            added: 0,
            deleted: 0,
            updated: 0,
            renamed: 0,
            unresolvedReferences: 0,
          });
          expect([...connector.pendingExports()]).toEqual([]);
          expectSame();
        } finally {
          await scripted.close();
        }
      }),
      { numRuns: 80 },
    );
  }, 60_000);
});
