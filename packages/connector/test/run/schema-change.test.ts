import { describe, expect, it, onTestFinished } from "vitest";
import { type ConnectorSchema, type SchemaAttribute, wholeEntry } from "../../src/index.ts";
import { openScripted, userSchema } from "../support/scripted-connector.ts";

const object = { objectType: "user", anchor: { id: "1" } };
const level5 = { action: "update" as const, object, attributes: { level: [5] } };

/** A connector with one user, whose schema is then another one. */
async function opened(attributes: Readonly<Record<string, string | number>> = {}) {
  let now = wholeEntry({ objectType: "user", attributes: { id: "1", displayName: "A", ...attributes } });
  const scripted = await openScripted({ scripts: { importData: () => [now] } }, onTestFinished);
  await scripted.connector.import({ type: "Full" });
  return {
    ...scripted,
    has: (more: Readonly<Record<string, string | number>>) => {
      now = wholeEntry({ objectType: "user", attributes: { id: "1", ...more } });
    },
    discover: (schema: ConnectorSchema) => {
      scripted.use({ schema: () => schema });
      return scripted.connector.discoverSchema();
    },
  };
}

const withTypes = (change: (name: string) => string | null): ConnectorSchema => ({
  types: userSchema.types.flatMap((type) => {
    const name = change(type.name);
    return name === null ? [] : [{ ...type, name }];
  }),
});
const withLevel = (change: (level: SchemaAttribute) => SchemaAttribute | null): ConnectorSchema => ({
  types: userSchema.types.map((type) => ({
    ...type,
    attributes: type.attributes.flatMap((each) => (each.name === "level" ? (change(each) ?? []) : each)),
  })),
});
const respelled = withLevel((level) => ({ ...level, name: "Level" }));
const gone = withLevel(() => null);
const text = withLevel((level) => ({ ...level, dataType: "String" }));
const refused = (message: RegExp) => ({ code: "ConnectorInvalid", message: expect.stringMatching(message) });

describe("a type of the schema that is asked for anew", () => {
  it("keeps its spelling, as long as there are objects", async () => {
    const { connector, discover } = await opened();
    connector.stage([level5]);
    await expect(discover(withTypes((name) => (name === "user" ? "User" : name)))).rejects.toMatchObject(
      refused(/spells the type "user" "User" now, and its space has 1 object .*Keep the old spelling/),
    );
    expect([...connector.pendingExports()]).toHaveLength(1);
    expect(await discover(withTypes((name) => (name === "group" ? "Group" : name)))).toMatchObject({ changed: true });
  });

  it("may go when there is no object of it", async () => {
    const { discover } = await opened();
    await expect(discover(withTypes((name) => (name === "user" ? null : name)))).rejects.toMatchObject(
      refused(/has no type "user" any more/),
    );
    expect(await discover(withTypes((name) => (name === "group" ? null : name)))).toMatchObject({ changed: true });
  });

  it("may not go when an object is to become one", async () => {
    const { connector, discover } = await opened();
    connector.stage([{ action: "delete", object }]);
    connector.stage([{ action: "add", objectType: "user", attributes: { id: ["2"] } }]);
    await expect(discover(withTypes((name) => (name === "user" ? null : name)))).rejects.toMatchObject({
      code: "ConnectorInvalid",
    });
  });
});

describe("an attribute of the schema that is asked for anew", () => {
  it.each([
    ["staged", async (connector: Awaited<ReturnType<typeof opened>>["connector"]) => void connector.stage([level5])],
    [
      "exported",
      async (connector: Awaited<ReturnType<typeof opened>>["connector"]) => {
        connector.stage([level5]);
        await connector.export();
      },
    ],
  ])("may not go or be another one while something of it is %s", async (_, prepare) => {
    const { connector, discover, has } = await opened();
    await prepare(connector);
    await expect(discover(respelled)).rejects.toMatchObject(refused(/"level" of "user" "Level" now/));
    await expect(discover(gone)).rejects.toMatchObject(refused(/has the attribute "level" .*no more.*take back/));
    await expect(discover(text)).rejects.toMatchObject(refused(/"level" of "user" String, which was Integer/));
    expect(connector.schema()?.types[0]?.attributes[2]).toMatchObject({ name: "level", dataType: "Integer" });
    connector.unstage(object);
    has({ level: 5 });
    await connector.import({ type: "Full" });
    expect(await discover(gone)).toMatchObject({ changed: true });
  });

  it("may not go while it is not known what became of it", async () => {
    const { connector, discover, use } = await opened();
    connector.stage([level5]);
    use({ exportData: () => Promise.reject(new Error("cut off")) });
    await expect(connector.export()).rejects.toThrow(/cut off/);
    connector.unstage(object);
    await expect(discover(gone)).rejects.toMatchObject(refused(/has the attribute "level"/));
  });

  it("keeps its spelling when objects have it, and may go or be another one otherwise", async () => {
    const known = await opened({ level: 3 });
    await expect(known.discover(respelled)).rejects.toMatchObject(refused(/1 object in its space/));
    expect(await known.discover(gone)).toMatchObject({ changed: true });
    known.has({ displayName: "A" });
    await known.connector.import({ type: "Full" });
    expect(known.connector.find(object)?.imported?.has("level")).toBe(false);
    const unknown = await opened();
    expect(await unknown.discover(respelled)).toMatchObject({ changed: true });
  });
});

describe("the schema as it is kept", () => {
  it("cannot be changed by who gets it", async () => {
    const { connector, use, callsOf } = await opened();
    const thrown: unknown[] = [];
    use({
      endImport: ({ types }) => {
        try {
          (types.types as unknown[]).splice(0);
        } catch (error) {
          thrown.push(error);
        }
        return {};
      },
    });
    await connector.import({ type: "Full" });
    expect(thrown).toEqual([expect.any(TypeError)]);
    await connector.import({ type: "Full" });
    expect(callsOf("beginImport").at(-1)).toMatchObject({ types: { types: [{ name: "user" }, { name: "group" }] } });
    const schema = connector.schema();
    expect(
      [schema, schema?.types, schema?.types[0]?.attributes, schema?.types[0]?.attributes[0]].every(Object.isFrozen),
    ).toBe(true);
  });
});
