namespace Idle.ConnectorHost
{
    using System;
    using System.Collections;
    using System.Collections.Generic;
    using System.Management.Automation;
    using Microsoft.MetadirectoryServices;

    /// <summary>Hashtables of an import, as lines for the host. Each stands for itself: nothing of it is kept.</summary>
    internal sealed class HashtableEntries
    {
        private readonly Schema types;
        private readonly bool isFull;
        private readonly Action<string, string> once;
        private readonly JsonWriter json = new JsonWriter();

        /// <summary>`once`: tells whoever looks on, the first time for each first word.</summary>
        public HashtableEntries(Schema types, bool isFull, Action<string, string> once)
        {
            this.types = types;
            this.isFull = isFull;
            this.once = once;
        }

        /// <summary>How many hashtables came since the page began.</summary>
        public int Taken { get; private set; }

        /// <summary>Whether objects came that may have been meant for entries.</summary>
        public bool HasCustomObjects { get; private set; }

        public void BeginPage()
        {
            Taken = 0;
            HasCustomObjects = false;
        }

        /// <summary>None for what is no entry; several for a list of them.</summary>
        public IEnumerable<string> Lines(PSObject came)
        {
            object bare = Answers.Bare(came);
            if (bare == null) yield break;
            IEnumerable list = bare is IDictionary ? null : bare as IList;
            if (list == null)
            {
                string line = Line(bare);
                if (line != null) yield return line;
                yield break;
            }
            foreach (object each in list)
            {
                object held = Answers.Bare(each);
                string line = held == null ? null : Line(held);
                if (line != null) yield return line;
            }
        }

        private string Line(object came)
        {
            IDictionary table = came as IDictionary;
            if (table == null)
            {
                if (came is PSObject) HasCustomObjects = true;
                string name = FittingValues.KindOf(came);
                once("object " + name, "The script wrote an object to the pipeline that is no hashtable and was left out: " + name + ".");
                return null;
            }
            Taken++;
            HashtableKeys keys = new HashtableKeys(table);
            string typeName = keys.Text(HashtableKeys.ObjectClass, "[objectClass]");
            SchemaType type = typeName != null && types.Types.Contains(typeName) ? types.Types[typeName] : null;
            SchemaAttribute anchor = AnchorOf(type);
            object anchorValue = anchor == null ? null : First(FittingValues.Of(keys.Value(anchor.Name), anchor.DataType));
            string change = keys.Text(HashtableKeys.ChangeType, "[changeType]");
            bool isDelete = HashtableKeys.Is(change, "delete");
            string error = keys.Text(HashtableKeys.ErrorName);
            if (HashtableKeys.Is(error, "success")) error = null;
            if (isDelete && isFull && error == null)
            {
                once("delete", "The script brought a deleted object in a full import, which has those alone that are there. It was left out.");
                return null;
            }
            json.Clear();
            json.Begin('{').Text("t", "entry").Text("m", isDelete && error == null ? "Delete" : "Add");
            if (typeName != null) json.Text("o", typeName);
            string dn = keys.Text(HashtableKeys.DN) ?? NameOf(anchorValue);
            if (!string.IsNullOrEmpty(dn)) json.Text("d", dn);
            if (anchorValue != null)
            {
                json.Key("a").Begin('[').Begin('[').Text(anchor.Name);
                OutputText.WriteValue(json, anchorValue);
                json.End(']').End(']');
            }
            json.Key("c").Begin('[');
            if (type != null && !isDelete && error == null) WriteAttributes(keys, type, anchor);
            json.End(']');
            if (error != null)
            {
                json.Key("e").Begin('[').Text(MAImportError.ImportErrorCustomContinueRun.ToString()).Text(error).Text(keys.Text(HashtableKeys.ErrorDetail)).End(']');
            }
            return json.End('}').ToString();
        }

        private void WriteAttributes(HashtableKeys keys, SchemaType type, SchemaAttribute anchor)
        {
            foreach (KeyValuePair<string, object> each in keys.All)
            {
                if (IsControl(each.Key) || HashtableKeys.Is(each.Key, anchor == null ? "" : anchor.Name)) continue;
                SchemaAttribute attribute = type.Attributes.Contains(each.Key) ? type.Attributes[each.Key] : null;
                if (attribute == null || attribute.AllowedAttributeOperation == AttributeOperation.ExportOnly)
                {
                    string why = attribute == null ? "which the schema has not" : "which is for exports only";
                    once("key " + type.Name + " " + each.Key, "The key \"" + ErrorText.Cut(each.Key) + "\" of objects of the type " + type.Name + ", " + why + ", was left out.");
                    continue;
                }
                List<object> values = FittingValues.Of(each.Value, attribute.DataType);
                if (values.Count == 0) continue;
                json.Begin('[').Text(attribute.Name).Text("Add").Begin('[');
                foreach (object value in values) OutputText.WriteValue(json, value);
                json.End(']').End(']');
            }
        }

        private static bool IsControl(string key)
        {
            foreach (string each in new[] { HashtableKeys.ObjectClass, "[objectClass]", HashtableKeys.ChangeType, "[changeType]", HashtableKeys.DN, HashtableKeys.ErrorName, HashtableKeys.ErrorDetail })
            {
                if (HashtableKeys.Is(key, each)) return true;
            }
            return false;
        }

        internal static SchemaAttribute AnchorOf(SchemaType type)
        {
            if (type == null) return null;
            foreach (SchemaAttribute each in type.Attributes)
            {
                if (each.IsAnchor) return each;
            }
            return null;
        }

        private static object First(List<object> values)
        {
            return values.Count == 0 ? null : values[0];
        }

        private static string NameOf(object anchorValue)
        {
            byte[] bytes = anchorValue as byte[];
            return bytes != null ? Convert.ToBase64String(bytes) : FittingValues.Text(anchorValue);
        }
    }
}
