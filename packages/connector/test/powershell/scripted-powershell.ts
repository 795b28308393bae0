/** A connector whose scripts are PowerShell, each given as text; what is not given does as little as it may. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OpenConnectorOptions, SlotName } from "../../src/index.ts";
import { type OpenedDefinition, openDefinition } from "./open-definition.ts";

export const pwsh = {
  name: "pwsh",
  install: "https://learn.microsoft.com/powershell/scripting/install/installing-powershell",
};

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

/** Scripts are files of a folder; `onEnd` is vitest's `onTestFinished`. */
export async function openPowerShell(
  { scripts = {}, capabilities = {}, definition = {}, secrets = {}, files = {}, open = {} }: PowerShellOptions,
  onEnd: (work: () => Promise<void>) => void,
): Promise<OpenedDefinition> {
  const folder = mkdtempSync(join(tmpdir(), "idle-powershell-"));
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
  return await openDefinition({ folder, definition: written, secrets, open }, onEnd);
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
