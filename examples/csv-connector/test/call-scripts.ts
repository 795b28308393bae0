/** Calls the scripts of the connector as a host does, with arguments made by hand. */
import type {
  AttributeChange,
  CloseReason,
  ConnectorScripts,
  CSEntry,
  CSEntryChange,
  CSEntryChangeResult,
  ExportEntry,
  ExportedValue,
  ExportSlotArgs,
  PasswordOptions,
  SlotContext,
} from "@idle/connector";
import { Secret } from "@idle/contract";
import { type CsvDirectoryOptions, createCsvDirectory } from "../src/csv-directory.ts";
import { schema } from "../src/object-types.ts";

export interface Page {
  readonly entries: readonly CSEntryChange[];
  readonly moreToImport: boolean;
  readonly customData: string | undefined;
}

export interface Imported {
  readonly pages: readonly Page[];
  readonly entries: readonly CSEntryChange[];
  readonly watermark: string;
}

export type EntryParts = Partial<Omit<ExportEntry, "changedAttributeNames">>;

export function entry(parts: EntryParts): ExportEntry {
  const attributeChanges = parts.attributeChanges ?? [];
  return {
    identifier: parts.identifier ?? "e",
    modificationType: "Update",
    objectType: "user",
    dn: null,
    anchorAttributes: [],
    ...parts,
    attributeChanges,
    changedAttributeNames: attributeChanges.map(({ name }) => name),
  };
}

export const anchorOf = (id: string) => [{ name: "id", value: id }];

export function passwordChange(password: unknown): AttributeChange<ExportedValue> {
  const value = typeof password === "string" ? new Secret(password) : (password as ExportedValue);
  return { name: "export_password", modificationType: "Add", valueChanges: [{ value }] };
}

/** Ids count up, hashes are cheap: nothing here is kept. */
export function openScripts(folder: string, options: CsvDirectoryOptions = {}) {
  let count = 0;
  const newId = () => {
    count += 1;
    return `id-${count}`;
  };
  const scripts = createCsvDirectory({ newId, scryptCost: 2, ...options }) as Required<ConnectorScripts>;
  const context = (globals = new Map<string, unknown>()): SlotContext => ({
    configParameters: new Map([["Folder_Global", { name: "Folder_Global", value: folder }]]),
    credential: undefined,
    signal: new AbortController().signal,
    definitionFolder: "/nowhere",
    maFolder: "/nowhere",
    commonModule: null,
    globals,
  });

  async function runImport(
    importType: "Full" | "Delta",
    {
      partition = "DC=test",
      watermark = "",
      pageSize = 1000,
      reason = "Normal" as CloseReason,
      whole = [] as readonly CSEntry[],
    } = {},
    between: (page: Page) => Promise<void> = async () => {},
  ): Promise<Imported> {
    const openImportConnectionRunStep = {
      importType,
      customData: watermark,
      pageSize,
      partition: { dn: partition },
      included: [],
      excluded: [],
    };
    const common = { ...context(), openImportConnectionRunStep, types: schema };
    const pages: Page[] = [];
    let closed: { readonly customData?: string } = {};
    try {
      let { customData = watermark } = await scripts.beginImport(common);
      const ask = async (fullObjectEntries: readonly CSEntry[]) => {
        const answer = await scripts.importData({
          ...common,
          getImportEntriesRunStep: { customData, fullObjectEntries },
        });
        if (!("csEntries" in answer)) throw new Error("a list alone");
        const entries: CSEntryChange[] = [];
        for await (const each of answer.csEntries) entries.push(each);
        return { entries, moreToImport: answer.moreToImport ?? false, customData: answer.customData };
      };
      if (whole.length > 0) pages.push(await ask(whole));
      for (let more = whole.length === 0; more; ) {
        const page = await ask([]);
        pages.push(page);
        more = page.moreToImport;
        customData = page.customData ?? customData;
        await between(page);
      }
    } finally {
      closed = await scripts.endImport({ ...common, closeImportConnectionRunStep: { reason, customData: "" } });
    }
    return { pages, entries: pages.flatMap(({ entries }) => entries), watermark: closed.customData ?? "" };
  }

  /** For the scripts of one run. */
  function exportArgs(partition = "DC=test"): ExportSlotArgs {
    const openExportConnectionRunStep = {
      exportType: "Delta" as const,
      pageSize: 1000,
      partition: { dn: partition },
      included: [],
      excluded: [],
    };
    return { ...context(), openExportConnectionRunStep, types: schema };
  }

  return {
    scripts,
    context,
    exportArgs,
    fullImport: (options: Parameters<typeof runImport>[1] = {}, between?: (page: Page) => Promise<void>) =>
      runImport("Full", options, between),
    deltaImport: (watermark: string, options: Parameters<typeof runImport>[1] = {}) =>
      runImport("Delta", { ...options, watermark }),

    /** Begin, one page for each list, end; the end is called whatever happens. */
    async export(pages: readonly (readonly ExportEntry[])[], partition = "DC=test"): Promise<CSEntryChangeResult[]> {
      const common = exportArgs(partition);
      const results: CSEntryChangeResult[] = [];
      let reason: CloseReason = "Unknown";
      try {
        await scripts.beginExport(common);
        for (const csEntries of pages) {
          results.push(...((await scripts.exportData({ ...common, csEntries })).csEntryChangeResults ?? []));
        }
        reason = "Normal";
      } finally {
        await scripts.endExport({ ...common, closeExportConnectionRunStep: { reason } });
      }
      return results;
    },

    async setPassword(csEntry: CSEntry, password: string, options: Partial<PasswordOptions> = {}): Promise<void> {
      const passwordOptions = { unlockAccount: false, forceChangeAtLogOn: false, validatePassword: false, ...options };
      const newPassword = new Secret(password);
      await scripts.password({
        ...context(),
        partition: { dn: "DC=test" },
        csEntry,
        newPassword,
        operationType: "SetPassword",
        passwordOptions,
      });
    },

    async changePassword(csEntry: CSEntry, from: string, to: string): Promise<void> {
      await scripts.password({
        ...context(),
        partition: { dn: "DC=test" },
        csEntry,
        newPassword: new Secret(to),
        operationType: "ChangePassword",
        oldPassword: new Secret(from),
      });
    },
  };
}

export type Scripts = ReturnType<typeof openScripts>;

export function csEntry(id: string, objectType = "user"): CSEntry {
  return { objectType, dn: null, anchorAttributes: anchorOf(id), attributes: new Map() };
}
