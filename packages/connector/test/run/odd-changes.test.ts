import { describe, expect, it, onTestFinished } from "vitest";
import type { ObjectName, StagedChange } from "../../src/index.ts";
import { wholeEntry } from "../../src/index.ts";
import { openScripted } from "../support/scripted-connector.ts";

const object = { objectType: "user", anchor: { id: "1" } };

async function opened() {
  const { connector } = await openScripted(
    { scripts: { importData: () => [wholeEntry({ objectType: "user", attributes: { id: "1" } })] } },
    onTestFinished,
  );
  await connector.import({ type: "Full" });
  return connector;
}

const odd: readonly (readonly [string, unknown, RegExp])[] = [
  ["is none", null, /A change is null/],
  ["is a list", [], /A change is a list/],
  [
    "has another action",
    { action: "frobnicate", object },
    /"frobnicate" as its action\. There are: add, update, delete(, unstage)?\./,
  ],
  ["has no action", { object }, /nothing as its action/],
  ["names nobody", { action: "update", object: null }, /The name of an object is null/],
  ["names nobody by an empty object", { action: "delete", object: {} }, /Nothing was given as dn/],
  [
    "has an anchor of objects",
    { action: "delete", object: { objectType: "user", anchor: { id: {} } } },
    /"id" of an anchor/,
  ],
  ["has an anchor without a type", { action: "delete", object: { anchor: { id: "1" } } }, /objectType of an object/],
  ["has a text for a list", { action: "update", object, attributes: { displayName: "abc" } }, /a text.* are a list/],
  ["has a list of attributes", { action: "add", objectType: "user", attributes: [] }, /as attributes is a list/],
  ["has no attributes", { action: "add", objectType: "user" }, /as attributes is nothing/],
  [
    "has bytes that are none",
    { action: "update", object, attributes: { photo: [Object.create(Uint8Array.prototype)] } },
    /instead of bytes/,
  ],
  ["has a number as its new name", { action: "update", object, newDn: 5 }, /newDn of a change/],
  [
    "throws",
    {
      get action() {
        throw new Error("secret");
      },
    },
    /A change cannot be read/,
  ],
];

describe("a change that", () => {
  it.each(odd)("%s is refused in words", async (_, change, message) => {
    const connector = await opened();
    const refusal = expect.objectContaining({ code: "InvalidInput", message: expect.stringMatching(message) });
    expect(() => connector.stage([change as StagedChange])).toThrow(refusal);
    await expect(connector.exportOne({ change: change as StagedChange })).rejects.toEqual(refusal);
    expect([...connector.pendingExports()]).toEqual([]);
  });
});

it("is no export of its own to take something back", async () => {
  const connector = await opened();
  const change = { action: "unstage", object } as unknown as StagedChange;
  await expect(connector.exportOne({ change })).rejects.toMatchObject({ code: "InvalidInput" });
});

describe("an object that is asked for by", () => {
  it.each([[null], ["1"], [{}], [{ objectType: "user", anchor: "1" }], [{ objectType: 1, anchor: {} }]])(
    "%j is refused in words",
    async (name) => {
      const connector = await opened();
      const refusal = expect.objectContaining({ code: "InvalidInput" });
      expect(() => connector.find(name as unknown as ObjectName)).toThrow(refusal);
      expect(() => connector.unstage(name as unknown as ObjectName)).toThrow(refusal);
    },
  );
});
