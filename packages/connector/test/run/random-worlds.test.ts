import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CSEntryChange, CsValue, ExportEntry } from "../../src/index.ts";
import { deletedEntry, wholeEntry } from "../../src/index.ts";
import { openScripted } from "../support/scripted-connector.ts";

type Attributes = Map<string, readonly CsValue[]>;

/**
 * A system with a log of changes. Some of what it is asked to do it refuses, and some calls it answers with an error after
 * it has done a part of the work.
 */
class System {
  readonly objects = new Map<string, Attributes>();
  readonly log: string[] = [];
  /** What is done with the next entries: taken, refused, or the call breaks after so many. */
  plan: readonly ("take" | "refuse" | "break")[] = [];
  twice: string[] = [];

  set(id: string, attributes: Attributes | null): void {
    if (attributes === null) this.objects.delete(id);
    else this.objects.set(id, attributes);
    this.log.push(id);
  }

  whole(id: string): CSEntryChange {
    const attributes = this.objects.get(id);
    if (attributes === undefined) return deletedEntry({ objectType: "user", anchor: { id } });
    return wholeEntry({ objectType: "user", attributes: { ...Object.fromEntries(attributes), id } });
  }

  take({ modificationType, anchorAttributes, attributeChanges }: ExportEntry): void {
    const id = String(anchorAttributes[0]?.value);
    if (modificationType === "Delete") {
      this.set(id, null);
      return;
    }
    if (modificationType === "Add" && this.objects.has(id)) this.twice.push(id);
    const attributes: Attributes = new Map(modificationType === "Update" ? this.objects.get(id) : []);
    for (const { name, valueChanges } of attributeChanges) {
      if (name !== "id")
        attributes.set(
          name,
          valueChanges.map(({ value }) => value as CsValue),
        );
      if (valueChanges.length === 0) attributes.delete(name);
    }
    this.set(id, attributes);
  }
}

const ids = ["a", "b", "c"];
const wish = fc.oneof(
  fc.record({
    do: fc.constant("wish" as const),
    id: fc.constantFrom(...ids),
    level: fc.option(fc.integer({ min: 0, max: 3 })),
  }),
  fc.record({ do: fc.constant("phones" as const), id: fc.constantFrom(...ids), phones: fc.subarray(["1", "2", "3"]) }),
);
const own = fc.record({
  do: fc.constant("own" as const),
  id: fc.constantFrom(...ids),
  name: fc.constantFrom("x", "y", "z"),
});
const direct = fc.record({ do: fc.constant("direct" as const), id: fc.constantFrom(...ids), active: fc.boolean() });
const coming = fc.record({ do: fc.constantFrom("add" as const, "delete" as const), id: fc.constantFrom("n1", "n2") });
const undo = fc.record({ do: fc.constant("undo" as const), id: fc.constantFrom(...ids, "n1", "n2") });
const run = fc.record({
  do: fc.constantFrom("full" as const, "delta" as const, "export" as const),
  plan: fc.array(fc.constantFrom("take" as const, "take" as const, "refuse" as const, "break" as const), {
    maxLength: 4,
  }),
});
const steps = fc.array(fc.oneof(wish, own, direct, coming, undo, run, run), { minLength: 3, maxLength: 20 });

