namespace Idle.ConnectorHost
{
    using System;
    using System.Collections.Generic;
    using System.Collections.ObjectModel;
    using System.Management.Automation;
    using System.Security.Cryptography;
    using System.Text;
    using Microsoft.MetadirectoryServices;

    /// <summary>What the host sends, as the objects that scripts know.</summary>
    internal static class InputObjects
    {
        /// <summary>By the name that the connector documents.</summary>
        public static Dictionary<string, object> From(IDictionary<string, object> args)
        {
            Dictionary<string, object> inputs = new Dictionary<string, object>(StringComparer.Ordinal);
            Schema types = args.ContainsKey("types") ? SchemaOf(Fields.List(args, "types")) : null;
            inputs["ConfigParameters"] = ParametersOf(args);
            IDictionary<string, object> credential = Fields.Object(args, "credential");
            if (credential != null)
            {
                inputs["Credential"] = new PSCredential(Fields.Text(credential, "user"), Binder.Secure(Fields.Text(credential, "password")));
            }
            if (types != null) inputs["Types"] = types;
            string page = Fields.Text(args, "configParameterPage");
            if (page != null) inputs["ConfigParameterPage"] = Enum.Parse(typeof(ConfigParameterPage), page);
            if (args.ContainsKey("parentNode")) inputs["ParentNode"] = NodeOf(Fields.Object(args, "parentNode"));
            if (args.ContainsKey("openImportConnectionRunStep")) inputs["OpenImportConnectionRunStep"] = OpenImportOf(Fields.Object(args, "openImportConnectionRunStep"));
            if (args.ContainsKey("getImportEntriesRunStep")) inputs["GetImportEntriesRunStep"] = GetImportOf(Fields.Object(args, "getImportEntriesRunStep"), types);
            if (args.ContainsKey("closeImportConnectionRunStep")) inputs["CloseImportConnectionRunStep"] = CloseImportOf(Fields.Object(args, "closeImportConnectionRunStep"));
            if (args.ContainsKey("openExportConnectionRunStep")) inputs["OpenExportConnectionRunStep"] = OpenExportOf(Fields.Object(args, "openExportConnectionRunStep"));
            if (args.ContainsKey("closeExportConnectionRunStep")) inputs["CloseExportConnectionRunStep"] = CloseExportOf(Fields.Object(args, "closeExportConnectionRunStep"));
            if (args.ContainsKey("csEntries")) inputs["CSEntries"] = EntriesOf(Fields.List(args, "csEntries"), types);
            if (args.ContainsKey("partition")) inputs["Partition"] = PartitionOf(Fields.Object(args, "partition"));
            if (args.ContainsKey("csEntry")) inputs["CSEntry"] = ObjectOf(Fields.Object(args, "csEntry"), types, Fields.Text(args, "connector"));
            AddPassword(args, inputs);
            return inputs;
        }

        private static void AddPassword(IDictionary<string, object> args, Dictionary<string, object> inputs)
        {
            string operation = Fields.Text(args, "operationType");
            if (operation == null) return;
            inputs["OperationType"] = operation;
            inputs["NewPassword"] = Fields.Text(args, "newPassword");
            if (args.ContainsKey("oldPassword")) inputs["OldPassword"] = Fields.Text(args, "oldPassword");
            IDictionary<string, object> options = Fields.Object(args, "passwordOptions");
            if (options == null) return;
            PasswordOptions flags = PasswordOptions.None;
            if (Fields.Flag(options, "unlockAccount")) flags |= PasswordOptions.UnlockAccount;
            if (Fields.Flag(options, "forceChangeAtLogOn")) flags |= PasswordOptions.ForceChangeAtLogOn;
            if (Fields.Flag(options, "validatePassword")) flags |= PasswordOptions.ValidatePassword;
            inputs["PasswordOptions"] = flags;
        }

        private static KeyedCollection<string, ConfigParameter> ParametersOf(IDictionary<string, object> args)
        {
            NamedCollection<ConfigParameter> parameters = new NamedCollection<ConfigParameter>(each => each.Name);
            foreach (IDictionary<string, object> each in Fields.Objects(args, "configParameters"))
            {
                string name = Fields.Text(each, "name");
                string secret = Fields.Text(each, "secret");
                if (parameters.Contains(name)) continue;
                parameters.Add(secret == null ? new ConfigParameter(name, Fields.Text(each, "value")) : new ConfigParameter(name, Binder.Secure(secret)));
            }
            return parameters;
        }

