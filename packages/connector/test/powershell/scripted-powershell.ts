/** A connector whose scripts are PowerShell, each given as text; what is not given does as little as it may. */
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Secret } from "@idle/contract";
import type { Connector, OpenConnectorOptions, ScriptOutput, SlotName } from "../../src/index.ts";
import { openConnector } from "../../src/index.ts";

export const pwsh = {
  name: "pwsh",
  install: "https://learn.microsoft.com/powershell/scripting/install/installing-powershell",
};

/** What the first connector has compiled, for the others: each would do it again. */
const shared = join(mkdtempSync(join(tmpdir(), "idle-compiled-")), "Compiled");
process.on("exit", () => rmSync(dirname(shared), { recursive: true, force: true }));

const types = "Microsoft.MetadirectoryServices";

const userSchema = `
$schema = [${types}.Schema]::Create()
$user = [${types}.SchemaType]::Create('user', $false)
$user.Attributes.Add([${types}.SchemaAttribute]::CreateAnchorAttribute('id', 'String'))
$user.Attributes.Add([${types}.SchemaAttribute]::CreateSingleValuedAttribute('displayName', 'String'))
$user.Attributes.Add([${types}.SchemaAttribute]::CreateSingleValuedAttribute('level', 'Integer'))
$user.Attributes.Add([${types}.SchemaAttribute]::CreateSingleValuedAttribute('active', 'Boolean'))
$user.Attributes.Add([${types}.SchemaAttribute]::CreateSingleValuedAttribute('photo', 'Binary'))
$user.Attributes.Add([${types}.SchemaAttribute]::CreateMultiValuedAttribute('phones', 'String'))
$user.Attributes.Add([${types}.SchemaAttribute]::CreateSingleValuedAttribute('manager', 'Reference'))
$schema.Types.Add($user)
$schema
`;

const leastScripts: Readonly<Partial<Record<SlotName, string>>> = {
  schema: userSchema,
  beginImport: `New-Object ${types}.OpenImportConnectionResults`,
  importData: `$results = New-Object ${types}.GetImportEntriesResults; $results`,
  endImport: `New-Object ${types}.CloseImportConnectionResults`,
  beginExport: "# Nothing to prepare.",
  exportData: `New-Object ${types}.PutExportEntriesResults`,
  endExport: "# Nothing to tidy up.",
};

export interface PowerShellOptions {
  readonly scripts?: Partial<Record<SlotName, string>>;
  readonly capabilities?: Readonly<Record<string, unknown>>;
  readonly definition?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** More files beside the definition. */
  readonly files?: Readonly<Record<string, string>>;
  readonly open?: Partial<OpenConnectorOptions>;
}

export interface OpenedPowerShell {
  readonly connector: Connector;
  /** Where the definition would stand, and the scripts do. */
  readonly folder: string;
  /** What scripts said, as `stream: text`. */
  readonly said: string[];
}

/** Scripts are files of a folder; `onEnd` is vitest's `onTestFinished`. */
export async function openPowerShell(
  { scripts = {}, capabilities = {}, definition = {}, secrets = {}, files = {}, open = {} }: PowerShellOptions,
  onEnd: (work: () => Promise<void>) => void,
): Promise<OpenedPowerShell> {
  const folder = mkdtempSync(join(tmpdir(), "idle-powershell-"));
  const said: string[] = [];
  mkdirSync(join(folder, "scripts"));
  const all = { ...leastScripts, ...scripts };
  for (const [slot, text] of Object.entries(all)) writeFileSync(join(folder, "scripts", `${slot}.ps1`), text);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const written = {
    name: "hr",
    capabilities: { enableImport: true, enableDeltaImport: true, enableExport: true, ...capabilities },
    scripts: Object.fromEntries(Object.keys(all).map((slot) => [slot, `scripts/${slot}.ps1`])),
    ...definition,
  };
  const file = join(folder, "connector.yaml");
  writeFileSync(file, JSON.stringify(written));
  const compiled = join(folder, ".idle/connectors/hr/Compiled");
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

/** An import script that brings objects: one CSEntryChange for each of some numbers. */
export function entryScript(of: string, body = ""): string {
  return `
$entries = New-Object 'System.Collections.Generic.List[${types}.CSEntryChange]'
foreach ($number in ${of}) {
    $entry = [${types}.CSEntryChange]::Create()
    $entry.ObjectModificationType = 'Add'
    $entry.ObjectType = 'user'
    $entry.AnchorAttributes.Add([${types}.AnchorAttribute]::Create('id', "$number"))
    $entry.AttributeChanges.Add([${types}.AttributeChange]::CreateAttributeAdd('displayName', "User $number"))
    ${body}
    $entries.Add($entry)
}
,$entries
`;
}
