namespace Idle.ConnectorHost
{
    using System;
    using System.Collections.Generic;
    using System.Management.Automation;
    using Microsoft.MetadirectoryServices;

    /// <summary>What is piped into scripts: objects whose properties are control values and attributes.</summary>
    internal static class HashtablePiped
    {
        public static List<PSObject> Entries(IList<CSEntryChange> entries, Schema types)
        {
            List<PSObject> all = new List<PSObject>(entries.Count);
            foreach (CSEntryChange each in entries) all.Add(Entry(each, types));
            return all;
        }

        private static PSObject Entry(CSEntryChange entry, Schema types)
        {
            PSObject made = new PSObject();
            object anchor = "";
            foreach (AnchorAttribute each in entry.AnchorAttributes)
            {
                anchor = each.Value;
                break;
            }
            Set(made, HashtableKeys.Identifier, entry.Identifier.ToString());
            Set(made, "[IdentifierAsGuid]", entry.Identifier);
            Set(made, "[Anchor]", anchor);
            Set(made, "[ObjectModificationType]", entry.ObjectModificationType.ToString());
            Set(made, "[ObjectType]", entry.ObjectType);
            Set(made, "[AttributeNames]", NamesOf(entry.ObjectType, types));
            Set(made, "[ChangedAttributeNames]", new List<string>(entry.ChangedAttributeNames));
            Set(made, HashtableKeys.DN, entry.DN);
            Set(made, "[RDN]", entry.RDN);
            foreach (AttributeChange change in entry.AttributeChanges)
            {
                List<object> values = new List<object>();
                foreach (ValueChange each in change.ValueChanges)
                {
                    if (each.ModificationType != ValueModificationType.Delete) values.Add(each.Value);
                }
                if (change.IsMultiValued) Set(made, change.Name, values.ToArray());
                else if (values.Count > 0) Set(made, change.Name, values[0]);
            }
            return made;
        }

        private static List<string> NamesOf(string objectType, Schema types)
        {
            List<string> names = new List<string>();
            if (!types.Types.Contains(objectType)) return names;
            foreach (SchemaAttribute each in types.Types[objectType].Attributes) names.Add(each.Name);
            return names;
        }

        /// <summary>
        /// The object that a password is for. Older script sets take it for a CSEntry and ask for `$_['name'].Value`: it is one,
        /// too.
        /// </summary>
        public static List<PSObject> Object(CSEntry entry)
        {
            PSObject made = new PSObject(entry);
            string dn = entry.DN == null ? null : entry.DN.ToString();
            Set(made, HashtableKeys.DN, dn);
            Set(made, "[RDN]", entry.RDN);
            Set(made, "DN", dn);
            Set(made, "[ObjectType]", entry.ObjectType);
            AttributeNameEnumerator names = entry.GetEnumerator();
            while (names.MoveNext())
            {
                Attrib attribute = entry[(string)names.Current];
                if (!attribute.IsPresent) continue;
                List<object> values = new List<object>();
                foreach (Value each in attribute.Values) values.Add(ValueOf(each));
                if (attribute.IsMultivalued) Set(made, attribute.Name, values.ToArray());
                else if (values.Count > 0) Set(made, attribute.Name, values[0]);
            }
            List<PSObject> all = new List<PSObject>();
            all.Add(made);
            return all;
        }

        private static object ValueOf(Value value)
        {
            switch (value.DataType)
            {
                case AttributeType.Binary: return value.ToBinary();
                case AttributeType.Boolean: return value.ToBoolean();
                case AttributeType.Integer: return value.ToInteger();
                default: return value.ToString();
            }
        }

        /// <summary>An attribute may be called as one of the object's own.</summary>
        private static void Set(PSObject made, string name, object value)
        {
            PSPropertyInfo there = made.Properties[name];
            if (there != null && there.IsInstance) made.Properties.Remove(name);
            made.Properties.Add(new PSNoteProperty(name, value), true);
        }
    }
}
