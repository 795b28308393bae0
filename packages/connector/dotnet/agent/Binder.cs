namespace Idle.ConnectorHost
{
    using System;
    using System.Collections.Generic;
    using System.Management.Automation;
    using System.Security;

    /// <summary>
    /// Which parameter of a script gets what. Scripts in the wild call the same thing by several names, and by the alias of
    /// one of them; what a script does not declare it does not get.
    /// </summary>
    internal static class Binder
    {
        /// <summary>The names of each input, as the connector documents it first and as script sets have it after that.</summary>
        private static readonly string[][] Synonyms =
        {
            new[] { "ConfigParameters", "ConfigurationParameters", "ConfigParameter", "ConfigurationParameter" },
            new[] { "ConfigParameterPage", "ConfigurationParameterPage" },
            new[] { "Credential", "PSCredential", "Credentials" },
            new[] { "Types", "Schema" },
            new[] { "ParentNode", "HierarchyNode" },
            new[] { "OpenImportConnectionRunStep" },
            new[] { "GetImportEntriesRunStep", "ImportRunStep" },
            new[] { "CloseImportConnectionRunStep" },
            new[] { "OpenExportConnectionRunStep" },
            new[] { "CloseExportConnectionRunStep" },
            new[] { "CSEntries", "CSEntryChanges" },
            new[] { "Partition" },
            new[] { "CSEntry" },
            new[] { "OperationType" },
            new[] { "PasswordOptions" },
            new[] { "OldPassword" },
            new[] { "NewPassword" },
        };

        /// <summary>Throws MissingInput for a mandatory parameter that nothing fits.</summary>
        public static Dictionary<string, object> Bind(ConnectorScript script, IDictionary<string, object> inputs)
        {
            return Bind(script, inputs, Synonyms);
        }

        /// <summary>`known`: the names of each input, the one that `inputs` has it by first.</summary>
        public static Dictionary<string, object> Bind(ConnectorScript script, IDictionary<string, object> inputs, string[][] known)
        {
            Dictionary<string, object> bound = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
            foreach (DeclaredParameter declared in script.Parameters)
            {
                object value = null;
                foreach (string name in declared.Names)
                {
                    string input = InputNamed(name, known);
                    if (input == null) continue;
                    inputs.TryGetValue(input, out value);
                    break;
                }
                if (value == null && declared.IsMandatory && (IsInput(declared, "Credential", known) || IsInput(declared, "Credentials", known))) value = PSCredential.Empty;
                if (value != null) bound[declared.Name] = Fitting(value, declared);
                else if (declared.IsMandatory) throw new MissingInput(declared.Name, inputs.Keys);
            }
            return bound;
        }

        private static string InputNamed(string name, string[][] known)
        {
            foreach (string[] names in known)
            {
                foreach (string each in names)
                {
                    if (string.Equals(each, name, StringComparison.OrdinalIgnoreCase)) return names[0];
                }
            }
            return null;
        }

        private static bool IsInput(DeclaredParameter declared, string input, string[][] known)
        {
            foreach (string name in declared.Names)
            {
                if (InputNamed(name, known) == input) return true;
            }
            return false;
        }

        /// <summary>A password goes as a text, as documented, unless the script says that it wants the other form.</summary>
        private static object Fitting(object value, DeclaredParameter declared)
        {
            string text = value as string;
            if (text == null || !declared.TypeName.EndsWith("SecureString", StringComparison.OrdinalIgnoreCase)) return value;
            return Secure(text);
        }

        public static SecureString Secure(string text)
        {
            SecureString secure = new SecureString();
            foreach (char each in text) secure.AppendChar(each);
            secure.MakeReadOnly();
            return secure;
        }
    }

    /// <summary>A script wants something that the host does not have.</summary>
    internal sealed class MissingInput : Exception
    {
        public MissingInput(string parameter, IEnumerable<string> inputs)
            : base("It declares the mandatory parameter " + parameter + ", and this script is given none of that name. It can have: " + string.Join(", ", inputs) + ".")
        {
        }
    }
}
