import { Secret } from "@idle/contract";
import { describe, expect, it } from "vitest";
import type { PutExportEntriesResults } from "../../src/index.ts";
import { afterImport, group, named, user, withNames } from "../support/after-import.ts";

const cut = () => Promise.reject(new Error("The line is cut."));
const update = (id: string, attributes: Record<string, (string | number)[]>) =>
  ({ action: "update", object: named(id), attributes }) as const;

describe("an export that was cut off after an earlier one went well", () => {
  it("does not bring back what it deleted", async () => {
    const { connector, use, has, full, sent } = await afterImport([]);
    await connector.exportOne({ change: { action: "add", objectType: "user", attributes: { id: ["7"] } } });
    use({ exportData: cut });
    await expect(connector.exportOne({ change: { action: "delete", object: named("7") } })).rejects.toThrow(/cut/);
    use({ exportData: () => ({}) });
    has([]);
    expect(await full()).toMatchObject({ confirmed: 1, notConfirmed: 0, errors: [] });
    await connector.export();
    expect(sent().flat()).toEqual(["Add 7 id=7", "Delete 7"]);
  });

  it("does not take back what it changed", async () => {
    const { connector, use, has, full, pending } = await afterImport([user("1", { level: 0 })]);
    connector.stage([update("1", { level: [1] })]);
    await connector.export();
    connector.stage([update("1", { level: [2] })]);
    use({ exportData: cut });
    await expect(connector.export()).rejects.toThrow(/cut/);
    has([user("1", { level: 2 })]);
    expect(await full()).toMatchObject({ notConfirmed: 0, errors: [] });
    expect(pending()).toEqual([]);
  });
});

describe("references of objects that go as a whole", () => {
  const before = [user("1", { displayName: "A", manager: "2" }), user("2")];
  const capabilities = { exportType: "ObjectReplace", noReferenceValuesInFirstExportPass: true };

  it("are pending as long as they did not follow", async () => {
    const { connector, use, pending, sent } = await afterImport(before, { capabilities });
    connector.stage([update("1", { displayName: ["B"] })]);
    let calls = 0;
    use({
      exportData: () => {
        calls += 1;
        return calls === 1 ? {} : cut();
      },
    });
    await expect(connector.export()).rejects.toThrow(/cut/);
    expect(pending()).toEqual(["update 1 manager=2"]);
    use({ exportData: () => ({}), importData: () => [user("1", { displayName: "B" }), user("2")] });
    await connector.export();
    expect(sent().at(-1)).toEqual(["Replace 1 id=1 displayName=B manager=2"]);
    expect(pending()).toEqual([]);
  });

  it("are pending when the connector refuses them in the second pass", async () => {
    const { connector, use, pending } = await afterImport(before, { capabilities });
    connector.stage([update("1", { displayName: ["B"] })]);
    let calls = 0;
    use({
      exportData: ({ csEntries }): PutExportEntriesResults => {
        calls += 1;
        const errorCode = "ExportErrorReferenceAttributeFailure";
        return calls === 1
          ? {}
          : { csEntryChangeResults: csEntries.map(({ identifier }) => ({ identifier, errorCode })) };
      },
    });
    await connector.export();
    expect(pending()).toEqual(["update 1 manager=2"]);
  });

  it("of a full export are pending when it ends between its passes", async () => {
    const controller = new AbortController();
    const { connector, use, pending } = await afterImport([user("1", { manager: "2" }), user("2", { manager: "1" })], {
      capabilities: { noReferenceValuesInFirstExportPass: true, enableFullExport: true },
    });
    use({
      exportData: () => {
        controller.abort(new Error("Interrupted."));
        return {};
      },
    });
    await expect(connector.export({ type: "Full", signal: controller.signal })).rejects.toMatchObject({
      code: "Cancelled",
    });
    const settled = pending();
    // The page itself may count as cut off, or as sent: either way nothing is forgotten.
    expect(settled.filter((each) => each.includes("manager="))).toHaveLength(2);
  });

  it("that could not be set go again, and no other than the object had", async () => {
    const { connector, use, sent, pending } = await afterImport(before, {
      capabilities: { exportType: "ObjectReplace" },
    });
    connector.stage([update("1", { displayName: ["B"] })]);
    let calls = 0;
    use({
      exportData: ({ csEntries }): PutExportEntriesResults => {
        calls += 1;
        const errorCode = "ExportActionRetryReferenceAttribute";
        return calls > 1
          ? {}
          : { csEntryChangeResults: csEntries.map(({ identifier }) => ({ identifier, errorCode })) };
      },
    });
    await connector.export();
    expect(sent()).toEqual([["Replace 1 id=1 displayName=B manager=2"], ["Replace 1 id=1 displayName=B manager=2"]]);
    expect(pending()).toEqual([]);
  });
});