        private static Schema SchemaOf(IList<object> types)
        {
            Schema schema = Schema.Create();
            foreach (IDictionary<string, object> written in types)
            {
                SchemaType type = SchemaType.Create(Fields.Text(written, "name"), true);
                foreach (IDictionary<string, object> each in Fields.Objects(written, "attributes"))
                {
                    string name = Fields.Text(each, "name");
                    AttributeType dataType = (AttributeType)Enum.Parse(typeof(AttributeType), Fields.Text(each, "dataType"));
                    AttributeOperation operation = (AttributeOperation)Enum.Parse(typeof(AttributeOperation), Fields.Text(each, "operation") ?? "ImportExport");
                    if (Fields.Flag(each, "isAnchor")) type.Attributes.Add(SchemaAttribute.CreateAnchorAttribute(name, dataType, operation));
                    else if (Fields.Flag(each, "isMultiValued")) type.Attributes.Add(SchemaAttribute.CreateMultiValuedAttribute(name, dataType, operation));
                    else type.Attributes.Add(SchemaAttribute.CreateSingleValuedAttribute(name, dataType, operation));
                }
                schema.Types.Add(type);
            }
            return schema;
        }

        private static Partition PartitionOf(IDictionary<string, object> written)
        {
            string dn = Fields.Text(written, "dn") ?? "";
            return Partition.Create(IdentifierOf(Fields.Text(written, "id") ?? dn), dn, Fields.Text(written, "name") ?? dn);
        }

        /// <summary>That of the system where it is one, else one that is always the same for the same text.</summary>
        private static Guid IdentifierOf(string id)
        {
            Guid known;
            if (Guid.TryParse(id, out known)) return known;
            using (SHA256 sha = SHA256.Create())
            {
                byte[] bytes = new byte[16];
                Array.Copy(sha.ComputeHash(Encoding.UTF8.GetBytes(id)), bytes, 16);
                return new Guid(bytes);
            }
        }

        private static HierarchyNode NodeOf(IDictionary<string, object> written)
        {
            string dn = Fields.Text(written, "dn") ?? "";
            return HierarchyNode.Create(dn, Fields.Text(written, "name") ?? dn);
        }

        private static List<HierarchyNode> NodesOf(IDictionary<string, object> step, string name)
        {
            List<HierarchyNode> nodes = new List<HierarchyNode>();
            foreach (IDictionary<string, object> each in Fields.Objects(step, name)) nodes.Add(NodeOf(each));
            return nodes;
        }

        private static OpenImportConnectionRunStep OpenImportOf(IDictionary<string, object> step)
        {
            OpenImportConnectionRunStep open = new OpenImportConnectionRunStep();
            open.ImportType = Fields.Text(step, "importType") == "Delta" ? OperationType.Delta : OperationType.Full;
            open.CustomData = Fields.Text(step, "customData") ?? "";
            open.PageSize = Fields.Number(step, "pageSize");
            open.StepPartition = PartitionOf(Fields.Object(step, "partition"));
            open.InclusionHierarchyNodes = NodesOf(step, "included");
            open.ExclusionHierarchyNodes = NodesOf(step, "excluded");
            return open;
        }

        private static GetImportEntriesRunStep GetImportOf(IDictionary<string, object> step, Schema types)
        {
            GetImportEntriesRunStep get = new GetImportEntriesRunStep();
            get.CustomData = Fields.Text(step, "customData") ?? "";
            List<CSEntryChange> wanted = new List<CSEntryChange>();
            foreach (IDictionary<string, object> each in Fields.Objects(step, "fullObjectEntries")) wanted.Add(KnownOf(each));
            get.FullObjectEntries = wanted;
            return get;
        }

        private static CloseImportConnectionRunStep CloseImportOf(IDictionary<string, object> step)
        {
            CloseImportConnectionRunStep close = new CloseImportConnectionRunStep();
            close.Reason = ReasonOf(step);
            close.CustomData = Fields.Text(step, "customData") ?? "";
            return close;
        }

        private static OpenExportConnectionRunStep OpenExportOf(IDictionary<string, object> step)
        {
            OpenExportConnectionRunStep open = new OpenExportConnectionRunStep();
            open.ExportType = Fields.Text(step, "exportType") == "Full" ? OperationType.Full : OperationType.Delta;
            open.BatchSize = Fields.Number(step, "pageSize");
            open.StepPartition = PartitionOf(Fields.Object(step, "partition"));
            open.InclusionHierarchyNodes = NodesOf(step, "included");
            open.ExclusionHierarchyNodes = NodesOf(step, "excluded");
            return open;
        }

