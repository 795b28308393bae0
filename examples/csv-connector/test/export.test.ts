import { join } from "node:path";
import type { AttributeChange, CsValue, ExportedValue } from "@idle/connector";
import { describe, expect, it } from "vitest";
import { anchorOf, type EntryParts, entry, openScripts, passwordChange } from "./call-scripts.ts";
import { plain, take } from "./consumer.ts";
import { createMemoryFiles, emptyDirectory } from "./memory-files.ts";

const rows = {
  "test/ous.csv": 'id,dn,description\no1,"OU=a,DC=test",\no2,"OU=b,DC=test",\n',
  "test/users.csv":
    'id,dn,accountName,displayName,phones,manager,shoeSize\nu1,"CN=1,OU=a,DC=test",a1,One,+1;+2,,44\nu2,"CN=2,DC=test",a2,Two,,"CN=1,OU=a,DC=test",45\n',
  "test/groups.csv": 'id,dn,member\ng1,"CN=g,DC=test","CN=1,OU=a,DC=test;CN=gone,DC=elsewhere"\n',
};

function openMemory(more: Readonly<Record<string, string>> = {}) {
  const files = createMemoryFiles(emptyDirectory({ ...rows, ...more }));
  const directory = openScripts("/dir", { files });
  const objects = async () => take(new Map(), (await directory.fullImport()).entries);
  return {
    ...directory,
    files,
    objects,
    attributes: async (id: string) => Object.fromEntries((await objects()).get(id)?.attributes ?? []),
    one: async (parts: EntryParts) => (await directory.export([[entry(parts)]]))[0],
    text: (name: string) => files.contents.get(join("/dir", "test", name))?.toString() ?? "",
  };
}

const change = (
  name: string,
  modificationType: AttributeChange["modificationType"],
  add: readonly ExportedValue[],
  remove: readonly ExportedValue[] = [],
): AttributeChange<ExportedValue> => ({
  name,
  modificationType,
  valueChanges: [
    ...add.map((value) => ({ value, modificationType: "Add" as const })),
    ...remove.map((value) => ({ value, modificationType: "Delete" as const })),
  ],
});

const rename = (dn: string) => change("DN", "Replace", [dn]);
const newUser = (dn: string, ...attributeChanges: AttributeChange<ExportedValue>[]): EntryParts => ({
  modificationType: "Add",
  dn,
  attributeChanges: [change("accountName", "Add", ["new"]), ...attributeChanges],
});

