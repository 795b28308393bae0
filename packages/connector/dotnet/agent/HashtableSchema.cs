namespace Idle.ConnectorHost
{
    using System;
    using System.Collections.Generic;
    using System.Management.Automation;
    using Microsoft.MetadirectoryServices;

    /// <summary>A schema of this dialect: one object for each type, whose properties are called `Name|Type`.</summary>
    internal static class HashtableSchema
    {
        private const string Anchor = "anchor-";
        private const string ImportOnly = "importonly-";
        private const string ExportOnly = "exportonly-";

        /// <summary>`once`: tells whoever looks on. Throws WrongAnswer.</summary>
        public static string Answer(IList<object> came, Action<string, string> once)
        {
            if (came.Count == 0) throw new WrongAnswer("nothing");
            Schema schema = Schema.Create();
            foreach (object each in came)
            {
                PSObject type = each as PSObject;
                if (type == null) throw new WrongAnswer(Answers.InWords(came));
                SchemaType made = TypeOf(type, once);
                if (schema.Types.Contains(made.Name)) throw new WrongAnswer("the type " + Quoted(made.Name) + " twice");
                schema.Types.Add(made);
            }
            JsonWriter json = new JsonWriter().Begin('{').Text("t", "answer").Key("answer");
            OutputText.Write(json, schema);
            return json.End('}').ToString();
        }

        private static SchemaType TypeOf(PSObject written, Action<string, string> once)
        {
            string name = null;
            List<SchemaAttribute> attributes = new List<SchemaAttribute>();
            foreach (PSPropertyInfo property in written.Properties)
            {
                string[] parts = property.Name.Split(new[] { '|' }, StringSplitOptions.RemoveEmptyEntries);
                if (parts.Length < 2 || parts[0].Trim().Length == 0)
                {
                    throw new WrongAnswer("an object with the property " + Quoted(property.Name) + ", which has not the form Name|Type");
                }
                if (HashtableKeys.Is(parts[0].Trim(), HashtableKeys.ObjectClass)) name = FittingValues.Text(property.Value);
                else attributes.Add(AttributeOf(parts[0].Trim(), parts[1].Trim(), once));
            }
            if (string.IsNullOrEmpty(name)) throw new WrongAnswer("an object without a value of objectClass|String");
            SchemaType type = SchemaType.Create(name, true);
            foreach (SchemaAttribute each in attributes)
            {
                if (type.Attributes.Contains(each.Name)) throw new WrongAnswer("the type " + Quoted(name) + " with the attribute " + Quoted(each.Name) + " twice");
                type.Attributes.Add(each);
            }
            int anchors = type.AnchorAttributes.Count;
            if (anchors != 1) throw new WrongAnswer("the type " + Quoted(name) + " with " + (anchors == 0 ? "no anchor" : anchors + " anchors"));
            return type;
        }

        private static SchemaAttribute AttributeOf(string written, string typeName, Action<string, string> once)
        {
            bool isAnchor = Begins(written, Anchor);
            AttributeOperation operation = Begins(written, ImportOnly) ? AttributeOperation.ImportOnly
                : Begins(written, ExportOnly) ? AttributeOperation.ExportOnly
                : AttributeOperation.ImportExport;
            string prefix = isAnchor ? Anchor : operation == AttributeOperation.ImportOnly ? ImportOnly : operation == AttributeOperation.ExportOnly ? ExportOnly : "";
            string name = written.Substring(prefix.Length);
            if (name.Length == 0) throw new WrongAnswer("an object with the property " + Quoted(written + "|" + typeName) + ", which names no attribute");
            bool isMultiValued = typeName.EndsWith("[]", StringComparison.Ordinal);
            AttributeType type = TypeNamed(typeName.Replace("[]", ""), name, once);
            if (isAnchor) return SchemaAttribute.CreateAnchorAttribute(name, type);
            return isMultiValued ? SchemaAttribute.CreateMultiValuedAttribute(name, type, operation) : SchemaAttribute.CreateSingleValuedAttribute(name, type, operation);
        }

        private static AttributeType TypeNamed(string written, string attribute, Action<string, string> once)
        {
            switch (written.Trim().ToLowerInvariant())
            {
                case "string": return AttributeType.String;
                case "boolean": return AttributeType.Boolean;
                case "integer": return AttributeType.Integer;
                case "reference": return AttributeType.Reference;
                case "binary": return AttributeType.Binary;
                default:
                    once("type " + attribute, "The attribute " + Quoted(attribute) + " is of the type " + Quoted(written) + ", which nobody knows, and is taken for a String.");
                    return AttributeType.String;
            }
        }

        private static bool Begins(string text, string prefix)
        {
            return text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
        }

        private static string Quoted(string text)
        {
            return "\"" + ErrorText.Cut(text) + "\"";
        }
    }
}
