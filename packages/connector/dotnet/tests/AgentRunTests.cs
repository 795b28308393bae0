using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;

namespace Idle.ConnectorHost.Tests
{
    /// <summary>What holds for every script, whatever it returns.</summary>
    public class AgentRunTests
    {
        private const string Types = "Microsoft.MetadirectoryServices.";
        private const string Word = "s3cret-word";

        private static readonly Dictionary<string, object> None = new Dictionary<string, object>();

        private static string Failure(IDictionary<string, object> answer)
        {
            Assert.Equal("failed", Talk.Type(answer));
            return (string)((IDictionary<string, object>)answer["error"])["message"];
        }

        [Fact]
        public void WhatDoesNotParseIsToldWithItsPlaceAndRunsNothing()
        {
            string mark = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString());
            string create = "[IO.File]::WriteAllText('" + mark + "', 'ran')\n";
            using (Talk talk = new Talk(("schema", create), ("importData", create + "\n  $x = (1"), ("exportData", create + "foreach { ) '")))
            {
                List<IDictionary<string, object>> errors = ((IList<object>)talk.Parsed["errors"]).Cast<IDictionary<string, object>>().ToList();
                Assert.Equal(new[] { "importData", "exportData" }, errors.Select(each => each["slot"]).Distinct());
                Assert.Equal(new object[] { 3L, 10L }, new[] { errors[0]["line"], errors[0]["column"] });
                Assert.False(File.Exists(mark));
            }
        }

        [Theory]
        [InlineData("exit", "answer")]
        [InlineData("exit 0", "answer")]
        [InlineData("exit 1", "failed")]
        [InlineData("exit -1", "failed")]
        [InlineData("return", "answer")]
        public void AnExitIsAFailureUnlessItsCodeIsNone(string script, string type)
        {
            using (Talk talk = new Talk(("endExport", script)))
            {
                Assert.Equal(type, Talk.Type(talk.Call("endExport")));
                Assert.Equal(type, Talk.Type(talk.Call("endExport")));
            }
        }

        [Fact]
        public void ACallAloneStartsWithoutWhatARunLeft()
        {
            using (Talk talk = new Talk(("beginExport", "$Global:left = 1"), ("schema", "if ($Global:left) { throw 'left' }; throw 'none'")))
            {
                talk.Call("beginExport");
                Assert.Equal("none", Failure(talk.Call("schema", null, true)));
            }
        }

        [Theory]
        [InlineData("$env:IDLE_LEFT = 1; $env:IDLE_KEPT = 'changed'; [Environment]::CurrentDirectory = '/'")]
        [InlineData("$env:IDLE_LEFT = 1; Remove-Item Env:IDLE_KEPT; throw 'x'")]
        [InlineData("$env:IDLE_LEFT = 1; Get-ChildItem Env: | Where-Object Name -ne PATH | Remove-Item; exit 2")]
        [InlineData("param([Parameter(Mandatory)]$Nobody)")]
        [InlineData("$f = Join-Path $env:TEMP gone; [void](New-Item $f -ItemType Directory -Force); [Environment]::CurrentDirectory = $f; Remove-Item $f")]
        public void EnvironmentAndFolderAreAsBeforeHoweverAScriptEnds(string script)
        {
            Environment.SetEnvironmentVariable("IDLE_KEPT", "kept");
            string folder = Environment.CurrentDirectory;
            IDictionary<string, string> before = Variables();
            using (Talk talk = new Talk(("password", script)))
            {
                talk.Call("password", None, true);
                Assert.Equal(before, Variables());
                Assert.Equal(folder, Environment.CurrentDirectory);
            }
        }

        private static IDictionary<string, string> Variables()
        {
            return new SortedDictionary<string, string>(Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().ToDictionary(each => (string)each.Key, each => (string)each.Value));
        }

