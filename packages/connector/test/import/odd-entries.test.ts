import { describe, expect, it, onTestFinished } from "vitest";
import type { ConnectorSchema, CSEntryChange } from "../../src/index.ts";
import { openScripted, type ScriptedOptions } from "../support/scripted-connector.ts";

const change = (name: string, values: readonly unknown[]) => ({
  name,
  modificationType: "Add",
  valueChanges: values.map((value) => ({ value })),
});
const user = (id: unknown, ...changes: readonly unknown[]) => ({
  modificationType: "Add",
  objectType: "user",
  attributeChanges: [change("id", [id]), ...changes],
});

async function imported(entries: readonly unknown[], options: ScriptedOptions = {}) {
  const scripted = await openScripted(options, onTestFinished);
  scripted.use({ importData: () => entries as readonly CSEntryChange[] });
  const { runs } = await scripted.connector.import({ type: "Full" });
  return { ...scripted, run: runs[0] };
}

const codes = (run: { readonly errors: readonly { readonly code: string }[] } | undefined) =>
  run?.errors.map(({ code }) => code);

describe("an entry", () => {
  it("whose bytes are none is skipped, and the run goes on", async () => {
    const detached = new Uint8Array(8);
    structuredClone(detached.buffer, { transfer: [detached.buffer] });
    const odd = [new Proxy(new Uint8Array(3), {}), Object.create(Uint8Array.prototype), detached];
    const { run } = await imported([...odd.map((photo, id) => user(String(id), change("photo", [photo]))), user("9")]);
    expect(codes(run)).toEqual(odd.map(() => "ImportErrorInvalidAttributeValue"));
    expect(run?.added).toBe(1);
  });

  it("whose bytes are overwritten afterwards has them as they came", async () => {
    const photo = new Uint8Array([1, 2, 3]);
    const { connector } = await imported([user("1", change("photo", [photo]))]);
    photo.fill(0);
    const found = connector.find({ objectType: "user", anchor: { id: "1" } });
    expect(found?.imported?.get("photo")).toEqual([new Uint8Array([1, 2, 3])]);
  });

  it.each(["attributeChanges", "valueChanges", "anchorAttributes"])("whose %s have no end is skipped", async (key) => {
    let read = 0;
    const endless = {
      *[Symbol.iterator]() {
        for (;;) {
          read += 1;
          if (read > 2_000_000) throw new Error("read without an end");
          yield { name: "displayName", value: "x" };
        }
      },
    };
    const phones = { name: "phones", modificationType: "Add", valueChanges: endless };
    const entry = key === "valueChanges" ? user("1", phones) : { ...user("1"), [key]: endless };
    const { run } = await imported([entry, user("2")]);
    expect(run?.errors).toMatchObject([
      { code: "EntryInvalid", message: expect.stringContaining("more than 1,000,000") },
    ]);
    expect(run?.added).toBe(1);
  });

  it("whose list is one that iterates otherwise than it says is read as it iterates", async () => {
    const list = Object.assign([change("id", ["1"])], { *[Symbol.iterator]() {} });
    const { run } = await imported([{ modificationType: "Add", objectType: "user", attributeChanges: list }]);
    expect(codes(run)).toEqual(["MissingAnchor"]);
  });

  it("without a type is about the object whose anchor is of the kind that came", async () => {
    const schema: ConnectorSchema = {
      types: [
        { name: "user", attributes: [{ name: "id", dataType: "String", isAnchor: true }] },
        { name: "group", attributes: [{ name: "id", dataType: "Integer", isAnchor: true }] },
      ],
    };
    const { connector, use } = await imported(
      [{ modificationType: "Add", objectType: "group", attributeChanges: [change("id", [5])] }],
      { schema },
    );
    const deleted = (value: unknown) =>
      [{ modificationType: "Delete", anchorAttributes: [{ name: "id", value }] }] as readonly CSEntryChange[];
    use({ importData: () => deleted(5) });
    expect((await connector.import({ type: "Delta" })).runs[0]).toMatchObject({ deleted: 1, errors: [] });
    use({ importData: () => deleted(true) });
    expect(codes((await connector.import({ type: "Delta" })).runs[0])).toEqual(["ImportErrorInvalidAttributeValue"]);
  });
});
