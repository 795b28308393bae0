// Imports and exports of 100,000 objects in pages of 9,999, beside the connector's own loop without a host.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConnectorScripts, CSEntryChange, StagedChange } from "../src/index.ts";
import { openConnector, replaceAttribute, wholeEntry } from "../src/index.ts";

/** Another number can be given as the argument. */
const objects = Number(process.argv[2] ?? 100_000);
const pageSize = 9_999;
const changed = 1_000;
const exported = 10_000;
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const mebibytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MiB`;

function entry(index: number): CSEntryChange {
  return wholeEntry({
    objectType: "user",
    dn: `CN=Person ${index},OU=Unit ${index % 100},DC=example,DC=com`,
    attributes: {
      id: `id-${index}`,
      displayName: `Person ${index}`,
      mail: `person.${index}@example.com`,
      department: `Department ${index % 50}`,
      level: index % 10,
      active: index % 7 !== 0,
      phones: [`+49 30 ${index}`, `+49 40 ${index}`],
      manager: index < 100 ? null : `CN=Person ${index % 100},OU=Unit ${index % 100},DC=example,DC=com`,
    },
  });
}

function* page(from: number): Iterable<CSEntryChange> {
  for (let index = from; index < Math.min(from + pageSize, objects); index += 1) yield entry(index);
}

const text = (name: string) => ({ name, dataType: "String" as const });
const scripts: ConnectorScripts = {
  schema: () => ({
    types: [
      {
        name: "user",
        attributes: [
          { ...text("id"), isAnchor: true },
          text("displayName"),
          text("mail"),
          text("department"),
          { name: "level", dataType: "Integer" },
          { name: "active", dataType: "Boolean" },
          { ...text("phones"), isMultiValued: true },
          { name: "manager", dataType: "Reference" },
        ],
      },
    ],
  }),
  beginImport: () => ({ customData: "0" }),
  importData: ({ openImportConnectionRunStep, getImportEntriesRunStep }) => {
    if (openImportConnectionRunStep.importType === "Delta") return changes();
    const from = Number(getImportEntriesRunStep.customData);
    const next = from + pageSize;
    return { csEntries: page(from), moreToImport: next < objects, customData: String(next) };
  },
  endImport: () => ({}),
  beginExport: () => undefined,
  exportData: () => ({}),
  endExport: () => undefined,
};

function* changes(): Iterable<CSEntryChange> {
  for (let index = 0; index < changed; index += 1) {
    yield {
      modificationType: "Update",
      objectType: "user",
      anchorAttributes: [{ name: "id", value: `id-${index}` }],
      attributeChanges: [replaceAttribute("department", `Changed ${index}`)],
    };
  }
}

async function measure(name: string, count: number, work: () => Promise<unknown> | unknown): Promise<number> {
  globalThis.gc?.();
  let peak = 0;
  const before = process.memoryUsage.rss();
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const begun = performance.now();
  await work();
  const took = performance.now() - begun;
  clearInterval(timer);
  peak = Math.max(peak, process.memoryUsage.rss());
  const rate = Math.round((count / took) * 1_000).toLocaleString("en-US");
  say(
    `  ${name}: ${(took / 1_000).toFixed(2)} s, ${rate} objects a second, ${mebibytes(before)} before, ${mebibytes(peak)} at most`,
  );
  return took;
}

const folder = mkdtempSync(join(tmpdir(), "idle-connector-bench-"));
try {
  say(`${objects.toLocaleString("en-US")} objects of 8 attributes, pages of ${pageSize.toLocaleString("en-US")}`);
  await measure("the connector's own loop", objects, async () => {
    let sum = 0;
    for (let from = 0; from < objects; from += pageSize)
      for await (const each of page(from)) sum += each.attributeChanges?.length ?? 0;
    return sum;
  });
  const connector = await openConnector({
    definition: {
      name: "bench",
      capabilities: { distinguishedNameStyle: "LDAP", enableDeltaImport: true, enableExport: true },
    },
    scripts,
    folder: join(folder, "bench"),
  });
  await measure("full import, everything new", objects, () => connector.import({ type: "Full" }));
  const { file } = connector.summary();
  say(`  the space: ${mebibytes(statSync(file).size)}, ${Math.round(statSync(file).size / objects)} bytes an object`);
  await measure("full import, nothing changed", objects, () => connector.import({ type: "Full" }));
  await measure(`delta import of ${changed}`, changed, () => connector.import({ type: "Delta" }));
  const staged = Array.from(
    { length: exported },
    (_, index): StagedChange => ({
      action: "update",
      object: { objectType: "user", anchor: { id: `id-${index}` } },
      attributes: { department: ["Exported"] },
    }),
  );
  await measure(`staging ${exported}`, exported, () => connector.stage(staged));
  await measure(`export of ${exported}`, exported, () => connector.export());
  await connector.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
