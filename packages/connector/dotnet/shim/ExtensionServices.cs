namespace Microsoft.MetadirectoryServices
{
    using System;
    using System.Collections.Generic;
    using System.Collections.ObjectModel;
    using System.Globalization;
    using System.Text;

    /// <summary>Where things stand that belong to the connector.</summary>
    public static class MAUtils
    {
        /// <summary>The connector's own folder.</summary>
        public static string MAFolder { get; internal set; }
    }

    /// <summary>
    /// What extensions are offered besides, https://learn.microsoft.com/previous-versions/windows/desktop/forefront-2010/ff771224(v=vs.100).
    /// Nothing here has a metaverse: what would look into one says so.
    /// </summary>
    public static class Utils
    {
        /// <summary>The folder of the connector's definition: what stood beside the extensions stands there.</summary>
        public static string ExtensionsDirectory { get; internal set; }

        /// <summary>The connector's own folder.</summary>
        public static string WorkingDirectory
        {
            get { return MAUtils.MAFolder; }
        }

        public static bool InPreviewMode
        {
            get { return false; }
        }

        public static object MAs
        {
            get { throw Missing("MAs"); }
        }

        public static object TransactionProperties
        {
            get { throw Missing("TransactionProperties"); }
        }

        public static object[] FindMVEntries(string attributeName, object value, params object[] more)
        {
            throw Missing("FindMVEntries");
        }

        public static AttributeType GetAttributeType(string attributeName)
        {
            throw Missing("GetAttributeType");
        }

        public static string ConvertSecurityDescriptorToString(byte[] sd)
        {
            throw Missing("ConvertSecurityDescriptorToString");
        }

        public static byte[] ConvertStringToSecurityDescriptor(string sddl)
        {
            throw Missing("ConvertStringToSecurityDescriptor");
        }

        public static CSEntryChange CreateCSEntryChange()
        {
            return CSEntryChange.Create();
        }

        public static AnchorAttribute CreateAnchorAttribute(string attributeName, object value)
        {
            return AnchorAttribute.Create(attributeName, value);
        }

        /// <summary>Without values: who calls it adds them.</summary>
        public static AttributeChange CreateAttributeChange(string attributeName, AttributeModificationType modificationType)
        {
            return new AttributeChange(attributeName, AttributeType.Undefined, false, modificationType, new List<ValueChange>());
        }

        public static CSEntryChangeResult CreateCSEntryChangeResult(Guid identifier, IList<AttributeChange> attributeChanges, MAExportError errorCode)
        {
            return CSEntryChangeResult.Create(identifier, attributeChanges, errorCode);
        }

        public static CSEntryChangeResult CreateCSEntryChangeResult(Guid identifier, IList<AttributeChange> attributeChanges, MAExportError errorCode, string errorName, string errorDetail)
        {
            return CSEntryChangeResult.Create(identifier, attributeChanges, errorCode, errorName, errorDetail);
        }

        public static KeyedCollection<Guid, CSEntryChangeResult> CreateCSEntryChangeResultCollection()
        {
            return new CSEntryChangeResultCollection();
        }

        public static string GetAttributeTypeName(AttributeType attributeType)
        {
            return attributeType.ToString();
        }

        /// <summary>True where the value is one of that type as it is. The name of another object is a text.</summary>
        public static bool IsTypeCompatible(object attributeValue, AttributeType attributeType)
        {
            AttributeType type = Values.TypeOf(Values.Bare(attributeValue));
            return type != AttributeType.Undefined && (type == attributeType || (type == AttributeType.String && attributeType == AttributeType.Reference));
        }

        public static ValueCollection ValueCollection(object values)
        {
            return new ValueCollection(Values.Several(values));
        }

        /// <summary>S-1-5-32-544 of its bytes, https://learn.microsoft.com/openspecs/windows_protocols/ms-dtyp/f992ad60-0fe4-4b87-9fed-beb478836861.</summary>
        public static string ConvertSidToString(byte[] sid)
        {
            Values.NotNull(sid, "sid");
            if (sid.Length < 8 || sid.Length != 8 + 4 * sid[1]) throw new ArgumentException("These are not the bytes of a security identifier.", "sid");
            ulong authority = 0;
            for (int at = 2; at < 8; at++) authority = authority << 8 | sid[at];
            StringBuilder text = new StringBuilder("S-").Append(sid[0]).Append('-');
            text.Append(authority <= uint.MaxValue ? authority.ToString(CultureInfo.InvariantCulture) : "0x" + authority.ToString("x12", CultureInfo.InvariantCulture));
            for (int at = 8; at < sid.Length; at += 4)
            {
                uint part = (uint)(sid[at] | sid[at + 1] << 8 | sid[at + 2] << 16 | sid[at + 3] << 24);
                text.Append('-').Append(part.ToString(CultureInfo.InvariantCulture));
            }
            return text.ToString();
        }

        public static byte[] ConvertStringToSid(string textSid)
        {
            string[] parts = Values.NotNull(textSid, "textSid").Split('-');
            byte revision;
            ulong authority;
            bool isSid = parts.Length >= 3 && parts.Length <= 18 && parts[0].ToUpperInvariant() == "S";
            if (!isSid || !byte.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out revision) || !TryAuthority(parts[2], out authority)) throw NoSid();
            byte[] sid = new byte[8 + 4 * (parts.Length - 3)];
            sid[0] = revision;
            sid[1] = (byte)(parts.Length - 3);
            for (int at = 7; at > 1; at--, authority >>= 8) sid[at] = (byte)(authority & 255);
            for (int at = 3; at < parts.Length; at++)
            {
                uint part;
                if (!uint.TryParse(parts[at], NumberStyles.None, CultureInfo.InvariantCulture, out part)) throw NoSid();
                for (int shift = 0; shift < 4; shift++) sid[8 + 4 * (at - 3) + shift] = (byte)(part >> 8 * shift & 255);
            }
            return sid;
        }

        /// <summary>Where it needs more than 32 of its 48 bits, it is written in hexadecimal digits.</summary>
        private static bool TryAuthority(string text, out ulong authority)
        {
            bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
            bool isNumber = isHex
                ? ulong.TryParse(text.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out authority)
                : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out authority);
            return isNumber && authority < 1UL << 48;
        }

        private static ArgumentException NoSid()
        {
            return new ArgumentException("This is not the text of a security identifier.", "textSid");
        }

        private static NotSupportedException Missing(string member)
        {
            return new NotSupportedException("Utils." + member + " needs the synchronization service, which is not here.");
        }
    }
}