describe("a new object", () => {
  it("gets an id from the directory, and its values", async () => {
    const directory = openMemory();
    const values: Readonly<Record<string, readonly CsValue[]>> = {
      displayName: ['Anna "A", Ä\r\n; =1+1'],
      employeeNumber: [-(2n ** 63n)],
      accountEnabled: [false],
      phones: ["+1;2", "+3", 'say "x"'],
      photo: [new Uint8Array([0, 255, 10])],
      manager: ["cn=2, dc=TEST"],
    };
    const changes = Object.entries(values).map(([name, list]) => change(name, "Add", list));
    const result = await directory.one(newUser("CN=Anna,OU=a,DC=test", ...changes));
    expect(result).toEqual({ identifier: "e", anchorAttributes: anchorOf("id-1") });
    expect(await directory.attributes("id-1")).toEqual({
      ...values,
      id: ["id-1"],
      accountName: ["new"],
      manager: ["CN=2,DC=test"],
    });
  });

  it("may be a container, and what stands in it comes in the same page", async () => {
    const directory = openMemory();
    const results = await directory.export([
      [
        entry({ identifier: "1", modificationType: "Add", objectType: "organizationalUnit", dn: "OU=c,OU=a,DC=test" }),
        entry({ ...newUser("CN=n,OU=c,OU=a,DC=test"), identifier: "2" }),
        entry({ identifier: "3", modificationType: "Add", objectType: "group", dn: "CN=h,OU=c,OU=a,DC=test" }),
      ],
    ]);
    expect(results.map(({ errorCode }) => errorCode)).toEqual([undefined, undefined, undefined]);
    expect((await directory.objects()).size).toBe(8);
  });

  it("comes without its references while one of them is nobody, and gets them later", async () => {
    const directory = openMemory();
    const members = change("member", "Add", ["CN=1,OU=a,DC=test", "CN=Anna,DC=test"]);
    const group: EntryParts = {
      modificationType: "Add",
      objectType: "group",
      dn: "CN=h,DC=test",
      attributeChanges: [members],
    };
    const result = await directory.one(group);
    expect(result).toMatchObject({
      errorCode: "ExportActionRetryReferenceAttribute",
      anchorAttributes: anchorOf("id-1"),
    });
    expect(await directory.attributes("id-1")).toEqual({ id: ["id-1"] });
    await directory.one(newUser("CN=Anna,DC=test"));
    const again: EntryParts = { objectType: "group", anchorAttributes: anchorOf("id-1"), attributeChanges: [members] };
    expect(await directory.one(again)).toBeUndefined();
    expect(await directory.attributes("id-1")).toMatchObject({ member: ["CN=1,OU=a,DC=test", "CN=Anna,DC=test"] });
  });

  it.each<[string, EntryParts, string]>([
    [
      "whose name is taken, in another spelling",
      newUser("cn=1 , ou=A, dc=test"),
      "ExportErrorConnectedDirectoryExistingObject",
    ],
    ["in no container", newUser("CN=x,OU=nowhere,DC=test"), "ExportErrorNonExistingParent"],
    ["in a user", newUser("CN=x,CN=2,DC=test"), "ExportErrorInvalidDN"],
    ["in another partition", newUser("CN=x,DC=other"), "ExportErrorInvalidDN"],
    ["that is the partition", newUser("DC=test"), "ExportErrorInvalidDN"],
    ["with a name that is none", newUser("Anna"), "ExportErrorInvalidDN"],
    ["without a name", { ...newUser(""), dn: null }, "ExportErrorInvalidDN"],
    ["with the name of another type", newUser("OU=x,DC=test"), "ExportErrorInvalidDN"],
    ["with a name of two parts", newUser("CN=x+UID=y,DC=test"), "ExportErrorInvalidDN"],
    ["of an unknown type", { ...newUser("CN=x,DC=test"), objectType: "__proto__" }, "ExportErrorConstraintViolation"],
    [
      "without what it needs",
      { modificationType: "Add", dn: "CN=x,DC=test" },
      "ExportErrorMissingProvisioningAttribute",
    ],
    [
      "with another's account name, in another case",
      { ...newUser("CN=x,DC=test"), attributeChanges: [change("accountName", "Add", ["A1"])] },
      "ExportErrorConstraintViolation",
    ],
    [
      "with an unknown attribute",
      newUser("CN=x,DC=test", change("constructor", "Add", ["x"])),
      "ExportErrorConstraintViolation",
    ],
    ["with an id of its own", newUser("CN=x,DC=test", change("id", "Add", ["x"])), "ExportErrorConstraintViolation"],
    [
      "with a column that is no attribute",
      newUser("CN=x,DC=test", change("shoeSize", "Add", ["x"])),
      "ExportErrorConstraintViolation",
    ],
    [
      "with two values where there is one",
      newUser("CN=x,DC=test", change("title", "Add", ["x", "y"])),
      "ExportErrorConstraintViolation",
    ],
    [
      "with a text for a number",
      newUser("CN=x,DC=test", change("employeeNumber", "Add", ["1"])),
      "ExportErrorInvalidAttributeValue",
    ],
    [
      "with half a number",
      newUser("CN=x,DC=test", change("employeeNumber", "Add", [1.5])),
      "ExportErrorInvalidAttributeValue",
    ],
    [
      "with a number beyond 64 bits",
      newUser("CN=x,DC=test", change("employeeNumber", "Add", [2n ** 63n])),
      "ExportErrorInvalidAttributeValue",
    ],
    ["with an empty text", newUser("CN=x,DC=test", change("title", "Add", [""])), "ExportErrorInvalidAttributeValue"],
    [
      "with a text that is no Unicode",
      newUser("CN=x,DC=test", change("title", "Add", ["\ud800"])),
      "ExportErrorInvalidAttributeValue",
    ],
    ["with a short password", newUser("CN=x,DC=test", passwordChange("short")), "ExportErrorPasswordPolicyViolation"],
    [
      "with a password of two lines",
      newUser("CN=x,DC=test", passwordChange("long enough\nbut no")),
      "ExportErrorInvalidAttributeValue",
    ],
    [
      "with a password in clear",
      newUser("CN=x,DC=test", passwordChange({ value: "long enough for all" })),
      "ExportErrorConstraintViolation",
    ],
  ])("%s is refused, and nothing of it is done", async (_, parts, errorCode) => {
    const directory = openMemory();
    const before = new Map(directory.files.contents);
    expect(await directory.one(parts)).toMatchObject({ identifier: "e", errorCode, errorDetail: expect.any(String) });
    expect(directory.files.contents).toEqual(before);
  });

  it("that is refused is no harm to the others of its page", async () => {
    const directory = openMemory();
    const results = await directory.export([
      [
        entry({ ...newUser("CN=1,OU=a,DC=test"), identifier: "bad" }),
        entry({ ...newUser("CN=3,DC=test"), identifier: "good" }),
      ],
    ]);
    expect(results).toMatchObject([
      { identifier: "bad", errorCode: expect.any(String) },
      { identifier: "good", anchorAttributes: anchorOf("id-2") },
    ]);
    expect(directory.files.contents.has(join("/dir", "test", "writer.lock"))).toBe(false);
  });
});

