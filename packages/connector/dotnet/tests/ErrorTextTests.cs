using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using Microsoft.MetadirectoryServices;
using Xunit;

namespace Idle.ConnectorHost.Tests
{
    public class ErrorTextTests
    {
        private const string Types = "Microsoft.MetadirectoryServices.";
        /// <summary>Without it PowerShell goes on with the next statement after most of them.</summary>
        private const string Stop = "$ErrorActionPreference = 'Stop'; ";
        private const string Word = "s3cret-word";

        private static IDictionary<string, object> Written(ErrorRecord record, Exception thrown)
        {
            JsonWriter json = new JsonWriter();
            ErrorText.Write(json, record, thrown);
            return (IDictionary<string, object>)JsonReader.Read(json.ToString());
        }

        /// <summary>What ended a script, as the host is told.</summary>
        private static IDictionary<string, object> Of(string text)
        {
            using (ScriptRunner runner = new ScriptRunner(Path.GetTempPath(), delegate { }))
            {
                ScriptOutcome outcome = runner.Run(ConnectorScript.Parse(text, "/scripts/Import.ps1").Block, new Dictionary<string, object>());
                Assert.NotNull(outcome.Thrown);
                return Written(outcome.Record, outcome.Thrown);
            }
        }

        public static TheoryData<string, string, string> Thrown()
        {
            return new TheoryData<string, string, string>
            {
                { "throw 'plain'", "System.Management.Automation.RuntimeException", "plain" },
                { "throw [InvalidOperationException]'wrong'", "System.InvalidOperationException", "wrong" },
                { Stop + "[IO.File]::ReadAllText('/none/none')", "System.IO.DirectoryNotFoundException", "Could not find" },
                { Stop + "Write-Error 'stopped'", "Microsoft.PowerShell.Commands.WriteErrorException", "stopped" },
                { Stop + "Get-Item /none/none", "System.Management.Automation.ItemNotFoundException", "/none/none" },
                { Stop + "Get-Nothing-Of-The-Kind", "System.Management.Automation.CommandNotFoundException", "Get-Nothing-Of-The-Kind" },
                { "throw [" + Types + "ServerDownException]'down'", Types + "ServerDownException", "down" },
                { "throw [Exception]::new('outer', [" + Types + "BadServerCredentialsException]::new('inner'))", Types + "BadServerCredentialsException", "inner" },
                { Stop + "[" + Types + "SchemaType]::Create('', $true)", "System.ArgumentException", "cannot be empty" },
                { "try { throw [" + Types + "PasswordIllFormedException]'ill' } catch { throw $_ }", Types + "PasswordIllFormedException", "ill" },
                { Stop + "function f { [CmdletBinding()]param() $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new([" + Types + "ServerDownException]::new('deep'), 'MyId', 'OpenError', $null)) }; f", Types + "ServerDownException", "deep" },
                { "Write-Error -Exception ([" + Types + "ServerDownException]::new('said')) -ErrorAction Stop", Types + "ServerDownException", "said" },
            };
        }

        [Theory]
        [MemberData(nameof(Thrown))]
        public void TheExceptionIsTheScriptsOwn(string script, string type, string words)
        {
            IDictionary<string, object> error = Of(script);
            Assert.Equal(type, error["type"]);
            Assert.Contains(words, (string)error["message"]);
        }

        [Theory]
        [InlineData("\n\n  throw 'x'", 3L, 3L)]
        [InlineData("function f {\n  throw 'x'\n}\nf", 2L, 3L)]
        [InlineData("try {\n  throw 'x'\n} catch {\n  throw\n}", 2L, 3L)]
        public void ThePlaceIsThatOfTheStatement(string script, long line, long column)
        {
            IDictionary<string, object> error = Of(script);
            Assert.Equal("/scripts/Import.ps1", error["file"]);
            Assert.Equal(new object[] { line, column }, new[] { error["line"], error["column"] });
        }

        [Fact]
        public void WhatAFunctionSaysOfItselfHasTheLineOfItsCall()
        {
            IDictionary<string, object> error = Of("$ErrorActionPreference = 'Stop'\n\nWrite-Error 'x'");
            Assert.Equal(3L, error["line"]);
            Assert.Equal("/scripts/Import.ps1", error["file"]);
        }

        [Fact]
        public void TheLineItselfIsNotRepeated()
        {
            IDictionary<string, object> error = Of(Stop + "$x = '" + Word + "'; [" + Types + "AnchorAttribute]::Create('" + Word + "', $null)");
            Assert.DoesNotContain(error.Values, each => Convert.ToString(each).Contains(Word));
        }

        [Fact]
        public void KindAndIdAreTold()
        {
            IDictionary<string, object> error = Of(Stop + "Write-Error -Message 'x' -Category PermissionDenied -ErrorId 'Own'");
            Assert.Equal("PermissionDenied", error["category"]);
            Assert.StartsWith("Own", (string)error["id"]);
        }

        [Fact]
        public void DetailsAreTheMessageUnlessTheHostKnowsTheException()
        {
            ErrorRecord record = new ErrorRecord(new Exception("exception"), "id", ErrorCategory.NotSpecified, null) { ErrorDetails = new ErrorDetails("details") };
            Assert.Equal("details", Written(record, null)["message"]);
            ErrorRecord known = new ErrorRecord(new ServerDownException("exception"), "id", ErrorCategory.NotSpecified, null) { ErrorDetails = new ErrorDetails("details") };
            Assert.Equal("exception", Written(known, null)["message"]);
        }

        [Fact]
        public void AnExceptionWithoutARecordIsToldAsWell()
        {
            IDictionary<string, object> error = Written(null, new MissingInput("Types", new[] { "Partition" }));
            Assert.Contains("Types", (string)error["message"]);
            Assert.False(error.ContainsKey("file"));
        }

        [Fact]
        public void WrappersWithoutEndHaveAnEnd()
        {
            Exception wrapped = new ServerDownException("deep");
            for (int level = 0; level < 1000; level++) wrapped = new Exception("outer", wrapped);
            Assert.Equal("outer", Written(null, wrapped)["message"]);
        }

        [Fact]
        public void LongMessagesAreCut()
        {
            Assert.Equal(8192, ((string)Written(null, new Exception(new string('x', 1000000)))["message"]).Length);
            Assert.Null(ErrorText.Cut(null));
            Assert.Equal("short", ErrorText.Cut("short"));
        }
    }
}
