/** A connector from a folder with a definition and scripts; what PowerShell compiles for one serves them all. */
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Secret } from "@idle/contract";
import type { Connector, OpenConnectorOptions, ScriptOutput } from "../../src/index.ts";
import { openConnector } from "../../src/index.ts";

/** What the first connector has compiled, for the others: each would do it again. */
const shared = join(mkdtempSync(join(tmpdir(), "idle-compiled-")), "Compiled");
process.on("exit", () => rmSync(dirname(shared), { recursive: true, force: true }));

export interface OpenedDefinition {
  readonly connector: Connector;
  /** Where the definition and the scripts stand. */
  readonly folder: string;
  /** What scripts said, as `stream: text`. */
  readonly said: string[];
}

export interface DefinitionOptions {
  readonly folder: string;
  readonly definition: Readonly<Record<string, unknown>> & { readonly name: string };
  readonly secrets: Readonly<Record<string, string>>;
  readonly open: Partial<OpenConnectorOptions>;
}

/** Takes the folder away at the end; `onEnd` is vitest's `onTestFinished`. */
export async function openDefinition(
  { folder, definition, secrets, open }: DefinitionOptions,
  onEnd: (work: () => Promise<void>) => void,
): Promise<OpenedDefinition> {
  const said: string[] = [];
  const file = join(folder, "connector.yaml");
  writeFileSync(file, JSON.stringify(definition));
  const compiled = join(folder, ".idle/connectors", definition.name, "Compiled");
  if (existsSync(shared)) {
    mkdirSync(join(folder, ".idle/connectors"), { recursive: true });
    mkdirSync(dirname(compiled), { mode: 0o700 });
    cpSync(shared, compiled, { recursive: true });
    chmodSync(compiled, 0o700);
  }
  const connector = await openConnector({
    definition: file,
    secrets: {
      resolve: async (reference: string) => new Secret(secrets[reference] ?? ""),
      resolveText: async (text: string) => text,
    },
    onScriptOutput: ({ stream, text }: ScriptOutput) => void said.push(`${stream}: ${text}`),
    ...open,
  });
  onEnd(async () => {
    await connector.close();
    if (!existsSync(shared) && existsSync(compiled)) cpSync(compiled, shared, { recursive: true });
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });
  return { connector, folder, said };
}
