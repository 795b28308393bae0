namespace Idle.ConnectorHost
{
    using System;
    using System.Collections.Generic;
    using System.Globalization;
    using System.Text;

    /// <summary>
    /// JSON as the host and the agent speak it. No library: Windows PowerShell brings none that PowerShell 7 has, too.
    /// Objects are dictionaries, lists are lists of objects, whole numbers are long, others double.
    /// </summary>
    internal sealed class JsonReader
    {
        private const int MostLevels = 64;
        private readonly string text;
        private int at;
        private int levels;

        private JsonReader(string text)
        {
            this.text = text;
        }

        /// <summary>Throws FormatException, which repeats nothing of the text.</summary>
        public static object Read(string text)
        {
            JsonReader reader = new JsonReader(text);
            object value = reader.Value();
            reader.Space();
            if (reader.at != text.Length) throw Wrong();
            return value;
        }

        private static FormatException Wrong()
        {
            return new FormatException("The line is no JSON.");
        }

        private void Space()
        {
            while (at < text.Length && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n')) at++;
        }

        private object Value()
        {
            Space();
            if (at >= text.Length) throw Wrong();
            switch (text[at])
            {
                case '{': return Nested(true);
                case '[': return Nested(false);
                case '"': return String();
                case 't': Word("true"); return true;
                case 'f': Word("false"); return false;
                case 'n': Word("null"); return null;
                default: return Number();
            }
        }

        private object Nested(bool isObject)
        {
            if (++levels > MostLevels) throw Wrong();
            object value = isObject ? (object)Object() : List();
            levels--;
            return value;
        }

        private Dictionary<string, object> Object()
        {
            Dictionary<string, object> found = new Dictionary<string, object>(StringComparer.Ordinal);
            at++;
            Space();
            if (Take('}')) return found;
            while (true)
            {
                Space();
                if (at >= text.Length || text[at] != '"') throw Wrong();
                string key = String();
                Space();
                if (!Take(':')) throw Wrong();
                found[key] = Value();
                Space();
                if (Take('}')) return found;
                if (!Take(',')) throw Wrong();
            }
        }

        private List<object> List()
        {
            List<object> found = new List<object>();
            at++;
            Space();
            if (Take(']')) return found;
            while (true)
            {
                found.Add(Value());
                Space();
                if (Take(']')) return found;
                if (!Take(',')) throw Wrong();
            }
        }

        private string String()
        {
            at++;
            int start = at;
            while (at < text.Length && text[at] != '"' && text[at] != '\\') at++;
            if (at >= text.Length) throw Wrong();
            if (text[at] == '"') return text.Substring(start, at++ - start);
            StringBuilder found = new StringBuilder();
            found.Append(text, start, at - start);
            while (at < text.Length)
            {
                char each = text[at++];
                if (each == '"') return found.ToString();
                if (each != '\\') found.Append(each);
                else found.Append(Escaped());
            }
            throw Wrong();
        }

        private char Escaped()
        {
            if (at >= text.Length) throw Wrong();
            char each = text[at++];
            switch (each)
            {
                case 'n': return '\n';
                case 'r': return '\r';
                case 't': return '\t';
                case 'b': return '\b';
                case 'f': return '\f';
                case 'u':
                    ushort code;
                    if (at + 4 > text.Length) throw Wrong();
                    if (!ushort.TryParse(text.Substring(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code)) throw Wrong();
                    at += 4;
                    return (char)code;
                case '"':
                case '\\':
                case '/':
                    return each;
                default:
                    throw Wrong();
            }
        }

        private object Number()
        {
            int start = at;
            while (at < text.Length && "+-.eE0123456789".IndexOf(text[at]) >= 0) at++;
            string digits = text.Substring(start, at - start);
            long whole;
            if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out whole)) return whole;
            double other;
            // What is too large is infinite on .NET, and no number on .NET Framework.
            if (double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out other) && !double.IsInfinity(other)) return other;
            throw Wrong();
        }

        private void Word(string word)
        {
            if (string.CompareOrdinal(text, at, word, 0, word.Length) != 0) throw Wrong();
            at += word.Length;
        }

        private bool Take(char expected)
        {
            if (at >= text.Length || text[at] != expected) return false;
            at++;
            return true;
        }
    }

    /// <summary>Writes JSON in ASCII alone: whatever encoding the other end takes it for, it is the same.</summary>
    internal sealed class JsonWriter
    {
        private readonly StringBuilder written = new StringBuilder();
        private bool needsComma;

        public override string ToString()
        {
            return written.ToString();
        }

        public int Length
        {
            get { return written.Length; }
        }

        public void Clear()
        {
            written.Length = 0;
            needsComma = false;
        }

        public JsonWriter Begin(char bracket)
        {
            Separate();
            written.Append(bracket);
            needsComma = false;
            return this;
        }

        public JsonWriter End(char bracket)
        {
            written.Append(bracket);
            needsComma = true;
            return this;
        }

        public JsonWriter Key(string name)
        {
            Separate();
            Quote(name);
            written.Append(':');
            needsComma = false;
            return this;
        }

        public JsonWriter Text(string value)
        {
            Separate();
            if (value == null) written.Append("null");
            else Quote(value);
            needsComma = true;
            return this;
        }

        public JsonWriter Flag(bool value)
        {
            Separate();
            written.Append(value ? "true" : "false");
            needsComma = true;
            return this;
        }

        public JsonWriter Number(long value)
        {
            Separate();
            written.Append(value.ToString(CultureInfo.InvariantCulture));
            needsComma = true;
            return this;
        }

        public JsonWriter Text(string name, string value)
        {
            return Key(name).Text(value);
        }

        private void Separate()
        {
            if (needsComma) written.Append(',');
        }

        private void Quote(string value)
        {
            written.Append('"');
            int start = 0;
            for (int at = 0; at < value.Length; at++)
            {
                char each = value[at];
                if (each >= ' ' && each < '\u007f' && each != '"' && each != '\\') continue;
                written.Append(value, start, at - start);
                start = at + 1;
                if (each == '"' || each == '\\') written.Append('\\').Append(each);
                else written.Append("\\u").Append(((int)each).ToString("x4", CultureInfo.InvariantCulture));
            }
            written.Append(value, start, value.Length - start).Append('"');
        }
    }
}
