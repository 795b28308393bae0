using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Xunit;

namespace Idle.ConnectorHost.Tests
{
    /// <summary>The types as scripts use them: PowerShell chooses the overload, converts values and wraps them.</summary>
    public sealed class FromScriptsTests : IDisposable
    {
        private const string Short = "Microsoft.MetadirectoryServices.";
        private readonly List<string> said = new List<string>();
        private readonly ScriptRunner runner;

        public FromScriptsTests()
        {
            runner = new ScriptRunner(Path.GetTempPath(), delegate(string stream, string text) { if (stream == "error") said.Add(text); });
        }

        public void Dispose()
        {
            runner.Dispose();
        }

        /// <summary>What a script returns, joined; or what it threw. Types of ours need no namespace in it.</summary>
        private string Result(string text)
        {
            foreach (string name in new[] { "AttributeChange", "AnchorAttribute", "ValueChange", "CSEntryChange", "CSEntryChangeResult", "Schema", "SchemaType", "SchemaAttribute", "Partition", "HierarchyNode", "GetImportEntriesResults", "PutExportEntriesResults", "ParameterValidationResult", "PasswordOptions", "MAExportError" })
            {
                text = text.Replace("[" + name + "]", "[" + Short + name + "]").Replace("[" + name + "[]]", "[" + Short + name + "[]]").Replace("New " + name, "New-Object " + Short + name);
            }
            ConnectorScript script = ConnectorScript.Parse("$ErrorActionPreference = 'Stop'\n" + text, "/scripts/test.ps1");
            Assert.Empty(script.Errors);
            ScriptOutcome outcome = runner.Run(script.Block, new Dictionary<string, object>());
            if (outcome.Thrown != null) return "threw " + outcome.Thrown.Message;
            return string.Join(" ", outcome.Output.Select(each => Convert.ToString(Answers.Bare(each), System.Globalization.CultureInfo.InvariantCulture)));
        }

        [Theory]
        [InlineData("'x'", "False String x")]
        [InlineData("\"$('x')\"", "False String x")]
        [InlineData("''", "False String ")]
        [InlineData("42", "False Integer 42")]
        [InlineData("[long]42", "False Integer 42")]
        [InlineData("$true", "False Boolean True")]
        [InlineData("@('x')", "True String x")]
        [InlineData("@('x', 'y')", "True String x y")]
        [InlineData("[string[]]('x', 'y')", "True String x y")]
        [InlineData("[object[]]('x', 'y')", "True String x y")]
        [InlineData("(1, 2)", "True Integer 1 2")]
        [InlineData("[int[]](1, 2)", "True Integer 1 2")]
        [InlineData("([System.Collections.ArrayList]@('x', 'y'))", "True String x y")]
        [InlineData("(New-Object 'System.Collections.Generic.List[string]' -ArgumentList (,[string[]]('x', 'y')))", "True String x y")]
        [InlineData("(New-Object 'System.Collections.Generic.List[object]' -ArgumentList (,[object[]]('x', 'y')))", "True String x y")]
        [InlineData("('x', 'y', 'z' | Where-Object { $_ -ne 'y' })", "True String x z")]
        [InlineData("('x' | ForEach-Object { $_ })", "False String x")]
        [InlineData("('x', 'y' | ForEach-Object { Write-Output $_ })", "True String x y")]
        [InlineData("(Write-Output 'x')", "False String x")]
        [InlineData("([PSObject]'x')", "False String x")]
        [InlineData("([PSObject[]]('x', 'y'))", "True String x y")]
        [InlineData("([PSObject]('x', 'y'))", "True String x y")]
        [InlineData("('a,b' -split ',')", "True String a b")]
        public void AValueOrSeveralBecomeChanges(string value, string expected)
        {
            foreach (string factory in new[] { "CreateAttributeAdd", "CreateAttributeReplace", "CreateAttributeUpdate" })
            {
                Assert.Equal(expected, Result("$c = [AttributeChange]::" + factory + "('a', " + value + "); $c.IsMultiValued; $c.DataType; $c.ValueChanges | ForEach-Object { $_.Value }"));
            }
        }

        [Fact]
        public void BytesAreOneValue()
        {
            foreach (string bytes in new[] { "[byte[]](1, 2)", "([byte[]](1, 2))", "([guid]'11111111-2222-3333-4444-555555555555').ToByteArray()", "(New-Object byte[] 16)", "([Text.Encoding]::UTF8.GetBytes('x'))" })
            {
                Assert.Equal("False Binary 1 Byte[]", Result("$c = [AttributeChange]::CreateAttributeAdd('a', " + bytes + "); $c.IsMultiValued; $c.DataType; $c.ValueChanges.Count; $c.ValueChanges[0].Value.GetType().Name"));
                Assert.Equal("Binary Byte[]", Result("$a = [AnchorAttribute]::Create('a', " + bytes + "); $a.DataType; $a.Value.GetType().Name"));
            }
            Assert.Equal("2 Byte[]", Result("$c = [AttributeChange]::CreateAttributeAdd('a', @([byte[]](1, 2), [byte[]](3))); $c.ValueChanges.Count; $c.ValueChanges[1].Value.GetType().Name"));
        }

