// Connectors whose scripts run in a real PowerShell.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Secret } from "@idle/contract";
import { describeWith } from "@idle/testkit";
import { describe, expect, it, onTestFinished } from "vitest";
import { entryScript, openPowerShell, type PowerShellOptions, pwsh } from "./scripted-powershell.ts";

const types = "Microsoft.MetadirectoryServices";
const open = (options: PowerShellOptions) => openPowerShell(options, onTestFinished);

/** An import whose data script has this text. */
async function importing(importData: string, more: PowerShellOptions = {}) {
  const opened = await open({ ...more, scripts: { importData, ...more.scripts } });
  const outcome = await opened.connector.import({ type: "Full" }).then(
    ({ runs }) => ({ run: runs[0], error: undefined }),
    (error: unknown) => ({ run: undefined, error }),
  );
  return { ...opened, ...outcome };
}

describeWith(pwsh, "scripts in a real PowerShell", () => {
  it("get what their parameters are called, by name and by alias, and nothing else", async () => {
    const text = `
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)]
    [System.Collections.ObjectModel.KeyedCollection[string,${types}.ConfigParameter]] $ConfigurationParameters,
    [${types}.Schema] $Schema,
    [${types}.Schema] $Types,
    [${types}.ImportRunStep] $GetImportEntriesRunStep,
    [${types}.OpenImportConnectionRunStep] $OpenImportConnectionRunStep,
    [Alias('PSCredential')] [pscredential] $Account,
    $Unknown = 'default'
)
$step = $OpenImportConnectionRunStep
Write-Warning ($ConfigurationParameters['Server'].Value, $ConfigurationParameters['FileName_Global'].Value,
    $ConfigurationParameters['Key_Global'].IsEncrypted, $ConfigurationParameters['Impersonate Connector Account'].Value,
    $Schema.Types[0].Name, $Types.Types['USER'].AnchorAttributes[0].Name, $step.ImportType, $step.PageSize,
    "[$($GetImportEntriesRunStep.CustomData)]", $Account.UserName, $Unknown -join '|')
${entryScript("1..2")}`;
    const { run, said } = await importing(text, {
      secrets: { "env:PW": "s3same-open", "env:KEY": "k3y-of-hr" },
      definition: {
        connectivity: { server: "hr.example", domain: "EXAMPLE", user: "svc", password: "env:PW" },
        parameters: { global: { FileName: "users.csv", Key: { secret: "env:KEY" } } },
      },
    });
    expect(said).toEqual(["warning: hr.example|users.csv|True|0|user|id|Full|9999|[]|EXAMPLE\\svc|default"]);
    expect(run).toMatchObject({ added: 2 });
  });

  it("that need something they are not given say what there is", async () => {
    const { error } = await importing("param([Parameter(Mandatory)] $Server) 1");
    expect(error).toMatchObject({
      code: "RemoteExecutionFailed",
      message: expect.stringContaining("mandatory parameter Server, and this script is given none of that name"),
    });
  });

  it("that need a credential get an empty one where there is none", async () => {
    const text = `param([Parameter(Mandatory)] [pscredential] $Credential) Write-Warning "[$($Credential.UserName)]"`;
    expect((await importing(text)).said).toEqual(["warning: []"]);
  });

  it("find where they are, their connector's folder and the common module", async () => {
    const { connector, folder, said } = await open({
      scripts: {
        schema: `
Import-Module (Join-Path -Path $env:TEMP -ChildPath 'Common.psm1')
if (-not (Test-Path (Join-Path $env:windir 'TEMP/Common.psm1'))) { throw 'It is not in TEMP of the system.' }
Get-CommonSchema`,
        importData: `
param($ConfigParameters)
Import-Module (Join-Path -Path ([${types}.MAUtils]::MAFolder) -ChildPath $ConfigParameters['Common Module Script Name (with extension)'].Value)
Write-Warning "$PSScriptRoot $(Get-Location) $([${types}.Utils]::ExtensionsDirectory)"`,
        ...{ validation: `New-Object ${types}.ParameterValidationResult -ArgumentList 'Success', $null, $null` },
      },
      definition: { commonModule: { file: "Common.psm1", name: "Common.psm1" } },
      files: { "Common.psm1": `function Get-CommonSchema { ${userSchemaCall} }` },
    });
    await connector.import({ type: "Full" });
    expect(said).toEqual([`warning: ${folder}/scripts ${folder} ${folder}`]);
    expect(filesBelow(folder).filter((file) => file.endsWith("MaData/Common.psm1"))).toEqual([]);
  });

  it("keep globals from begin to end of a run, and leave none to the next one", async () => {
    const end = `Write-Warning "[$Global:left]"; New-Object ${types}.CloseImportConnectionResults`;
    const { connector, said } = await open({
      scripts: { importData: `$Global:left = "$($Global:left)x"; ${entryScript("1..2")}`, endImport: end },
    });
    await connector.import({ type: "Full" });
    await connector.import({ type: "Full" });
    expect(said).toEqual(["warning: [x]", "warning: [x]"]);
  });

  it("that run alone share a process, and neither globals, variables nor folders", async () => {
    const password = `
Write-Warning "$PID [$Global:left] [$env:LEFT] $(Get-Location) $([Environment]::CurrentDirectory)"
$Global:left = 1; $env:LEFT = 1; Set-Location /; [Environment]::CurrentDirectory = '/'`;
    const { connector, folder, said } = await open({
      capabilities: { enablePasswordOperations: true },
      scripts: { importData: entryScript("1..2"), password },
    });
    await connector.import({ type: "Full" });
    const object = { objectType: "user", anchor: { id: "1" } };
    for (const _ of [1, 2]) await connector.setPassword({ object, newPassword: new Secret("n3w password") });
    expect(said).toHaveLength(2);
    expect(said[0]).toMatch(new RegExp(`^warning: \\d+ \\[\\] \\[\\] ${folder} ${folder}$`));
    expect(said[1]).toBe(said[0]);
  });

  it("may write to every stream", async () => {
    const { run, said, error } = await importing(`
Write-Host hello; Write-Verbose v -Verbose; Write-Debug d -Debug; Write-Warning w; Write-Error e; Write-Information i
Write-Progress p; [Console]::WriteLine('console'); [Console]::Error.WriteLine('console')
${entryScript("1..2")}`);
    expect(error).toBeUndefined();
    expect(run).toMatchObject({ added: 2 });
    expect(said).toEqual([
      "host: hello",
      "verbose: v",
      "debug: d",
      "warning: w",
      expect.stringMatching(/^error: e \(.*importData\.ps1:2\)$/),
      "information: i",
    ]);
  });

  it.each([
    ["ServerDown", "ConnectionFailed"],
    ["FailedConnection", "ConnectionFailed"],
    ["BadServerCredentials", "PermissionDenied"],
    ["PasswordPolicyViolation", "InvalidInput"],
    ["PasswordIllFormed", "InvalidInput"],
    ["EntryPointNotImplemented", "Unsupported"],
    ["ExtensibleExtension", "RemoteExecutionFailed"],
    ["ObjectNotFound", "RemoteExecutionFailed"],
  ])("may throw %s, however deep", async (name, code) => {
    const { error } = await importing(`
function Connect-Hr { throw (New-Object ${types}.${name}Exception 'words of its own') }
try { Connect-Hr } catch { throw }`);
    expect(error).toMatchObject({ code, message: expect.stringContaining("words of its own") });
    expect(error).toMatchObject({ details: { type: `${types}.${name}Exception`, line: 2 } });
  });

  it.each([
    ["throw 'plain words'", "plain words (OperationStopped, ", 1],
    ["$ErrorActionPreference = 'Stop'\nGet-Item /nowhere", "Cannot find path '/nowhere'", 2],
    ["throw [InvalidOperationException]::new('typed')", "typed", 1],
    ["Read-Host 'Name'\nthrow 'after'", "nobody is there who could answer it", 2],
  ])("say where they failed: %s", async (text, words, line) => {
    const { error } = await importing(text);
    expect(error).toMatchObject({
      code: "RemoteExecutionFailed",
      message: expect.stringContaining(words),
      details: { line, file: expect.stringMatching(/importData\.ps1$/) },
    });
  });

  it.each([
    ["'text'", "returned one object: System.String."],
    [`New-Object ${types}.GetImportEntriesResults; 1`, "returned 2 objects: GetImportEntriesResults, System.Int32."],
    ["Get-Nothing", "returned nothing; before that it wrote the error"],
    ["@{ id = 1 }", "returned one object: System.Collections.Hashtable."],
  ])("that return something else are told what was expected: %s", async (text, words) => {
    const { error } = await importing(text);
    expect(error).toMatchObject({ code: "PluginAnswerInvalid", message: expect.stringContaining(words) });
    expect(error).toMatchObject({ message: expect.stringContaining("Its author must write a list of CSEntryChange") });
  });

  it.each([
    ["a comment alone", "# nothing", 0],
    ["nothing at all", "$null", 0],
    ["a list in a list", `${entryScript("1..2")}\n`, 2],
    ["entries one by one", entryScript("1..2").replace(",$entries", "$entries"), 2],
    ["exit after them", `${entryScript("1..2")}\nexit`, 2],
    ["another location", `Set-Location /\n${entryScript("1..2")}`, 2],
  ])("may return %s", async (_, text, added) => {
    const { run, error } = await importing(text);
    expect(error).toBeUndefined();
    expect(run).toMatchObject({ added });
  });

  it("that are blank are not there", async () => {
    await expect(importing(" \n")).resolves.toMatchObject({
      error: { code: "ConnectorInvalid", message: expect.stringContaining("the script importData is missing") },
    });
  });

  it("that end their process are told, and End runs in another one, with the reason", async () => {
    const end = `param($CloseImportConnectionRunStep) Write-Warning $CloseImportConnectionRunStep.Reason; New-Object ${types}.CloseImportConnectionResults`;
    for (const [text, words] of [
      ["exit 3", "It called exit with the code 3"],
      ["[Environment]::Exit(4)", "pwsh has ended (exit code 4) in the middle of it"],
      ["Stop-Process -Id $PID -Force", "pwsh has ended (signal SIGKILL) in the middle of it"],
    ] as const) {
      const { error, said } = await importing(text, { scripts: { endImport: end } });
      expect(error).toMatchObject({ code: "RemoteExecutionFailed", message: expect.stringContaining(words) });
      expect(said).toEqual(["warning: Unknown"]);
    }
  }, 60_000);

  it("are stopped at their time limit, or killed when they do not stop", async () => {
    const end = `Write-Warning 'ended'; New-Object ${types}.CloseImportConnectionResults`;
    for (const text of ["Start-Sleep 600", "while ($true) { }", "[Threading.Thread]::Sleep(600000)"]) {
      const { error, said } = await importing(text, {
        scripts: { endImport: end },
        definition: { limits: { scriptSeconds: 2 } },
      });
      expect(error).toMatchObject({ code: "Timeout" });
      expect(said).toEqual(["warning: ended"]);
    }
  }, 60_000);

  it("are not run where one of them does not parse", async () => {
    const { error, said } = await importing("1", {
      scripts: { schema: "Write-Warning 'ran'", endImport: "if (1 {\n}\nfoo(" },
    });
    expect(said).toEqual([]);
    expect(error).toMatchObject({ code: "ConnectorInvalid" });
    expect(String(error)).toMatch(
      /No script of the connector hr was run\. scripts\/endImport\.ps1:1:\d+: .*Missing closing '\)'/,
    );
  });

  it("that could not read anything make nothing obsolete", async () => {
    const { connector } = await open({ scripts: { importData: entryScript("1..2") } });
    await connector.import({ type: "Full" });
    const begin = `Connect-Nothing; New-Object ${types}.OpenImportConnectionResults`;
    for (const data of [
      `New-Object ${types}.GetImportEntriesResults`,
      `Get-Nothing; New-Object ${types}.GetImportEntriesResults`,
    ]) {
      const { error } = await importing(data, { scripts: { beginImport: begin } });
      expect(error).toMatchObject({
        code: "PluginAnswerInvalid",
        message: expect.stringContaining("returned no object in a full import in which there were errors"),
      });
    }
    expect((await importing(`New-Object ${types}.GetImportEntriesResults`)).run).toMatchObject({ entries: 0 });
  });

  it("may give values in another form that says the same", async () => {
    const { connector, run } = await importing(
      entryScript(
        "1..1",
        `
$add = { param($name, $value) $entry.AttributeChanges.Add([${types}.AttributeChange]::CreateAttributeAdd($name, $value)) }
& $add 'active' 'True'; & $add 'level' '42'; & $add 'phones' @(5, [guid]'11111111-2222-3333-4444-555555555555')`,
      ),
    );
    expect(run).toMatchObject({ added: 1, errors: [] });
    const [user] = [...connector.objects()];
    expect(Object.fromEntries(user?.imported ?? [])).toMatchObject({
      active: [true],
      level: [42],
      phones: expect.arrayContaining(["5", "11111111-2222-3333-4444-555555555555"]),
    });
  });

  it("ask the machine for its temporary folder, read each other's texts, and load a module of an older code page", async () => {
    const { connector, folder, said } = await open({
      definition: { commonModule: { file: "Common.psm1", name: "Common.psm1" } },
      scripts: {
        schema: `
param($ConfigParameters)
Import-Module (Join-Path ([System.Environment]::GetEnvironmentVariable('Temp', 'Machine')) 'Common.psm1')
Write-Warning "$(Get-City) $($ConfigParameters['Schema Script'].Value.Length -gt 100) $([Environment]::NewLine.Length) $([Environment]::MachineName.Length -gt 0)"
Get-CommonSchema`,
        validation: "\n \n",
      },
      files: { "Common.psm1": "" },
    });
    const module = `function Get-City { 'Zürich' }\nfunction Get-CommonSchema { ${userSchemaCall} }`;
    writeFileSync(join(folder, "Common.psm1"), Buffer.from(module, "latin1"));
    expect(await connector.validate()).toEqual([]);
    await connector.discoverSchema();
    expect(said).toEqual(["warning: Zürich True 1 True"]);
  });

  it("are parsed by a validation, too, where there is no script for it", async () => {
    const { connector } = await open({ scripts: { endExport: "if (" } });
    await expect(connector.validate()).rejects.toMatchObject({
      details: { diagnostics: [{ code: "ScriptNotParsed", pointer: "/scripts/endExport" }] },
    });
  });

  it("leave no secret anywhere", async () => {
    const secrets = { "env:PW": "s3same-open", "env:KEY": "k3y-of-hr" };
    const print = `
$text = "$($Credential.GetNetworkCredential().Password) $NewPassword $OldPassword"
Write-Host $text; Write-Warning $text; Write-Error $text; Write-Verbose $text -Verbose; Write-Information $text
Write-Warning ((Get-Content "/proc/$PID/cmdline" -Raw -ErrorAction SilentlyContinue) + (Get-ChildItem env: | Out-String))
throw "failed with $text"`;
    const { connector, folder, said } = await open({
      secrets,
      capabilities: { enablePasswordOperations: true },
      definition: {
        connectivity: { user: "svc", password: "env:PW" },
        parameters: { global: { Key: { secret: "env:KEY" } } },
      },
      scripts: {
        importData: entryScript("1..2"),
        password: `param($Credential, $NewPassword, $OldPassword)\n${print}`,
      },
    });
    await connector.import({ type: "Full" });
    const error = await connector
      .setPassword({
        object: { objectType: "user", anchor: { id: "1" } },
        newPassword: new Secret("n3w-pass-word"),
        oldPassword: new Secret("0ld-pass-word"),
      })
      .catch((thrown: unknown) => thrown);
    const told = [...said, String(error), JSON.stringify(error), String((error as Error).stack)].join("\n");
    const kept = filesBelow(folder).map((file) => readFileSync(file, "latin1"));
    for (const secret of [...Object.values(secrets), "n3w-pass-word", "0ld-pass-word"]) {
      expect(told).not.toContain(secret);
      expect(kept.filter((text) => text.includes(secret))).toEqual([]);
    }
    expect(told).toContain("failed with [REDACTED]");
  });

  it("get exported entries with their values, and say what became of each", async () => {
    const exportData = `
param($CSEntries)
$results = New-Object 'System.Collections.Generic.List[${types}.CSEntryChangeResult]'
foreach ($entry in $CSEntries) {
    $changes = foreach ($change in $entry.AttributeChanges) {
        $values = foreach ($value in $change.ValueChanges) { "$($value.ModificationType) $($value.Value.GetType().Name) $($value.Value)" }
        "$($change.Name) $($change.ModificationType) ($($values -join ', '))"
    }
    Write-Warning "$($entry.ObjectModificationType) $($entry.AnchorAttributes['id'].Value): $($changes -join '; ')"
    if ($entry.ObjectModificationType -eq 'Delete') {
        $results.Add([${types}.CSEntryChangeResult]::Create($entry.Identifier, $null, 'ExportErrorCustomContinueRun', 'held', 'has a lease'))
    } else { $results.Add([${types}.CSEntryChangeResult]::Create($entry.Identifier, $null, 'Success')) }
}
[Activator]::CreateInstance([type]'${types}.PutExportEntriesResults', $results)`;
    const { connector, said } = await open({
      capabilities: { exportType: "AttributeUpdate" },
      scripts: {
        importData: entryScript(
          "1..2",
          `$entry.AttributeChanges.Add([${types}.AttributeChange]::CreateAttributeAdd('phones', [string[]]('a', 'b')))`,
        ),
        exportData,
      },
    });
    await connector.import({ type: "Full" });
    const user = (id: string) => ({ objectType: "user", anchor: { id } });
    connector.stage([
      {
        action: "add",
        objectType: "user",
        attributes: { id: ["9"], level: [9_007_199_254_740_993n], active: [true], photo: [new Uint8Array([1, 2])] },
      },
      { action: "update", object: user("1"), attributes: { displayName: ["One"], phones: ["b", "c"] } },
      { action: "delete", object: user("2") },
    ]);
    const { runs } = await connector.export();
    expect(said.map((line) => line.replace("warning: ", "")).sort()).toEqual([
      "Add 9: id Add (Add String 9); level Add (Add Int64 9007199254740993); active Add (Add Boolean True); photo Add (Add Byte[] 1 2)",
      "Delete 2: ",
      "Update 1: displayName Replace (Add String One); phones Update (Add String c, Delete String a)",
    ]);
    expect(runs).toMatchObject([
      { errors: [{ code: "ExportErrorCustomContinueRun", message: expect.stringMatching(/held.*has a lease/) }] },
    ]);
  });

  it("read an object that a password is for", async () => {
    const password = `
param($CSEntry, [string] $OperationType, [securestring] $NewPassword, $PasswordOptions, $OldPassword)
Write-Warning ($CSEntry['id'].Value, $CSEntry['displayName'].StringValue, $CSEntry['none'].IsPresent, $CSEntry.ObjectType,
    $OperationType, $NewPassword.Length, "$PasswordOptions", $OldPassword -join '|')`;
    const { connector, said } = await open({
      capabilities: { enablePasswordOperations: true },
      scripts: { importData: entryScript("1..2"), password },
    });
    await connector.import({ type: "Full" });
    await connector.setPassword({
      object: { objectType: "user", anchor: { id: "1" } },
      newPassword: new Secret("n3w-pass-word"),
      options: { unlockAccount: true, forceChangeAtLogOn: true },
    });
    expect(said).toEqual(["warning: 1|User 1|False|user|SetPassword|13|ForceChangeAtLogOn, UnlockAccount|"]);
  });

  it("import a page of many objects, and wait while the host writes them down", async () => {
    const { run } = await importing(entryScript("1..20000"), { definition: { pageSize: 50_000 } });
    expect(run).toMatchObject({ added: 20_000, pages: 1 });
  }, 60_000);
});

describe("a connector in PowerShell", () => {
  it("needs no PowerShell to be opened and looked at", async () => {
    const { connector } = await open({ definition: { powerShell: { executable: "/nowhere/pwsh" } } });
    expect(connector.summary()).toMatchObject({ connector: "hr" });
  });
});

const userSchemaCall = `
$schema = [${types}.Schema]::Create()
$user = [${types}.SchemaType]::Create('user', $false)
$user.Attributes.Add([${types}.SchemaAttribute]::CreateAnchorAttribute('id', 'String'))
$schema.Types.Add($user)
return $schema`;

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
