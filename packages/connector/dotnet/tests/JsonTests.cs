using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Idle.ConnectorHost.Tests
{
    public class JsonTests
    {
        [Theory]
        [InlineData("")]
        [InlineData("plain")]
        [InlineData("Zoë \"Ω\" \\ \n\r\t\0\b\f/")]
        [InlineData("\uD83D\uDE00")]
        [InlineData("\u2028\uFFFE")]
        [InlineData("</script>\u007F\u0080")]
        public void TextsComeBackAsTheyWere(string text)
        {
            string written = new JsonWriter().Begin('{').Text("t", text).End('}').ToString();
            Assert.All(written, each => Assert.InRange(each, ' ', '~'));
            Assert.Equal(text, ((IDictionary<string, object>)JsonReader.Read(written))["t"]);
        }

        /// <summary>Not among the others: what tests are called with goes through UTF-8, which has no halves.</summary>
        [Fact]
        public void HalvesOfCharactersStayHalves()
        {
            foreach (string text in new[] { "\uD83D alone", "\uDE00\uD83D", "\uDE00" })
            {
                TextsComeBackAsTheyWere(text);
                Assert.Equal(text, JsonReader.Read("\"" + text + "\""));
            }
        }

        [Fact]
        public void NumbersAreWholeWhereTheyCanBe()
        {
            IList<object> read = (IList<object>)JsonReader.Read("[0, -7, 9007199254740991, 1.5, 1e3]");
            Assert.Equal(new object[] { 0L, -7L, 9007199254740991L, 1.5, 1000.0 }, read);
        }

        [Theory]
        [InlineData("9223372036854775807", long.MaxValue)]
        [InlineData("-9223372036854775808", long.MinValue)]
        [InlineData("9223372036854775808", 9223372036854775808.0)]
        [InlineData("-0", 0L)]
        public void NumbersThatDoNotFitAreNotTorn(string text, object expected)
        {
            Assert.Equal(expected, JsonReader.Read(text));
        }

        [Theory]
        [InlineData("\"\\u00e4\\u00E4\\/\\\\\\\"\"", "\u00e4\u00e4/\\\"")]
        [InlineData("\"\\ud83d\\ude00\"", "\ud83d\ude00")]
        [InlineData(" \t\r\n\"a\" ", "a")]
        public void EscapesAreRead(string text, string expected)
        {
            Assert.Equal(expected, JsonReader.Read(text));
        }

        [Fact]
        public void KeysAreToldApartByCaseAndTheLastOfTwoCounts()
        {
            IDictionary<string, object> read = (IDictionary<string, object>)JsonReader.Read("{\"a\":1,\"A\":2,\"a\":3,\"\":[],\"__proto__\":{}}");
            Assert.Equal(new[] { "", "A", "__proto__", "a" }, read.Keys.OrderBy(each => each, StringComparer.Ordinal));
            Assert.Equal(3L, read["a"]);
        }

        [Theory]
        [InlineData("")]
        [InlineData("{")]
        [InlineData("{\"a\":1")]
        [InlineData("{\"a\":1,}")]
        [InlineData("{a:1}")]
        [InlineData("[1 2]")]
        [InlineData("]")]
        [InlineData("\"\\")]
        [InlineData("\"\\u12g4\"")]
        [InlineData("\"\\u-123\"")]
        [InlineData("\"\\x\"")]
        [InlineData("--1")]
        [InlineData("1e")]
        [InlineData("NaN")]
        [InlineData("1e999")]
        [InlineData("-1e999")]
        [InlineData("\u00a01")]
        [InlineData("[1,]")]
        [InlineData("{\"a\" 1}")]
        [InlineData("\"\\u12\"")]
        [InlineData("\"open")]
        [InlineData("tru")]
        [InlineData("1 2")]
        [InlineData("nope")]
        public void WhatIsNoneIsRefusedWithoutRepeatingIt(string text)
        {
            FormatException refusal = Assert.Throws<FormatException>(() => JsonReader.Read(text));
            Assert.Equal("The line is no JSON.", refusal.Message);
        }

        [Fact]
        public void WhatIsNestedWithoutEndIsRefused()
        {
            Assert.Throws<FormatException>(() => JsonReader.Read(new string('[', 100000)));
            Assert.Throws<FormatException>(() => JsonReader.Read(string.Concat(Enumerable.Repeat("{\"a\":", 100000))));
            JsonReader.Read(new string('[', 64) + new string(']', 64));
            Assert.Throws<FormatException>(() => JsonReader.Read(new string('[', 65) + new string(']', 65)));
            JsonReader.Read("[" + string.Concat(Enumerable.Repeat("[],", 100000)) + "[]]");
        }

        [Fact]
        public void ValuesSayTheirTypeWhereJsonHasNone()
        {
            JsonWriter json = new JsonWriter().Begin('[');
            foreach (object each in new object[] { "a", true, 5, 9007199254740993L, -9007199254740993L, new byte[] { 0, 255 }, 1.5, ulong.MaxValue, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc) })
            {
                OutputText.WriteValue(json, each);
            }
            Assert.Equal(
                "[\"a\",true,5,{\"i\":\"9007199254740993\"},{\"i\":\"-9007199254740993\"},{\"b\":\"AP8=\"},{\"u\":\"System.Double\"},{\"i\":\"18446744073709551615\"},\"2026-01-02T03:04:05.000Z\"]",
                json.End(']').ToString());
        }
    }
}
