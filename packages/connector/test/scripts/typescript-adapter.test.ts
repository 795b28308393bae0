import { describe, expect, it } from "vitest";
import type { ConnectorScripts, SlotContext } from "../../src/model/slots.ts";
import { createTypeScriptAdapter } from "../../src/scripts/typescript-adapter.ts";

const args = {} as SlotContext;

describe("functions as scripts", () => {
  it("are there by their slots, and called by names that messages know", () => {
    const adapter = createTypeScriptAdapter({ schema: () => ({ types: [] }), password: () => undefined }, "@acme/hr");
    expect([...adapter.slots]).toEqual(["schema", "password"]);
    expect(adapter.nameOf("schema")).toBe("schema of @acme/hr");
  });

  it("get their arguments, keep their this, and answer whatever they answer", async () => {
    class Hr {
      answer = "an answer";
    }
    const seen: unknown[] = [];
    const scripts = {
      schema(this: unknown, given: unknown) {
        seen.push(this, given);
        return new Hr();
      },
    };
    const session = await createTypeScriptAdapter(scripts as unknown as ConnectorScripts, "x").open("call");
    expect(await session.call("schema", args)).toBeInstanceOf(Hr);
    expect(seen).toEqual([scripts, args]);
    await session.close();
  });

  it("are looked at once", async () => {
    let asked = 0;
    const scripts = {
      get schema() {
        asked += 1;
        return () => asked;
      },
    } as unknown as ConnectorScripts;
    const session = await createTypeScriptAdapter(scripts, "x").open("call");
    const before = asked;
    await session.call("schema", args);
    expect(asked).toBe(before);
  });

  it("reject with what they throw, and when there is none", async () => {
    const thrown = { odd: true };
    const scripts: ConnectorScripts = {
      schema() {
        throw thrown;
      },
    };
    const session = await createTypeScriptAdapter(scripts, "x").open("call");
    await expect(session.call("schema", args)).rejects.toBe(thrown);
    await expect(session.call("partition", args)).rejects.toMatchObject({ code: "Unsupported" });
  });

  it("are checked", () => {
    expect(() => createTypeScriptAdapter({} as ConnectorScripts, "@acme/hr")).toThrow(
      "The connector of @acme/hr has no schema.",
    );
  });
});