        private static CloseExportConnectionRunStep CloseExportOf(IDictionary<string, object> step)
        {
            CloseExportConnectionRunStep close = new CloseExportConnectionRunStep();
            close.Reason = ReasonOf(step);
            return close;
        }

        private static CloseReason ReasonOf(IDictionary<string, object> step)
        {
            return (CloseReason)Enum.Parse(typeof(CloseReason), Fields.Text(step, "reason") ?? "Normal");
        }

        private static List<CSEntryChange> EntriesOf(IList<object> written, Schema types)
        {
            List<CSEntryChange> entries = new List<CSEntryChange>(written.Count);
            foreach (IDictionary<string, object> each in written) entries.Add(EntryOf(each, types));
            return entries;
        }

        private static CSEntryChange EntryOf(IDictionary<string, object> written, Schema types)
        {
            CSEntryChange entry = Identified(written);
            entry.ObjectModificationType = (ObjectModificationType)Enum.Parse(typeof(ObjectModificationType), Fields.Text(written, "modificationType"));
            List<string> changed = new List<string>();
            foreach (object each in Fields.List(written, "changed")) changed.Add((string)each);
            entry.ChangedAttributeNames = changed;
            SchemaType type = TypeOf(types, entry.ObjectType);
            foreach (IList<object> each in Fields.List(written, "changes"))
            {
                string name = (string)each[0];
                List<ValueChange> values = new List<ValueChange>();
                foreach (IList<object> change in (IList<object>)each[2])
                {
                    object value = Fields.Value(change[1]);
                    values.Add((string)change[0] == "Delete" ? ValueChange.CreateValueDelete(value) : ValueChange.CreateValueAdd(value));
                }
                AttributeModificationType modification = (AttributeModificationType)Enum.Parse(typeof(AttributeModificationType), (string)each[1]);
                SchemaAttribute attribute = AttributeOf(type, name);
                entry.AttributeChanges.Add(new AttributeChange(
                    name,
                    attribute == null ? AttributeType.String : attribute.DataType,
                    attribute != null && attribute.IsMultiValued,
                    modification,
                    values));
            }
            return entry;
        }

        /// <summary>An object as the host knows it, of which it wants to know everything.</summary>
        private static CSEntryChange KnownOf(IDictionary<string, object> written)
        {
            CSEntryChange entry = Identified(written);
            entry.ObjectModificationType = ObjectModificationType.Unconfigured;
            return entry;
        }

        private static CSEntryChange Identified(IDictionary<string, object> written)
        {
            CSEntryChange entry = CSEntryChange.Create();
            entry.Identifier = Guid.Parse(Fields.Text(written, "identifier"));
            entry.ObjectType = Fields.Text(written, "objectType");
            entry.DN = Fields.Text(written, "dn");
            foreach (IList<object> each in Fields.List(written, "anchors"))
            {
                entry.AnchorAttributes.Add(AnchorAttribute.Create((string)each[0], Fields.Value(each[1])));
            }
            return entry;
        }

        private static SchemaType TypeOf(Schema types, string name)
        {
            return types != null && name != null && types.Types.Contains(name) ? types.Types[name] : null;
        }

        private static SchemaAttribute AttributeOf(SchemaType type, string name)
        {
            return type != null && type.Attributes.Contains(name) ? type.Attributes[name] : null;
        }

        private static CSEntry ObjectOf(IDictionary<string, object> written, Schema types, string connector)
        {
            CSEntry entry = new CSEntry();
            string typeName = Fields.Text(written, "objectType");
            SchemaType type = TypeOf(types, typeName);
            entry.DN = new ReferenceValue(Fields.Text(written, "dn"));
            entry.ObjectType = typeName;
            entry.ObjectClass = new ValueCollection(new object[] { typeName });
            entry.MA = new ManagementAgent(connector);
            foreach (IList<object> each in Fields.List(written, "anchors"))
            {
                entry.Add(AttribOf((string)each[0], new object[] { each[1] }, type));
            }
            foreach (IList<object> each in Fields.List(written, "attributes"))
            {
                entry.Add(AttribOf((string)each[0], (IList<object>)each[1], type));
            }
            return entry;
        }

        private static Attrib AttribOf(string name, IList<object> written, SchemaType type)
        {
            List<object> values = new List<object>(written.Count);
            foreach (object each in written) values.Add(Fields.Value(each));
            SchemaAttribute attribute = AttributeOf(type, name);
            AttributeType dataType = attribute == null ? (values.Count > 0 ? Values.TypeOf(values[0]) : AttributeType.String) : attribute.DataType;
            return new Attrib(name, dataType, attribute == null ? values.Count > 1 : attribute.IsMultiValued, values);
        }
    }
}
