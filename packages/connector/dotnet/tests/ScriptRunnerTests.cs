using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using Xunit;

namespace Idle.ConnectorHost.Tests
{
    public sealed class ScriptRunnerTests : IDisposable
    {
        private readonly List<string> said = new List<string>();
        private readonly string folder = Directory.CreateTempSubdirectory("idle-runner-[a]-").FullName;
        private readonly ScriptRunner runner;

        public ScriptRunnerTests()
        {
            runner = new ScriptRunner(folder, delegate(string stream, string text) { lock (said) said.Add(stream + " " + text); });
        }

        public void Dispose()
        {
            runner.Dispose();
            Directory.Delete(folder, true);
        }

        private static ScriptBlock Script(string text)
        {
            return ConnectorScript.Parse(text, "/scripts/test.ps1").Block;
        }

        private ScriptOutcome Run(string text, params (string Name, object Value)[] inputs)
        {
            return runner.Run(Script(text), inputs.ToDictionary(each => each.Name, each => each.Value));
        }

        private static string[] Came(ScriptOutcome outcome)
        {
            Assert.Null(outcome.Thrown);
            return outcome.Output.Select(each => Convert.ToString(each)).ToArray();
        }

        [Fact]
        public void AFolderIsNoPattern()
        {
            Assert.Equal(new[] { folder }, Came(Run("(Get-Location).ProviderPath")));
        }

        [Fact]
        public void OneCallComesAfterAnother()
        {
            Assert.Equal(new[] { "1" }, Came(Run("$Global:n = 1; function Global:Twice($x) { 2 * $x }; $n")));
            Assert.Equal(new[] { "2" }, Came(Run("Twice $Global:n")));
            Assert.Equal(new[] { "none" }, Came(Run("$x = 1; if ($null -eq $own) { 'none' }")));
        }

        [Fact]
        public void WhatAScriptSetsWithoutSayingGlobalEndsWithIt()
        {
            Came(Run("$left = 1; function Left { }"));
            Assert.Equal(new[] { "0" }, Came(Run("if ($null -ne $left) { 'variable' }; @(Get-Command Left -ErrorAction SilentlyContinue).Count")));
        }

        [Theory]
        [InlineData("'; throw 'run'; '")]
        [InlineData("$(throw 'run')")]
        [InlineData("{ throw 'run' }")]
        [InlineData("-Verbose")]
        [InlineData("`$x\0\n")]
        public void AnInputIsAValueAndNeverCode(string value)
        {
            Assert.Equal(new[] { value }, Came(Run("param($In) $In", ("In", value))));
        }

        [Fact]
        public void TheOnesThatRunsScriptsAreNotAmongTheirVariables()
        {
            Assert.Equal(new[] { "0" }, Came(Run("param($In) $args.Count", ("In", "x"))));
        }

        [Fact]
        public void StrictScriptsRunStrictly()
        {
            Assert.Equal(new[] { "ok" }, Came(Run("param($In) Set-StrictMode -Version Latest; 'ok'")));
            ScriptOutcome outcome = Run("$ErrorActionPreference = 'Stop'; Set-StrictMode -Version Latest; $none");
            Assert.Contains("none", outcome.Thrown.Message);
            // It was that script's own.
            Assert.Empty(Came(Run("$none | Where-Object { $null -ne $_ }")));
        }

        [Theory]
        [InlineData("exit", 0)]
        [InlineData("exit 0", 0)]
        [InlineData("exit 7", 7)]
        [InlineData("function f { exit -1 }; f; 'not'", -1)]
        public void ExitEndsItWithACode(string text, int code)
        {
            ScriptOutcome outcome = Run("'before'; " + text);
            Assert.Equal(code, outcome.ExitCode);
            Assert.Equal(new[] { "before" }, Came(outcome));
            // And concerns that call alone.
            Assert.Null(Run("1").ExitCode);
        }

        [Fact]
        public void AReturnIsNoExit()
        {
            Assert.Null(Run("return 1; 2").ExitCode);
        }