describe("a change", () => {
  const u1 = (...attributeChanges: AttributeChange<ExportedValue>[]): EntryParts => ({
    dn: "CN=1,OU=a,DC=test",
    anchorAttributes: anchorOf("u1"),
    attributeChanges,
  });

  it.each<[string, AttributeChange<ExportedValue>, Readonly<Record<string, unknown>>]>([
    ["adds a value", change("title", "Add", ["x"]), { title: ["x"] }],
    ["adds to several", change("phones", "Add", ["+3"]), { phones: ["+1", "+2", "+3"] }],
    ["adds what is there already", change("phones", "Add", ["+1"]), { phones: ["+1", "+2"] }],
    ["replaces a value", change("displayName", "Replace", ["x"]), { displayName: ["x"] }],
    ["replaces several", change("phones", "Replace", ["+3"]), { phones: ["+3"] }],
    ["adds and removes", change("phones", "Update", ["+3"], ["+1", "+9"]), { phones: ["+2", "+3"] }],
    ["adds and removes where there is one", change("displayName", "Update", ["x"], ["One"]), { displayName: ["x"] }],
    ["removes the only one", change("displayName", "Update", [], ["One"]), { displayName: undefined }],
    ["clears", change("phones", "Delete", []), { phones: undefined }],
    ["refers to somebody", change("manager", "Add", ["CN=2,DC=test"]), { manager: ["CN=2,DC=test"] }],
  ])("%s", async (_, attributeChange, attributes) => {
    const directory = openMemory();
    expect(await directory.one(u1(attributeChange))).toBeUndefined();
    const found = await directory.attributes("u1");
    for (const [name, values] of Object.entries(attributes)) expect(found[name]).toEqual(values);
  });

  it("of members leaves names of nobody here as they are, and takes them away by their name", async () => {
    const directory = openMemory();
    const group = (...attributeChanges: AttributeChange<ExportedValue>[]) =>
      directory.one({ objectType: "group", anchorAttributes: anchorOf("g1"), attributeChanges });
    await group(change("member", "Update", ["CN=2,DC=test"]));
    expect((await directory.attributes("g1")).member).toHaveLength(3);
    await group(change("member", "Update", [], ["cn=Gone,dc=elsewhere", "CN=1,OU=a,DC=test"]));
    expect((await directory.attributes("g1")).member).toEqual(["CN=2,DC=test"]);
  });

  it("as a whole clears what it does not name, and leaves columns that are no attributes", async () => {
    const directory = openMemory();
    await directory.one({ ...u1(change("accountName", "Add", ["a1"])), modificationType: "Replace" });
    expect(await directory.attributes("u1")).toEqual({ id: ["u1"], accountName: ["a1"] });
    expect(directory.text("users.csv")).toContain(",44");
  });

  it("that changes nothing is not written down", async () => {
    const directory = openMemory();
    const before = new Map(directory.files.contents);
    expect(
      await directory.one(u1(change("displayName", "Replace", ["One"]), rename("CN=1,OU=a,DC=test"))),
    ).toBeUndefined();
    expect(directory.files.contents).toEqual(before);
  });

  it.each<[string, EntryParts, string]>([
    [
      "of somebody who is not there",
      { ...u1(), anchorAttributes: anchorOf("u9") },
      "ExportErrorConnectedDirectoryMissingObject",
    ],
    ["of a user as a group", { ...u1(), objectType: "group" }, "ExportErrorConstraintViolation"],
    ["that takes away what is needed", u1(change("accountName", "Delete", [])), "ExportErrorConstraintViolation"],
    ["to a name that is taken", u1(rename("CN=2,DC=test")), "ExportErrorConnectedDirectoryExistingObject"],
    ["into another partition", u1(rename("CN=1,DC=other")), "ExportErrorInvalidDN"],
    ["to no name", u1(change("DN", "Replace", [])), "ExportErrorInvalidDN"],
    [
      "of a container into itself",
      {
        objectType: "organizationalUnit",
        anchorAttributes: anchorOf("o1"),
        attributeChanges: [rename("OU=x,OU=a,DC=test")],
      },
      "ExportErrorInvalidDN",
    ],
    [
      "to a reference to nobody",
      u1(change("manager", "Add", ["CN=nobody,DC=test"])),
      "ExportActionRetryReferenceAttribute",
    ],
  ])("%s is refused", async (_, parts, errorCode) => {
    const directory = openMemory();
    const before = plain(await directory.objects());
    expect(await directory.one(parts)).toMatchObject({ identifier: "e", errorCode });
    expect(plain(await directory.objects())).toEqual(before);
  });

  it("to a reference to nobody does the rest", async () => {
    const directory = openMemory();
    await directory.one(u1(change("manager", "Add", ["CN=nobody,DC=test"]), change("title", "Add", ["x"])));
    expect(await directory.attributes("u1")).toMatchObject({ title: ["x"] });
  });

  it("of a container's name takes along what is in it", async () => {
    const directory = openMemory();
    await directory.one({
      objectType: "organizationalUnit",
      anchorAttributes: anchorOf("o1"),
      attributeChanges: [rename("OU=new,OU=b,DC=test"), change("description", "Add", ["moved"])],
    });
    const objects = await directory.objects();
    expect([objects.get("o1")?.dn, objects.get("u1")?.dn]).toEqual(["OU=new,OU=b,DC=test", "CN=1,OU=new,OU=b,DC=test"]);
    expect(objects.get("o1")?.attributes.get("description")).toEqual(["moved"]);
    expect(objects.get("u2")?.attributes.get("manager")).toEqual(["CN=1,OU=new,OU=b,DC=test"]);
    const log = directory
      .text("changes.csv")
      .split("\n")
      .map((line) => line.split(",").slice(0, 4).join(","));
    expect(log).toEqual([
      "sequence,change,type,id",
      "1,rename,organizationalUnit,o1",
      "2,rename,user,u1",
      "3,update,user,u2",
      "4,update,group,g1",
      "",
    ]);
  });

  it("of a name's spelling alone is one, too", async () => {
    const directory = openMemory();
    await directory.one(u1(rename("cn=1,OU=a,DC=test")));
    expect((await directory.objects()).get("u1")?.dn).toBe("cn=1,OU=a,DC=test");
  });
});