        [Theory]
        [InlineData("[ValueChange[]]@([ValueChange]::CreateValueAdd('n'), [ValueChange]::CreateValueDelete('o'))")]
        [InlineData("@([ValueChange]::CreateValueAdd('n'), [ValueChange]::CreateValueDelete('o'))")]
        [InlineData("([PSObject[]]@([ValueChange]::CreateValueAdd('n'), [ValueChange]::CreateValueDelete('o')))")]
        [InlineData("$($l = New-Object 'System.Collections.Generic.List[Microsoft.MetadirectoryServices.ValueChange]'; $l.Add([ValueChange]::CreateValueAdd('n')); $l.Add([ValueChange]::CreateValueDelete('o')); ,$l)")]
        [InlineData("$($l = New-Object System.Collections.ArrayList; [void]$l.Add([ValueChange]::CreateValueAdd('n')); [void]$l.Add([ValueChange]::CreateValueDelete('o')); ,$l)")]
        public void AnUpdateTakesValuesThatComeAndGo(string changes)
        {
            Assert.Equal("Update String Add n Delete o", Result("$c = [AttributeChange]::CreateAttributeUpdate('a', " + changes + "); $c.ModificationType; $c.DataType; $c.ValueChanges | ForEach-Object { $_.ModificationType; $_.Value }"));
        }

        [Fact]
        public void OneChangeOfAValueIsAnUpdate()
        {
            Assert.Equal("1 Delete o", Result("$c = [AttributeChange]::CreateAttributeUpdate('a', [ValueChange]::CreateValueDelete('o')); $c.ValueChanges.Count; $c.ValueChanges[0].ModificationType; $c.ValueChanges[0].Value"));
        }

        [Theory]
        [InlineData("[AttributeChange]::CreateAttributeAdd('a', $null)")]
        [InlineData("[AttributeChange]::CreateAttributeAdd('a', @('x', $null))")]
        [InlineData("[AttributeChange]::CreateAttributeAdd('', 'x')")]
        [InlineData("[AttributeChange]::CreateAttributeAdd($null, 'x')")]
        [InlineData("[AnchorAttribute]::Create('id', $null)")]
        [InlineData("[AnchorAttribute]::Create('', 'x')")]
        [InlineData("[ValueChange]::CreateValueAdd($null)")]
        [InlineData("[SchemaType]::Create($null, $true)")]
        [InlineData("[AttributeChange]::CreateNewDN($null)")]
        [InlineData("[SchemaAttribute]::CreateAnchorAttribute('id', 'Text')")]
        [InlineData("[CSEntryChangeResult]::Create('no guid', $null, 'Success')")]
        public void WhatIsMissingOrNoneIsRefused(string text)
        {
            Assert.StartsWith("threw ", Result(text));
        }

        [Fact]
        public void NothingAmongSeveralIsSomething()
        {
            Assert.Equal("0", Result("[AttributeChange]::CreateAttributeReplace('a', @()).ValueChanges.Count"));
        }

        [Theory]
        [InlineData("$null")]
        [InlineData("([System.Collections.Generic.List[Microsoft.MetadirectoryServices.AttributeChange]]$null)")]
        public void AResultWithoutAnchors(string none)
        {
            Assert.Equal("0 Success  ", Result("$r = [CSEntryChangeResult]::Create([guid]::NewGuid(), " + none + ", 'Success'); $r.AnchorAttributes.Count; $r.ErrorCode; $r.ErrorName; $r.ErrorDetail"));
        }

        [Fact]
        public void AResultWithOneAnchorHoweverItIsHandedOver()
        {
            foreach (string anchors in new[] { "$($l = New-Object 'System.Collections.Generic.List[Microsoft.MetadirectoryServices.AttributeChange]'; $l.Add([AttributeChange]::CreateAttributeAdd('id', '9')); ,$l)", "[AttributeChange[]]@([AttributeChange]::CreateAttributeAdd('id', '9'))" })
            {
                Assert.Equal("id 26 n d", Result("$r = [CSEntryChangeResult]::Create('11111111-2222-3333-4444-555555555555', " + anchors + ", [MAExportError]::ExportErrorCustomContinueRun, 'n', 'd'); $r.AnchorAttributes[0].Name; [int]$r.ErrorCode; $r.ErrorName; $r.ErrorDetail"));
            }
        }

