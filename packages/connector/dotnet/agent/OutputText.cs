namespace Idle.ConnectorHost
{
    using System;
    using System.Collections.Generic;
    using System.Globalization;
    using Microsoft.MetadirectoryServices;

    /// <summary>What scripts return, as the host takes it. Values say their type where JSON has none for it.</summary>
    internal static class OutputText
    {
        private const long MostExact = 9007199254740991;

        public static void Write(JsonWriter json, ParameterValidationResult result)
        {
            json.Begin('{').Text("code", result.Code.ToString());
            if (!string.IsNullOrEmpty(result.ErrorMessage)) json.Text("errorMessage", result.ErrorMessage);
            if (!string.IsNullOrEmpty(result.ErrorParameter)) json.Text("errorParameter", result.ErrorParameter);
            json.End('}');
        }

        public static void Write(JsonWriter json, Schema schema)
        {
            json.Begin('{').Key("types").Begin('[');
            foreach (SchemaType type in schema.Types)
            {
                json.Begin('{').Text("name", type.Name).Key("attributes").Begin('[');
                foreach (SchemaAttribute attribute in type.Attributes)
                {
                    json.Begin('{').Text("name", attribute.Name).Text("dataType", attribute.DataType.ToString());
                    json.Key("isAnchor").Flag(attribute.IsAnchor).Key("isMultiValued").Flag(attribute.IsMultiValued);
                    json.Text("operation", attribute.AllowedAttributeOperation.ToString()).End('}');
                }
                json.End(']').End('}');
            }
            json.End(']').End('}');
        }

        public static void Write(JsonWriter json, Partition partition)
        {
            json.Begin('{').Text("dn", partition.DN);
            if (partition.Identifier != Guid.Empty) json.Text("id", partition.Identifier.ToString());
            if (!string.IsNullOrEmpty(partition.Name)) json.Text("name", partition.Name);
            json.End('}');
        }

        public static void Write(JsonWriter json, HierarchyNode node)
        {
            json.Begin('{').Text("dn", node.DN);
            if (!string.IsNullOrEmpty(node.DisplayName)) json.Text("name", node.DisplayName);
            json.End('}');
        }

        /// <summary>What a script does not say is not there: to the host an empty text is one.</summary>
        public static void WriteCustomData(JsonWriter json, string customData)
        {
            json.Begin('{');
            if (customData != null) json.Text("customData", customData);
            json.End('}');
        }

        public static void Write(JsonWriter json, PutExportEntriesResults results)
        {
            json.Begin('{').Key("results").Begin('[');
            foreach (CSEntryChangeResult each in results.CSEntryChangeResults)
            {
                if (each != null) Write(json, each);
            }
            json.End(']').End('}');
        }

        private static void Write(JsonWriter json, CSEntryChangeResult result)
        {
            json.Begin('{').Text("identifier", result.Identifier.ToString()).Text("errorCode", result.ErrorCode.ToString());
            if (!string.IsNullOrEmpty(result.ErrorName)) json.Text("errorName", result.ErrorName);
            if (!string.IsNullOrEmpty(result.ErrorDetail)) json.Text("errorDetail", result.ErrorDetail);
            if (result.AnchorAttributes != null && result.AnchorAttributes.Count > 0)
            {
                json.Key("anchors").Begin('[');
                foreach (AttributeChange each in result.AnchorAttributes)
                {
                    foreach (ValueChange change in each.ValueChanges)
                    {
                        if (change.ModificationType == ValueModificationType.Delete) continue;
                        json.Begin('[').Text(each.Name);
                        WriteValue(json, change.Value);
                        json.End(']');
                        break;
                    }
                }
                json.End(']');
            }
            json.End('}');
        }

        /// <summary>`types`: what the values are to be; what is the same in another form, such as 'True', is made that.</summary>
        public static void Write(JsonWriter json, CSEntryChange entry, Schema types)
        {
            SchemaType type = types != null && !string.IsNullOrEmpty(entry.ObjectType) && types.Types.Contains(entry.ObjectType) ? types.Types[entry.ObjectType] : null;
            json.Begin('{').Text("t", "entry").Text("m", entry.ObjectModificationType.ToString());
            if (!string.IsNullOrEmpty(entry.ObjectType)) json.Text("o", entry.ObjectType);
            if (!string.IsNullOrEmpty(entry.DN)) json.Text("d", entry.DN);
            if (entry.AnchorAttributes.Count > 0)
            {
                json.Key("a").Begin('[');
                foreach (AnchorAttribute each in entry.AnchorAttributes)
                {
                    json.Begin('[').Text(each.Name);
                    WriteValue(json, Fitting(each.Value, each.Name, type));
                    json.End(']');
                }
                json.End(']');
            }
            json.Key("c").Begin('[');
            foreach (AttributeChange each in entry.AttributeChanges) Write(json, each, type);
            json.End(']');
            if (entry.ErrorCodeImport != MAImportError.Success)
            {
                json.Key("e").Begin('[').Text(entry.ErrorCodeImport.ToString()).Text(entry.ErrorName).Text(entry.ErrorDetail).End(']');
            }
            json.End('}');
        }

        /// <summary>Name, what happens to it, the values that come and those that go.</summary>
        private static void Write(JsonWriter json, AttributeChange change, SchemaType type)
        {
            json.Begin('[').Text(change.Name).Text(change.ModificationType.ToString()).Begin('[');
            bool hasDeleted = false;
            foreach (ValueChange each in change.ValueChanges)
            {
                if (each.ModificationType == ValueModificationType.Delete) hasDeleted = true;
                else WriteValue(json, Fitting(each.Value, change.Name, type));
            }
            json.End(']');
            if (hasDeleted)
            {
                json.Begin('[');
                foreach (ValueChange each in change.ValueChanges)
                {
                    if (each.ModificationType == ValueModificationType.Delete) WriteValue(json, Fitting(each.Value, change.Name, type));
                }
                json.End(']');
            }
            json.End(']');
        }

        private static object Fitting(object value, string name, SchemaType type)
        {
            if (type == null || !type.Attributes.Contains(name)) return value;
            List<object> fitting = FittingValues.Of(value, type.Attributes[name].DataType);
            return fitting.Count == 1 ? fitting[0] : value;
        }

        public static void WriteValue(JsonWriter json, object value)
        {
            value = Answers.Bare(value);
            string text = value as string;
            byte[] bytes = value as byte[];
            if (text != null) json.Text(text);
            else if (bytes != null) json.Begin('{').Text("b", Convert.ToBase64String(bytes)).End('}');
            else if (value is bool) json.Flag((bool)value);
            else if (IsWhole(value)) WriteWhole(json, value);
            else if (value is DateTime) json.Text(((DateTime)value).ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            else json.Begin('{').Text("u", value == null ? "null" : value.GetType().FullName).End('}');
        }

        private static bool IsWhole(object value)
        {
            return value is int || value is long || value is short || value is byte || value is sbyte || value is ushort || value is uint || value is ulong;
        }

        private static void WriteWhole(JsonWriter json, object value)
        {
            decimal whole = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
            if (Math.Abs(whole) <= MostExact) json.Number((long)whole);
            else json.Begin('{').Text("i", whole.ToString(CultureInfo.InvariantCulture)).End('}');
        }
    }
}
