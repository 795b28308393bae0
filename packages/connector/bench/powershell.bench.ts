// A connector in PowerShell: how long a process takes to start, and imports of 100,000 objects in pages of 9,999 beside the
// script's own loop, which makes the same objects and gives them to nobody.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openConnector } from "../src/index.ts";

/** Another number, and another program, can be given as arguments. */
const objects = Number(process.argv[2] ?? 100_000);
const executable = process.argv[3] ?? "pwsh";
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const seconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(2)} s`;
const types = "Microsoft.MetadirectoryServices";

const schema = `
$schema = [${types}.Schema]::Create()
$user = [${types}.SchemaType]::Create('user', $false)
$user.Attributes.Add([${types}.SchemaAttribute]::CreateAnchorAttribute('id', 'String'))
foreach ($name in 'displayName', 'mail', 'department', 'title') {
    $user.Attributes.Add([${types}.SchemaAttribute]::CreateSingleValuedAttribute($name, 'String'))
}
$user.Attributes.Add([${types}.SchemaAttribute]::CreateSingleValuedAttribute('level', 'Integer'))
$user.Attributes.Add([${types}.SchemaAttribute]::CreateMultiValuedAttribute('phones', 'String'))
$schema.Types.Add($user)
$schema`;

const importData = `
param($GetImportEntriesRunStep, $OpenImportConnectionRunStep)
$watch = [Diagnostics.Stopwatch]::StartNew()
$from = if ($GetImportEntriesRunStep.CustomData) { [int]$GetImportEntriesRunStep.CustomData } else { 0 }
$to = [Math]::Min($from + $OpenImportConnectionRunStep.PageSize, ${objects})
$entries = New-Object 'System.Collections.Generic.List[${types}.CSEntryChange]'
for ($number = $from; $number -lt $to; $number++) {
    $entry = [${types}.CSEntryChange]::Create()
    $entry.ObjectModificationType = 'Add'
    $entry.ObjectType = 'user'
    $entry.AnchorAttributes.Add([${types}.AnchorAttribute]::Create('id', "id-$number"))
    $changes = $entry.AttributeChanges
    $changes.Add([${types}.AttributeChange]::CreateAttributeAdd('displayName', "Person $number"))
    $changes.Add([${types}.AttributeChange]::CreateAttributeAdd('mail', "person.$number@example.com"))
    $changes.Add([${types}.AttributeChange]::CreateAttributeAdd('department', "Department $($number % 50)"))
    $changes.Add([${types}.AttributeChange]::CreateAttributeAdd('title', "Title $($number % 20)"))
    $changes.Add([${types}.AttributeChange]::CreateAttributeAdd('level', $number % 10))
    $changes.Add([${types}.AttributeChange]::CreateAttributeAdd('phones', [object[]]("+49 30 $number", "+49 40 $number")))
    $entries.Add($entry)
}
$results = New-Object ${types}.GetImportEntriesResults
$results.CSEntries = $entries
$results.MoreToImport = $to -lt ${objects}
$results.CustomData = "$to"
$Global:own += $watch.Elapsed.TotalSeconds
$results`;

const endImport = `
$process = Get-Process -Id $PID
Write-Information ('{0} {1}' -f $Global:own, ($process.PeakWorkingSet64 / 1MB))
New-Object ${types}.CloseImportConnectionResults`;

const folder = mkdtempSync(join(tmpdir(), "idle-powershell-bench-"));
try {
  const begun = performance.now();
  const { error } = spawnSync(executable, ["-NoProfile", "-NonInteractive", "-Command", "1"]);
  if (error === undefined) await bench(performance.now() - begun);
  else say(`There is no ${executable} here.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function bench(bareMs: number): Promise<void> {
  let said = "";
  const texts = { schema, beginImport: `New-Object ${types}.OpenImportConnectionResults`, importData, endImport };
  for (const [slot, text] of Object.entries(texts)) writeFileSync(join(folder, `${slot}.ps1`), text);
  const definition = {
    name: "bench",
    powerShell: { executable },
    scripts: Object.fromEntries(Object.keys(texts).map((slot) => [slot, join(folder, `${slot}.ps1`)])),
  };
  const connector = await openConnector({
    definition,
    folder: join(folder, "bench"),
    onScriptOutput: ({ text }) => {
      said = text;
    },
  });
  say(`${executable} that does nothing: ${seconds(bareMs)}`);
  await timed("a script alone, with everything compiled for the first time", () => connector.discoverSchema());
  await timed("a script alone, in the process that is warm", () => connector.discoverSchema());
  say(`${objects.toLocaleString("en-US")} objects of 7 attributes, pages of 9,999`);
  for (const name of ["full import, everything new", "full import, nothing changed"]) {
    let peak = 0;
    const timer = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss());
    }, 20);
    const took = await timed(name, () => connector.import({ type: "Full" }));
    clearInterval(timer);
    const [own = "0", memory = "0"] = said.split(" ");
    const rate = (time: number) => Math.round(objects / time).toLocaleString("en-US");
    say(
      `    ${rate(took / 1_000)} objects a second; the script's own loop ${Number(own).toFixed(2)} s, ${rate(Number(own))} a second`,
    );
    say(`    at most ${(peak / 2 ** 20).toFixed(0)} MiB here, ${Number(memory).toFixed(0)} MiB in PowerShell`);
  }
  const compiled = readdirSync(join(folder, "bench", "Compiled"), { recursive: true, encoding: "utf8" });
  const [assembly = ""] = compiled.filter((name) => name.endsWith(".dll"));
  say(
    `  what was compiled: ${(readFileSync(join(folder, "bench", "Compiled", assembly)).length / 1024).toFixed(0)} KiB`,
  );
  await connector.close();
}

async function timed(name: string, work: () => Promise<unknown>): Promise<number> {
  globalThis.gc?.();
  const begun = performance.now();
  await work();
  const took = performance.now() - begun;
  say(`  ${name}: ${seconds(took)}`);
  return took;
}
