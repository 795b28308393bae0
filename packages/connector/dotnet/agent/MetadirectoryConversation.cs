namespace Idle.ConnectorHost
{
    using System;
    using System.Collections.Generic;
    using System.Collections.ObjectModel;
    using Microsoft.MetadirectoryServices;

    /// <summary>Scripts of the Windows PowerShell Connector: they get and return types of Microsoft.MetadirectoryServices.</summary>
    internal sealed class MetadirectoryConversation : Conversation
    {
        private readonly IDictionary<string, string> texts;
        private Schema types;
        private bool isFullImport;
        private int entriesOfRun;
        private bool hasErrorsInRun;

        /// <summary>`texts`: of the scripts, by the parameters that they are.</summary>
        public MetadirectoryConversation(IDictionary<string, string> texts)
        {
            this.texts = texts;
        }

        public override Dictionary<string, object> Inputs(ConnectorScript script, string slot, IDictionary<string, object> args)
        {
            Dictionary<string, object> inputs = InputObjects.From(args);
            KeyedCollection<string, ConfigParameter> parameters = (KeyedCollection<string, ConfigParameter>)inputs["ConfigParameters"];
            foreach (KeyValuePair<string, string> each in texts)
            {
                if (!parameters.Contains(each.Key)) parameters.Add(new ConfigParameter(each.Key, each.Value));
            }
            object known;
            if (inputs.TryGetValue("Types", out known)) types = (Schema)known;
            if (inputs.TryGetValue("OpenImportConnectionRunStep", out known)) isFullImport = ((OpenImportConnectionRunStep)known).ImportType == OperationType.Full;
            return Binder.Bind(script, inputs);
        }

        public override ScriptOutcome Run(ScriptRunner runner, ConnectorScript script, string slot, Dictionary<string, object> inputs, IDictionary<string, object> args)
        {
            ScriptOutcome outcome = base.Run(runner, script, slot, inputs, args);
            if (outcome.Errors.Count > 0) hasErrorsInRun = true;
            return outcome;
        }

        public override string Answer(string slot, ScriptOutcome outcome, Func<string, bool> send)
        {
            List<object> came = Answers.Bare(outcome.Output);
            JsonWriter json = new JsonWriter();
            json.Begin('{').Text("t", "answer");
            switch (slot)
            {
                case "validation":
                    OutputText.Write(json.Key("answer"), Answers.One<ParameterValidationResult>(came));
                    break;
                case "schema":
                    OutputText.Write(json.Key("answer"), Answers.One<Schema>(came));
                    break;
                case "partition":
                    ExpectSome(came);
                    json.Key("answer").Begin('[');
                    foreach (Partition each in Answers.All<Partition>(came)) OutputText.Write(json, each);
                    json.End(']');
                    break;
                case "hierarchy":
                    if (outcome.Errors.Count > 0) ExpectSome(came);
                    json.Key("answer").Begin('[');
                    foreach (HierarchyNode each in Answers.All<HierarchyNode>(came)) OutputText.Write(json, each);
                    json.End(']');
                    break;
                case "beginImport":
                    OutputText.WriteCustomData(json.Key("answer"), Answers.One<OpenImportConnectionResults>(came).CustomData);
                    break;
                case "importData":
                    // An empty list leaves nothing in the pipeline. Nothing after an error is no empty list.
                    if (came.Count == 0 && outcome.Errors.Count > 0) throw new WrongAnswer(Answers.InWords(came));
                    return AnswerWithPage(came, send);
                case "endImport":
                    OutputText.WriteCustomData(json.Key("answer"), Answers.One<CloseImportConnectionResults>(came).CustomData);
                    break;
                case "exportData":
                    OutputText.Write(json.Key("answer"), Answers.One<PutExportEntriesResults>(came));
                    break;
                default:
                    if (came.Count > 0) json.Text("unexpected", Answers.InWords(came));
                    break;
            }
            return json.End('}').ToString();
        }

        /// <summary>A list of nothing, after an error, says that the error was in the way.</summary>
        private static void ExpectSome(List<object> came)
        {
            if (came.Count == 0) throw new WrongAnswer(Answers.InWords(came));
        }

        private string AnswerWithPage(List<object> came, Func<string, bool> send)
        {
            IList<CSEntryChange> entries;
            bool moreToImport = false;
            string customData = null;
            GetImportEntriesResults results = came.Count == 1 ? came[0] as GetImportEntriesResults : null;
            if (results == null) entries = Answers.All<CSEntryChange>(came);
            else
            {
                entries = results.CSEntries;
                moreToImport = results.MoreToImport;
                customData = results.CustomData;
            }
            entriesOfRun += entries == null ? 0 : entries.Count;
            // A system that did not answer would look like one that is empty, and everything known would be gone.
            if (isFullImport && !moreToImport && entriesOfRun == 0 && hasErrorsInRun) throw new WrongAnswer("no object in a full import in which there were errors");
            JsonWriter json = new JsonWriter();
            json.Begin('{').Text("t", "page").Key("moreToImport").Flag(moreToImport).Text("customData", customData).End('}');
            bool isWanted = send(json.ToString());
            if (entries != null)
            {
                foreach (CSEntryChange each in entries)
                {
                    if (!isWanted) break;
                    if (each == null) continue;
                    json.Clear();
                    OutputText.Write(json, each, types);
                    isWanted = send(json.ToString());
                }
            }
            return new JsonWriter().Begin('{').Text("t", "pageEnd").End('}').ToString();
        }
    }
}
