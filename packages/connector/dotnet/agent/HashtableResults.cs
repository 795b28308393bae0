namespace Idle.ConnectorHost
{
    using System;
    using System.Collections;
    using System.Collections.Generic;
    using Microsoft.MetadirectoryServices;

    /// <summary>What an export returned: hashtables that say of entries what became of them. An entry without one went well.</summary>
    internal sealed class HashtableResults
    {
        /// <summary>That of a result which does not say how it went: it is none that went well.</summary>
        private const string Unspecified = "unspecified-error";

        private readonly Schema types;
        private readonly Dictionary<Guid, CSEntryChange> entries = new Dictionary<Guid, CSEntryChange>();
        private readonly Action<string, string> once;

        public HashtableResults(Schema types, IEnumerable<CSEntryChange> entries, Action<string, string> once)
        {
            this.types = types;
            this.once = once;
            foreach (CSEntryChange each in entries) this.entries[each.Identifier] = each;
        }

        /// <summary>Throws WrongAnswer for a result that is about no entry: whatever it says, nobody knows of what.</summary>
        public string Answer(IList<object> came)
        {
            JsonWriter json = new JsonWriter().Begin('{').Text("t", "answer").Key("answer").Begin('{').Key("results").Begin('[');
            foreach (object each in came)
            {
                IDictionary table = each as IDictionary;
                HashtableKeys keys = table == null ? null : new HashtableKeys(table);
                if (keys == null || !(keys.Has(HashtableKeys.Identifier) || keys.Has(HashtableKeys.ErrorName) || keys.Has(HashtableKeys.ErrorDetail)))
                {
                    string name = FittingValues.KindOf(each);
                    once("object " + name, "The script wrote an object to the pipeline that is no result and was left out: " + name + ".");
                    continue;
                }
                Write(json, keys);
            }
            return json.End(']').End('}').End('}').ToString();
        }

        private void Write(JsonWriter json, HashtableKeys keys)
        {
            Guid identifier;
            CSEntryChange entry = null;
            string written = keys.Text(HashtableKeys.Identifier);
            if (written == null) throw new WrongAnswer("a result without an [Identifier]");
            if (!Guid.TryParse(written, out identifier) || !entries.TryGetValue(identifier, out entry))
            {
                throw new WrongAnswer("a result with an [Identifier] that is none of the objects piped to it");
            }
            string error = keys.Has(HashtableKeys.ErrorName) ? keys.Text(HashtableKeys.ErrorName) : Unspecified;
            if (HashtableKeys.Is(error, "success")) error = null;
            json.Begin('{').Text("identifier", identifier.ToString());
            json.Text("errorCode", (error == null ? MAExportError.Success : MAExportError.ExportErrorCustomContinueRun).ToString());
            if (error == null) WriteAnchor(json, keys, entry);
            else
            {
                json.Text("errorName", error);
                string detail = keys.Text(HashtableKeys.ErrorDetail);
                if (detail != null) json.Text("errorDetail", detail);
            }
            json.End('}');
        }

        private void WriteAnchor(JsonWriter json, HashtableKeys keys, CSEntryChange entry)
        {
            SchemaAttribute anchor = HashtableEntries.AnchorOf(types.Types.Contains(entry.ObjectType) ? types.Types[entry.ObjectType] : null);
            foreach (KeyValuePair<string, object> each in keys.All)
            {
                if (HashtableKeys.IsBracketed(each.Key)) continue;
                if (anchor == null || !HashtableKeys.Is(each.Key, anchor.Name))
                {
                    once("result " + each.Key, "The key \"" + ErrorText.Cut(each.Key) + "\" of results, which is no anchor, was left out.");
                    continue;
                }
                List<object> values = FittingValues.Of(each.Value, anchor.DataType);
                if (values.Count == 0 || "".Equals(values[0])) continue;
                json.Key("anchors").Begin('[').Begin('[').Text(anchor.Name);
                OutputText.WriteValue(json, values[0]);
                json.End(']').End(']');
            }
        }
    }
}
