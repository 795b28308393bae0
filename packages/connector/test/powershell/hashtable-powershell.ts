/** A connector whose scripts return hashtables: those of the folder hashtables, or others given as text. */
import { copyFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OpenConnectorOptions, SlotName } from "../../src/index.ts";
import { type OpenedDefinition, openDefinition } from "./open-definition.ts";

export interface HashtableOptions {
  /** In place of the scripts of the folder; `null` for none. */
  readonly scripts?: Partial<Record<SlotName, string | null>>;
  readonly capabilities?: Readonly<Record<string, unknown>>;
  readonly definition?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** More files beside the scripts. */
  readonly files?: Readonly<Record<string, string>>;
  readonly open?: Partial<OpenConnectorOptions>;
}

const own: readonly (readonly [slot: SlotName, file: string])[] = [
  ["schema", "schema.ps1"],
  ["importData", "import.ps1"],
  ["exportData", "export.ps1"],
  ["password", "password.ps1"],
];

/** `onEnd` is vitest's `onTestFinished`. */
export async function openHashtables(
  { scripts = {}, capabilities = {}, definition = {}, secrets = {}, files = {}, open = {} }: HashtableOptions,
  onEnd: (work: () => Promise<void>) => void,
): Promise<OpenedDefinition> {
  const folder = mkdtempSync(join(tmpdir(), "idle-hashtables-"));
  const written = new Map<string, string>(own);
  for (const [, file] of own) copyFileSync(join(import.meta.dirname, "hashtables", file), join(folder, file));
  for (const [slot, text] of Object.entries(scripts)) {
    if (text === null) written.delete(slot);
    if (typeof text !== "string") continue;
    const file = written.get(slot) ?? `${slot}.ps1`;
    written.set(slot, file);
    writeFileSync(join(folder, file), text);
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const document = {
    name: "house",
    powerShell: { dialect: "hashtables" },
    capabilities: {
      distinguishedNameStyle: "Generic",
      exportType: "ObjectReplace",
      enableDeltaImport: true,
      enableExport: true,
      enableFullExport: true,
      enablePasswordOperations: true,
      ...capabilities,
    },
    scripts: Object.fromEntries(written),
    ...definition,
  };
  return await openDefinition({ folder, definition: document, secrets, open }, onEnd);
}
