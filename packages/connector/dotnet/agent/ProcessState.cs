namespace Idle.ConnectorHost
{
    using System;
    using System.Collections;
    using System.Collections.Generic;
    using System.IO;
    using Microsoft.MetadirectoryServices;

    /// <summary>What belongs to the process and scripts look at: folders and environment variables.</summary>
    internal sealed class ProcessState
    {
        private Dictionary<string, string> before;
        private string folderBefore;

        /// <summary>`isAlone`: what the script changes here is taken back after it.</summary>
        public void Prepare(IDictionary<string, object> args, bool isAlone)
        {
            if (isAlone)
            {
                before = Snapshot();
                folderBefore = Environment.CurrentDirectory;
            }
            MAUtils.MAFolder = Fields.Text(args, "maFolder");
            Utils.ExtensionsDirectory = Fields.Text(args, "definitionFolder");
            string temporary = Fields.Text(args, "temporaryFolder");
            if (temporary != null) SetTemporary(temporary);
            if (Environment.OSVersion.Platform != PlatformID.Win32NT) Set("COMPUTERNAME", Environment.MachineName);
        }

        public void Restore()
        {
            if (before == null) return;
            foreach (string name in Snapshot().Keys)
            {
                if (!before.ContainsKey(name)) Environment.SetEnvironmentVariable(name, null);
            }
            foreach (KeyValuePair<string, string> each in before) Environment.SetEnvironmentVariable(each.Key, each.Value);
            before = null;
            try { Environment.CurrentDirectory = folderBefore; }
            catch (IOException) { }
        }

        /// <summary>
        /// Elsewhere than on Windows scripts that look for %TEMP% or for TEMP in %WINDIR% find nothing, and names of
        /// variables are told apart by their case.
        /// </summary>
        private static void SetTemporary(string folder)
        {
            Set("TEMP", folder);
            Set("TMP", folder);
            if (Environment.OSVersion.Platform == PlatformID.Win32NT) return;
            Set("Temp", folder);
            Set("temp", folder);
            if (!string.Equals(Path.GetFileName(folder), "TEMP", StringComparison.Ordinal)) return;
            foreach (string name in new[] { "windir", "WINDIR", "SystemRoot", "SYSTEMROOT" }) Set(name, Path.GetDirectoryName(folder));
        }

        private static void Set(string name, string value)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        private static Dictionary<string, string> Snapshot()
        {
            Dictionary<string, string> found = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (DictionaryEntry each in Environment.GetEnvironmentVariables()) found[(string)each.Key] = (string)each.Value;
            return found;
        }
    }
}
