namespace Idle.ConnectorHost
{
    using System;
    using System.Collections;
    using System.Collections.Generic;
    using System.Management.Automation;
    using Microsoft.MetadirectoryServices;

    /// <summary>The parameters of a script of this dialect.</summary>
    internal sealed class HashtableInputs
    {
        /// <summary>As the management agent hands them over, then as script sets have them.</summary>
        private static readonly string[][] Names =
        {
            new[] { "ConfigurationParameter", "ConfigurationParameters", "ConfigParameter", "ConfigParameters" },
            new[] { "Username", "User" },
            new[] { "Password" },
            new[] { "Credentials", "Credential", "PSCredential" },
            new[] { "AuxUsername" },
            new[] { "AuxPassword" },
            new[] { "AuxCredentials", "AuxCredential" },
            new[] { "OperationType" },
            new[] { "UsePagedImport" },
            new[] { "PageSize" },
            new[] { "ImportPageNumber" },
            new[] { "ExportPageNumber" },
            new[] { "ExportType" },
            new[] { "Schema", "Types" },
            new[] { "Action" },
            new[] { "NewPassword" },
            new[] { "OldPassword" },
            new[] { "UnlockAccount" },
            new[] { "ForceChangeAtLogOn" },
            new[] { "ValidatePassword" },
        };

        /// <summary>Parameters of a definition that have another meaning than to stand in ConfigurationParameter.</summary>
        private const string AuxUsername = "AuxUsername";
        private const string AuxPassword = "AuxPassword";
        private const string UsePagedImport = "UsePagedImport";

        /// <summary>The narrower scope last: it is the one that counts.</summary>
        private static readonly string[] Scopes = { "_Global", "_Partition", "_RunStep" };

        private readonly Dictionary<string, object> inputs = new Dictionary<string, object>(StringComparer.Ordinal);

        /// <summary>`known`: what another dialect would give. `page`: how often the script was called in this run, with this one.</summary>
        public HashtableInputs(IDictionary<string, object> args, IDictionary<string, object> known, int page)
        {
            Hashtable parameters = ParametersOf(args);
            IsPaged = IsOn(Taken(parameters, UsePagedImport));
            string auxUsername = Taken(parameters, AuxUsername);
            string auxPassword = Taken(parameters, AuxPassword);
            inputs["ConfigurationParameter"] = parameters;
            AddCredential(Fields.Object(args, "credential"));
            if (auxUsername != null)
            {
                inputs["AuxUsername"] = auxUsername;
                inputs["AuxPassword"] = auxPassword ?? "";
                if (auxUsername.Length > 0) inputs["AuxCredentials"] = new PSCredential(auxUsername, Binder.Secure(auxPassword ?? ""));
            }
            IDictionary<string, object> import = Fields.Object(args, "openImportConnectionRunStep");
            IDictionary<string, object> export = Fields.Object(args, "openExportConnectionRunStep");
            if (import != null) AddImport(import, page);
            if (export != null)
            {
                inputs["ExportType"] = Fields.Text(export, "exportType");
                inputs["ExportPageNumber"] = page;
            }
            object types;
            if (known.TryGetValue("Types", out types)) inputs["Schema"] = SchemaOf((Schema)types);
            AddPassword(args);
        }

        public bool IsPaged { get; private set; }

        /// <summary>Throws MissingInput.</summary>
        public Dictionary<string, object> For(ConnectorScript script)
        {
            return Binder.Bind(script, inputs, Names);
        }

        private void AddCredential(IDictionary<string, object> credential)
        {
            if (credential == null) return;
            string user = Fields.Text(credential, "user");
            string password = Fields.Text(credential, "password") ?? "";
            inputs["Username"] = user;
            inputs["Password"] = password;
            inputs["Credentials"] = new PSCredential(user, Binder.Secure(password));
        }

        private void AddImport(IDictionary<string, object> step, int page)
        {
            inputs["OperationType"] = Fields.Text(step, "importType");
            inputs["UsePagedImport"] = IsPaged;
            inputs["PageSize"] = Fields.Number(step, "pageSize");
            inputs["ImportPageNumber"] = page;
        }

        private void AddPassword(IDictionary<string, object> args)
        {
            string operation = Fields.Text(args, "operationType");
            if (operation == null) return;
            inputs["Action"] = operation == "ChangePassword" ? "Change" : "Set";
            inputs["NewPassword"] = Fields.Text(args, "newPassword");
            if (args.ContainsKey("oldPassword")) inputs["OldPassword"] = Fields.Text(args, "oldPassword");
            IDictionary<string, object> options = Fields.Object(args, "passwordOptions");
            if (options == null) return;
            // What is not asked for is not said: a switch is off then.
            if (Fields.Flag(options, "unlockAccount")) inputs["UnlockAccount"] = true;
            if (Fields.Flag(options, "forceChangeAtLogOn")) inputs["ForceChangeAtLogOn"] = true;
            if (Fields.Flag(options, "validatePassword")) inputs["ValidatePassword"] = true;
        }

        /// <summary>By their names alone, as texts: this dialect knows neither scopes nor secrets. Server and Domain beside them.</summary>
        private static Hashtable ParametersOf(IDictionary<string, object> args)
        {
            Hashtable found = new Hashtable(StringComparer.OrdinalIgnoreCase);
            foreach (IDictionary<string, object> each in Fields.Objects(args, "configParameters"))
            {
                string name = Fields.Text(each, "name");
                if (name == "Server" || name == "Domain") found[name] = Fields.Text(each, "value");
            }
            foreach (string scope in Scopes)
            {
                foreach (IDictionary<string, object> each in Fields.Objects(args, "configParameters"))
                {
                    string name = Fields.Text(each, "name");
                    if (!name.EndsWith(scope, StringComparison.Ordinal)) continue;
                    found[name.Substring(0, name.Length - scope.Length)] = Fields.Text(each, "secret") ?? Fields.Text(each, "value");
                }
            }
            return found;
        }

        private static string Taken(Hashtable parameters, string name)
        {
            string value = (string)parameters[name];
            parameters.Remove(name);
            return value;
        }

        /// <summary>Unless it is turned off: a script that knows no pages says of none that there are more.</summary>
        private static bool IsOn(string written)
        {
            string text = written == null ? "" : written.Trim();
            return text != "0" && !string.Equals(text, "false", StringComparison.OrdinalIgnoreCase);
        }

        /// <summary>Types and their attributes as properties.</summary>
        private static PSObject SchemaOf(Schema schema)
        {
            PSObject all = new PSObject();
            foreach (SchemaType type in schema.Types)
            {
                PSObject one = new PSObject();
                one.Properties.Add(new PSNoteProperty("ObjectType", type.Name));
                one.Properties.Add(new PSNoteProperty("PossibleDNComponentsForProvisioning", type.PossibleDNComponentsForProvisioning));
                one.Properties.Add(new PSNoteProperty("Anchors", AttributesOf(type.AnchorAttributes)));
                one.Properties.Add(new PSNoteProperty("Attributes", AttributesOf(type.Attributes)));
                all.Properties.Add(new PSNoteProperty(type.Name, one));
            }
            return all;
        }

        private static PSObject AttributesOf(IEnumerable<SchemaAttribute> attributes)
        {
            PSObject all = new PSObject();
            foreach (SchemaAttribute each in attributes) all.Properties.Add(new PSNoteProperty(each.Name, each));
            return all;
        }
    }
}
