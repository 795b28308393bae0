namespace Microsoft.MetadirectoryServices
{
    using System;
    using System.Collections.ObjectModel;
    using System.Security;

    /// <summary>One setting: a text, or a secret (hh859513 of the reference).</summary>
    public class ConfigParameter
    {
        private readonly string value;
        private readonly SecureString secureValue;

        public ConfigParameter(string name, string value)
        {
            Name = Values.NotNull(name, "name");
            this.value = value;
        }

        public ConfigParameter(string name, SecureString secureValue)
        {
            Name = Values.NotNull(name, "name");
            this.secureValue = Values.NotNull(secureValue, "secureValue");
        }

        public string Name { get; private set; }

        public bool IsEncrypted
        {
            get { return secureValue != null; }
        }

        /// <summary>Throws for a secret.</summary>
        public string Value
        {
            get
            {
                if (secureValue != null) throw new InvalidOperationException("The parameter " + Name + " is encrypted: read SecureValue.");
                return value;
            }
        }

        /// <summary>Throws for a text.</summary>
        public SecureString SecureValue
        {
            get
            {
                if (secureValue == null) throw new InvalidOperationException("The parameter " + Name + " is not encrypted: read Value.");
                return secureValue;
            }
        }

        public override string ToString()
        {
            return Name;
        }
    }

    /// <summary>A setting that a connector asks for (hh859514 of the reference).</summary>
    public class ConfigParameterDefinition
    {
        private ConfigParameterDefinition() { }

        public string Name { get; private set; }
        public ConfigParameterType Type { get; private set; }
        public string Text { get; private set; }
        public string Validation { get; private set; }
        public string DefaultValue { get; private set; }
        public bool CheckBoxDefault { get; private set; }
        public bool DropDownExtensible { get; private set; }

        public static ConfigParameterDefinition CreateStringParameter(string name, string validation)
        {
            return CreateStringParameter(name, validation, null);
        }

        public static ConfigParameterDefinition CreateStringParameter(string name, string validation, string defaultValue)
        {
            return Of(ConfigParameterType.String, name, validation, defaultValue);
        }

        public static ConfigParameterDefinition CreateEncryptedStringParameter(string name, string validation)
        {
            return Of(ConfigParameterType.EncryptedString, name, validation, null);
        }

        public static ConfigParameterDefinition CreateTextParameter(string name)
        {
            return Of(ConfigParameterType.Text, name, null, null);
        }

        public static ConfigParameterDefinition CreateCheckBoxParameter(string name, bool checkBoxDefault)
        {
            ConfigParameterDefinition definition = Of(ConfigParameterType.CheckBox, name, null, checkBoxDefault ? "1" : "0");
            definition.CheckBoxDefault = checkBoxDefault;
            return definition;
        }

        public static ConfigParameterDefinition CreateDropDownParameter(string name, string values, bool extensible, string defaultValue)
        {
            ConfigParameterDefinition definition = Of(ConfigParameterType.DropDown, name, values, defaultValue);
            definition.DropDownExtensible = extensible;
            return definition;
        }

        public static ConfigParameterDefinition CreateLabelParameter(string text)
        {
            ConfigParameterDefinition definition = Of(ConfigParameterType.Label, "", null, null);
            definition.Text = text;
            return definition;
        }

        public static ConfigParameterDefinition CreateDividerParameter()
        {
            return Of(ConfigParameterType.Divider, "", null, null);
        }

        private static ConfigParameterDefinition Of(ConfigParameterType type, string name, string validation, string defaultValue)
        {
            ConfigParameterDefinition definition = new ConfigParameterDefinition();
            definition.Type = type;
            definition.Name = Values.NotNull(name, "name");
            definition.Validation = validation;
            definition.DefaultValue = defaultValue;
            return definition;
        }
    }
}
