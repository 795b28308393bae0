namespace Idle.ConnectorHost
{
    using System;
    using System.Collections;
    using System.Collections.Generic;
    using System.Globalization;
    using System.Management.Automation;
    using System.Security;
    using Microsoft.MetadirectoryServices;

    /// <summary>
    /// Values as scripts have them, as an attribute has them. Only what is the same value in another form is converted; the
    /// rest stays what it is, and the host says what is wrong with it.
    /// </summary>
    internal static class FittingValues
    {
        /// <summary>One value or a list of them; what is null is none.</summary>
        public static List<object> Of(object given, AttributeType type)
        {
            List<object> found = new List<object>();
            object bare = Answers.Bare(given);
            if (bare == null) return found;
            IEnumerable list = bare is byte[] ? null : LanguagePrimitives.GetEnumerable(bare);
            if (list == null)
            {
                found.Add(One(bare, type));
                return found;
            }
            List<object> each = new List<object>();
            foreach (object value in list)
            {
                object held = Answers.Bare(value);
                if (held != null) each.Add(held);
            }
            if (type == AttributeType.Binary && AreBytes(each))
            {
                found.Add(BytesOf(each));
                return found;
            }
            foreach (object value in each) found.Add(One(value, type));
            return found;
        }

        private static object One(object value, AttributeType type)
        {
            switch (type)
            {
                case AttributeType.Integer:
                    return Whole(value);
                case AttributeType.Boolean:
                    return Flag(value);
                case AttributeType.Binary:
                    IEnumerable list = value is byte[] ? null : LanguagePrimitives.GetEnumerable(value);
                    if (list == null) return value;
                    List<object> parts = new List<object>();
                    foreach (object each in list) parts.Add(Answers.Bare(each));
                    return AreBytes(parts) ? BytesOf(parts) : value;
                default:
                    return Text(value) ?? value;
            }
        }

        /// <summary>Null for what has no text of its own.</summary>
        public static string Text(object value)
        {
            object bare = Answers.Bare(value);
            if (bare == null) return null;
            string text = bare as string;
            if (text != null) return text;
            if (bare is DateTime) return ((DateTime)bare).ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            if (bare is Exception) return ((Exception)bare).Message;
            if (bare is DateTimeOffset) return Text(((DateTimeOffset)bare).UtcDateTime);
            if (bare is PSObject || bare is byte[] || bare is IDictionary || bare is SecureString || bare is PSCredential) return null;
            text = (string)LanguagePrimitives.ConvertTo(bare, typeof(string), CultureInfo.InvariantCulture);
            // An object that says nothing but what it is.
            return text == bare.GetType().FullName ? null : text;
        }

        /// <summary>What a value is, for whoever looks on.</summary>
        public static string KindOf(object value)
        {
            return value is PSObject ? "PSCustomObject" : value.GetType().FullName;
        }

        private static object Whole(object value)
        {
            string text = value as string;
            long whole;
            if (text != null) return long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out whole) ? (object)whole : value;
            if (value is Enum) return Convert.ToInt64(value, CultureInfo.InvariantCulture);
            if (value is decimal)
            {
                decimal number = (decimal)value;
                return number == decimal.Truncate(number) && number >= long.MinValue && number <= long.MaxValue ? (long)number : value;
            }
            if (value is double || value is float)
            {
                double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
                return number == Math.Truncate(number) && Math.Abs(number) <= 9007199254740991d ? (long)number : value;
            }
            return value;
        }

        private static object Flag(object value)
        {
            if (value is SwitchParameter) return ((SwitchParameter)value).IsPresent;
            string text = value as string;
            bool flag;
            return text != null && bool.TryParse(text, out flag) ? flag : value;
        }

        private static bool AreBytes(List<object> values)
        {
            foreach (object each in values)
            {
                if (!(each is byte)) return false;
            }
            return values.Count > 0;
        }

        private static byte[] BytesOf(List<object> values)
        {
            byte[] bytes = new byte[values.Count];
            for (int at = 0; at < bytes.Length; at++) bytes[at] = (byte)values[at];
            return bytes;
        }
    }
}
