namespace Idle.ConnectorHost
{
    using System;
    using System.Collections.Generic;

    /// <summary>The fields of what the host sends. It is our own other end: what is missing is a defect, and throws.</summary>
    internal static class Fields
    {
        public static string Text(IDictionary<string, object> from, string name)
        {
            object value;
            return from.TryGetValue(name, out value) ? value as string : null;
        }

        public static bool Flag(IDictionary<string, object> from, string name)
        {
            object value;
            return from.TryGetValue(name, out value) && value is bool && (bool)value;
        }

        public static int Number(IDictionary<string, object> from, string name)
        {
            object value;
            return from.TryGetValue(name, out value) && value is long ? (int)(long)value : 0;
        }

        /// <summary>Null where there is none.</summary>
        public static IDictionary<string, object> Object(IDictionary<string, object> from, string name)
        {
            object value;
            return from.TryGetValue(name, out value) ? value as IDictionary<string, object> : null;
        }

        public static IEnumerable<IDictionary<string, object>> Objects(IDictionary<string, object> from, string name)
        {
            foreach (object each in List(from, name)) yield return (IDictionary<string, object>)each;
        }

        public static IList<object> List(IDictionary<string, object> from, string name)
        {
            object value;
            IList<object> list = from.TryGetValue(name, out value) ? value as IList<object> : null;
            return list ?? new object[0];
        }

        /// <summary>A value of an attribute: a text, a number, true or false, or an object that says what it is.</summary>
        public static object Value(object written)
        {
            IDictionary<string, object> typed = written as IDictionary<string, object>;
            if (typed == null) return written;
            object held;
            if (typed.TryGetValue("b", out held)) return Convert.FromBase64String((string)held);
            if (typed.TryGetValue("i", out held)) return long.Parse((string)held, System.Globalization.CultureInfo.InvariantCulture);
            throw new FormatException("A value is of no known type.");
        }
    }
}