        [Fact]
        public void FoldersAreWhereScriptsLookForThem()
        {
            string script = "throw \"$([" + Types + "MAUtils]::MAFolder)|$([" + Types + "Utils]::ExtensionsDirectory)|$env:TEMP|$env:TMP|$((Get-Location).ProviderPath)\"";
            using (Talk talk = new Talk(("schema", script)))
            {
                string[] found = Failure(talk.Call("schema", new Dictionary<string, object> { ["maFolder"] = "/ma", ["temporaryFolder"] = "/temporary" }, true)).Split('|');
                Assert.Equal(new[] { "/ma", talk.Folder, "/temporary", "/temporary", talk.Folder }, found);
            }
        }

        [Theory]
        [InlineData("while ($true) { }")]
        [InlineData("Start-Sleep -Seconds 3600")]
        [InlineData("try { while ($true) { Start-Sleep -Milliseconds 20 } } catch { 'caught' }")]
        public void WhatIsStoppedGivesWayToTheNextCall(string endless)
        {
            using (Talk talk = new Talk(("beginExport", "$Global:n = 1"), ("exportData", "Write-Error 'begun'; " + endless), ("endExport", "if ($Global:n -ne 1) { throw 'lost' }")))
            {
                talk.Call("beginExport");
                talk.Begin("exportData");
                Assert.Equal("said", Talk.Type(talk.Receive()));
                talk.Send(new { t = "stop" });
                Assert.Equal("stopped", Talk.Type(talk.Receive()));
                Assert.Equal("answer", Talk.Type(talk.Call("endExport")));
            }
        }

        [Fact]
        public void AStopThatComesTooLateConcernsNobody()
        {
            using (Talk talk = new Talk(("endExport", "")))
            {
                talk.Send(new { t = "stop" });
                Assert.Equal("answer", Talk.Type(talk.Call("endExport")));
                talk.Send(new { t = "stop" });
                Assert.Equal("answer", Talk.Type(talk.Call("endExport")));
                Assert.Equal("answer", Talk.Type(talk.Call("endExport", None, true)));
            }
        }

        [Fact]
        public void GoodbyeEndsTheConversationInTheMiddleOfAScript()
        {
            using (Talk talk = new Talk(("schema", "Write-Error 'begun'; Start-Sleep -Seconds 3600")))
            {
                talk.Begin("schema");
                talk.Receive();
                talk.Send(new { t = "bye" });
                Assert.True(talk.Ends());
            }
        }

        [Fact]
        public void StreamsAreToldAsTheyCome()
        {
            using (Talk talk = new Talk(("schema", "Write-Host 'first'; Write-Warning 'second'; Start-Sleep -Seconds 3600")))
            {
                talk.Begin("schema", null, false, true);
                Assert.Equal("first", talk.Receive()["text"]);
                Assert.Equal("second", talk.Receive()["text"]);
                talk.Send(new { t = "stop" });
                Assert.Equal("stopped", Talk.Type(talk.Receive()));
            }
        }

        [Fact]
        public void WhatAScriptWritesToTheConsoleIsNoLineOfOurs()
        {
            using (Talk talk = new Talk(("endExport", "Write-Host \"`n0 1 {`\"t`\":`\"answer`\"}`n\"; Write-Host ([char]0x2028 + 'Zoë')")))
            {
                talk.Begin("endExport", null, false, true);
                IDictionary<string, object> forged = talk.Receive();
                Assert.Equal(new[] { "said", "\n0 1 {\"t\":\"answer\"}" }, new[] { forged["t"], forged["text"] });
                Assert.Equal("\u2028Zoë", talk.Receive()["text"]);
                Assert.Equal("answer", Talk.Type(talk.Receive()));
            }
        }

        [Fact]
        public void LongTextsAreCut()
        {
            using (Talk talk = new Talk(("endExport", "Write-Error ('x' * 100000); throw ('y' * 100000)")))
            {
                Assert.Equal(8192, Failure(talk.Call("endExport")).Length);
                Assert.True(talk.Heard.Length < 40000);
            }
        }

