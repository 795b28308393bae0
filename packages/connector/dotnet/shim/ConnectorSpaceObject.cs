namespace Microsoft.MetadirectoryServices
{
    using System;
    using System.Collections;
    using System.Collections.Generic;

    /// <summary>
    /// The object that a password is for, as the connector space has it (ms695376 of the reference). It is for reading: what
    /// is set in it reaches nobody.
    /// </summary>
    public class CSEntry
    {
        private readonly Dictionary<string, Attrib> attributes = new Dictionary<string, Attrib>(StringComparer.OrdinalIgnoreCase);

        internal CSEntry() { }

        public ReferenceValue DN { get; internal set; }
        public string ObjectType { get; internal set; }
        public ManagementAgent MA { get; internal set; }
        public ValueCollection ObjectClass { get; internal set; }

        public string RDN
        {
            get { return DN == null ? null : Names.FirstPart(DN.ToString()); }
        }

        public ConnectionState ConnectionState
        {
            get { return ConnectionState.Connected; }
        }

        /// <summary>An attribute; one that the object has not is not present.</summary>
        public Attrib this[string attributeName]
        {
            get
            {
                Attrib found;
                return attributes.TryGetValue(attributeName, out found) ? found : new Attrib(attributeName, AttributeType.Undefined, false, new List<object>());
            }
        }

        internal void Add(Attrib attribute)
        {
            attributes[attribute.Name] = attribute;
        }

        public AttributeNameEnumerator GetEnumerator()
        {
            return new AttributeNameEnumerator(attributes.Keys);
        }

        public override string ToString()
        {
            return DN == null ? "" : DN.ToString();
        }
    }

    public class AttributeNameEnumerator : IEnumerator
    {
        private readonly IEnumerator names;

        internal AttributeNameEnumerator(IEnumerable names)
        {
            this.names = names.GetEnumerator();
        }

        public object Current
        {
            get { return names.Current; }
        }

        public bool MoveNext()
        {
            return names.MoveNext();
        }

        public void Reset()
        {
            names.Reset();
        }
    }

    public class ManagementAgent
    {
        internal ManagementAgent(string name)
        {
            Name = name;
        }

        public string Name { get; private set; }

        public override string ToString()
        {
            return Name;
        }
    }

    /// <summary>
    /// The name of an object, which is a text and nothing else:
    /// https://learn.microsoft.com/previous-versions/windows/desktop/identity-lifecycle-manager/ms698376(v=vs.85).
    /// </summary>
    public class ReferenceValue : Value
    {
        private readonly string dn;

        internal ReferenceValue(string dn) : base(dn ?? "")
        {
            this.dn = dn ?? "";
        }

        public override AttributeType DataType
        {
            get { return AttributeType.Reference; }
        }

        public int Depth
        {
            get { return Parts().Count; }
        }

        /// <summary>Null where there is none.</summary>
        public ReferenceValue Parent()
        {
            return Parent(0);
        }

        /// <summary>The parent's parent, skipping one level.</summary>
        public ReferenceValue Parent(int skipLevels)
        {
            if (skipLevels < 0) throw new ArgumentOutOfRangeException("skipLevels");
            int depth = Depth;
            return skipLevels < depth - 1 ? Subcomponents(skipLevels + 1, depth) : null;
        }

        /// <summary>From one part on, to another one that is not among them.</summary>
        public ReferenceValue Subcomponents(int startingComponent, int endingComponent)
        {
            List<string> parts = Parts();
            if (startingComponent < 0 || startingComponent >= endingComponent) throw new ArgumentOutOfRangeException("startingComponent");
            if (endingComponent > parts.Count) throw new ArgumentOutOfRangeException("endingComponent");
            return new ReferenceValue(string.Join(",", parts.GetRange(startingComponent, endingComponent - startingComponent).ToArray()));
        }

        public ReferenceValue Concat(ReferenceValue dn)
        {
            return Concat(Values.NotNull(dn, "dn").ToString());
        }

        public ReferenceValue Concat(string dn)
        {
            Values.NotNull(dn, "dn");
            return new ReferenceValue(this.dn.Length == 0 || dn.Length == 0 ? this.dn + dn : this.dn + "," + dn);
        }

        public string this[int index]
        {
            get { return Parts()[index]; }
        }

        private List<string> Parts()
        {
            List<string> parts = new List<string>();
            for (string rest = dn; rest.Length > 0;)
            {
                string first = Names.FirstPart(rest);
                parts.Add(first);
                rest = first.Length < rest.Length ? rest.Substring(first.Length + 1).TrimStart() : "";
            }
            return parts;
        }

        public override long ToInteger()
        {
            throw new InvalidOperationException("A name is no integer.");
        }

        public override bool ToBoolean()
        {
            throw new InvalidOperationException("A name is no boolean.");
        }

        public override byte[] ToBinary()
        {
            throw new InvalidOperationException("A name has no bytes.");
        }

        public override string ToString()
        {
            return dn;
        }

        public override bool Equals(object other)
        {
            return other != null && string.Equals(dn, other.ToString(), StringComparison.OrdinalIgnoreCase);
        }

        public override int GetHashCode()
        {
            return StringComparer.OrdinalIgnoreCase.GetHashCode(dn);
        }
    }

    /// <summary>An attribute with its values (ms695350 of the reference).</summary>
    public class Attrib
    {
        private readonly ValueCollection values;

        internal Attrib(string name, AttributeType dataType, bool isMultivalued, IList<object> values)
        {
            Name = name;
            DataType = dataType;
            IsMultivalued = isMultivalued;
            this.values = new ValueCollection(values);
        }

        public string Name { get; private set; }
        public AttributeType DataType { get; private set; }
        public bool IsMultivalued { get; private set; }

        public bool IsPresent
        {
            get { return values.Count > 0; }
        }

        public ValueCollection Values
        {
            get { return values; }
        }

        /// <summary>As a text, whatever its type; throws where there is none or more than one.</summary>
        public string Value
        {
            get { return Only().ToString(); }
        }

        public string StringValue
        {
            get { return Only().ToString(); }
        }

        public long IntegerValue
        {
            get { return Only().ToInteger(); }
        }

        public bool BooleanValue
        {
            get { return Only().ToBoolean(); }
        }

        public byte[] BinaryValue
        {
            get { return Only().ToBinary(); }
        }

        public ReferenceValue ReferenceValue
        {
            get { return new ReferenceValue(Only().ToString()); }
        }

        private Value Only()
        {
            if (values.Count == 0) throw new AttributeNotPresentException("The attribute " + Name + " is not present.");
            if (values.Count > 1) throw new TooManyValuesException("The attribute " + Name + " has several values: read Values.");
            return values[0];
        }

        public override string ToString()
        {
            return Name;
        }
    }

    public class ValueCollection : IEnumerable
    {
        private readonly List<Value> values = new List<Value>();

        internal ValueCollection(IEnumerable<object> held)
        {
            foreach (object each in held) values.Add(new Value(each));
        }

        public int Count
        {
            get { return values.Count; }
        }

        public Value this[int index]
        {
            get { return values[index]; }
        }

        public bool Contains(string value)
        {
            foreach (Value each in values)
            {
                if (string.Equals(each.ToString(), value, StringComparison.OrdinalIgnoreCase)) return true;
            }
            return false;
        }

        public bool Contains(long value)
        {
            return Contains(new Value(value).ToString());
        }

        public bool Contains(byte[] value)
        {
            string text = new Value(value).ToString();
            foreach (Value each in values)
            {
                if (each.DataType == AttributeType.Binary && each.ToString() == text) return true;
            }
            return false;
        }

        public bool Contains(Value value)
        {
            return Contains(Values.NotNull(value, "value").ToString());
        }

        public string[] ToStringArray()
        {
            string[] texts = new string[values.Count];
            for (int at = 0; at < texts.Length; at++) texts[at] = values[at].ToString();
            return texts;
        }

        public long[] ToIntegerArray()
        {
            long[] numbers = new long[values.Count];
            for (int at = 0; at < numbers.Length; at++) numbers[at] = values[at].ToInteger();
            return numbers;
        }

        public byte[][] ToByteArrays()
        {
            byte[][] all = new byte[values.Count][];
            for (int at = 0; at < all.Length; at++) all[at] = values[at].ToBinary();
            return all;
        }

        public IEnumerator GetEnumerator()
        {
            return values.GetEnumerator();
        }
    }

    public class Value
    {
        private readonly object held;

        internal Value(object held)
        {
            this.held = held;
        }

        public virtual AttributeType DataType
        {
            get { return Values.TypeOf(held); }
        }

        public virtual long ToInteger()
        {
            return Convert.ToInt64(held, System.Globalization.CultureInfo.InvariantCulture);
        }

        public virtual bool ToBoolean()
        {
            return Convert.ToBoolean(held, System.Globalization.CultureInfo.InvariantCulture);
        }

        public virtual byte[] ToBinary()
        {
            return (byte[])held;
        }

        public override string ToString()
        {
            byte[] bytes = held as byte[];
            return bytes != null ? Convert.ToBase64String(bytes) : Convert.ToString(held, System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
