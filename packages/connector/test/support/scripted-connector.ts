/** A connector whose scripts say what a test wants them to, and remember what they were asked. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Capabilities, Connector, ConnectorSchema, ConnectorScripts } from "../../src/index.ts";
import { openConnector } from "../../src/index.ts";

export const userSchema: ConnectorSchema = {
  types: [
    {
      name: "user",
      attributes: [
        { name: "id", dataType: "String", isAnchor: true },
        { name: "displayName", dataType: "String" },
        { name: "level", dataType: "Integer" },
        { name: "active", dataType: "Boolean" },
        { name: "photo", dataType: "Binary" },
        { name: "phones", dataType: "String", isMultiValued: true },
        { name: "manager", dataType: "Reference" },
        { name: "created", dataType: "String", operation: "ImportOnly" },
        { name: "note", dataType: "String", operation: "ExportOnly" },
      ],
    },
    {
      name: "group",
      attributes: [
        { name: "id", dataType: "String", isAnchor: true },
        { name: "member", dataType: "Reference", isMultiValued: true },
      ],
    },
  ],
};

type Call = { readonly slot: string; readonly args: Readonly<Record<string, unknown>> };

export interface Scripted {
  readonly connector: Connector;
  readonly folder: string;
  readonly calls: readonly Call[];
  /** The scripts are replaced for what follows. */
  use(scripts: Partial<ConnectorScripts>): void;
  /** The arguments of each call of a slot. */
  callsOf(slot: string): readonly Call["args"][];
  /** Another one over the same folder, as another process would open it. */
  reopen(more?: ScriptedOptions): Promise<Scripted>;
  close(): Promise<void>;
}

export interface ScriptedOptions {
  readonly capabilities?: Partial<Record<keyof Capabilities, unknown>>;
  readonly scripts?: Partial<ConnectorScripts>;
  readonly definition?: Readonly<Record<string, unknown>>;
  readonly schema?: ConnectorSchema;
  readonly folder?: string;
}

const everything = { enableImport: true, enableDeltaImport: true, enableExport: true };

/** Closes what it opened at the end of each test, when `onEnd` is vitest's `onTestFinished`. */
export async function openScripted(
  options: ScriptedOptions,
  onEnd: (work: () => Promise<void>) => void,
): Promise<Scripted> {
  const root = options.folder ?? mkdtempSync(join(tmpdir(), "idle-connector-test-"));
  const calls: Call[] = [];
  const current: Partial<ConnectorScripts> = {};
  const defaults: ConnectorScripts = {
    schema: () => options.schema ?? userSchema,
    beginImport: () => ({}),
    importData: () => [],
    endImport: () => ({}),
    beginExport: () => undefined,
    exportData: () => ({}),
    endExport: () => undefined,
    ...(options.capabilities?.enablePasswordOperations === true && { password: () => undefined }),
    ...(options.capabilities?.partitions === true && { partition: () => [{ dn: "DC=example" }] }),
    ...(options.capabilities?.hierarchy === true && { hierarchy: () => [] }),
  };
  const names = new Set([...Object.keys(defaults), ...Object.keys(options.scripts ?? {})]);
  const scripts = Object.fromEntries(
    [...names].map((slot) => [
      slot,
      (args: Call["args"]) => {
        calls.push({ slot, args });
        const own = Reflect.get({ ...defaults, ...options.scripts, ...current }, slot);
        return own(args);
      },
    ]),
  ) as unknown as ConnectorScripts;
  const name = String(options.definition?.name ?? "scripted");
  const folder = join(root, name);
  const connector = await openConnector({
    definition: { name, capabilities: { ...everything, ...options.capabilities }, ...options.definition },
    scripts,
    folder,
    now: () => Date.UTC(2026, 10, 28),
  });
  const close = async () => {
    await connector.close();
    if (options.folder === undefined) rmSync(root, { recursive: true, force: true });
  };
  onEnd(close);
  return {
    connector,
    folder,
    calls,
    use: (more) => void Object.assign(current, more),
    callsOf: (slot) => calls.filter((call) => call.slot === slot).map(({ args }) => args),
    reopen: (more = {}) => openScripted({ ...options, ...more, folder: root }, onEnd),
    close,
  };
}