describe("references", () => {
  it("are the same in any spelling: none goes that is there", async () => {
    const { connector, callsOf } = await afterImport([group("g", { member: ["CN=A,DC=x"] }, "CN=g,DC=x")], {
      capabilities: { ...withNames, exportType: "AttributeUpdate" },
    });
    connector.stage([
      { action: "update", object: named("g", "group"), attributes: { member: ["cn=a, dc=x", "cn=b,dc=x"] } },
    ]);
    await connector.export();
    expect(callsOf("exportData")[0]).toMatchObject({
      csEntries: [
        { attributeChanges: [{ name: "member", valueChanges: [{ value: "cn=b,dc=x", modificationType: "Add" }] }] },
      ],
    });
  });
});

describe("what a script answers", () => {
  it.each<[string, unknown]>([
    ["a number for a text", 7],
    ["an empty text", ""],
    ["no Unicode", "\ud800"],
  ])("with an anchor that is %s leaves the outcome open", async (_, value) => {
    const { connector, use, state } = await afterImport([]);
    connector.stage([{ action: "add", objectType: "user", attributes: { id: ["1"] } }]);
    use({
      exportData: ({ csEntries }) =>
        ({
          csEntryChangeResults: csEntries.map(({ identifier }) => ({
            identifier,
            anchorAttributes: [{ name: "id", value }],
          })),
        }) as PutExportEntriesResults,
    });
    await expect(connector.export()).rejects.toMatchObject({ code: "PluginAnswerInvalid" });
    expect(state("1")).toBe("outcomeUnknown");
  });

  it("shows no secret in its code, either", async () => {
    const { connector, use } = await afterImport([]);
    use({
      exportData: ({ csEntries, credential }) => ({
        csEntryChangeResults: csEntries.map(({ identifier }) => ({
          identifier,
          errorCode: `E ${credential?.password.reveal()}`,
        })),
      }),
    });
    const change = { action: "add", objectType: "user", attributes: { id: ["1"] } } as const;
    const credential = { userName: "svc", password: new Secret("sesame-open") };
    const failure = await connector.exportOne({ change, credential }).catch((error: unknown) => error);
    expect(JSON.stringify([failure, String(failure), ...connector.errors()])).not.toContain("sesame-open");
    expect(failure).toMatchObject({ code: "RemoteExecutionFailed" });
  });

  it("and does to what it was given is its own affair", async () => {
    const { connector, use, values } = await afterImport([user("1")]);
    connector.stage([{ action: "update", object: named("1"), attributes: { photo: [new Uint8Array([1, 2, 3])] } }]);
    use({
      exportData: ({ csEntries }) => {
        for (const { value } of csEntries[0]?.attributeChanges[0]?.valueChanges ?? []) {
          if (value instanceof Uint8Array) value.fill(0);
        }
        return {};
      },
    });
    await connector.export();
    expect(values("1").photo).toEqual([new Uint8Array([1, 2, 3])]);
  });
});

describe("what others do meanwhile", () => {
  it("makes no object twice", async () => {
    const { connector, reopen, use, sent } = await afterImport([]);
    const other = await reopen();
    const change = { action: "add", objectType: "user", attributes: { id: ["7"] } } as const;
    use({
      beginExport: () => {
        other.connector.stage([change]);
      },
    });
    await connector.exportOne({ change });
    use({ beginExport: () => undefined });
    await connector.export();
    expect(sent().flat()).toEqual(["Add 7 id=7"]);
  });

  it("does not get past the limit of deletions", async () => {
    const all = [user("1"), user("2"), user("3")];
    const { connector, reopen, use, callsOf } = await afterImport(all, { definition: { limits: { deletions: 1 } } });
    const other = await reopen();
    connector.stage(["1", "2", "3"].map((id) => update(id, { level: [1] })));
    use({
      beginExport: () => {
        other.connector.stage(["1", "2", "3"].map((id) => ({ action: "delete", object: named(id) })));
      },
    });
    await expect(connector.export()).rejects.toMatchObject({ code: "ThresholdExceeded" });
    expect(callsOf("exportData")).toEqual([]);
  });

  it.each([0, "0%"])("a limit of %s lets no single deletion through", async (deletions) => {
    const { connector, callsOf } = await afterImport([user("1")], { definition: { limits: { deletions } } });
    await expect(connector.exportOne({ change: { action: "delete", object: named("1") } })).rejects.toMatchObject({
      code: "ThresholdExceeded",
    });
    expect(callsOf("exportData")).toEqual([]);
  });
});