describe("a deletion", () => {
  const gone = (id: string, objectType = "user"): EntryParts => ({
    modificationType: "Delete",
    objectType,
    anchorAttributes: anchorOf(id),
  });

  it("takes away references and the password, too", async () => {
    const directory = openMemory();
    await directory.one({ anchorAttributes: anchorOf("u1"), attributeChanges: [passwordChange("a long password")] });
    expect(directory.text("passwords.csv")).toContain("u1,scrypt$");
    expect(await directory.one(gone("u1"))).toBeUndefined();
    expect((await directory.attributes("g1")).member).toEqual(["CN=gone,DC=elsewhere"]);
    expect((await directory.attributes("u2")).manager).toBeUndefined();
    expect(directory.text("passwords.csv")).toBe("id,hash\n");
  });

  it("of a container that is not empty is refused", async () => {
    const directory = openMemory();
    expect(await directory.one(gone("o1", "organizationalUnit"))).toMatchObject({
      errorCode: "ExportErrorConstraintViolation",
    });
    expect(await directory.one(gone("o2", "organizationalUnit"))).toBeUndefined();
    expect((await directory.objects()).has("o1")).toBe(true);
    expect((await directory.objects()).has("o2")).toBe(false);
  });

  it("of somebody who is gone already went well", async () => {
    const directory = openMemory();
    expect(await directory.export([[entry(gone("u1"))], [entry(gone("u1"))]])).toEqual([]);
  });
});

