using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Idle.ConnectorHost.Tests
{
    /// <summary>Pages of an import, and what is exported.</summary>
    public class PageTests
    {
        private const string Types = "Microsoft.MetadirectoryServices.";
        private const string Made = "function Made($id) { $e = [" + Types + "CSEntryChange]::Create(); $e.ObjectModificationType = 'Add'; $e.ObjectType = 'user'; $e.AnchorAttributes.Add([" + Types + "AnchorAttribute]::Create('id', $id)); $e }\n";

        private static readonly Dictionary<string, object> Import = new Dictionary<string, object>
        {
            ["types"] = new object[] { new { name = "user", attributes = new object[] { new { name = "id", dataType = "Integer", isAnchor = true }, new { name = "photo", dataType = "Binary" }, new { name = "tags", dataType = "String", isMultiValued = true } } } },
            ["getImportEntriesRunStep"] = new { customData = "", fullObjectEntries = new object[0] },
        };

        /// <summary>The lines after "page", to the end.</summary>
        private static List<IDictionary<string, object>> Entries(Talk talk, IDictionary<string, object> page)
        {
            Assert.Equal("page", Talk.Type(page));
            List<IDictionary<string, object>> entries = new List<IDictionary<string, object>>();
            for (IDictionary<string, object> line = talk.Receive(); Talk.Type(line) != "pageEnd"; line = talk.Receive())
            {
                Assert.Equal("entry", Talk.Type(line));
                entries.Add(line);
            }
            return entries;
        }

        private static object AnchorOf(IDictionary<string, object> entry)
        {
            return ((IList<object>)((IList<object>)entry["a"])[0])[1];
        }

        [Theory]
        [InlineData("Made 1; Made 2")]
        [InlineData("(Made 1), (Made 2)")]
        [InlineData(",@((Made 1), (Made 2))")]
        [InlineData("$l = New-Object 'System.Collections.Generic.List[" + Types + "CSEntryChange]'; $l.Add((Made 1)); $l.Add((Made 2)); $l")]
        [InlineData("$l = New-Object 'System.Collections.Generic.List[" + Types + "CSEntryChange]'; $l.Add((Made 1)); $l.Add((Made 2)); ,$l")]
        [InlineData("$null; Made 1; $null; Made 2; @()")]
        [InlineData("$r = New-Object " + Types + "GetImportEntriesResults; $r.CSEntries.Add((Made 1)); $r.CSEntries.Add($null); $r.CSEntries.Add((Made 2)); $r")]
        [InlineData("$r = New-Object " + Types + "GetImportEntriesResults; $r.CSEntries = [" + Types + "CSEntryChange[]]@((Made 1), (Made 2)); ,$r")]
        public void APageIsAListOrHoldsOne(string script)
        {
            using (Talk talk = new Talk(("importData", Made + script)))
            {
                Assert.Equal(new object[] { 1L, 2L }, Entries(talk, talk.Call("importData", Import)).Select(AnchorOf));
            }
        }

        [Theory]
        [InlineData("", "page")]
        [InlineData("New-Object " + Types + "GetImportEntriesResults", "page")]
        [InlineData("[" + Types + "GetImportEntriesResults]::new($null, $false, $null)", "page")]
        [InlineData("$r = New-Object " + Types + "GetImportEntriesResults; $r.CSEntries = $null; $r", "page")]
        [InlineData("'noise'; Made 1", "wrong")]
        [InlineData("Made 1; New-Object " + Types + "GetImportEntriesResults", "wrong")]
        [InlineData("Write-Error 'x'", "wrong")]
        [InlineData("throw 'x'", "failed")]
        public void AnEmptyPageIsOne(string script, string type)
        {
            using (Talk talk = new Talk(("importData", Made + script)))
            {
                IDictionary<string, object> first = talk.Call("importData", Import);
                Assert.Equal(type, Talk.Type(first));
                if (type == "page") Assert.Empty(Entries(talk, first));
            }
        }

        [Fact]
        public void ALargePageComesWholeAndInOrder()
        {
            using (Talk talk = new Talk(("importData", Made + "$r = New-Object " + Types + "GetImportEntriesResults; foreach ($n in 1..5000) { $r.CSEntries.Add((Made $n)) }; $r.MoreToImport = $true; $r.CustomData = 'x' * 100000; $r")))
            {
                IDictionary<string, object> page = talk.Call("importData", Import);
                Assert.Equal(100000, ((string)page["customData"]).Length);
                Assert.Equal(Enumerable.Range(1, 5000).Select(each => (object)(long)each), Entries(talk, page).Select(AnchorOf));
            }
        }

        [Fact]
        public void ValuesThatNoAttributeHasSayTheirType()
        {
            Dictionary<string, string> expected = new Dictionary<string, string>
            {
                { "1.5", "System.Double" },
                { "[decimal]1", "System.Decimal" },
                { "[guid]::Empty", "System.Guid" },
                { "[char]'x'", "System.Char" },
                { "@{ a = 1 }", "System.Collections.Hashtable" },
                { "(ConvertTo-SecureString s3cret -AsPlainText -Force)", "System.Security.SecureString" },
                { "[System.DayOfWeek]::Monday", "System.DayOfWeek" },
                { "[pscustomobject]@{ a = 's3cret' }", "System.Management.Automation.PSObject" },
            };
            string changes = string.Join("\n", expected.Keys.Select((value, at) => "$e.AttributeChanges.Add([" + Types + "AttributeChange]::CreateAttributeAdd('a" + at + "', " + value + "))"));
            using (Talk talk = new Talk(("importData", Made + "$e = Made 1\n" + changes + "\n$e")))
            {
                IDictionary<string, object> entry = Assert.Single(Entries(talk, talk.Call("importData", Import)));
                IEnumerable<object> values = ((IList<object>)entry["c"]).Select(each => ((IList<object>)((IList<object>)each)[2])[0]);
                Assert.Equal(expected.Values, values.Select(each => (string)((IDictionary<string, object>)each)["u"]));
                Assert.DoesNotContain("s3cret", talk.Heard.ToString());
            }
        }

        [Fact]
        public void AnErrorOfOneEntryIsItsOwn()
        {
            using (Talk talk = new Talk(("importData", Made + "$e = Made 1; $e.ErrorCodeImport = 'ImportErrorCustomContinueRun'; $e.ErrorName = 'n'; $e.ErrorDetail = 'd'; $e; Made 2")))
            {
                List<IDictionary<string, object>> entries = Entries(talk, talk.Call("importData", Import));
                Assert.Equal(new object[] { "ImportErrorCustomContinueRun", "n", "d" }, entries[0]["e"]);
                Assert.False(entries[1].ContainsKey("e"));
            }
        }

        [Fact]
        public void AStopInTheMiddleOfAPageEndsIt()
        {
            using (Talk talk = new Talk(("importData", Made + "Write-Error 'begun'; foreach ($n in 1..1000) { Made $n }; Start-Sleep -Seconds 3600"), ("endImport", "New-Object " + Types + "CloseImportConnectionResults")))
            {
                talk.Begin("importData", Import);
                Assert.Equal("said", Talk.Type(talk.Receive()));
                talk.Send(new { t = "stop" });
                Assert.Equal("stopped", Talk.Type(talk.Receive()));
                Assert.Equal("answer", Talk.Type(talk.Call("endImport", Import)));
            }
        }

        [Fact]
        public void ExportedValuesHaveTheTypesOfTheSchema()
        {
            string script = "param($CSEntries) $e = $CSEntries[0]; $c = $e.AttributeChanges\n"
                + "throw (@($CSEntries.Count, $e.Identifier, $e.DN, $e.ObjectModificationType, ($e.ChangedAttributeNames -join ','), $e.AnchorAttributes['ID'].Value.GetType().Name, $c['photo'].DataType, $c['photo'].ValueChanges[0].Value.GetType().Name, $c['photo'].IsMultiValued, $c['tags'].IsMultiValued, $c['tags'].ModificationType, (($c['tags'].ValueChanges | ForEach-Object { \"$($_.ModificationType):$($_.Value)\" }) -join ' '), $c['large'].ValueChanges[0].Value, $c['gone'].ValueChanges.Count) -join ' ')";
            string id = Guid.NewGuid().ToString();
            object entry = new
            {
                identifier = id,
                modificationType = "Update",
                objectType = "user",
                dn = "CN=Jo",
                anchors = new object[] { new object[] { "id", 7 } },
                changed = new[] { "photo", "tags" },
                changes = new object[]
                {
                    new object[] { "photo", "Replace", new object[] { new object[] { "Add", new { b = "AAE=" } } } },
                    new object[] { "tags", "Update", new object[] { new object[] { "Add", "n" }, new object[] { "Delete", "o" } } },
                    new object[] { "large", "Add", new object[] { new object[] { "Add", new { i = "9223372036854775807" } } } },
                    new object[] { "gone", "Delete", new object[0] },
                },
            };
            using (Talk talk = new Talk(("exportData", script)))
            {
                IDictionary<string, object> answer = talk.Call("exportData", new Dictionary<string, object>(Import) { ["csEntries"] = new[] { entry } });
                Assert.Equal("1 " + id + " CN=Jo Update photo,tags Int64 Binary Byte[] False True Update Add:n Delete:o 9223372036854775807 0", ((IDictionary<string, object>)answer["error"])["message"]);
            }
        }

        [Theory]
        [InlineData("closeImportConnectionRunStep", "endImport", "CloseImportConnectionRunStep", "TerminatedByUser mark")]
        [InlineData("closeExportConnectionRunStep", "endExport", "CloseExportConnectionRunStep", "TerminatedByUser ")]
        public void TheEndIsToldWhyItIsOne(string argument, string slot, string parameter, string told)
        {
            using (Talk talk = new Talk((slot, "param($" + parameter + ") throw \"$($" + parameter + ".Reason) $($" + parameter + ".CustomData)\"")))
            {
                IDictionary<string, object> answer = talk.Call(slot, new Dictionary<string, object> { [argument] = new { reason = "TerminatedByUser", customData = "mark" } });
                Assert.Equal(told, ((IDictionary<string, object>)answer["error"])["message"]);
            }
        }
    }
}
