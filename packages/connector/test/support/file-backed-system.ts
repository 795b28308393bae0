/** A system in a file that outlives whoever writes to it, and notes each write: one that comes twice is seen. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ConnectorScripts, CSEntryChange, StagedChange } from "../../src/index.ts";
import { wholeEntry } from "../../src/index.ts";
import { userSchema } from "./scripted-connector.ts";

type Stored = Record<string, Record<string, unknown[]>>;

export const pageSize = 3;

export function readSystem(folder: string): Stored {
  const file = join(folder, "system.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

export function writeSystem(folder: string, stored: Stored): void {
  writeFileSync(join(folder, "system.json"), JSON.stringify(stored));
}

/** Every write that reached the system, in its order: `Add 3`. */
export function writesOf(folder: string): readonly string[] {
  const file = join(folder, "writes.log");
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
}

/** `at` is told where the scripts are, such as `exportData 2 written`: it may end the process there. */
export function fileBackedScripts(folder: string, at: (place: string) => void): ConnectorScripts {
  const pages = { importData: 0, exportData: 0 };
  return {
    schema: () => userSchema,
    beginImport: () => {
      at("beginImport");
      return { customData: "0" };
    },
    importData: ({ getImportEntriesRunStep }) => {
      pages.importData += 1;
      at(`importData ${pages.importData}`);
      const from = Number(getImportEntriesRunStep.customData);
      const all = Object.entries(readSystem(folder));
      const csEntries = all
        .slice(from, from + pageSize)
        .map(
          ([id, attributes]): CSEntryChange =>
            wholeEntry({ objectType: "user", attributes: { ...(attributes as Record<string, string[]>), id } }),
        );
      return { csEntries, moreToImport: from + pageSize < all.length, customData: String(from + pageSize) };
    },
    endImport: () => {
      at("endImport");
      return {};
    },
    beginExport: () => at("beginExport"),
    exportData: ({ csEntries }) => {
      pages.exportData += 1;
      at(`exportData ${pages.exportData}`);
      const system = readSystem(folder);
      for (const { modificationType, anchorAttributes, attributeChanges } of csEntries) {
        const id = String(anchorAttributes[0]?.value);
        appendFileSync(join(folder, "writes.log"), `${modificationType} ${id}\n`);
        if (modificationType === "Delete") delete system[id];
        else {
          const object = modificationType === "Add" ? {} : { ...system[id] };
          for (const { name, valueChanges } of attributeChanges) {
            if (name !== "id") object[name] = valueChanges.map(({ value }) => value);
          }
          system[id] = object;
        }
      }
      writeSystem(folder, system);
      at(`exportData ${pages.exportData} written`);
      return {};
    },
    endExport: () => at("endExport"),
  };
}

/** What is wanted of a system of five: two come, two change, one goes. */
export const start: Stored = { a: { displayName: ["A"] }, b: { displayName: ["B"] }, c: {}, d: {}, e: { level: [1] } };
export const wanted: readonly StagedChange[] = [
  { action: "add", objectType: "user", attributes: { id: ["f"], displayName: ["F"] } },
  { action: "add", objectType: "user", attributes: { id: ["g"], displayName: ["G"] } },
  { action: "update", object: { objectType: "user", anchor: { id: "a" } }, attributes: { displayName: ["AA"] } },
  { action: "update", object: { objectType: "user", anchor: { id: "e" } }, attributes: { level: [2] } },
  { action: "delete", object: { objectType: "user", anchor: { id: "c" } } },
];
export const end: Stored = {
  a: { displayName: ["AA"] },
  b: { displayName: ["B"] },
  d: {},
  e: { level: [2] },
  f: { displayName: ["F"] },
  g: { displayName: ["G"] },
};
export const writes = ["Add f", "Add g", "Update a", "Update e", "Delete c"];
