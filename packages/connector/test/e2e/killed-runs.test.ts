import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { openConnector } from "../../src/index.ts";
import {
  end,
  fileBackedScripts,
  pageSize,
  readSystem,
  start,
  wanted,
  writeSystem,
  writes,
  writesOf,
} from "../support/file-backed-system.ts";

const doomed = fileURLToPath(new URL("../support/doomed-run.ts", import.meta.url));

function system(): string {
  const folder = mkdtempSync(join(tmpdir(), "idle-connector-kill-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeSystem(folder, start);
  return folder;
}

async function within<T>(
  folder: string,
  work: (connector: Awaited<ReturnType<typeof openConnector>>) => Promise<T>,
): Promise<T> {
  const connector = await openConnector({
    definition: { name: "doomed", pageSize, capabilities: { enableExport: true } },
    scripts: fileBackedScripts(folder, () => undefined),
    folder: join(folder, "space"),
  });
  try {
    return await work(connector);
  } finally {
    await connector.close();
  }
}

/** Ends with SIGKILL at that place. */
function kill(folder: string, action: "import" | "export", place: string): void {
  const { signal, stderr } = spawnSync(process.execPath, ["--conditions=@idle/source", doomed, folder, action, place], {
    encoding: "utf8",
  });
  expect({ signal, stderr: signal === null ? stderr : "" }).toEqual({ signal: "SIGKILL", stderr: "" });
}

const states = (folder: string) =>
  within(folder, async (connector) =>
    Object.fromEntries([...connector.objects()].map(({ anchor, state }) => [String(anchor?.id), state])),
  );

describe("a process that is killed", () => {
  it.each(["beginImport", "importData 1", "importData 2", "endImport"])(
    "in an import at %s leaves the space as it was, and the next import is whole",
    async (place) => {
      const folder = system();
      await within(folder, (connector) => connector.import({ type: "Full" }));
      const before = await states(folder);
      writeSystem(folder, { ...end, z: {} });
      kill(folder, "import", place);
      expect(await states(folder)).toEqual(before);
      const { runs } = await within(folder, (connector) => connector.import({ type: "Full" }));
      expect(runs).toMatchObject([{ added: 3, deleted: 1, updated: 2, unchanged: 2 }]);
      await within(folder, async (connector) => {
        expect(connector.runs(2)).toMatchObject([{ status: "done" }, { status: "cutOff" }]);
      });
    },
  );

  it.each(["beginExport", "exportData 1", "exportData 1 written", "exportData 2", "exportData 2 written", "endExport"])(
    "in an export at %s loses nothing and does nothing twice",
    async (place) => {
      const folder = system();
      await within(folder, async (connector) => {
        await connector.import({ type: "Full" });
        connector.stage(wanted);
      });
      kill(folder, "export", place);
      await within(folder, (connector) => connector.export());
      expect(readSystem(folder)).toEqual(end);
      expect(writesOf(folder).toSorted()).toEqual(writes.toSorted());
      await within(folder, async (connector) => {
        await connector.import({ type: "Full" });
        expect(await connector.export()).toEqual({ confirmations: 0, runs: [] });
        expect([...connector.objects()].every(({ state }) => state === "imported")).toBe(true);
      });
    },
  );

  it("again and again still comes to the end", async () => {
    const folder = system();
    await within(folder, async (connector) => {
      await connector.import({ type: "Full" });
      connector.stage(wanted);
    });
    for (const place of ["exportData 1 written", "importData 1", "endImport", "exportData 1"])
      kill(folder, "export", place);
    await within(folder, (connector) => connector.export());
    expect(readSystem(folder)).toEqual(end);
    expect(writesOf(folder).toSorted()).toEqual(writes.toSorted());
  });
});
