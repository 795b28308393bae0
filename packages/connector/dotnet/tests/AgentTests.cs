using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

// Scripts look at the process: its folders, its environment.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Idle.ConnectorHost.Tests
{
    public class AgentTests
    {
        private const string Types = "Microsoft.MetadirectoryServices";
        private static readonly IDictionary<string, object> Import = new Dictionary<string, object>
        {
            ["types"] = new[] { new { name = "user", attributes = new[] { new { name = "id", dataType = "String", isAnchor = true } } } },
            ["openImportConnectionRunStep"] = new { importType = "Delta", customData = "mark", pageSize = 50, partition = new { dn = "DC=example", id = "p1" }, included = new[] { new { dn = "OU=Staff,DC=example" } }, excluded = new object[0] },
            ["getImportEntriesRunStep"] = new { customData = "page", fullObjectEntries = new object[0] },
        };

        private static string Text(IDictionary<string, object> message, string name)
        {
            return (string)message[name];
        }

        private static IDictionary<string, object> Error(IDictionary<string, object> message)
        {
            return (IDictionary<string, object>)message["error"];
        }

        [Fact]
        public void AllScriptsAreParsedBeforeOneRuns()
        {
            using (Talk talk = new Talk(("schema", "'fine'"), ("endImport", "if (1 {\n}")))
            {
                IDictionary<string, object> first = (IDictionary<string, object>)((IList<object>)talk.Parsed["errors"])[0];
                Assert.Equal("endImport", first["slot"]);
                Assert.Equal(1L, first["line"]);
            }
        }

        [Fact]
        public void ParametersAreBoundByNameAndAlias()
        {
            string script = "param([Parameter(Mandatory)]$ConfigurationParameters, [Alias('PSCredential')]$Account, $Schema, $Unknown = 'own', [" + Types + ".ImportRunStep]$GetImportEntriesRunStep, $OpenImportConnectionRunStep)\n"
                + "Write-Error \"$($ConfigurationParameters['SERVER'].Value) $($Account.UserName) $($Schema.Types[0].AnchorAttributes[0].Name) $Unknown $($GetImportEntriesRunStep.CustomData) $($OpenImportConnectionRunStep.ImportType) $($OpenImportConnectionRunStep.StepPartition.DN) $($OpenImportConnectionRunStep.InclusionHierarchyNodes[0].DN)\"\n"
                + "New-Object " + Types + ".OpenImportConnectionResults 'next'";
            using (Talk talk = new Talk(("beginImport", script)))
            {
                Dictionary<string, object> args = new Dictionary<string, object>(Import) { ["credential"] = new { user = "D\\u", password = "s3cret-pw" } };
                talk.Begin("beginImport", args);
                Assert.StartsWith("hr D\\u id own page Delta DC=example OU=Staff,DC=example", Text(talk.Receive(), "text"));
                IDictionary<string, object> answer = talk.Receive();
                Assert.Equal("next", ((IDictionary<string, object>)answer["answer"])["customData"]);
                Assert.DoesNotContain("s3cret-pw", talk.Heard.ToString());
            }
        }

        [Theory]
        [InlineData("param([Parameter(Mandatory)]$Nobody) 1", "mandatory parameter Nobody")]
        [InlineData("throw 'plain'", "plain")]
        [InlineData("exit 3", "exit with the code 3")]
        [InlineData("$ErrorActionPreference = 'Stop'; Read-Host x", "nobody is there who could answer it")]
        public void WhatEndsAScriptIsTold(string script, string words)
        {
            using (Talk talk = new Talk(("schema", script)))
            {
                IDictionary<string, object> answer = talk.Call("schema");
                Assert.Equal("failed", Talk.Type(answer));
                Assert.Contains(words, Text(Error(answer), "message"));
            }
        }

        [Fact]
        public void ExceptionsOfTheTypesAreFoundHoweverDeep()
        {
            string script = "function f { throw (New-Object " + Types + ".ServerDownException 'no host') }\ntry { f } catch { throw }";
            using (Talk talk = new Talk(("schema", script)))
            {
                IDictionary<string, object> error = Error(talk.Call("schema"));
                Assert.Equal(Types + ".ServerDownException", error["type"]);
                Assert.Equal("no host", error["message"]);
                Assert.Equal(1L, error["line"]);
                Assert.EndsWith("schema.ps1", Text(error, "file"));
            }
        }

        [Theory]
        [InlineData("", "nothing")]
        [InlineData("1, 'two'", "2 objects: System.Int32, System.String")]
        [InlineData("@{ a = 1 }", "one object: System.Collections.Hashtable")]
        [InlineData("[pscustomobject]@{ a = 1 }", "one object: System.Management.Automation.PSCustomObject")]
        public void SomethingElseIsNamed(string script, string came)
        {
            using (Talk talk = new Talk(("schema", script)))
            {
                IDictionary<string, object> answer = talk.Call("schema");
                Assert.Equal("wrong", Talk.Type(answer));
                Assert.Equal(came, answer["came"]);
            }
        }

        [Fact]
        public void EachScriptAnswersInItsShape()
        {
            using (Talk talk = new Talk(
                ("validation", "New-Object " + Types + ".ParameterValidationResult -ArgumentList 'Failure', 'wrong', 'Server'"),
                ("schema", "$s = [" + Types + ".Schema]::Create(); $t = [" + Types + ".SchemaType]::Create('user', $true); $t.Attributes.Add([" + Types + ".SchemaAttribute]::CreateAnchorAttribute('id', 'String')); $s.Types.Add($t); $s"),
                ("partition", "$l = New-Object 'System.Collections.Generic.List[" + Types + ".Partition]'; $l.Add([" + Types + ".Partition]::Create([guid]'11111111-2222-3333-4444-555555555555', 'DC=a', 'A')); ,$l"),
                ("hierarchy", "param($HierarchyNode) [" + Types + ".HierarchyNode]::Create(\"OU=x,$($HierarchyNode.DN)\", 'x')"),
                ("endImport", "New-Object " + Types + ".CloseImportConnectionResults 'mark'"),
                ("beginExport", "'noise'"),
                ("exportData", "param($CSEntries) $r = New-Object " + Types + ".PutExportEntriesResults; $r.CSEntryChangeResults.Add([" + Types + ".CSEntryChangeResult]::Create($CSEntries[0].Identifier, [" + Types + ".AttributeChange[]]@([" + Types + ".AttributeChange]::CreateAttributeAdd('id', '9')), 'ExportErrorCustomContinueRun', 'n', 'd')); $r")))
            {
                Assert.Equal("{\"code\":\"Failure\",\"errorMessage\":\"wrong\",\"errorParameter\":\"Server\"}", Answer(talk.Call("validation"), talk));
                Assert.Equal("{\"types\":[{\"name\":\"user\",\"attributes\":[{\"name\":\"id\",\"dataType\":\"String\",\"isAnchor\":true,\"isMultiValued\":false,\"operation\":\"ImportExport\"}]}]}", Answer(talk.Call("schema"), talk));
                Assert.Equal("[{\"dn\":\"DC=a\",\"id\":\"11111111-2222-3333-4444-555555555555\",\"name\":\"A\"}]", Answer(talk.Call("partition"), talk));
                Assert.Equal("[{\"dn\":\"OU=x,DC=a\",\"name\":\"x\"}]", Answer(talk.Call("hierarchy", new Dictionary<string, object> { ["parentNode"] = new { dn = "DC=a" } }), talk));
                Assert.Equal("{\"customData\":\"mark\"}", Answer(talk.Call("endImport"), talk));
                Assert.Equal("one object: System.String", talk.Call("beginExport")["unexpected"]);
                string id = Guid.NewGuid().ToString();
                object entry = new { identifier = id, modificationType = "Add", objectType = "user", dn = (string)null, anchors = new object[0], changes = new object[] { new object[] { "mail", "Add", new object[] { new object[] { "Add", "x" } } } } };
                Assert.Equal(
                    "{\"results\":[{\"identifier\":\"" + id + "\",\"errorCode\":\"ExportErrorCustomContinueRun\",\"errorName\":\"n\",\"errorDetail\":\"d\",\"anchors\":[[\"id\",\"9\"]]}]}",
                    Answer(talk.Call("exportData", new Dictionary<string, object> { ["csEntries"] = new[] { entry } }), talk));
            }
        }

        private static string Answer(IDictionary<string, object> answer, Talk talk)
        {
            Assert.Equal("answer", Talk.Type(answer));
            string line = talk.Heard.ToString().TrimEnd('\n').Split('\n').Last();
            string start = "{\"t\":\"answer\",\"answer\":";
            int at = line.IndexOf(start, StringComparison.Ordinal) + start.Length;
            return line.Substring(at, line.Length - at - 1);
        }

        [Fact]
        public void APageComesEntryByEntry()
        {
            string script = "$l = New-Object 'System.Collections.Generic.List[" + Types + ".CSEntryChange]'; foreach ($n in 1..3) { $e = [" + Types + ".CSEntryChange]::Create(); $e.ObjectModificationType = 'Update'; $e.ObjectType = 'user'; $e.AnchorAttributes.Add([" + Types + ".AnchorAttribute]::Create('id', \"$n\")); $e.AttributeChanges.Add([" + Types + ".AttributeChange]::CreateAttributeUpdate('member', [System.Collections.Generic.List[" + Types + ".ValueChange]]@([" + Types + ".ValueChange]::CreateValueAdd('a'), [" + Types + ".ValueChange]::CreateValueDelete('b')))); $l.Add($e) }; [" + Types + ".GetImportEntriesResults]::new('next', $true, $l)";
            using (Talk talk = new Talk(("importData", script)))
            {
                IDictionary<string, object> page = talk.Call("importData", Import);
                Assert.Equal(new object[] { "page", true, "next" }, new[] { page["t"], page["moreToImport"], page["customData"] });
                for (int number = 1; number <= 3; number++)
                {
                    Assert.Equal("entry", Talk.Type(talk.Receive()));
                    Assert.EndsWith("\"m\":\"Update\",\"o\":\"user\",\"a\":[[\"id\",\"" + number + "\"]],\"c\":[[\"member\",\"Update\",[\"a\"],[\"b\"]]]}", talk.Heard.ToString().TrimEnd('\n'));
                }
                Assert.Equal("pageEnd", Talk.Type(talk.Receive()));
            }
        }

        [Fact]
        public void NothingAfterAnErrorIsNoEmptySystem()
        {
            using (Talk talk = new Talk(("importData", "Get-Nothing")))
            {
                IDictionary<string, object> answer = talk.Call("importData", Import);
                Assert.Equal("wrong", Talk.Type(answer));
                Assert.Single((IList<object>)answer["errors"]);
            }
        }

        [Fact]
        public void ARunKeepsWhatItsScriptsLeave()
        {
            using (Talk talk = new Talk(("beginExport", "$Global:left = 1; $local = 2"), ("endExport", "if ($Global:left -ne 1 -or $local) { throw 'lost' }")))
            {
                Assert.Equal("answer", Talk.Type(talk.Call("beginExport")));
                Assert.Equal("answer", Talk.Type(talk.Call("endExport")));
            }
        }

        [Fact]
        public void AScriptAloneLeavesNothing()
        {
            string script = "if ($Global:left -or $env:IDLE_LEFT) { throw 'left' }\n$Global:left = 1; $env:IDLE_LEFT = 1; [Environment]::CurrentDirectory = '/'; Set-Location /";
            string before = Environment.CurrentDirectory;
            using (Talk talk = new Talk(("password", script)))
            {
                Dictionary<string, object> args = new Dictionary<string, object> { ["operationType"] = "SetPassword", ["newPassword"] = "n3w" };
                Assert.Equal("answer", Talk.Type(talk.Call("password", args, true)));
                Assert.Equal("answer", Talk.Type(talk.Call("password", args, true)));
                Assert.Equal(before, Environment.CurrentDirectory);
                Assert.Null(Environment.GetEnvironmentVariable("IDLE_LEFT"));
            }
        }

        [Fact]
        public void APasswordIsATextOrASecureStringAsDeclared()
        {
            string script = "param([securestring]$NewPassword, $OldPassword, $PasswordOptions, $OperationType, $CSEntry) Write-Error \"$($NewPassword.Length) $($OldPassword.GetType().Name) $PasswordOptions $OperationType $($CSEntry['id'].Value) $($CSEntry['tags'].Values.Count)\"";
            using (Talk talk = new Talk(("password", script)))
            {
                talk.Begin("password", new Dictionary<string, object>
                {
                    ["operationType"] = "ChangePassword",
                    ["newPassword"] = "n3w-word",
                    ["oldPassword"] = "0ld-word",
                    ["passwordOptions"] = new { unlockAccount = true },
                    ["csEntry"] = new { objectType = "user", dn = "CN=x", anchors = new object[] { new object[] { "id", "7" } }, attributes = new object[] { new object[] { "tags", new[] { "a", "b" } } } },
                }, true);
                Assert.StartsWith("8 String UnlockAccount ChangePassword 7 2", Text(talk.Receive(), "text"));
                Assert.Equal("answer", Talk.Type(talk.Receive()));
                Assert.DoesNotContain("-word", talk.Heard.ToString());
            }
        }

        [Fact]
        public void WhatHasNoEndIsStopped()
        {
            using (Talk talk = new Talk(("schema", "Write-Error 'begun'; while ($true) { }"), ("endExport", "")))
            {
                talk.Begin("schema");
                Assert.Equal("said", Talk.Type(talk.Receive()));
                talk.Send(new { t = "stop" });
                Assert.Equal("stopped", Talk.Type(talk.Receive()));
                Assert.Equal("answer", Talk.Type(talk.Call("endExport")));
            }
        }

        [Fact]
        public void StreamsAreToldToWhoeverLooksOn()
        {
            string script = "Write-Host h; Write-Verbose v -Verbose; Write-Debug d -Debug; Write-Warning w; Write-Information i; Write-Error e; Write-Progress p";
            using (Talk talk = new Talk(("endExport", script)))
            {
                talk.Begin("endExport", null, false, true);
                string[] said = Enumerable.Range(0, 6).Select(_ => talk.Receive()).Select(each => each["stream"] + " " + ((string)each["text"]).Split(' ')[0]).ToArray();
                Assert.Equal(new[] { "host h", "verbose v", "debug d", "warning w", "information i", "error e" }, said);
                Assert.Equal("answer", Talk.Type(talk.Receive()));
            }
        }

        [Fact]
        public void ErrorsAreToldInAnyCaseUpToALimit()
        {
            using (Talk talk = new Talk(("endExport", "foreach ($n in 1..50) { Write-Error \"e$n\"; Write-Warning w }")))
            {
                talk.Begin("endExport");
                for (int number = 0; number < 20; number++) Assert.Equal("error", talk.Receive()["stream"]);
                Assert.Equal("answer", Talk.Type(talk.Receive()));
            }
        }
    }
}