describe("an add", () => {
  it("whose anchor an object of another name has is refused, with that name", async () => {
    const { connector } = await afterImport([user("1", {}, "cn=x,dc=x")], { capabilities: withNames });
    connector.stage([{ action: "delete", object: named("1") }]);
    expect(() =>
      connector.stage([{ action: "add", objectType: "user", dn: "cn=y,dc=x", attributes: { id: ["1"] } }]),
    ).toThrow(/"cn=x,dc=x"/);
  });

  it("of what somebody wants deleted is refused while that is pending, and the deletion stays", async () => {
    const { connector, pending } = await afterImport([user("1")]);
    connector.stage([{ action: "delete", object: named("1") }]);
    const change = { action: "add", objectType: "user", attributes: { id: ["1"] } } as const;
    await expect(connector.exportOne({ change })).rejects.toMatchObject({ code: "AlreadyExists" });
    expect(pending()).toEqual(["delete 1"]);
  });

  it("in place of an update goes under the name that is wanted", async () => {
    const { connector, use, sent, pending } = await afterImport([user("1", { displayName: "A" }, "cn=a,dc=x")], {
      capabilities: withNames,
    });
    connector.stage([{ action: "update", object: named("1"), newDn: "cn=b,dc=x" }]);
    use({
      exportData: ({ csEntries }) => ({
        csEntryChangeResults: csEntries
          .filter(({ modificationType }) => modificationType === "Update")
          .map(({ identifier }) => ({ identifier, errorCode: "ExportActionConvertUpdateToAdd" })),
      }),
    });
    await connector.export();
    expect(sent().at(-1)).toEqual(["Add cn=b,dc=x id=1 displayName=A"]);
    expect(pending()).toEqual([]);
  });
});

describe("one change", () => {
  it("that is not confirmed is not pending again, and the error says no such thing", async () => {
    const { connector, full, pending } = await afterImport([user("1", { level: 1 })]);
    await connector.exportOne({ change: update("1", { level: [2] }) });
    expect((await full()).errors).toMatchObject([
      { code: "ExportedChangeNotReimported", message: "The object was changed by an export, and is not so: level." },
    ]);
    expect(pending()).toEqual([]);
  });

  it("of an object that is only staged finds nobody", async () => {
    const { connector, pending } = await afterImport([]);
    connector.stage([{ action: "add", objectType: "user", attributes: { id: ["7"] } }]);
    await expect(connector.exportOne({ change: update("7", { level: [1] }) })).rejects.toMatchObject({
      code: "NotFound",
    });
    expect(await connector.exportOne({ change: { action: "delete", object: named("7") } })).toEqual({ changed: false });
    expect(pending()).toEqual(["add 7 id=7"]);
  });
});

describe("a container and what is in it, both renamed", () => {
  it("go one after the other, the second under its new name", async () => {
    const { connector, sent } = await afterImport([user("o", {}, "ou=o,dc=x"), user("c", {}, "cn=c,ou=o,dc=x")], {
      capabilities: withNames,
    });
    connector.stage([
      { action: "update", object: named("o"), newDn: "ou=p,dc=x" },
      { action: "update", object: named("c"), newDn: "cn=d,ou=o,dc=x" },
    ]);
    await connector.export();
    expect(sent()).toEqual([["Update ou=o,dc=x DN=ou=p,dc=x"], ["Update cn=c,ou=p,dc=x DN=cn=d,ou=p,dc=x"]]);
    expect(connector.find(named("c"))?.dn).toBe("cn=d,ou=p,dc=x");
  });
});

describe("what comes to what holds", () => {
  it("is no pending change", async () => {
    const { connector, state, pending } = await afterImport([user("1", { level: 1 })]);
    connector.stage([update("1", { level: [2] })]);
    connector.stage([update("1", { level: [1] })]);
    expect([state("1"), pending(), connector.summary().pendingUpdates]).toEqual(["imported", [], 0]);
  });

  it("waits for no confirmation after a full export", async () => {
    const { connector, state } = await afterImport([user("1", { level: 1 })], {
      capabilities: { enableFullExport: true },
    });
    await connector.export({ type: "Full" });
    expect(state("1")).toBe("imported");
  });
});
