// Scripts that return hashtables, in a real PowerShell.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Secret } from "@idle/contract";
import { describeWith } from "@idle/testkit";
import { describe, expect, it, onTestFinished } from "vitest";
import { type HashtableOptions, openHashtables } from "./hashtable-powershell.ts";
import { pwsh } from "./scripted-powershell.ts";

const open = (options: HashtableOptions = {}) => openHashtables(options, onTestFinished);

/** An import whose script has this text. */
async function importing(
  importData: string,
  { type = "Full", ...more }: HashtableOptions & { type?: "Full" | "Delta" } = {},
) {
  const opened = await open({ ...more, scripts: { importData, ...more.scripts } });
  const outcome = await opened.connector.import({ type }).then(
    ({ runs }) => ({ run: runs[0], error: undefined }),
    (error: unknown) => ({ run: undefined, error }),
  );
  return { ...opened, ...outcome };
}

/** Each run starts PowerShells, and machines that are shared with others take their time for that. */
const patient = { timeout: 90_000 };

const person = (number: string) => ({ objectType: "person", anchor: { Number: number } });

describeWith(pwsh, "scripts that return hashtables, in a real PowerShell", () => {
  describe("their schema and their imports", patient, () => {
    it("tell their schema by the names of properties", async () => {
      const { connector } = await open();
      const { schema } = await connector.discoverSchema();
      expect(schema).toMatchObject({
        types: [
          {
            name: "person",
            attributes: [
              { name: "Number", dataType: "String", isAnchor: true },
              { name: "Name", dataType: "String" },
              { name: "Badges", dataType: "String", isMultiValued: true },
              { name: "Floor", dataType: "Integer" },
              { name: "Present", dataType: "Boolean" },
              { name: "Picture", dataType: "Binary" },
              { name: "Boss", dataType: "Reference" },
              { name: "LastSeen", operation: "ImportOnly" },
              { name: "Greeting", operation: "ExportOnly" },
            ],
          },
          {
            name: "team",
            attributes: [
              { name: "id", isAnchor: true },
              { name: "Members", dataType: "Reference", isMultiValued: true },
            ],
          },
        ],
      });
    });

    it("are told what is wrong with a schema", async () => {
      // One PowerShell for all of them: each is a text that the script runs.
      const { connector, folder } = await open({
        scripts: { schema: "& ([scriptblock]::Create((Get-Content -Raw (Join-Path $PSScriptRoot schema.txt))))" },
      });
      const wrong: readonly (readonly [schema: string, words: string])[] = [
        ["", "returned nothing."],
        ["'text'", "returned one object: System.String."],
        [
          "@{ 'Anchor-Id|String' = 1; 'objectClass|String' = 'a' }",
          "returned one object: System.Collections.Hashtable.",
        ],
        ["[PSCustomObject]@{ 'Anchor-Id|String' = 1 }", "an object without a value of objectClass|String"],
        ["[PSCustomObject]@{ 'objectClass|String' = 'a'; 'Id|String' = 1 }", 'the type "a" with no anchor'],
        [
          "[PSCustomObject]@{ 'objectClass|String' = 'a'; 'Anchor-A|String' = 1; 'Anchor-B|String' = 1 }",
          'the type "a" with 2 anchors',
        ],
        [
          "[PSCustomObject]@{ 'objectClass|String' = 'a'; 'Anchor-Id|String' = 1; Name = 1 }",
          'the property "Name", which has not the form Name|Type',
        ],
        [
          "[PSCustomObject]@{ 'objectClass|String' = 'a'; 'Anchor-Id|String' = 1; 'ImportOnly-Id|String' = 1 }",
          'the attribute "Id" twice',
        ],
      ];
      for (const [schema, words] of wrong) {
        writeFileSync(join(folder, "schema.txt"), `# ${words}\n${schema}`);
        await expect(connector.discoverSchema()).rejects.toMatchObject({
          code: "PluginAnswerInvalid",
          message: expect.stringContaining(words),
        });
      }
    });

    it("have a type that nobody knows taken for a text, and it is said", async () => {
      const schema = "[PSCustomObject]@{ 'objectClass|String' = 'a'; 'Anchor-Id|String' = 1; 'When|DateTime' = 1 }";
      const { connector, said } = await open({ scripts: { schema } });
      expect((await connector.discoverSchema()).schema.types[0]?.attributes[1]).toMatchObject({ dataType: "String" });
      expect(said).toEqual([expect.stringContaining('"When" is of the type "DateTime"')]);
    });

    it("import a folder of scripts as it is, in full and then what changed", async () => {
      const lines = [
        { change: 1, number: "1", name: "Mara", badges: ["blue", "red"], floor: 3, boss: "2" },
        { change: 2, number: "2", name: "Ido", badges: "green", floor: null, boss: null },
      ];
      const text = (all: readonly object[]) => all.map((line) => JSON.stringify(line)).join("\n");
      const { connector, folder } = await open({
        definition: { parameters: { global: { File: "people.txt" } } },
        files: { "people.txt": text(lines) },
      });
      expect((await connector.import({ type: "Full" })).runs).toMatchObject([{ added: 2, errors: [] }]);
      expect(connector.find(person("1"))?.current).toEqual(
        new Map<string, unknown>([
          ["Number", ["1"]],
          ["Name", ["Mara"]],
          ["Badges", ["blue", "red"]],
          ["Floor", [3]],
          ["Boss", ["2"]],
        ]),
      );
      expect(connector.find(person("2"))?.current?.has("Boss")).toBe(false);
      writeFileSync(
        `${folder}/people.txt`,
        text([...lines, { change: 3, number: "2", gone: true }, { change: 4, number: "3", name: "Vera" }]),
      );
      expect((await connector.import({ type: "Delta" })).runs).toMatchObject([{ added: 1, deleted: 1, errors: [] }]);
      expect((await connector.import({ type: "Delta" })).runs).toMatchObject([{ entries: 0 }]);
    });

    it("get what their parameters are called, and nothing else", async () => {
      const text = `
param($Username, $Password, [pscredential] $Credentials, [securestring] $AuxPassword, $AuxUsername, $AuxCredentials,
    [hashtable] $ConfigurationParameters, $OperationType, [bool] $UsePagedImport, [int] $PageSize, $ImportPageNumber, $Schema,
    $Unknown = 'default')
Write-Warning ($Username, $Password, $Credentials.UserName, $Credentials.GetNetworkCredential().Password, $AuxUsername, $AuxPassword.Length,
    $AuxCredentials.GetNetworkCredential().Password, $ConfigurationParameters['site'], $ConfigurationParameters.Key, $ConfigurationParameters.Server,
    $ConfigurationParameters.Count, $OperationType, $UsePagedImport, $PageSize, $ImportPageNumber, $Unknown -join '|')
Write-Warning ($Schema.person.ObjectType, $Schema.person.Anchors.Number.DataType, $Schema.person.Attributes.Badges.IsMultiValued,
    @($Schema.psobject.Properties).Count, $Schema.person.Attributes.Badges.Name -join '|')`;
      const { said, error } = await importing(text, {
        secrets: { "env:PW": "s3same-open", "env:AUX": "aux-secret", "env:KEY": "k3y-of-house" },
        definition: {
          connectivity: { server: "house.example", domain: "EXAMPLE", user: "svc", password: "env:PW" },
          parameters: {
            global: {
              Site: "north",
              Key: { secret: "env:KEY" },
              AuxUsername: "aux",
              AuxPassword: { secret: "env:AUX" },
            },
            runStep: { Site: "south" },
          },
          pageSize: 123,
        },
      });
      expect(error).toBeUndefined();
      expect(said).toEqual([
        "warning: EXAMPLE\\svc|***|EXAMPLE\\svc|***|aux|10|***|south|***|house.example|4|Full|True|123|1|default".replaceAll(
          "***",
          "[REDACTED]",
        ),
        "warning: person|String|True|2|Badges",
      ]);
    });

    it("bring values in whatever form PowerShell has them", async () => {
      const { run, connector } = await importing(`
@{ objectClass = 'person'; Number = 5; Name = [guid]'6f9619ff-8b86-d011-b42d-00c04fc964ff'; Badges = 'one'; Floor = '42'; Present = 'True'
   Picture = [byte[]](1, 2, 255); LastSeen = [datetime]::SpecifyKind('2024-02-03T04:05:06', 'Utc'); Boss = 7 }
[ordered]@{ '[objectClass]' = 'PERSON'; NUMBER = '6'; name = $null; badges = [System.Collections.ArrayList]@('a', $null, 2); floor = 3.0; present = $false
   Picture = @([byte]1, [byte]2); Boss = '' }
@{ objectClass = 'person'; Number = '7'; Badges = @(); Name = '' }
,@(@{ objectClass = 'person'; Number = '8' }, @{ objectClass = 'person'; Number = '9' })`);
      expect(run).toMatchObject({ entries: 5, added: 5, updated: 0, unchanged: 0, errors: [] });
      const attributes = (number: string) => Object.fromEntries(connector.find(person(number))?.current ?? []);
      expect(attributes("5")).toEqual({
        Number: ["5"],
        Name: ["6f9619ff-8b86-d011-b42d-00c04fc964ff"],
        Badges: ["one"],
        Floor: [42],
        Present: [true],
        Picture: [new Uint8Array([1, 2, 255])],
        LastSeen: ["2024-02-03T04:05:06.000Z"],
        Boss: ["7"],
      });
      expect(attributes("6")).toEqual({
        Number: ["6"],
        Badges: ["2", "a"],
        Floor: [3],
        Present: [false],
        Picture: [new Uint8Array([1, 2])],
      });
      expect(attributes("7")).toEqual({ Number: ["7"] });
    });

    it("name objects by [DN], and by their anchor without one", async () => {
      const { connector } = await importing(`
@{ objectClass = 'person'; Number = '1'; '[DN]' = 'person/mara'; Boss = '2' }
@{ objectClass = 'person'; Number = '2'; '[dn]' = $null; Boss = 'person/mara' }`);
      expect(connector.find(person("1"))?.dn).toBe("person/mara");
      expect(connector.find(person("2"))?.dn).toBe("2");
      expect(connector.summary().unresolvedReferences).toBe(0);
    });

    it("need no names where the definition has none", async () => {
      const { connector, run } = await importing("@{ objectClass = 'person'; Number = '1'; Boss = '1' }", {
        capabilities: { distinguishedNameStyle: "None" },
      });
      expect(run).toMatchObject({ added: 1, errors: [] });
      expect(connector.summary().unresolvedReferences).toBe(0);
    });

    it("leave out what is no object and what no object has, and it is said once", async () => {
      const { run, said } = await importing(`
'text'; 1; [PSCustomObject]@{ objectClass = 'person'; Number = '0' }; 'more text'; $null
foreach ($number in 1..3) { @{ objectClass = 'person'; Number = "$number"; Shoe = 44; Greeting = 'hello'; '[Odd]' = 1; '[ChangeType]' = 'Modify' } }`);
      expect(run).toMatchObject({ added: 3, errors: [] });
      expect([...said].sort()).toEqual([
        expect.stringContaining(
          'The key "Greeting" of objects of the type person, which is for exports only, was left out.',
        ),
        expect.stringContaining(
          'The key "Shoe" of objects of the type person, which the schema has not, was left out.',
        ),
        expect.stringContaining('The key "[Odd]"'),
        expect.stringContaining("no hashtable and was left out: PSCustomObject."),
        expect.stringContaining("no hashtable and was left out: System.Int32."),
        expect.stringContaining("no hashtable and was left out: System.String."),
      ]);
    });

    it("say of objects that they cannot be read, and the others are", async () => {
      const { run } = await importing(`
@{ objectClass = 'person'; Number = '1'; '[ErrorName]' = 'read-error'; '[ErrorDetail]' = 'The page is torn.'; Name = 'x' }
@{ objectClass = 'person'; '[ErrorName]' = 'no-number' }
@{ Number = '3' }
@{ objectClass = 'robot'; Number = '4' }
@{ objectClass = 'person'; Name = 'nobody' }
@{ objectClass = 'person'; Number = '6'; '[ErrorName]' = 'success' }
@{ objectClass = 'person'; Number = '7'; Floor = 'third' }
@{ objectClass = 'person'; Number = '8'; Name = 'one', 'two' }
@{ objectClass = 'person'; Number = '9'; Name = [PSCustomObject]@{ first = 'M' } }`);
      expect(run).toMatchObject({ added: 1, entries: 9 });
      const errors = run?.errors.map(({ code, message }) => `${code}: ${message}`) ?? [];
      expect(errors).toHaveLength(8);
      expect(errors[0]).toContain("read-error");
      expect(errors[0]).toContain("The page is torn.");
      expect(errors.join("\n")).toContain("no-number");
      expect(errors.join("\n")).toMatch(/robot/);
    });

    it("delete in a delta, and bring whole objects whatever changeType says", async () => {
      const importData = `
param($OperationType)
if ($OperationType -eq 'Full') {
    @{ objectClass = 'person'; Number = '1'; Name = 'One'; Floor = 1 }
    @{ objectClass = 'person'; Number = '2'; Name = 'Two' }
    @{ objectClass = 'person'; Number = '3'; changeType = 'Delete' }
    return
}
@{ objectClass = 'person'; Number = '1'; Name = 'Eins'; changeType = 'modify' }
@{ objectClass = 'person'; Number = '2'; '[CHANGETYPE]' = 'delete'; Name = 'left out' }
@{ objectClass = 'person'; Number = '4'; changeType = 'add' }`;
      const { connector, run, said } = await importing(importData);
      expect(run).toMatchObject({ added: 2, errors: [] });
      expect(said).toEqual([expect.stringContaining("a deleted object in a full import")]);
      expect((await connector.import({ type: "Delta" })).runs).toMatchObject([
        { added: 1, updated: 1, deleted: 1, errors: [] },
      ]);
      expect(Object.fromEntries(connector.find(person("1"))?.current ?? [])).toEqual({
        Number: ["1"],
        Name: ["Eins"],
      });
    });

    it.each([
      [
        "objects of another kind alone",
        "[PSCustomObject]@{ objectClass = 'person'; Number = '1' }",
        "objects that are no hashtables",
      ],
      ["nothing after an error", "Get-Nothing", "returned nothing; before that it wrote the error"],
    ])("are not believed when they bring %s", async (_, text, words) => {
      const { error } = await importing(text);
      expect(error).toMatchObject({ code: "PluginAnswerInvalid", message: expect.stringContaining(words) });
      expect(error).toMatchObject({ message: expect.stringContaining("one hashtable for each object") });
    });

    it("may bring nothing, and in a delta something else beside it", async () => {
      const { connector, run } = await importing(
        "param($OperationType) if ($OperationType -eq 'Delta') { [PSCustomObject]@{ Account = 'connected' } }",
      );
      expect(run).toMatchObject({ entries: 0, pages: 1 });
      expect((await connector.import({ type: "Delta" })).runs).toMatchObject([{ entries: 0 }]);
    });
  });

  describe("their watermark and their pages", patient, () => {
    const numbers = (from: string, to: string) =>
      `foreach ($number in ${from}..${to}) { @{ objectClass = 'person'; Number = "$number"; Name = "Person $number" } }`;

    it("hand the watermark in and read it back, and keep it when the run ends well", async () => {
      const importData = `
param($OperationType)
Write-Warning "$OperationType [$global:RunStepCustomData]"
@{ objectClass = 'person'; Number = '1' }
$global:RunStepCustomData = if ($OperationType -eq 'Full') { [datetime]::SpecifyKind('2024-02-03T04:05:06', 'Utc') } else { 5 }
if (Test-Path (Join-Path $PSScriptRoot 'fail')) { throw 'too late' }`;
      const { connector, said, folder } = await importing(importData);
      writeFileSync(`${folder}/fail`, "");
      await expect(connector.import({ type: "Delta" })).rejects.toMatchObject({
        message: expect.stringContaining("too late"),
      });
      rmSync(`${folder}/fail`);
      await connector.import({ type: "Delta" });
      await connector.import({ type: "Delta" });
      await connector.import({ type: "Full" });
      expect(said.map((line) => line.replace("warning: ", ""))).toEqual([
        "Full []",
        "Delta [2024-02-03T04:05:06.0000000Z]",
        "Delta [2024-02-03T04:05:06.0000000Z]",
        "Delta [5]",
        "Full []",
      ]);
    });

    it("call a script again while it says that there is more", async () => {
      const { run, said } = await importing(
        `
param([int] $PageSize, $ImportPageNumber, $UsePagedImport)
$from = if ($global:PageToken) { $global:PageToken } else { 1 }
Write-Warning "$ImportPageNumber $from [$global:RunStepCustomData] $UsePagedImport"
$to = [Math]::Min($from + $PageSize - 1, 5)
${numbers("$from", "$to")}
$global:PageToken = $to + 1
$global:RunStepCustomData = "at $to"
$global:MoreToImport = $to -lt 5`,
        { definition: { pageSize: 2 } },
      );
      expect(run).toMatchObject({ added: 5, pages: 3 });
      expect(said.map((line) => line.replace("warning: ", ""))).toEqual([
        "1 1 [] True",
        "2 3 [at 2] True",
        "3 5 [at 4] True",
      ]);
    });

    it("do not look at $global:MoreToImport where paged imports are off", async () => {
      const { run, said } = await importing(
        `param([bool] $UsePagedImport) Write-Warning "$UsePagedImport"; ${numbers("1", "2")}; $global:MoreToImport = $true`,
        { definition: { parameters: { global: { UsePagedImport: "false" } } } },
      );
      expect(run).toMatchObject({ added: 2 });
      expect(said).toEqual(["warning: False"]);
    });

    it("go on past pages without objects", async () => {
      const going = await importing(`
$global:PageToken = 1 + $global:PageToken
if ($global:PageToken -eq 9) { ${numbers("1", "2")} }
$global:MoreToImport = $global:PageToken -lt 9`);
      expect(going.error).toBeUndefined();
      expect(going.run).toMatchObject({ added: 2 });
    });

    it("say what is wrong with the globals", async () => {
      const { said } = await importing(
        `${numbers("1", "2")}; $global:MoreToImport = 'maybe'; $global:RunStepCustomData = 1, 2`,
      );
      expect(said).toEqual([
        expect.stringContaining("System.Object[] in $global:RunStepCustomData"),
        expect.stringContaining("System.String in $global:MoreToImport"),
      ]);
    });

    it("take each object as the script writes it", async () => {
      const seen: number[] = [];
      const { connector } = await open({
        scripts: { importData: `${numbers("1", "3000")}; Write-Warning done` },
        definition: { pageSize: 500 },
      });
      await connector.import({ type: "Full", onProgress: ({ objects }) => void seen.push(objects) });
      expect(seen.length).toBeGreaterThan(5);
      expect(connector.summary().objects).toMatchObject([{ count: 3000 }]);
    });

    it("fail as a whole when the script fails after thousands of objects", async () => {
      const { connector, error } = await importing(`${numbers("1", "3000")}\nthrow 'the line is cut'`, {
        definition: { pageSize: 500 },
      });
      expect(error).toMatchObject({
        code: "RemoteExecutionFailed",
        message: expect.stringContaining("the line is cut"),
        details: { line: 2 },
      });
      expect(connector.summary().objects).toEqual([]);
    });

    it.each([
      ["stops", "Start-Sleep 600"],
      ["does not stop", "[Threading.Thread]::Sleep(600000)"],
    ])("end a script that hangs in the middle of its objects and %s", async (_, hang) => {
      const { error, connector } = await importing(`${numbers("1", "3000")}; Write-Warning x; ${hang}`, {
        definition: { pageSize: 500, limits: { scriptSeconds: 2 } },
      });
      expect(error).toMatchObject({ code: "Timeout" });
      expect(connector.summary().objects).toEqual([]);
    });

    it("end a script that writes on and on when the host is interrupted", async () => {
      const controller = new AbortController();
      const { connector } = await open({
        scripts: { importData: "for ($number = 0; ; $number++) { @{ objectClass = 'person'; Number = $number } }" },
        definition: { pageSize: 100 },
      });
      const outcome = connector.import({
        type: "Full",
        signal: controller.signal,
        onProgress: ({ pages }) => void (pages === 5 && controller.abort(new Error("enough"))),
      });
      await expect(outcome).rejects.toMatchObject({ code: "Cancelled" });
      expect(connector.summary().objects).toEqual([]);
    });
  });

  describe("their exports", patient, () => {
    const importData = `
@{ objectClass = 'person'; Number = '1'; Name = 'One'; Badges = 'a', 'b'; Floor = 1; '[DN]' = 'person,one' }
@{ objectClass = 'person'; Number = '2'; Name = 'Two' }`;

    it("get objects through the pipeline, and say what became of them", async () => {
      const { connector, said } = await open({ scripts: { importData } });
      await connector.import({ type: "Full" });
      const add = (number: string, name: string) => ({
        action: "add" as const,
        objectType: "person",
        dn: `person,${number}`,
        attributes: { Number: [number], Name: [name], Badges: ["x"] },
      });
      connector.stage([
        { action: "update", object: person("1"), attributes: { Name: ["Eins"], Badges: ["b", "c"] } },
        { action: "delete", object: person("2") },
        add("3", "Three"),
        add("4", "Refused"),
        add("5", "Numbered"),
        add("6", "Quiet"),
        add("7", "Undecided"),
      ]);
      const { runs } = await connector.export();
      const all = "Number+Name+Badges+Floor+Present+Picture+Boss+LastSeen+Greeting";
      expect(said.map((line) => line.replace("warning: ", "")).sort()).toEqual(
        [
          "begin Delta 1",
          `Add person True anchor=3 dn=person,3 rdn=person name=Three badges=x floor= boss= of ${all}`,
          `Add person True anchor=4 dn=person,4 rdn=person name=Refused badges=x floor= boss= of ${all}`,
          `Add person True anchor=5 dn=person,5 rdn=person name=Numbered badges=x floor= boss= of ${all}`,
          `Add person True anchor=6 dn=person,6 rdn=person name=Quiet badges=x floor= boss= of ${all}`,
          `Add person True anchor=7 dn=person,7 rdn=person name=Undecided badges=x floor= boss= of ${all}`,
          `Replace person True anchor=1 dn=person,one rdn=person name=Eins badges=b+c floor=1 boss= of ${all}`,
          `Delete person True anchor=2 dn=2 rdn=2 name= badges= floor= boss= of ${all}`,
          "end",
          "The script wrote an object to the pipeline that is no result and was left out: System.String.",
          'The key "Name" of results, which is no anchor, was left out.',
        ].sort(),
      );
      expect(runs).toMatchObject([{ added: 3, updated: 1, deleted: 1 }]);
      expect(runs[0]?.errors.map(({ code, message }) => `${code} ${message}`).sort()).toEqual([
        expect.stringMatching(/person-refused.*The house is full\./),
        expect.stringMatching(/unspecified-error/),
      ]);
      expect(connector.find(person("77"))).not.toBeNull();
      expect(connector.find(person("5"))).toBeNull();
    });

    it("take objects in whatever way, and are told of results that are about nobody", async () => {
      // One connector for all of them: each is a text that the script runs.
      const { connector, folder } = await open({
        scripts: {
          importData,
          exportData: "$input | & ([scriptblock]::Create((Get-Content -Raw (Join-Path $PSScriptRoot export.txt))))",
        },
      });
      await connector.import({ type: "Full" });
      const exporting = (text: string, name: string) => {
        writeFileSync(join(folder, "export.txt"), text);
        connector.stage([
          { action: "update", object: person("1"), attributes: { Name: [`${name} 1`] } },
          { action: "update", object: person("2"), attributes: { Name: [`${name} 2`] } },
        ]);
        return connector.export();
      };
      const ways = [
        "foreach ($each in $input) { @{ '[Identifier]' = $each.'[IdentifierAsGuid]'; '[ErrorName]' = $null } }",
        "process { [ordered]@{ '[identifier]' = $_.'[Identifier]'; '[errorname]' = 'SUCCESS' } }",
        "param([Parameter(ValueFromPipeline)] $One) process { @{ '[Identifier]' = $One.'[Identifier]'; '[ErrorName]' = '' } }",
        "process { $null = $_ }",
      ];
      for (const [number, text] of ways.entries()) {
        expect((await exporting(text, `way ${number}`)).runs).toMatchObject([{ updated: 2, errors: [] }]);
      }
      const nobody = "process { @{ '[Identifier]' = [guid]::NewGuid(); '[ErrorName]' = 'success' } }";
      await expect(exporting(nobody, "nobody")).rejects.toMatchObject({
        code: "PluginAnswerInvalid",
        message: expect.stringContaining("none of the objects piped to it"),
      });
    });

    it("are told of a result that is about nothing", async () => {
      const { connector } = await open({
        scripts: { importData, exportData: "process { @{ '[ErrorName]' = 'success' } }" },
      });
      await connector.import({ type: "Full" });
      connector.stage([{ action: "update", object: person("1"), attributes: { Name: ["Eins"] } }]);
      await expect(connector.export()).rejects.toMatchObject({
        code: "PluginAnswerInvalid",
        message: expect.stringContaining("a result without an [Identifier]"),
      });
    });

    it("get attributes that lost their values among those that changed", async () => {
      const exportData =
        "process { Write-Warning \"$($_.'[ChangedAttributeNames]' -join '+'): $($_.Name), $($_.Badges -join '+'), $($_.Floor)\" }";
      const { connector, said } = await open({ scripts: { importData, exportData } });
      await connector.import({ type: "Full" });
      connector.stage([{ action: "update", object: person("1"), attributes: { Badges: [], Name: ["Eins"] } }]);
      await connector.export();
      expect(said).toEqual(["warning: Name+Badges: Eins, , 1"]);
    });
  });

  describe("their passwords", patient, () => {
    const importData =
      "@{ objectClass = 'person'; Number = '1'; Name = 'One'; Badges = 'a', 'b'; '[DN]' = 'person,one' }";

    it("come with the object in the pipeline and what is to be done", async () => {
      const { connector, said } = await open({ scripts: { importData } });
      await connector.import({ type: "Full" });
      await connector.setPassword({
        object: person("1"),
        newPassword: new Secret("n3w-pass-word"),
        options: { unlockAccount: true, validatePassword: true },
      });
      await connector.setPassword({
        object: person("1"),
        newPassword: new Secret("n3w-pass-word"),
        oldPassword: new Secret("old"),
      });
      expect(said.map((line) => line.replace("warning: ", ""))).toEqual([
        "Set|person,one|person,one|person|1|One|a+b|One|13|0|True|False|True",
        "Change|person,one|person,one|person|1|One|a+b|One|13|3|False|False|False",
      ]);
    });

    it("are in no error", async () => {
      const { connector } = await open({ scripts: { importData } });
      await connector.import({ type: "Full" });
      const error = await connector
        .setPassword({ object: person("1"), newPassword: new Secret("refuse me") })
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "RemoteExecutionFailed" });
      expect(JSON.stringify([error, String(error), Object(error).message])).not.toContain("refuse me");
    });
  });
});

describe("a connector whose scripts return hashtables", () => {
  it("needs one script to import and one to export", async () => {
    const { connector } = await open({
      definition: { powerShell: { dialect: "hashtables", executable: "/nowhere/pwsh" } },
    });
    expect(connector.summary()).toMatchObject({ connector: "house" });
  });

  it("is refused where exports would say which values go", async () => {
    await expect(open({ capabilities: { exportType: "AttributeUpdate" } })).rejects.toMatchObject({
      message: expect.stringContaining("exportType is AttributeUpdate and powerShell.dialect is hashtables"),
    });
  });

  it.each([
    [{ importData: null }, "enableImport is on, and the script importData is missing"],
    [{ exportData: null }, "enableExport is on, and the script exportData is missing"],
    [{ schema: null }, "The script schema is missing"],
    [{ password: null }, "enablePasswordOperations is on, and the script password is missing"],
    [
      { beginImport: "1" },
      "Nobody would call the script beginImport: the dialect hashtables has schema, importData, exportData, password.",
    ],
  ])("is refused without one of them: %o", async (scripts, words) => {
    await expect(open({ scripts })).rejects.toMatchObject({
      code: "ConnectorInvalid",
      message: expect.stringContaining(words),
    });
  });
});