        [Fact]
        public void OnlyTheLastErrorsAreKept()
        {
            ScriptOutcome outcome = Run("1..10 | ForEach-Object { Write-Error \"e$_\" }; 'end'");
            Assert.Equal(new[] { "end" }, Came(outcome));
            Assert.Equal(new[] { "e8", "e9", "e10" }, outcome.Errors.Select(each => each.ToString()));
            Assert.Equal(10, said.Count(each => each.StartsWith("error ")));
        }

        [Fact]
        public void AnErrorHasItsPlaceForWhoeverLooksOn()
        {
            Run("\n\nWrite-Error 'x'\n");
            Assert.Equal("error x (/scripts/test.ps1:3)", said[0]);
        }

        [Theory]
        [InlineData("Read-Host 'name'")]
        [InlineData("Read-Host 'name' -AsSecureString")]
        [InlineData("Get-Credential")]
        [InlineData("$Host.UI.ReadLine()")]
        [InlineData("$Host.UI.RawUI.ReadKey()")]
        [InlineData("$Host.UI.PromptForChoice('a', 'b', @('&Yes', '&No'), 0)")]
        [InlineData("$Host.EnterNestedPrompt()")]
        [InlineData("function f { param([Parameter(Mandatory)]$Needed) }; f")]
        [InlineData("Remove-Item -Path . -Confirm")]
        public void NobodyAnswersAQuestion(string text)
        {
            Assert.NotNull(Run("$ErrorActionPreference = 'Stop'; " + text).Thrown);
            Assert.True(Directory.Exists(folder));
        }

        [Theory]
        [InlineData("while ($true) { }")]
        [InlineData("Start-Sleep -Seconds 3600")]
        [InlineData("try { while ($true) { Start-Sleep -Milliseconds 10 } } finally { $Global:cleaned = $true }")]
        [InlineData("while ($true) { try { Start-Sleep -Seconds 3600 } catch { } }")]
        public void WhatRunsIsStopped(string text)
        {
            using (ManualResetEventSlim begun = new ManualResetEventSlim())
            {
                Thread stopping = new Thread(delegate()
                {
                    begun.Wait();
                    runner.Stop();
                });
                stopping.Start();
                ScriptOutcome outcome = Run("param($Begun) $Begun.Set(); " + text, ("Begun", begun));
                stopping.Join();
                Assert.True(outcome.WasStopped);
                if (text.Contains("finally")) Assert.Equal(true, Answers.Bare(runner.GetGlobal("cleaned")));
            }
        }

        [Fact]
        public void AfterAStopNothingRunsUntilTheNextCall()
        {
            runner.Stop();
            Assert.True(Run("$Global:ran = 1").WasStopped);
            Assert.Null(runner.GetGlobal("ran"));
            runner.Rearm();
            Assert.Equal(new[] { "1" }, Came(Run("1")));
        }

        [Fact]
        public void AScriptThatCatchesEverythingStillHasItsError()
        {
            ScriptOutcome outcome = Run("try { throw 'x' } catch { 'caught' }");
            Assert.Equal(new[] { "caught" }, Came(outcome));
            Assert.Null(outcome.Record);
        }

        [Fact]
        public void WhatIsPipedInComesOut()
        {
            PSObject[] piped = Enumerable.Range(0, 1000).Select(each =>
            {
                PSObject made = new PSObject();
                made.Properties.Add(new PSNoteProperty("n", each));
                return made;
            }).ToArray();
            ScriptOutcome outcome = runner.Run(Script("param($Add) process { $_.n + $Add }"), new Dictionary<string, object> { { "Add", 1 } }, piped, null);
            Assert.Equal(Enumerable.Range(1, 1000).Select(each => each.ToString()), Came(outcome));
        }

        [Fact]
        public void ObjectsAreTakenAsTheyCome()
        {
            ScriptOutcome outcome = runner.Run(Script("1..2 | ForEach-Object { Write-Warning \"made $_\"; $_ }"), new Dictionary<string, object>(), null, delegate(PSObject each)
            {
                said.Add("taken " + each);
            });
            Assert.Null(outcome.Thrown);
            Assert.Equal(new[] { "warning made 1", "taken 1", "warning made 2", "taken 2" }, said.Where(each => each != "host "));
            Assert.Empty(outcome.Output);
        }
    }
}
