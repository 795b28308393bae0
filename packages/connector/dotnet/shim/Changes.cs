namespace Microsoft.MetadirectoryServices
{
    using System;
    using System.Collections;
    using System.Collections.Generic;
    using System.Collections.ObjectModel;

    /// <summary>One object as an import brings it, or an export takes it (hh859516 of the reference).</summary>
    public class CSEntryChange
    {
        private readonly NamedCollection<AttributeChange> changes = new NamedCollection<AttributeChange>(each => each.Name);
        private readonly NamedCollection<AnchorAttribute> anchors = new NamedCollection<AnchorAttribute>(each => each.Name);
        private IList<string> changedNames;

        protected internal CSEntryChange()
        {
            Identifier = Guid.NewGuid();
        }

        public Guid Identifier { get; internal set; }
        public string DN { get; set; }
        public string ObjectType { get; set; }
        public ObjectModificationType ObjectModificationType { get; set; }
        public MAImportError ErrorCodeImport { get; set; }
        public string ErrorName { get; set; }
        public string ErrorDetail { get; set; }

        /// <summary>The first part of the name, up to its first comma; null where there is no name.</summary>
        public string RDN
        {
            get { return Names.FirstPart(DN); }
        }

        public KeyedCollection<string, AttributeChange> AttributeChanges
        {
            get { return changes; }
        }

        public KeyedCollection<string, AnchorAttribute> AnchorAttributes
        {
            get { return anchors; }
        }

        /// <summary>Of a whole object, what of it changed; of others, and of those that a script makes, all that it has.</summary>
        public IList<string> ChangedAttributeNames
        {
            internal set { changedNames = value; }
            get
            {
                if (changedNames != null) return changedNames;
                List<string> names = new List<string>(changes.Count);
                foreach (AttributeChange each in changes) names.Add(each.Name);
                return names;
            }
        }

        public static CSEntryChange Create()
        {
            return new CSEntryChange();
        }

        public override string ToString()
        {
            return ObjectModificationType + " " + ObjectType + " " + DN;
        }
    }

    /// <summary>What happens to one attribute (hh859505 of the reference).</summary>
    public class AttributeChange
    {
        /// <summary>The attribute that a new name is a value of.</summary>
        internal const string NameAttribute = "DN";

        protected internal AttributeChange(string name, AttributeType dataType, bool isMultiValued, AttributeModificationType modificationType, IList<ValueChange> valueChanges)
        {
            Name = Values.NotEmpty(name, "name");
            DataType = dataType;
            IsMultiValued = isMultiValued;
            ModificationType = modificationType;
            ValueChanges = valueChanges;
        }

        public string Name { get; private set; }
        public AttributeType DataType { get; private set; }
        public bool IsMultiValued { get; private set; }
        public AttributeModificationType ModificationType { get; private set; }
        public IList<ValueChange> ValueChanges { get; private set; }

        /// <summary>The attribute gets a value, or those of a list.</summary>
        public static AttributeChange CreateAttributeAdd(string name, object value)
        {
            return OfValues(name, AttributeModificationType.Add, value);
        }

        public static AttributeChange CreateAttributeAdd(string name, IList<object> values)
        {
            return OfValues(name, AttributeModificationType.Add, values);
        }

        /// <summary>It has these values, and no others.</summary>
        public static AttributeChange CreateAttributeReplace(string name, object value)
        {
            return OfValues(name, AttributeModificationType.Replace, value);
        }

        public static AttributeChange CreateAttributeReplace(string name, IList<object> values)
        {
            return OfValues(name, AttributeModificationType.Replace, values);
        }

        /// <summary>Values come and go; a value that is no ValueChange comes.</summary>
        public static AttributeChange CreateAttributeUpdate(string name, object value)
        {
            return OfValues(name, AttributeModificationType.Update, value);
        }

        public static AttributeChange CreateAttributeUpdate(string name, IList<ValueChange> valueChanges)
        {
            return OfValues(name, AttributeModificationType.Update, valueChanges);
        }

        public static AttributeChange CreateAttributeDelete(string name)
        {
            return new AttributeChange(name, AttributeType.Undefined, false, AttributeModificationType.Delete, new List<ValueChange>());
        }

        /// <summary>The object is called so from now on.</summary>
        public static AttributeChange CreateNewDN(string newDN)
        {
            return OfValues(NameAttribute, AttributeModificationType.Replace, Values.NotEmpty(newDN, "newDN"));
        }

        private static AttributeChange OfValues(string name, AttributeModificationType modification, object given)
        {
            if (given == null) throw new ArgumentNullException("value");
            List<ValueChange> changes = new List<ValueChange>();
            AttributeType type = AttributeType.Undefined;
            foreach (object each in Values.Several(given))
            {
                ValueChange change = each as ValueChange ?? ValueChange.CreateValueAdd(each);
                if (type == AttributeType.Undefined) type = Values.TypeOf(change.Value);
                changes.Add(change);
            }
            return new AttributeChange(name, type, Values.IsList(given), modification, changes);
        }

        public override string ToString()
        {
            return ModificationType + " " + Name;
        }
    }

    public class ValueChange
    {
        public ValueChange(object value, ValueModificationType modificationType)
        {
            Value = Values.NotNull(Values.Bare(value), "value");
            ModificationType = modificationType;
        }

        public object Value { get; private set; }
        public ValueModificationType ModificationType { get; private set; }

        public static ValueChange CreateValueAdd(object value)
        {
            return new ValueChange(value, ValueModificationType.Add);
        }

        public static ValueChange CreateValueDelete(object value)
        {
            return new ValueChange(value, ValueModificationType.Delete);
        }

        /// <summary>Without the value, which may be a secret.</summary>
        public override string ToString()
        {
            return ModificationType.ToString();
        }
    }

    public class AnchorAttribute
    {
        protected internal AnchorAttribute(string name, object value)
            : this(name, Values.TypeOf(Values.Bare(value)), value)
        {
        }

        protected internal AnchorAttribute(string name, AttributeType dataType, object value)
        {
            Name = Values.NotEmpty(name, "name");
            Value = Values.NotNull(Values.Bare(value), "value");
            DataType = dataType;
        }

        public string Name { get; private set; }
        public AttributeType DataType { get; private set; }
        public object Value { get; private set; }

        public static AnchorAttribute Create(string name, object value)
        {
            return new AnchorAttribute(name, value);
        }

        public override string ToString()
        {
            return Name;
        }
    }

    internal static class Names
    {
        public static string FirstPart(string dn)
        {
            if (dn == null) return null;
            for (int at = 0; at < dn.Length; at++)
            {
                if (dn[at] == '\\') at++;
                else if (dn[at] == ',') return dn.Substring(0, at);
            }
            return dn;
        }
    }
}