        [Fact]
        public void CollectionsAreAskedByNumberAndByNameAndInALoop()
        {
            Assert.Equal(
                "id mail True False 2 id,mail 1 id",
                Result("$t = [SchemaType]::Create('user', $false); $t.Attributes.Add([SchemaAttribute]::CreateAnchorAttribute('id', 'String')); $t.Attributes.Add([SchemaAttribute]::CreateSingleValuedAttribute('mail', 'String', 'ImportOnly'))\n"
                    + "$t.Attributes[0].Name; $t.Attributes['MAIL'].Name; $t.Attributes.Contains('Mail'); $t.Attributes.Contains('none'); $t.Attributes.Count; ($t.Attributes | ForEach-Object { $_.Name }) -join ','; @($t.AnchorAttributes).Count; $t.AnchorAttributes['ID'].Name"));
        }

        [Fact]
        public void AnAnchorThatIsAddedToTheAnchorsIsAnAttribute()
        {
            Assert.Equal("1 1", Result("$t = [SchemaType]::Create('user', $false); $t.AnchorAttributes.Add([SchemaAttribute]::CreateAnchorAttribute('id', 'String')); $t.Attributes.Count; $t.AnchorAttributes.Count"));
        }

        [Fact]
        public void AnEntryIsFilledAsScriptsFillIt()
        {
            Assert.Equal(
                "Replace user CN=Jo a,b 7",
                Result("$e = [CSEntryChange]::Create(); $e.ObjectModificationType = 'Replace'; $e.ObjectType = 'user'; $e.DN = 'CN=Jo'\n"
                    + "[void]$e.AttributeChanges.Add([AttributeChange]::CreateAttributeAdd('a', 1)); $e.AttributeChanges.Add(([AttributeChange]::CreateAttributeAdd('b', 'x')))\n"
                    + "$e.AnchorAttributes.Add([AnchorAttribute]::Create('id', [int]7)); $e.ObjectModificationType; $e.ObjectType; $e.DN; ($e.ChangedAttributeNames -join ','); $e.AnchorAttributes['ID'].Value"));
            Assert.StartsWith("threw ", Result("$e = [CSEntryChange]::Create(); $e.ObjectModificationType = 'Changed'"));
            Assert.StartsWith("threw ", Result("$e = [CSEntryChange]::Create(); foreach ($n in 'a', 'A') { $e.AttributeChanges.Add([AttributeChange]::CreateAttributeAdd($n, 1)) }"));
        }

        [Fact]
        public void ResultsAreMadeWithoutAndWithArguments()
        {
            Assert.Equal("0 False", Result("$r = New GetImportEntriesResults; $r.CSEntries.Count; $r.MoreToImport"));
            Assert.Equal(
                "mark True 1",
                Result("$l = New-Object 'System.Collections.Generic.List[Microsoft.MetadirectoryServices.CSEntryChange]'; $l.Add([CSEntryChange]::Create()); $r = New GetImportEntriesResults -ArgumentList 'mark', $true, $l; $r.CustomData; $r.MoreToImport; $r.CSEntries.Count"));
            Assert.Equal("Failure m p", Result("$r = New ParameterValidationResult; $r.Code = 'Failure'; $r.ErrorMessage = 'm'; $r.ErrorParameter = 'p'; $r.Code; $r.ErrorMessage; $r.ErrorParameter"));
            Assert.Equal("True False", Result("$o = [PasswordOptions]'ForceChangeAtLogOn, UnlockAccount'; $o.HasFlag([PasswordOptions]::UnlockAccount); [bool]($o -band [PasswordOptions]::ValidatePassword)"));
        }

        [Fact]
        public void ATypeThatIsAlreadyThereIsFoundByTheNameOfItsAssembly()
        {
            ProcessBorder.AnswerForAssembly();
            Assert.Equal("True", Result("$a = [Reflection.Assembly]::Load('Microsoft.MetadirectoryServicesEx, Version=4.1.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35'); [bool]$a.GetType('Microsoft.MetadirectoryServices.CSEntryChange')"));
        }

        /// <summary>As the host sends it: all files in one text, in any order of their names.</summary>
        [Fact]
        public void TheSourcesAreOneTextThatPowerShellCompilesWithoutAWarning()
        {
            string folder = typeof(FromScriptsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "sources").Value;
            string[] files = new[] { "shim", "agent" }.SelectMany(each => Directory.GetFiles(Path.Combine(folder, each), "*.cs")).OrderBy(each => Path.GetFileName(each), StringComparer.Ordinal).ToArray();
            Assert.True(files.Length > 20);
            string source = string.Join("\n", files.Select(File.ReadAllText));
            ScriptOutcome outcome = runner.Run(ConnectorScript.Parse("param($Source) $ErrorActionPreference = 'Stop'; (Add-Type -TypeDefinition $Source -PassThru).Count", "/scripts/test.ps1").Block, new Dictionary<string, object> { { "Source", source } });
            Assert.Null(outcome.Thrown);
            Assert.InRange((int)outcome.Output.Single().BaseObject, 100, 1000);
        }
    }
}
