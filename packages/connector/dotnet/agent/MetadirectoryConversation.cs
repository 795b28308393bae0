namespace Idle.ConnectorHost
{
    using System;
    using System.Collections.Generic;
    using Microsoft.MetadirectoryServices;

    /// <summary>Scripts of the Windows PowerShell Connector: they get and return types of Microsoft.MetadirectoryServices.</summary>
    internal sealed class MetadirectoryConversation : Conversation
    {
        public override Dictionary<string, object> Inputs(ConnectorScript script, string slot, IDictionary<string, object> args)
        {
            return Binder.Bind(script, InputObjects.From(args));
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
                    json.Key("answer").Begin('[');
                    foreach (Partition each in Answers.All<Partition>(came)) OutputText.Write(json, each);
                    json.End(']');
                    break;
                case "hierarchy":
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

        private static string AnswerWithPage(List<object> came, Func<string, bool> send)
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
                    OutputText.Write(json, each);
                    isWanted = send(json.ToString());
                }
            }
            return new JsonWriter().Begin('{').Text("t", "pageEnd").End('}').ToString();
        }
    }
}