namespace Microsoft.MetadirectoryServices.DetachedObjectModel
{
    using System.Collections.Generic;
    using Microsoft.MetadirectoryServices;

    /// <summary>For code that makes changes by itself, such as tests of scripts.</summary>
    public class AttributeChangeDetached : AttributeChange
    {
        public AttributeChangeDetached(string name, AttributeModificationType modificationType, IList<ValueChange> valueChanges, AttributeType dataType, bool isMultiValued, bool isAnchor)
            : base(name, dataType, isMultiValued, modificationType, valueChanges ?? new List<ValueChange>())
        {
        }

        public AttributeChangeDetached(string name, AttributeModificationType modificationType, IList<ValueChange> valueChanges)
            : base(name, TypeOf(valueChanges), valueChanges != null && valueChanges.Count > 1, modificationType, valueChanges ?? new List<ValueChange>())
        {
        }

        /// <summary>`value`: one, or a list of them; values that are no ValueChange come.</summary>
        public AttributeChangeDetached(SchemaAttribute attribute, AttributeModificationType modificationType, object value)
            : base(Values.NotNull(attribute, "attribute").Name, attribute.DataType, attribute.IsMultiValued, modificationType, ChangesOf(value))
        {
        }

        private static AttributeType TypeOf(IList<ValueChange> changes)
        {
            return changes == null || changes.Count == 0 ? AttributeType.Undefined : Values.TypeOf(changes[0].Value);
        }

        private static IList<ValueChange> ChangesOf(object value)
        {
            List<ValueChange> changes = new List<ValueChange>();
            foreach (object each in Values.Several(value)) changes.Add(each as ValueChange ?? ValueChange.CreateValueAdd(each));
            return changes;
        }
    }

    public class AnchorAttributeDetached : AnchorAttribute
    {
        public AnchorAttributeDetached(string name, AttributeType dataType, object value) : base(name, dataType, value) { }
    }

    public class CSEntryChangeDetached : CSEntryChange
    {
        /// <summary>Without names, those of its changes are the changed ones.</summary>
        public CSEntryChangeDetached(System.Guid identifier, ObjectModificationType modificationType, MAImportError errorCode, IList<string> changedAttributeNames)
        {
            Identifier = identifier;
            ObjectModificationType = modificationType;
            ErrorCodeImport = errorCode;
            ChangedAttributeNames = changedAttributeNames;
        }
    }
}
