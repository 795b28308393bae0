namespace Microsoft.MetadirectoryServices
{
    using System;
    using System.Collections;
    using System.Collections.Generic;
    using System.Reflection;
    using System.Security;

    /// <summary>Values as PowerShell hands them over: bare or wrapped, one or several.</summary>
    internal static class Values
    {
        /// <summary>What PowerShell wraps values in has a property with the value; the type itself is not known here.</summary>
        public static object Bare(object value)
        {
            if (value == null || value.GetType().FullName != "System.Management.Automation.PSObject") return value;
            PropertyInfo held = value.GetType().GetProperty("BaseObject");
            object bare = held == null ? value : held.GetValue(value, null);
            // A custom object's base says nothing of it.
            return bare != null && bare.GetType().Name == "PSCustomObject" ? value : bare;
        }

        /// <summary>The values of a list, bare; a single value is a list of one. Texts and bytes are single values.</summary>
        public static List<object> Several(object given)
        {
            List<object> found = new List<object>();
            object bare = Bare(given);
            if (bare == null) return found;
            IEnumerable list = bare is string || bare is byte[] || bare is SecureString || bare is IDictionary ? null : bare as IEnumerable;
            if (list == null)
            {
                found.Add(bare);
                return found;
            }
            foreach (object each in list) found.Add(Bare(each));
            return found;
        }

        public static bool IsList(object given)
        {
            object bare = Bare(given);
            return bare is IEnumerable && !(bare is string) && !(bare is byte[]) && !(bare is IDictionary);
        }

        public static AttributeType TypeOf(object value)
        {
            if (value is bool) return AttributeType.Boolean;
            if (value is byte[]) return AttributeType.Binary;
            if (value is long || value is int || value is short || value is byte || value is sbyte || value is ushort || value is uint || value is ulong) return AttributeType.Integer;
            return value is string ? AttributeType.String : AttributeType.Undefined;
        }

        public static T NotNull<T>(T value, string name) where T : class
        {
            if (value == null) throw new ArgumentNullException(name);
            return value;
        }

        public static string NotEmpty(string value, string name)
        {
            if (value == null) throw new ArgumentNullException(name);
            if (value.Length == 0) throw new ArgumentException("It cannot be empty.", name);
            return value;
        }
    }
}
