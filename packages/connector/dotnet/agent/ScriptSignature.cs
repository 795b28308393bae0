namespace Idle.ConnectorHost
{
    using System;
    using System.Collections.ObjectModel;
    using System.Management.Automation;

    /// <summary>Whether a script has a valid digital signature. Windows alone can tell.</summary>
    internal static class ScriptSignature
    {
        /// <summary>Null where it has. Whatever cannot be found out counts as none.</summary>
        public static string Problem(byte[] content, string file)
        {
            try
            {
                using (PowerShell shell = PowerShell.Create())
                {
                    shell.AddCommand("Get-AuthenticodeSignature").AddParameter("Content", content).AddParameter("SourcePathOrExtension", file);
                    Collection<PSObject> found = shell.Invoke();
                    string status = found.Count == 1 ? Convert.ToString(found[0].Properties["Status"].Value) : "Unknown";
                    return status == "Valid" ? null : "It has no valid signature (" + status + "), and only signed scripts are to be run.";
                }
            }
            catch (Exception exception)
            {
                return "Its signature cannot be checked: " + ErrorText.Cut(exception.Message);
            }
        }
    }
}
