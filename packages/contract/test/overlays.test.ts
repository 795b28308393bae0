import { builtInCapabilities, type Change, type Identity, IdleError, isIdleError } from "@idle/contract";
import { describe, expect, it } from "vitest";

const target = { provider: "Identity", identityKey: "jane" };
const jane: Identity = {
  identityKey: "jane",
  enabled: true,
  container: "OU=A",
  attributes: { Department: "HR", Title: "x" },
};
const change = (rest: Omit<Change, "target">): Change => ({ ...rest, target });
const create = change({
  action: "create",
  path: "identity",
  after: { enabled: false, container: "OU=B", attributes: { Department: "IT", Empty: "", None: null } },
});
const remove = change({ action: "delete", path: "identity", before: null });
const foreign = change({ action: "delete", path: "mailbox" });

function overlay(method: string) {
  const found = builtInCapabilities.map((capability) => capability.overlay?.[method]).find((lay) => lay !== undefined);
  if (found === undefined) throw new Error(`no overlay for ${method}`);
  return (real: unknown, earlier: readonly Change[], args: object = { identityKey: "jane" }) =>
    found((async (asked: object) => (typeof real === "function" ? real(asked) : real)) as never, args, earlier);
}

describe("the overlay of getIdentity", () => {
  const read = overlay("getIdentity");

  it("follows enabled, container, attributes set and cleared", async () => {
    const changes = [
      change({ action: "update", path: "enabled", before: true, after: false }),
      change({ action: "update", path: "container", before: "OU=A", after: "OU=C" }),
      change({ action: "update", path: "Department", before: "HR", after: "IT" }),
      change({ action: "update", path: "Title", before: "x", after: null }),
    ];
    expect(await read(jane, changes)).toEqual({
      identityKey: "jane",
      enabled: false,
      container: "OU=C",
      attributes: { Department: "IT" },
    });
  });

  it("follows create, delete and create again, and leaves foreign paths alone", async () => {
    const created = { identityKey: "jane", enabled: false, container: "OU=B", attributes: { Department: "IT" } };
    expect(await read(null, [create])).toEqual(created);
    expect(await read(jane, [remove])).toBeNull();
    expect(await read(jane, [remove, create])).toEqual(created);
    expect(await read(jane, [foreign, change({ action: "create", path: "mailbox", after: { size: 1 } })])).toEqual(
      jane,
    );
    expect(await read(null, [change({ action: "update", path: "Department", after: "IT" })])).toBeNull();
  });
});

describe("the overlay of previewAttributes", () => {
  const read = overlay("previewAttributes");
  const asked = (args: object) => args;

  it("hands the provider what to assume, with what the caller assumed below it", async () => {
    const set = change({ action: "update", path: "Title", after: null });
    expect(
      await read(asked, [set], {
        identityKey: "jane",
        attributes: {},
        assume: { attributes: { Title: "a", Other: 1 } },
      }),
    ).toMatchObject({
      assume: { attributes: { Title: null, Other: 1 } },
    });
    expect(await read(asked, [create, set])).toMatchObject({
      assume: { created: true, attributes: { Department: "IT", Title: null } },
    });
    expect(await read(asked, [set, remove, create])).toMatchObject({
      assume: { created: true, attributes: { Department: "IT" } },
    });
  });

  it("knows no identity that an earlier step deletes", async () => {
    await expect(read(asked, [remove])).rejects.toSatisfy((error) => isIdleError(error, "NotFound"));
  });
});

describe("the overlay of listEntitlements", () => {
  const read = overlay("listEntitlements");
  const about = [{ kind: "Group", id: "CN=A,DC=b", state: "Present" }];

  it("lets the system refuse what is to be granted to somebody who is yet to be created", async () => {
    const refusing = (code: "InvalidInput" | "NotFound") => async () => {
      throw new IdleError(code, "no");
    };
    await expect(read(refusing("InvalidInput"), [create], { identityKey: "jane", about })).rejects.toThrow("no");
    expect(await read(refusing("NotFound"), [create], { identityKey: "jane", about })).toEqual([]);
    expect(await read(refusing("InvalidInput"), [create])).toEqual([]);
  });

  it("takes away what is spelled in another way", async () => {
    const gone = change({ action: "remove", path: "entitlements.Group", before: "cn=a, dc=b" });
    expect(await read([{ kind: "Group", id: "CN=A,DC=b" }], [gone])).toEqual([]);
  });
  const list = [
    { kind: "Group", id: "A" },
    { kind: "Role", id: "A" },
  ];

  it("adds and removes without regard to case, one kind at a time", async () => {
    const add = change({ action: "add", path: "entitlements.Group", after: "b" });
    expect(await read(list, [add, change({ action: "add", path: "entitlements.group", after: "B" })])).toEqual([
      ...list,
      { kind: "Group", id: "b" },
    ]);
    expect(await read(list, [change({ action: "remove", path: "entitlements.GROUP", before: "a" })])).toEqual([
      { kind: "Role", id: "A" },
    ]);
  });

  it("starts empty for what is created, without asking the system", async () => {
    const asked = () => {
      throw new Error("asked");
    };
    expect(await read(asked, [create, change({ action: "add", path: "entitlements.Group", after: "G" })])).toEqual([
      { kind: "Group", id: "G" },
    ]);
    await expect(read(asked, [create, remove])).rejects.toSatisfy((error) => isIdleError(error, "NotFound"));
  });
});

describe("checks of answers", () => {
  const check = (method: string, result: unknown, args: object = { identityKey: "x", attributes: { a: 1, b: 2 } }) =>
    builtInCapabilities.map((capability) => capability.checkResult?.[method]).find((found) => found !== undefined)?.(
      result,
      args,
    ) ?? null;

  it("take what the contract allows", () => {
    expect(check("getIdentity", jane)).toBeNull();
    expect(check("getIdentity", null)).toBeNull();
    expect(
      check("getIdentity", { ...jane, attributes: { photo: [{ base64: "AA==" }], tags: ["a", 1, null] } }),
    ).toBeNull();
    expect(
      check("ensureAttributes", {
        changed: true,
        attributes: [
          { name: "a", changed: true, before: null, after: 1 },
          { name: "b", changed: false },
        ],
      }),
    ).toBeNull();
    expect(check("getSyncCycleState", { inProgress: false, state: "Unknown", details: {} })).toBeNull();
  });

  it("refuse what it does not", () => {
    for (const wrong of [
      undefined,
      "x",
      [],
      new Map(),
      { ...jane, attributes: new Map() },
      { ...jane, enabled: "yes" },
      { ...jane, attributes: { a: new Date() } },
    ]) {
      expect(check("getIdentity", wrong)).toEqual(expect.any(String));
    }
    const entry = (name: string, changed: boolean) => ({ name, changed });
    for (const wrong of [
      { changed: true, attributes: [] },
      { changed: false, attributes: [entry("a", true), entry("b", false)] },
      { changed: true },
    ]) {
      expect(check("ensureAttributes", wrong)).toEqual(expect.any(String));
    }
    expect(
      check("createIdentity", { identityKey: "x", changed: true, outputs: { initialPassword: "clear" } }),
    ).toContain("Secret");
    expect(check("getSyncCycleState", { inProgress: true, state: "Idle", details: {} })).toEqual(expect.any(String));
    expect(check("listEntitlements", [{ kind: "Group" }])).toEqual(expect.any(String));
  });
});
