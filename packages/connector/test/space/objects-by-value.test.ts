import { describe, expect, it, onTestFinished } from "vitest";
import type { Connector } from "../../src/index.ts";
import { createWorld, directory, staff } from "../provider/connectors.ts";

const group = (name: string) => `CN=${name},${staff}`;

async function opened(): Promise<{ readonly connector: Connector; readonly world: ReturnType<typeof createWorld> }> {
  const world = createWorld(directory);
  onTestFinished(() => world.close());
  world.person("jane", { Title: 'says "hi"\\', Phones: ["1", "2"] });
  world.person("joe", { Title: "jane", Department: "Größe 👩‍💻" });
  world.system.put({ objectType: "group", dn: group("team"), attributes: { member: [group("jane")] } });
  const connector = await world.connector();
  await connector.import({ type: "Full" });
  return { connector, world };
}

const having = (connector: Connector, attribute: string, value: string) =>
  [...connector.objects({ holds: { attribute, value } })].map(({ dn }) => dn);

describe("objects that hold a value", () => {
  it("are those whose attribute has it, and not whose other one has", async () => {
    const { connector } = await opened();
    expect(having(connector, "uid", "jane")).toEqual([group("jane")]);
    expect(having(connector, "UID", "jane")).toEqual([group("jane")]);
    expect(having(connector, "Title", "jane")).toEqual([group("joe")]);
    expect(having(connector, "uid", "Jane")).toEqual([]);
    expect(having(connector, "uid", "")).toEqual([]);
    expect(having(connector, "nothing", "jane")).toEqual([]);
  });

  it("are found by any of several, and by whatever is odd", async () => {
    const { connector } = await opened();
    expect(having(connector, "Phones", "2")).toEqual([group("jane")]);
    expect(having(connector, "Title", 'says "hi"\\')).toEqual([group("jane")]);
    expect(having(connector, "Department", "Größe 👩‍💻")).toEqual([group("joe")]);
    expect(having(connector, "Title", "%")).toEqual([]);
  });

  it("are found by a reference in any spelling", async () => {
    const { connector } = await opened();
    expect(having(connector, "member", group("JANE").toLowerCase())).toEqual([group("team")]);
    expect(having(connector, "member", group("joe"))).toEqual([]);
  });

  it("are found by what was exported, and by what was there before, until an import", async () => {
    const { connector } = await opened();
    const attributes = { member: [group("joe")] };
    await connector.exportOne({ change: { action: "update", object: { dn: group("team") }, attributes } });
    expect(having(connector, "member", group("JOE"))).toEqual([group("team")]);
    expect(having(connector, "member", group("jane"))).toEqual([group("team")]);
    await connector.import({ type: "Full" });
    expect(having(connector, "member", group("jane"))).toEqual([]);
  });

  it("are asked for beside other conditions", async () => {
    const { connector } = await opened();
    const count = (query: object) =>
      [...connector.objects({ holds: { attribute: "uid", value: "jane" }, ...query })].length;
    expect(count({ objectType: "user", state: "imported", partition: "DC=example,DC=com" })).toBe(1);
    expect(count({ objectType: "group" })).toBe(0);
    expect(count({ state: "outcomeUnknown" })).toBe(0);
  });
});
