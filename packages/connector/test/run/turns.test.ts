import { existsSync, rmSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Connector, wholeEntry } from "../../src/index.ts";
import { openScripted, type ScriptedOptions } from "../support/scripted-connector.ts";

const open = (options: ScriptedOptions = {}) => openScripted(options, onTestFinished);
const user = (id: string) => wholeEntry({ objectType: "user", attributes: { id } });
const object = { objectType: "user", anchor: { id: "1" } };
const busy = expect.objectContaining({ code: "Busy" });

describe("a run that waits for another one", () => {
  it("ends at once when it is aborted, and those behind it go on waiting", async () => {
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const order: string[] = [];
    const { connector, use } = await open({
      scripts: {
        importData: async () => {
          begun.resolve();
          await gate.promise;
          order.push("first");
          return [];
        },
      },
    });
    const first = connector.import({ type: "Full" });
    await begun.promise;
    const abort = new AbortController();
    const second = connector.import({ type: "Full", signal: abort.signal });
    const third = connector.import({ type: "Full" });
    abort.abort(new Error("the host has no time"));
    await expect(second).rejects.toMatchObject({
      code: "Cancelled",
      cause: expect.objectContaining({ message: "the host has no time" }),
    });
    expect(order).toEqual([]);
    use({
      importData: () => {
        order.push("third");
        return [];
      },
    });
    gate.resolve();
    await Promise.all([first, third]);
    expect(order).toEqual(["first", "third"]);
  });

  it("does not begin when it was aborted before", async () => {
    const { connector, calls } = await open();
    const signal = AbortSignal.abort();
    await expect(connector.import({ type: "Full", signal })).rejects.toMatchObject({ code: "Cancelled" });
    await expect(connector.export({ signal })).rejects.toMatchObject({ code: "Cancelled" });
    expect(calls).toEqual([]);
  });
});

describe("a run that is aborted between two calls", () => {
  it("is told and noted as that", async () => {
    const abort = new AbortController();
    const { connector } = await open({
      scripts: {
        importData: function* () {
          abort.abort();
          yield user("1");
        } as never,
      },
    });
    await expect(connector.import({ type: "Full", signal: abort.signal })).rejects.toMatchObject({ code: "Cancelled" });
    expect(connector.runs(1)).toMatchObject([
      { status: "failed", message: expect.stringMatching(/the host aborted\.$/) },
    ]);
  });

  it("is told so by an export, too", async () => {
    const { connector } = await open({ definition: { pageSize: 1 } });
    await connector.discoverSchema();
    connector.stage(["1", "2"].map((id) => ({ action: "add", objectType: "user", attributes: { id: [id] } })));
    const abort = new AbortController();
    const run = connector.export({ signal: abort.signal, onProgress: () => abort.abort() });
    await expect(run).rejects.toMatchObject({ code: "Cancelled" });
    expect(connector.runs(1)).toMatchObject([{ status: "failed", message: expect.stringMatching(/interrupted/) }]);
  });
});

describe("a script that asks for a run of its own connector", () => {
  it.each([
    ["import", (connector: Connector) => connector.import({ type: "Full" })],
    ["export", (connector: Connector) => connector.export()],
    ["discoverSchema", (connector: Connector) => connector.discoverSchema()],
    ["close", (connector: Connector) => connector.close()],
  ])("is refused at once: %s", async (_, ask) => {
    const { connector, use } = await open();
    let told: unknown = null;
    use({
      importData: async () => {
        told = await ask(connector).catch((error: unknown) => error);
        return [];
      },
    });
    await connector.import({ type: "Full" });
    expect(told).toEqual(busy);
  });

  it("is refused also where it brings entries one by one", async () => {
    const { connector, use } = await open();
    let told: unknown = null;
    use({
      importData: async function* () {
        told = await connector.export().catch((error: unknown) => error);
        yield user("1");
      } as never,
    });
    await connector.import({ type: "Full" });
    expect(told).toEqual(busy);
  });

  it("may ask another connector, and its own one once it has ended", async () => {
    const other = await open({ capabilities: { concurrentOperations: true } });
    const after = Promise.withResolvers<unknown>();
    const { connector, use } = await open({ capabilities: { concurrentOperations: true } });
    use({
      importData: async () => {
        await other.connector.import({ type: "Full" });
        setTimeout(() => after.resolve(connector.import({ type: "Full" })), 5);
        use({ importData: () => [] });
        return [];
      },
    });
    await connector.import({ type: "Full" });
    expect(await after.promise).toMatchObject({ runs: [{ added: 0 }] });
  });
});

describe("what is wanted while an import is under way in this process", () => {
  it("is refused as busy, and the import goes on", async () => {
    const { connector } = await open({ scripts: { importData: () => [user("1")] } });
    await connector.import({ type: "Full" });
    const told: unknown[] = [];
    const attempt = (work: () => unknown) => {
      try {
        work();
      } catch (error) {
        told.push(error);
      }
    };
    await connector.import({
      type: "Full",
      onProgress: () => {
        attempt(() => connector.stage([{ action: "delete", object }]));
        attempt(() => connector.unstage(object));
      },
    });
    expect(told).toEqual([busy, busy]);
    expect(connector.runs(1)).toMatchObject([{ status: "done" }]);
  });

  it("is refused within what is being staged, too", async () => {
    const { connector } = await open({ scripts: { importData: () => [user("1")] } });
    await connector.import({ type: "Full" });
    const changes = (function* () {
      yield { action: "delete" as const, object };
      connector.stage([]);
    })();
    expect(() => connector.stage(changes)).toThrow(busy);
    expect([...connector.pendingExports()]).toEqual([]);
  });
});

describe("a connector that was closed", () => {
  it("answers nothing any more, and touches no folder", async () => {
    const { connector, folder } = await open({ scripts: { importData: () => [user("1")] } });
    await connector.import({ type: "Full" });
    const objects = connector.objects()[Symbol.iterator]();
    const closing = connector.close();
    await expect(connector.import({ type: "Full" })).rejects.toMatchObject({ code: "NotReady" });
    await closing;
    rmSync(folder, { recursive: true });
    const closed = expect.objectContaining({ code: "NotReady" });
    for (const ask of [
      () => connector.find(object),
      () => connector.summary(),
      () => connector.schema(),
      () => connector.stage([]),
      () => connector.unstage(object),
      () => [...connector.errors()],
      () => [...connector.pendingExports()],
      () => connector.runs(),
      () => objects.next(),
    ]) {
      expect(ask).toThrow(closed);
    }
    await expect(connector.export()).rejects.toEqual(closed);
    expect(existsSync(folder)).toBe(false);
    await connector.close();
  });
});
