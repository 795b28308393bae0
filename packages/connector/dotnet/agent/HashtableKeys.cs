namespace Idle.ConnectorHost
{
    using System;
    using System.Collections;
    using System.Collections.Generic;

    /// <summary>One table that a script returned, asked by its keys, whose case does not count.</summary>
    internal sealed class HashtableKeys
    {
        public const string ObjectClass = "objectClass";
        public const string ChangeType = "changeType";
        public const string DN = "[DN]";
        public const string Identifier = "[Identifier]";
        public const string ErrorName = "[ErrorName]";
        public const string ErrorDetail = "[ErrorDetail]";

        private readonly List<KeyValuePair<string, object>> all = new List<KeyValuePair<string, object>>();

        public HashtableKeys(IDictionary table)
        {
            foreach (DictionaryEntry each in table) all.Add(new KeyValuePair<string, object>(FittingValues.Text(each.Key) ?? "", Answers.Bare(each.Value)));
        }

        public IList<KeyValuePair<string, object>> All
        {
            get { return all; }
        }

        public bool Has(string key)
        {
            foreach (KeyValuePair<string, object> each in all)
            {
                if (Is(each.Key, key)) return true;
            }
            return false;
        }

        /// <summary>The value of the first of these keys that has one; null where none has.</summary>
        public object Value(params string[] keys)
        {
            foreach (string key in keys)
            {
                foreach (KeyValuePair<string, object> each in all)
                {
                    if (Is(each.Key, key) && each.Value != null) return each.Value;
                }
            }
            return null;
        }

        /// <summary>Null where there is none, or an empty one.</summary>
        public string Text(params string[] keys)
        {
            string text = FittingValues.Text(Value(keys));
            return string.IsNullOrEmpty(text) ? null : text;
        }

        public static bool Is(string key, string wanted)
        {
            return string.Equals(key, wanted, StringComparison.OrdinalIgnoreCase);
        }

        public static bool IsBracketed(string key)
        {
            return key.Length > 2 && key[0] == '[' && key[key.Length - 1] == ']';
        }
    }
}
