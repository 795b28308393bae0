namespace Microsoft.MetadirectoryServices
{
    using System;

    /// <summary>A namespace of its own within one schema (hh859536 of the reference).</summary>
    public class Partition
    {
        private Partition() { }

        public Guid Identifier { get; private set; }
        public string DN { get; private set; }
        public string Name { get; private set; }
        public bool HiddenByDefault { get; set; }

        public static Partition Create(Guid identifier, string dn)
        {
            return Create(identifier, dn, dn);
        }

        /// <summary>Without a name of its own a partition is called by its identifier.</summary>
        public static Partition Create(Guid identifier, string dn, string name)
        {
            Partition partition = new Partition();
            partition.Identifier = identifier;
            partition.DN = dn ?? identifier.ToString();
            partition.Name = name;
            return partition;
        }

        public override string ToString()
        {
            return DN;
        }
    }

    /// <summary>A container that people choose or not (hh859531 of the reference).</summary>
    public class HierarchyNode
    {
        private HierarchyNode() { }

        public string DN { get; private set; }
        public string DisplayName { get; private set; }

        public static HierarchyNode Create(string dn, string displayName)
        {
            HierarchyNode node = new HierarchyNode();
            node.DN = Values.NotNull(dn, "dn");
            node.DisplayName = displayName;
            return node;
        }

        public override string ToString()
        {
            return DN;
        }
    }
}
