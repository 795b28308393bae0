namespace Microsoft.MetadirectoryServices
{
    using System;
    using System.Collections.Generic;
    using System.Collections.ObjectModel;

    /// <summary>The object types of a connected system (hh859544, hh859546 and hh859545 of the reference).</summary>
    public class Schema
    {
        private readonly NamedCollection<SchemaType> types = new NamedCollection<SchemaType>(each => each.Name);

        private Schema() { }

        public KeyedCollection<string, SchemaType> Types
        {
            get { return types; }
        }

        /// <summary>For connectors that read files.</summary>
        public string ObjectTypeAttributeName { get; set; }

        public static Schema Create()
        {
            return new Schema();
        }

        /// <summary>
        /// False without types, for a type without attributes, and for an attribute that types disagree about. The host checks
        /// more, and says what is wrong.
        /// </summary>
        public bool Validate()
        {
            Dictionary<string, SchemaAttribute> known = new Dictionary<string, SchemaAttribute>(StringComparer.OrdinalIgnoreCase);
            foreach (SchemaType type in types)
            {
                if (type.Attributes.Count == 0) return false;
                foreach (SchemaAttribute each in type.Attributes)
                {
                    SchemaAttribute other;
                    if (!known.TryGetValue(each.Name, out other)) known.Add(each.Name, each);
                    else if (other.DataType != each.DataType) return false;
                }
            }
            return types.Count > 0;
        }

        public override string ToString()
        {
            return "Schema of " + types.Count + " types";
        }
    }

    public class SchemaType
    {
        private readonly NamedCollection<SchemaAttribute> attributes;
        private readonly List<string> components = new List<string>();

        private SchemaType(string name, bool locked)
        {
            Name = name;
            Locked = locked;
            attributes = new NamedCollection<SchemaAttribute>(each => each.Name);
        }

        public string Name { get; private set; }

        public bool Locked { get; private set; }

        public KeyedCollection<string, SchemaAttribute> Attributes
        {
            get { return attributes; }
        }

        /// <summary>Those of `Attributes` that are anchors. What is added to it is added there.</summary>
        public KeyedCollection<string, SchemaAttribute> AnchorAttributes
        {
            get { return new AnchorView(attributes); }
        }

        public IList<string> PossibleDNComponentsForProvisioning
        {
            get { return components; }
        }

        public static SchemaType Create(string typeName, bool lockAnchorDefinition)
        {
            return new SchemaType(Values.NotEmpty(typeName, "typeName"), lockAnchorDefinition);
        }

        public override string ToString()
        {
            return Name;
        }

        private sealed class AnchorView : NamedCollection<SchemaAttribute>
        {
            private readonly NamedCollection<SchemaAttribute> all;
            private readonly bool isFilled;

            public AnchorView(NamedCollection<SchemaAttribute> all) : base(each => each.Name)
            {
                this.all = all;
                foreach (SchemaAttribute each in all)
                {
                    if (each.IsAnchor) Add(each);
                }
                isFilled = true;
            }

            protected override void InsertItem(int index, SchemaAttribute item)
            {
                base.InsertItem(index, item);
                if (isFilled && !all.Contains(item.Name)) all.Add(item);
            }
        }
    }

    public class SchemaAttribute
    {
        private SchemaAttribute(string name, AttributeType dataType, AttributeOperation operation)
        {
            Name = Values.NotEmpty(name, "name");
            DataType = dataType;
            AllowedAttributeOperation = operation;
        }

        public string Name { get; private set; }
        public AttributeType DataType { get; private set; }
        public bool IsMultiValued { get; private set; }
        public bool IsAnchor { get; private set; }
        public AttributeOperation AllowedAttributeOperation { get; private set; }
        public bool HiddenByDefault { get; set; }

        public static SchemaAttribute CreateAnchorAttribute(string name, AttributeType type)
        {
            return CreateAnchorAttribute(name, type, AttributeOperation.ImportExport);
        }

        public static SchemaAttribute CreateAnchorAttribute(string name, AttributeType type, AttributeOperation allowedOperations)
        {
            SchemaAttribute attribute = new SchemaAttribute(name, type, allowedOperations);
            attribute.IsAnchor = true;
            return attribute;
        }

        public static SchemaAttribute CreateSingleValuedAttribute(string name, AttributeType type)
        {
            return CreateSingleValuedAttribute(name, type, AttributeOperation.ImportExport);
        }

        public static SchemaAttribute CreateSingleValuedAttribute(string name, AttributeType type, AttributeOperation allowedOperations)
        {
            return new SchemaAttribute(name, type, allowedOperations);
        }

        public static SchemaAttribute CreateMultiValuedAttribute(string name, AttributeType type)
        {
            return CreateMultiValuedAttribute(name, type, AttributeOperation.ImportExport);
        }

        public static SchemaAttribute CreateMultiValuedAttribute(string name, AttributeType type, AttributeOperation allowedOperations)
        {
            SchemaAttribute attribute = new SchemaAttribute(name, type, allowedOperations);
            attribute.IsMultiValued = true;
            return attribute;
        }

        public override string ToString()
        {
            return Name;
        }
    }
}