describe("the files", () => {
  it("keep the order of rows and columns; what is new comes last", async () => {
    const directory = openMemory();
    await directory.one({ anchorAttributes: anchorOf("u1"), attributeChanges: [change("title", "Add", ["x"])] });
    await directory.one(newUser("CN=3,DC=test"));
    const [header, ...lines] = directory.text("users.csv").trimEnd().split("\n");
    expect(header).toMatch(/^id,dn,accountName,displayName,phones,manager,shoeSize,givenName,/);
    expect(lines.map((line) => line.split(",")[0])).toEqual(["u1", "u2", "id-2"]);
  });

  it("are not changed while one of them holds what could not be written back", async () => {
    for (const [file, text, why] of [
      ["test/users.csv", 'id,dn\nu1,"CN=1,DC=test",x\n', "users.csv, line 2: the record has 3 fields"],
      [
        "test/users.csv",
        'id,dn\nu1,"CN=1,DC=test"\nu1,"CN=2,DC=test"\n',
        "line 3: the record has the id of another one",
      ],
      ["test/groups.csv", 'id,dn\ng1,"CN=1,OU=a,DC=test"\n', "the record has the name of another one"],
      ["test/groups.csv", 'id,dn\ng1,"CN=1,DC=other"\n', "a name that is not in the partition"],
      ["test/ous.csv", "id,dn\no1,x\n", "no distinguished name as dn"],
      ["test/ous.csv", 'id,dn\n,"OU=x,DC=test"\n', "has no id"],
      ["test/ous.csv", 'id,dn\no1,"OU=x,DC=test\n', "a quote that is never closed"],
    ] as const) {
      const directory = openMemory({ [file]: text });
      await expect(directory.one(newUser("CN=n,DC=test"))).rejects.toThrow(why);
      expect([...directory.files.contents.keys()].filter((path) => path.includes("lock"))).toEqual([]);
    }
  });

  it("have one writer at a time", async () => {
    const directory = openMemory();
    const { scripts } = directory;
    const common = directory.exportArgs();
    await scripts.beginExport(common);
    await expect(directory.one(newUser("CN=n,DC=test"))).rejects.toMatchObject({ kind: "ServerDown" });
    await scripts.endExport({ ...common, closeExportConnectionRunStep: { reason: "TerminatedByUser" } });
    expect(await directory.one(newUser("CN=n,DC=test"))).toMatchObject({ anchorAttributes: anchorOf("id-1") });
  });

  it.each([
    ["a process that is gone", (text: string) => text.replace(/"process":\d+/, '"process":2147483646'), true],
    [
      "this process, which has none any more",
      (text: string) => text.replace(/"token":"[^"]*"/, '"token":"of before"'),
      true,
    ],
    ["a process of another machine", (text: string) => text.replace(/"host":"[^"]*"/, '"host":"elsewhere"'), false],
    ["nobody knows whom", () => "", false],
  ])("with a lock of %s", async (_, edit, isTaken) => {
    const directory = openMemory();
    const { scripts } = directory;
    const common = directory.exportArgs();
    await scripts.beginExport(common);
    const [path = ""] = [...directory.files.contents.keys()].filter((each) => each.endsWith("writer.lock"));
    const text = directory.files.contents.get(path)?.toString() ?? "";
    await scripts.endExport({ ...common, closeExportConnectionRunStep: { reason: "Normal" } });
    directory.files.contents.set(path, Buffer.from(edit(text)));
    const export_ = directory.one(newUser("CN=n,DC=test"));
    if (isTaken) expect(await export_).toMatchObject({ anchorAttributes: anchorOf("id-1") });
    else await expect(export_).rejects.toThrow("Somebody else writes to the directory");
    expect(directory.files.contents.has(path)).toBe(!isTaken);
  });
});
