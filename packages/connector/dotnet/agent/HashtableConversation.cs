namespace Idle.ConnectorHost
{
    using System;
    using System.Collections.Generic;
    using System.Globalization;
    using System.Management.Automation;
    using Microsoft.MetadirectoryServices;

    /// <summary>
    /// Scripts that return plain hashtables with control keys, as for the PowerShell Management Agent of Søren Granfeldt
    /// (docs/powershell-dialects.md). An import sends its entries while its script runs.
    /// </summary>
    internal sealed class HashtableConversation : Conversation
    {
        private readonly HashSet<string> said = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        private HashtableEntries entries;
        private int importPages;
        private int exportPages;
        private bool isFull;
        private bool isPaged;
        private bool isPageOpen;
        private string customDataBefore;
        private string pageTokenBefore;
        private Exception defect;
        private HashtableResults results;
        private ScriptRunner runner;
        private Dictionary<string, object> known;

        public override Dictionary<string, object> Inputs(ConnectorScript script, string slot, IDictionary<string, object> args)
        {
            int page = slot == "importData" ? ++importPages : slot == "exportData" ? ++exportPages : 0;
            known = InputObjects.From(args);
            HashtableInputs inputs = new HashtableInputs(args, known, page);
            isPaged = inputs.IsPaged;
            return inputs.For(script);
        }

        public override ScriptOutcome Run(ScriptRunner runner, ConnectorScript script, string slot, Dictionary<string, object> inputs, IDictionary<string, object> args)
        {
            switch (slot)
            {
                case "importData":
                    return Import(runner, script, inputs, args);
                case "exportData":
                    IList<CSEntryChange> changes = (IList<CSEntryChange>)known["CSEntries"];
                    results = new HashtableResults((Schema)known["Types"], changes, Once);
                    return runner.Run(script.Block, inputs, HashtablePiped.Entries(changes, (Schema)known["Types"]), null);
                case "password":
                    return runner.Run(script.Block, inputs, HashtablePiped.Object((CSEntry)known["CSEntry"]), null);
                default:
                    return base.Run(runner, script, slot, inputs, args);
            }
        }

        public override string Answer(string slot, ScriptOutcome outcome, Func<string, bool> send)
        {
            switch (slot)
            {
                case "schema":
                    return HashtableSchema.Answer(Answers.Bare(outcome.Output), Once);
                case "importData":
                    return EndOfPage(outcome);
                case "exportData":
                    return results.Answer(Answers.Bare(outcome.Output));
                default:
                    JsonWriter json = new JsonWriter().Begin('{').Text("t", "answer");
                    List<object> came = Answers.Bare(outcome.Output);
                    if (came.Count > 0) json.Text("unexpected", Answers.InWords(came));
                    return json.End('}').ToString();
            }
        }

        private ScriptOutcome Import(ScriptRunner runner, ConnectorScript script, Dictionary<string, object> inputs, IDictionary<string, object> args)
        {
            if (entries == null)
            {
                isFull = Fields.Text(Fields.Object(args, "openImportConnectionRunStep"), "importType") != "Delta";
                entries = new HashtableEntries((Schema)known["Types"], isFull, Once);
                runner.SetGlobal("PageToken", "");
            }
            entries.BeginPage();
            isPageOpen = false;
            defect = null;
            customDataBefore = Fields.Text(Fields.Object(args, "getImportEntriesRunStep"), "customData") ?? "";
            pageTokenBefore = TextOf(runner.GetGlobal("PageToken"));
            runner.SetGlobal("RunStepCustomData", customDataBefore);
            this.runner = runner;
            return runner.Run(script.Block, inputs, null, Take);
        }

        private void Take(PSObject came)
        {
            // What throws here would be taken for an error of the script.
            try
            {
                foreach (string line in entries.Lines(came))
                {
                    OpenPage();
                    if (!Send(line)) return;
                }
            }
            catch (Exception exception)
            {
                defect = defect ?? exception;
            }
        }

        private void OpenPage()
        {
            if (isPageOpen) return;
            isPageOpen = true;
            Send(new JsonWriter().Begin('{').Text("t", "page").Key("moreToImport").Flag(false).End('}').ToString());
        }

        private string EndOfPage(ScriptOutcome outcome)
        {
            if (defect != null) throw new InvalidOperationException("An entry could not be written.", defect);
            if (entries.Taken == 0) RefuseMistakes(outcome);
            OpenPage();
            string customData = CustomData();
            JsonWriter json = new JsonWriter().Begin('{').Text("t", "pageEnd");
            json.Key("moreToImport").Flag(isPaged && MoreToImport()).Text("customData", customData);
            bool isSame = customData == customDataBefore && TextOf(runner.GetGlobal("PageToken")) == pageTokenBefore;
            return json.Key("isSame").Flag(isSame).End('}').ToString();
        }

        /// <summary>Nothing after an error is no empty system, and neither is one whose objects are of another kind.</summary>
        private void RefuseMistakes(ScriptOutcome outcome)
        {
            // A delta may have nothing, and commands write what they like while they connect.
            bool isOtherKind = entries.HasCustomObjects && isFull && importPages == 1;
            if (isOtherKind) throw new WrongAnswer("objects that are no hashtables, and no hashtable");
            if (outcome.Errors.Count > 0) throw new WrongAnswer("nothing");
        }

        private string CustomData()
        {
            object left = runner.GetGlobal("RunStepCustomData");
            object bare = Answers.Bare(left);
            bool isText = bare == null || bare is string || bare is ValueType;
            if (!isText) Once("custom data", "The script left " + FittingValues.KindOf(bare) + " in $global:RunStepCustomData, which keeps a text.");
            return TextOf(left);
        }

        private bool MoreToImport()
        {
            object left = Answers.Bare(runner.GetGlobal("MoreToImport"));
            bool more;
            if (left == null) return false;
            if (bool.TryParse(TextOf(left), out more)) return more;
            Once("more to import", "The script left " + FittingValues.KindOf(left) + " in $global:MoreToImport, which is $true or $false.");
            return false;
        }

        /// <summary>The same in every culture. Times keep their offset, so that they mean the same to whoever reads them.</summary>
        private static string TextOf(object value)
        {
            object bare = Answers.Bare(value);
            if (bare == null) return "";
            if (bare is DateTime) return ((DateTime)bare).ToString("o", CultureInfo.InvariantCulture);
            if (bare is DateTimeOffset) return ((DateTimeOffset)bare).ToString("o", CultureInfo.InvariantCulture);
            return (string)LanguagePrimitives.ConvertTo(bare, typeof(string), CultureInfo.InvariantCulture);
        }

        /// <summary>What would be said of each of a hundred thousand objects is said of the first.</summary>
        private void Once(string about, string text)
        {
            if (said.Add(about)) Say("warning", text);
        }
    }
}
