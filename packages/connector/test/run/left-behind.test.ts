import { describe, expect, it, onTestFinished } from "vitest";
import type { ConnectorScripts, ExportEntry } from "../../src/index.ts";
import { openConnector, wholeEntry } from "../../src/index.ts";
import { openScripted, userSchema } from "../support/scripted-connector.ts";

const user = (id: string) => wholeEntry({ objectType: "user", attributes: { id } });
const add = (id: string) => ({ action: "add" as const, objectType: "user", attributes: { id: [id] } });

/** Enough for a run that waits for nobody to come to its scripts. */
async function someTurns(): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A system whose first export is only done when the test says so, however long nobody waits for it any more. */
function slowSystem() {
  const gate = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const written: string[] = [];
  let calls = 0;
  const scripts: Partial<ConnectorScripts> = {
    importData: () => [...new Set(written)].map(user),
    exportData: async ({ csEntries }) => {
      calls += 1;
      const ids = csEntries.map(({ anchorAttributes }: ExportEntry) => String(anchorAttributes[0]?.value));
      begun.resolve();
      if (calls === 1) await gate.promise;
      written.push(...ids);
      return {};
    },
  };
  return { gate, begun, written, scripts };
}

describe("a script that was left behind", () => {
  it("is waited for by the next run, which finds what it did and does nothing twice", async () => {
    const { gate, begun, written, scripts } = slowSystem();
    const { connector } = await openScripted({ scripts }, onTestFinished);
    await connector.discoverSchema();
    connector.stage([add("1")]);
    const abort = new AbortController();
    const first = connector.export({ signal: abort.signal });
    await begun.promise;
    abort.abort();
    await expect(first).rejects.toMatchObject({ code: "Cancelled" });
    const second = connector.export();
    await someTurns();
    gate.resolve();
    expect(await second).toMatchObject({ confirmations: 1, runs: [] });
    expect(written).toEqual(["1"]);
  });

  it("keeps other processes from running, too", async () => {
    const { gate, begun, written, scripts } = slowSystem();
    const first = await openScripted({ scripts }, onTestFinished);
    await first.connector.discoverSchema();
    first.connector.stage([add("1")]);
    const abort = new AbortController();
    const run = first.connector.export({ signal: abort.signal });
    await begun.promise;
    abort.abort();
    await expect(run).rejects.toMatchObject({ code: "Cancelled" });
    const other = await first.reopen();
    const next = other.connector.export();
    const ended = Promise.withResolvers<string>();
    next.finally(() => ended.resolve("ended"));
    expect(await Promise.race([ended.promise, someTurns().then(() => "waits")])).toBe("waits");
    gate.resolve();
    await next;
    expect(written).toEqual(["1"]);
  });

  it("is not waited for without an end, and nothing is called meanwhile", async () => {
    const { gate, begun, scripts } = slowSystem();
    const opened = await openScripted({ scripts }, onTestFinished);
    await opened.connector.discoverSchema();
    opened.connector.stage([add("1")]);
    await opened.connector.close();
    const timers: { readonly milliseconds: number; readonly end: () => void }[] = [];
    const calls: string[] = [];
    const connector = await openConnector({
      definition: {
        name: "scripted",
        capabilities: { enableImport: true, enableDeltaImport: true, enableExport: true },
      },
      folder: opened.folder,
      scripts: {
        schema: () => userSchema,
        beginImport: () => ({}),
        endImport: () => ({}),
        beginExport: () => {
          calls.push("beginExport");
        },
        endExport: () => undefined,
        importData: () => {
          calls.push("importData");
          return [];
        },
        exportData: (args) => scripts.exportData?.(args) ?? {},
      },
      setTimer(milliseconds, end) {
        timers.push({ milliseconds, end });
        return () => undefined;
      },
    });
    const run = connector.export();
    await begun.promise;
    // The time of exportData is over.
    timers.at(-1)?.end();
    await expect(run).rejects.toMatchObject({ code: "Timeout" });
    calls.length = 0;
    const next = connector.import({ type: "Full" });
    while (timers.at(-1)?.milliseconds !== 30_000) await new Promise((resolve) => setImmediate(resolve));
    timers.at(-1)?.end();
    await expect(next).rejects.toMatchObject({
      code: "Busy",
      transient: true,
      message: expect.stringMatching(/exportData .*end this process/),
    });
    expect(calls).toEqual([]);
    gate.resolve();
    await connector.import({ type: "Full" });
    await connector.close();
  });

  it("may be an importing one: that changes nothing", async () => {
    const never = new Promise<never>(() => undefined);
    const begun = Promise.withResolvers<void>();
    const { connector, use } = await openScripted(
      {
        scripts: {
          importData: () => {
            begun.resolve();
            return never;
          },
        },
      },
      onTestFinished,
    );
    const abort = new AbortController();
    const run = connector.import({ type: "Full", signal: abort.signal });
    await begun.promise;
    abort.abort();
    await expect(run).rejects.toMatchObject({ code: "Cancelled" });
    use({ importData: () => [user("1")] });
    expect((await connector.import({ type: "Full" })).runs[0]?.added).toBe(1);
  });
});
