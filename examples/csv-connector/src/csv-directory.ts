/** The connector: its scripts, each of which says what it needs and leaves the rest to the folders beside this file. */
import { randomUUID } from "node:crypto";
import {
  ConnectorException,
  type ConnectorScripts,
  type CSEntryChangeResult,
  defineConnector,
  type HierarchyNode,
  type Partition,
  type SlotContext,
} from "@idle/connector";
import { openWriter, type Writer } from "./directory/writer.ts";
import { applyEntry } from "./export/apply-entry.ts";
import { changesSince, watermarkOf } from "./folder/change-log.ts";
import type { Files } from "./folder/files.ts";
import { nodeFiles } from "./folder/node-files.ts";
import { type PartitionFolder, partitionOf, readPartitions } from "./folder/partitions.ts";
import { openSnapshot } from "./folder/snapshot.ts";
import { planDelta } from "./import/delta-plan.ts";
import { entryOfRecord } from "./import/entry-of-record.ts";
import { firstPage, readPage, type Source } from "./import/pages.ts";
import { wholeObjects } from "./import/whole-objects.ts";
import { readName } from "./names.ts";
import { schema } from "./object-types.ts";
import { inOwnWords } from "./own-words.ts";
import { hashPassword } from "./password/hash.ts";
import { setPassword } from "./password/set-password.ts";
import { createRunValue } from "./run-value.ts";
import { folderIn, validate } from "./validate.ts";

/** What tests hand in. */
export interface CsvDirectoryOptions {
  readonly files?: Files;
  /** For objects, and for a change log. */
  readonly newId?: () => string;
  /** N of scrypt, a power of two. Default 2^15. */
  readonly scryptCost?: number;
}

const importing = createRunValue<Source>("source of the import");
const exporting = createRunValue<Writer>("writer of the export");

export function createCsvDirectory(options: CsvDirectoryOptions = {}): ConnectorScripts {
  const { files = nodeFiles, newId = randomUUID, scryptCost = 2 ** 15 } = options;

  async function folderOf(context: SlotContext, { dn }: Partition): Promise<PartitionFolder> {
    const partitions = await readPartitions(files, folderIn(context));
    const key = readName(dn)?.key;
    const found = partitions.find(({ root }) => root.key === key);
    if (found !== undefined) return found;
    throw new ConnectorException("ExtensibleExtension", `The directory has no partition ${JSON.stringify(dn)}.`);
  }

  return defineConnector({
    validation: (args) => (args.configParameterPage === "Global" ? validate(files, args) : { code: "Success" }),

    schema: () => schema,

    partition: (args) =>
      inOwnWords(folderIn(args), async () => {
        const partitions = await readPartitions(files, folderIn(args));
        return partitions.map(({ dn, id, name }) => ({ dn, id, name }));
      }),

    hierarchy: (args) =>
      inOwnWords(folderIn(args), async () => {
        const parent = readName(args.parentNode.dn);
        const partition = partitionOf(await readPartitions(files, folderIn(args)), parent?.key ?? "");
        if (parent === null || partition === undefined) return [];
        const snapshot = await openSnapshot(files, partition.folder);
        try {
          const children: HierarchyNode[] = [];
          for (const table of snapshot.tables.filter(({ type }) => type.name === "organizationalUnit")) {
            for await (const record of table.records(table.start)) {
              const dn = entryOfRecord(record, table, "Add")?.dn ?? "";
              if (readName(dn)?.parentKey === parent.key) children.push({ dn });
            }
          }
          return children;
        } finally {
          await snapshot.close();
        }
      }),

    beginImport: (args) =>
      inOwnWords(folderIn(args), async () => {
        const { importType, partition, customData } = args.openImportConnectionRunStep;
        const { folder } = await folderOf(args, partition);
        const snapshot = await openSnapshot(files, folder);
        try {
          const changes = importType === "Full" ? null : await changesSince(files, folder, snapshot.head, customData);
          importing.put(args.globals, { snapshot, plan: changes === null ? null : planDelta(changes) });
        } catch (error) {
          await snapshot.close();
          throw error;
        }
        return { customData: firstPage };
      }),

    importData: (args) =>
      inOwnWords(folderIn(args), async () => {
        const { getImportEntriesRunStep: step, openImportConnectionRunStep, globals, signal } = args;
        const source = importing.get(globals);
        if (step.fullObjectEntries.length > 0) {
          return { csEntries: wholeObjects(source.snapshot, step.fullObjectEntries, signal) };
        }
        return await readPage(source, step.customData, openImportConnectionRunStep.pageSize, signal);
      }),

    async endImport({ globals, closeImportConnectionRunStep }) {
      const source = importing.take(globals);
      await source?.snapshot.close();
      if (source === null || closeImportConnectionRunStep.reason !== "Normal") return {};
      return { customData: watermarkOf(source.snapshot.head) };
    },

    beginExport: (args) =>
      inOwnWords(folderIn(args), async () => {
        const folder = await folderOf(args, args.openExportConnectionRunStep.partition);
        exporting.put(args.globals, await openWriter(files, folder, newId));
      }),

    exportData: (args) =>
      inOwnWords(folderIn(args), async () => {
        const writer = exporting.get(args.globals);
        const csEntryChangeResults: CSEntryChangeResult[] = [];
        for (const entry of args.csEntries) {
          args.signal.throwIfAborted();
          const { result, password, removed } = applyEntry(entry, writer.directory, newId);
          if (result !== null) csEntryChangeResults.push(result);
          if (removed !== null) writer.setPasswordHash(removed, null);
          if (password === null) continue;
          writer.setPasswordHash(password.id, await hashPassword(password.password.reveal(), scryptCost));
        }
        // What the host hears to have gone well is on the disk.
        await writer.commit();
        return { csEntryChangeResults };
      }),

    async endExport({ globals }) {
      await exporting.take(globals)?.close();
    },

    password: (args) =>
      inOwnWords(folderIn(args), async () => {
        const writer = await openWriter(files, await folderOf(args, args.partition), newId);
        try {
          await setPassword(args, writer, scryptCost);
        } finally {
          await writer.close();
        }
      }),
  });
}
