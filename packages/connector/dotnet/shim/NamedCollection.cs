namespace Microsoft.MetadirectoryServices
{
    using System;
    using System.Collections.ObjectModel;

    /// <summary>Things by their names, in any case. Each name is there once.</summary>
    internal class NamedCollection<T> : KeyedCollection<string, T>
    {
        private readonly Func<T, string> nameOf;

        public NamedCollection(Func<T, string> nameOf) : base(StringComparer.OrdinalIgnoreCase)
        {
            this.nameOf = nameOf;
        }

        protected override string GetKeyForItem(T item)
        {
            return nameOf(item);
        }
    }
}
