import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Secret } from "@idle/contract";
import { describe, expect, it, onTestFinished } from "vitest";
import { ConnectorException, wholeEntry } from "../../src/index.ts";
import { openScripted, type ScriptedOptions, userSchema } from "../support/scripted-connector.ts";

const open = (options: ScriptedOptions = {}) => openScripted(options, onTestFinished);
const user = (id: string) => wholeEntry({ objectType: "user", attributes: { id } });

describe("what is asked before the first run", () => {
  it("is the schema, once", async () => {
    const { connector, callsOf } = await open();
    expect(connector.schema()).toBeNull();
    await connector.import({ type: "Full" });
    await connector.import({ type: "Full" });
    expect(callsOf("schema")).toHaveLength(1);
    expect(connector.schema()?.types.map(({ name }) => name)).toEqual(["user", "group"]);
  });

  it("is whether the parameters are right, page by page, and again only for what changed", async () => {
    const validation = () => ({ code: "Success" as const });
    const scripts = { validation };
    const first = await open({ scripts });
    await first.connector.import({ type: "Full" });
    await first.connector.import({ type: "Full" });
    expect(first.callsOf("validation").map(({ configParameterPage }) => configParameterPage)).toEqual([
      "Connectivity",
      "Global",
      "Partition",
    ]);
    await first.connector.close();
    const second = await first.reopen({ scripts, definition: { parameters: { global: { Folder: "/other" } } } });
    await second.connector.import({ type: "Full" });
    expect(second.callsOf("validation").map(({ configParameterPage }) => configParameterPage)).toEqual(["Global"]);
  });

  it("stops the run when they are not, and is asked again", async () => {
    let answer: object = { code: "Failure", errorMessage: "No such server.", errorParameter: "Server" };
    const { connector, callsOf } = await open({ scripts: { validation: () => answer as { code: "Success" } } });
    await expect(connector.import({ type: "Full" })).rejects.toMatchObject({
      code: "InvalidInput",
      message: expect.stringMatching(/\(Connectivity\). Parameter Server: No such server\./),
    });
    expect(callsOf("beginImport")).toEqual([]);
    answer = { code: "Success" };
    await connector.import({ type: "Full" });
    expect(await connector.validate({ page: "Global" })).toEqual([{ page: "Global", code: "Success" }]);
  });
});

describe("what is fixed", () => {
  it("are the capabilities of a connector that was created", async () => {
    const first = await open();
    await first.connector.import({ type: "Full" });
    await first.connector.close();
    const second = await first.reopen({ capabilities: { exportType: "ObjectReplace" } });
    await expect(second.connector.import({ type: "Full" })).rejects.toMatchObject({
      code: "ConnectorInvalid",
      message: expect.stringContaining("exportType"),
    });
    expect(() => second.connector.stage([])).toThrow(expect.objectContaining({ code: "ConnectorInvalid" }));
  });

  it("is the anchor of a type of which there are objects", async () => {
    let schema = userSchema;
    const scripted = await open({ scripts: { schema: () => schema, importData: () => [user("1")] } });
    await scripted.connector.import({ type: "Full" });
    schema = { types: [{ name: "user", attributes: [{ name: "mail", dataType: "String", isAnchor: true }] }] };
    await expect(scripted.connector.discoverSchema()).rejects.toMatchObject({ code: "ConnectorInvalid" });
    expect(scripted.connector.schema()?.types).toHaveLength(2);
  });

  it("is not the rest of the schema, but a delta import then needs a full one", async () => {
    let schema = userSchema;
    const { connector } = await open({ scripts: { schema: () => schema } });
    await connector.import({ type: "Full" });
    await connector.import({ type: "Delta" });
    const [users] = userSchema.types;
    schema = {
      types: [{ name: "user", attributes: [...(users?.attributes ?? []), { name: "mail", dataType: "String" }] }],
    };
    expect(await connector.discoverSchema()).toMatchObject({ changed: true });
    await expect(connector.import({ type: "Delta" })).rejects.toMatchObject({ code: "NotReady" });
    expect(await connector.discoverSchema()).toMatchObject({ changed: false });
  });
});

describe("the connector's folder", () => {
  it("is its owner's alone, and so is what is in it", async () => {
    const { connector, folder } = await open();
    await connector.import({ type: "Full" });
    if (process.platform === "win32") return;
    const modes = readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
      const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o077;
      return [entry.name, mode];
    });
    expect(modes.filter(([, mode]) => mode !== 0)).toEqual([]);
    expect(statSync(folder).mode & 0o077).toBe(0);
  });

  it("has a space that a later version wrote refused", async () => {
    const { connector, folder, reopen } = await open();
    await connector.import({ type: "Full" });
    await connector.close();
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(join(folder, "space.sqlite"));
    database.exec("PRAGMA user_version = 99");
    database.close();
    await expect(reopen()).rejects.toMatchObject({
      code: "FileUnreadable",
      message: expect.stringContaining("format 99"),
    });
  });

  it("has no other database taken for a space", async () => {
    const { connector, folder, reopen } = await open();
    await connector.close();
    const { DatabaseSync } = await import("node:sqlite");
    const file = join(folder, "space.sqlite");
    for (const each of readdirSync(folder).filter((name) => name.startsWith("space"))) {
      const { rmSync } = await import("node:fs");
      rmSync(join(folder, each));
    }
    const database = new DatabaseSync(file);
    database.exec("CREATE TABLE own (x)");
    database.close();
    await expect(reopen()).rejects.toMatchObject({
      code: "FileUnreadable",
      message: expect.stringContaining("no connector space"),
    });
  });
});