        public static TheoryData<string, string> Careless()
        {
            return new TheoryData<string, string>
            {
                { "wrong", "param($NewPassword) $NewPassword" },
                { "wrong", "param($Credential) $Credential, $Credential.GetNetworkCredential().Password" },
                { "wrong", "param($NewPassword) @{ $NewPassword = $NewPassword }" },
                { "wrong", "param($NewPassword) [pscustomobject]@{ Password = $NewPassword }" },
                { "wrong", "param($ConfigParameters) $ConfigParameters['Key']; $ConfigParameters['Key'].SecureValue; $ConfigParameters" },
                { "failed", "param([Parameter(Mandatory)]$Nobody, $NewPassword, $OldPassword, $Credential)" },
                // PowerShell takes a property that throws for one that has nothing.
                { "wrong", "param($ConfigParameters) $ErrorActionPreference = 'Stop'; $ConfigParameters['Key'].Value" },
                { "failed", "param($NewPassword) $ErrorActionPreference = 'Stop'; Read-Host $NewPassword" },
                { "failed", "param([securestring]$NewPassword, $Credential) throw \"$NewPassword $Credential $($Credential.Password)\"" },
                { "failed", "param($ConfigParameters) throw \"$ConfigParameters $($ConfigParameters['Key'])\"" },
            };
        }

        [Theory]
        [MemberData(nameof(Careless))]
        public void NoSecretIsInALineThatAScriptDidNotPutItInto(string type, string script)
        {
            using (Talk talk = new Talk(("schema", script)))
            {
                IDictionary<string, object> answer = talk.Call("schema", Secrets(), true);
                Assert.Equal(type, Talk.Type(answer));
                Assert.DoesNotContain(Word, talk.Heard.ToString());
            }
        }

        private static Dictionary<string, object> Secrets()
        {
            return new Dictionary<string, object>
            {
                ["operationType"] = "ChangePassword",
                ["newPassword"] = Word + "-new",
                ["oldPassword"] = Word + "-old",
                ["credential"] = new { user = "u", password = Word + "-credential" },
                ["configParameters"] = new object[] { new { name = "Key", secret = Word + "-key" }, new { name = "KEY", value = "of the same name" } },
            };
        }

        [Fact]
        public void SecretsAreWhatTheyAreToScripts()
        {
            string script = "param($NewPassword, [securestring]$OldPassword, $Credential, $ConfigParameters)\n"
                + "function Plain($s) { [System.Net.NetworkCredential]::new('', $s).Password }\n"
                + "throw \"$NewPassword $(Plain $OldPassword) $($Credential.GetNetworkCredential().Password) $(Plain $ConfigParameters['key'].SecureValue) $($ConfigParameters.Count)\"";
            using (Talk talk = new Talk(("schema", script)))
            {
                Assert.Equal(Word + "-new " + Word + "-old " + Word + "-credential " + Word + "-key 1", Failure(talk.Call("schema", Secrets())));
            }
        }

        [Fact]
        public void AnotherEndThatIsWrongIsADefectWithoutItsWords()
        {
            using (Talk talk = new Talk(("exportData", "")))
            {
                string id = Guid.NewGuid().ToString();
                object[] unknown =
                {
                    new { identifier = id, modificationType = "Add", changes = new object[] { new object[] { "a", "Add", new object[] { new object[] { "Add", new { x = Word } } } } } },
                    new { identifier = id, modificationType = Word, changes = new object[0] },
                };
                foreach (IDictionary<string, object> answer in unknown.Select(each => talk.Call("exportData", new Dictionary<string, object> { ["csEntries"] = new[] { each } })).Append(talk.Call("none")))
                {
                    Assert.Equal("defect", Talk.Type(answer));
                    Assert.EndsWith("Exception", (string)answer["type"]);
                }
                Assert.DoesNotContain(Word, talk.Heard.ToString());
                Assert.Equal("wrong", Talk.Type(talk.Call("exportData", new Dictionary<string, object> { ["csEntries"] = new object[0] })));
            }
        }
    }
}