describe("in any world", () => {
  it("what was wanted holds in the end, what others did stays, and nothing is done twice", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const system = new System();
        for (const id of ids) system.set(id, new Map<string, readonly CsValue[]>([["displayName", ["start"]]]));
        const scripted = await openScripted(
          {
            scripts: {
              importData: ({ openImportConnectionRunStep: { importType, customData }, getImportEntriesRunStep }) => {
                const asked = getImportEntriesRunStep.fullObjectEntries;
                if (asked.length > 0)
                  return asked.map(({ anchorAttributes }) => system.whole(String(anchorAttributes[0]?.value)));
                if (importType === "Full") return [...system.objects.keys()].map((id) => system.whole(id));
                return [...new Set(system.log.slice(Number(customData)))].map((id) => system.whole(id));
              },
              endImport: () => ({ customData: String(system.log.length) }),
              exportData: ({ csEntries }) => {
                const refused: string[] = [];
                for (const [place, entry] of csEntries.entries()) {
                  const what = system.plan[place] ?? "take";
                  if (what === "break") throw new Error("The line is cut.");
                  if (what === "refuse") refused.push(entry.identifier);
                  else system.take(entry);
                }
                return {
                  csEntryChangeResults: refused.map((identifier) => ({
                    identifier,
                    errorCode: "ExportErrorPermissionIssue",
                  })),
                };
              },
            },
          },
          () => undefined,
        );
        const { connector } = scripted;
        const names = new Map(ids.map((id) => [id, "start"]));
        const levels = new Map<string, number | null>();
        const phones = new Map<string, readonly string[]>();
        const active = new Map<string, ReadonlySet<boolean>>();
        const there = new Map<string, boolean>();
        const named = (id: string) => ({ objectType: "user", anchor: { id } });
        try {
          await connector.import({ type: "Full" });
          for (const step of list) {
            system.plan = "plan" in step ? step.plan : [];
            switch (step.do) {
              case "wish":
                levels.set(step.id, step.level);
                connector.stage([
                  {
                    action: "update",
                    object: named(step.id),
                    attributes: { level: step.level === null ? [] : [step.level] },
                  },
                ]);
                break;
              case "phones":
                phones.set(step.id, step.phones);
                connector.stage([{ action: "update", object: named(step.id), attributes: { phones: step.phones } }]);
                break;
              case "own":
                names.set(step.id, step.name);
                system.set(step.id, new Map([...(system.objects.get(step.id) ?? []), ["displayName", [step.name]]]));
                break;
              case "direct":
                active.set(step.id, new Set([step.active]));
                await connector.exportOne({
                  change: { action: "update", object: named(step.id), attributes: { active: [step.active] } },
                });
                break;
              case "add":
              case "delete":
                try {
                  connector.stage([
                    step.do === "add"
                      ? { action: "add", objectType: "user", attributes: { id: [step.id], level: [1] } }
                      : { action: "delete", object: named(step.id) },
                  ]);
                  there.set(step.id, step.do === "add");
                } catch {
                  // It is there already, or is not.
                }
                break;
              case "undo":
                try {
                  connector.stage([{ action: "unstage", object: named(step.id) }]);
                } catch {
                  // Nobody ever heard of it.
                }
                // What of it was sent before is told by what the system has: that the space knows that is looked at below.
                levels.delete(step.id);
                phones.delete(step.id);
                there.delete(step.id);
                break;
              case "export":
                await connector.export().catch(() => null);
                break;
              default:
                await connector.import({ type: step.do === "full" ? "Full" : "Delta" });
            }
          }
          system.plan = [];
          for (let round = 0; round < 3; round += 1) {
            await connector.export();
            await connector.import({ type: round === 0 ? "Delta" : "Full" });
          }
          expect([...connector.pendingExports()]).toEqual([]);
          expect(system.twice).toEqual([]);
          for (const id of ids) {
            const held = system.objects.get(id) ?? new Map();
            expect([id, held.get("displayName")]).toEqual([id, [names.get(id)]]);
            if (levels.has(id))
              expect([id, held.get("level") ?? []]).toEqual([id, levels.get(id) === null ? [] : [levels.get(id)]]);
            if (phones.has(id)) expect([id, [...(held.get("phones") ?? [])].toSorted()]).toEqual([id, phones.get(id)]);
            if (active.has(id)) expect(active.get(id)?.has(Boolean(held.get("active")?.[0]))).toBe(true);
          }
          for (const [id, isThere] of there) expect([id, system.objects.has(id)]).toEqual([id, isThere]);
          for (const object of connector.objects()) {
            expect(object.state).toBe("imported");
            const id = String(object.anchor?.id);
            expect(Object.fromEntries(object.current ?? [])).toEqual({
              ...Object.fromEntries(system.objects.get(id) ?? []),
              id: [id],
            });
          }
          expect([...connector.objects()]).toHaveLength(system.objects.size);
        } finally {
          await scripted.close();
        }
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});