describe("two at once", () => {
  const waiting = () => {
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    return { gate, begun };
  };

  it.each([
    [false, true],
    [true, false],
  ])("connectors with concurrentOperations %s wait for each other: %s", async (concurrentOperations, waits) => {
    const { gate, begun } = waiting();
    const order: string[] = [];
    const first = await open({
      capabilities: { concurrentOperations },
      scripts: {
        importData: async () => {
          begun.resolve();
          await gate.promise;
          order.push("first");
          return [];
        },
      },
    });
    const root = join(first.folder, "..");
    const other = await openScripted(
      {
        folder: root,
        definition: { name: "other" },
        capabilities: { concurrentOperations },
        scripts: {
          importData: () => {
            order.push("other");
            return [];
          },
        },
      },
      onTestFinished,
    );
    const firstRun = first.connector.import({ type: "Full" });
    await begun.promise;
    const otherRun = other.connector.import({ type: "Full" });
    if (waits) {
      gate.resolve();
      await Promise.all([firstRun, otherRun]);
      expect(order).toEqual(["first", "other"]);
    } else {
      await otherRun;
      gate.resolve();
      await firstRun;
      expect(order).toEqual(["other", "first"]);
    }
  });

  it("a space that is imported into can be looked at, and shows what was there before", async () => {
    const { gate, begun } = waiting();
    let first = true;
    const { connector } = await open({
      scripts: {
        importData: async () => {
          if (first) return [user("1")];
          begun.resolve();
          await gate.promise;
          return [user("1"), user("2")];
        },
      },
    });
    await connector.import({ type: "Full" });
    first = false;
    const run = connector.import({ type: "Full" });
    await begun.promise;
    expect([...connector.objects()]).toHaveLength(1);
    expect(connector.summary().objects).toEqual([{ objectType: "user", count: 1 }]);
    expect(connector.runs(1)).toMatchObject([{ status: "running" }]);
    gate.resolve();
    await run;
    expect([...connector.objects()]).toHaveLength(2);
  });
});

describe("passwords", () => {
  const capabilities = { enablePasswordOperations: true };
  const object = { objectType: "user", anchor: { id: "1" } };
  const revealed = (secret: unknown) => (secret instanceof Secret ? secret.reveal() : secret);

  it("are set with their options, and changed with the old one", async () => {
    const { connector, callsOf } = await open({ capabilities, scripts: { importData: () => [user("1")] } });
    await connector.import({ type: "Full" });
    await connector.setPassword({ object, newPassword: new Secret("new"), options: { unlockAccount: true } });
    await connector.setPassword({ object, newPassword: new Secret("newer"), oldPassword: new Secret("new") });
    const [set, changed] = callsOf("password");
    expect(set).toMatchObject({
      operationType: "SetPassword",
      passwordOptions: { unlockAccount: true, forceChangeAtLogOn: false, validatePassword: false },
      csEntry: { objectType: "user", dn: null, anchorAttributes: [{ name: "id", value: "1" }] },
      partition: { dn: "" },
    });
    expect(set).not.toHaveProperty("oldPassword");
    expect(revealed(set?.newPassword)).toBe("new");
    expect(changed).toMatchObject({ operationType: "ChangePassword" });
    expect(changed).not.toHaveProperty("passwordOptions");
    expect(revealed(changed?.oldPassword)).toBe("new");
  });

  it.each([
    ["PasswordPolicyViolation", "InvalidInput"],
    ["PasswordIllFormed", "InvalidInput"],
    ["PasswordExtension", "RemoteExecutionFailed"],
  ] as const)("%s means %s, and shows no password", async (kind, code) => {
    const { connector, use } = await open({ capabilities, scripts: { importData: () => [user("1")] } });
    await connector.import({ type: "Full" });
    use({
      password: ({ newPassword }) => {
        throw new ConnectorException(kind, `too short: ${newPassword.reveal()}`);
      },
    });
    const failure = connector.setPassword({ object, newPassword: new Secret("sesame open") });
    await expect(failure).rejects.toMatchObject({ code });
    await expect(failure).rejects.not.toThrow(/sesame/);
  });

  it("need the capability, and an object", async () => {
    const without = await open();
    await without.connector.import({ type: "Full" });
    await expect(without.connector.setPassword({ object, newPassword: new Secret("x") })).rejects.toMatchObject({
      code: "Unsupported",
    });
    const { connector } = await open({ capabilities });
    await connector.import({ type: "Full" });
    await expect(connector.setPassword({ object, newPassword: new Secret("x") })).rejects.toMatchObject({
      code: "NotFound",
    });
  });
});

describe("a credential of the caller", () => {
  it("takes the place of the definition's", async () => {
    const { connector, callsOf } = await open();
    await connector.import({ type: "Full", credential: { userName: "svc", password: new Secret("s3cret!") } });
    const [args] = callsOf("beginImport");
    expect(args?.credential).toMatchObject({ userName: "svc" });
    const parameters = args?.configParameters as ReadonlyMap<string, { value: string; secureValue?: Secret }>;
    expect(parameters.get("User")?.value).toBe("svc");
    expect(parameters.get("Password")?.secureValue?.reveal()).toBe("s3cret!");
  });
});
