namespace Idle.ConnectorHost
{
    using System;
    using System.Collections;
    using System.Reflection;

    /// <summary>
    /// What scripts find under the name [Environment] elsewhere than on Windows. There no system and no user has variables of
    /// its own, and script sets ask the machine for its folder of temporary files: they get what the process has. The rest is
    /// as it is.
    /// </summary>
    public static class ScriptEnvironment
    {
        public static string CommandLine { get { return Environment.CommandLine; } }
        public static string CurrentDirectory { get { return Environment.CurrentDirectory; } set { Environment.CurrentDirectory = value; } }
        public static int CurrentManagedThreadId { get { return Environment.CurrentManagedThreadId; } }
        public static int ExitCode { get { return Environment.ExitCode; } set { Environment.ExitCode = value; } }
        public static bool HasShutdownStarted { get { return Environment.HasShutdownStarted; } }
        public static bool Is64BitOperatingSystem { get { return Environment.Is64BitOperatingSystem; } }
        public static bool Is64BitProcess { get { return Environment.Is64BitProcess; } }
        public static string MachineName { get { return Environment.MachineName; } }
        public static string NewLine { get { return Environment.NewLine; } }
        public static OperatingSystem OSVersion { get { return Environment.OSVersion; } }
        public static int ProcessId { get { return System.Diagnostics.Process.GetCurrentProcess().Id; } }
        public static int ProcessorCount { get { return Environment.ProcessorCount; } }
        public static string StackTrace { get { return Environment.StackTrace; } }
        public static string SystemDirectory { get { return Environment.SystemDirectory; } }
        public static int SystemPageSize { get { return Environment.SystemPageSize; } }
        public static int TickCount { get { return Environment.TickCount; } }
        public static string UserDomainName { get { return Environment.UserDomainName; } }
        public static bool UserInteractive { get { return Environment.UserInteractive; } }
        public static string UserName { get { return Environment.UserName; } }
        public static Version Version { get { return Environment.Version; } }
        public static long WorkingSet { get { return Environment.WorkingSet; } }

        public static void Exit(int exitCode) { Environment.Exit(exitCode); }
        public static string ExpandEnvironmentVariables(string name) { return Environment.ExpandEnvironmentVariables(name); }
        public static void FailFast(string message) { Environment.FailFast(message); }
        public static void FailFast(string message, Exception exception) { Environment.FailFast(message, exception); }
        public static string[] GetCommandLineArgs() { return Environment.GetCommandLineArgs(); }
        public static string GetEnvironmentVariable(string variable) { return Environment.GetEnvironmentVariable(variable); }

        public static string GetEnvironmentVariable(string variable, EnvironmentVariableTarget target)
        {
            return Environment.GetEnvironmentVariable(variable, target) ?? Environment.GetEnvironmentVariable(variable);
        }

        public static IDictionary GetEnvironmentVariables() { return Environment.GetEnvironmentVariables(); }
        public static IDictionary GetEnvironmentVariables(EnvironmentVariableTarget target) { return Environment.GetEnvironmentVariables(target); }
        public static string GetFolderPath(Environment.SpecialFolder folder) { return Environment.GetFolderPath(folder); }
        public static string GetFolderPath(Environment.SpecialFolder folder, Environment.SpecialFolderOption option) { return Environment.GetFolderPath(folder, option); }
        public static string[] GetLogicalDrives() { return Environment.GetLogicalDrives(); }
        public static void SetEnvironmentVariable(string variable, string value) { Environment.SetEnvironmentVariable(variable, value); }
        public static void SetEnvironmentVariable(string variable, string value, EnvironmentVariableTarget target) { Environment.SetEnvironmentVariable(variable, value, target); }

        /// <summary>Before any script is parsed. Where PowerShell does not have what this needs, scripts see what there is.</summary>
        internal static void TakePlace()
        {
            if (Environment.OSVersion.Platform == PlatformID.Win32NT) return;
            Type accelerators = typeof(System.Management.Automation.PSObject).Assembly.GetType("System.Management.Automation.TypeAccelerators");
            MethodInfo add = accelerators == null ? null : accelerators.GetMethod("Add", new[] { typeof(string), typeof(Type) });
            if (add == null) return;
            foreach (string name in new[] { "Environment", "System.Environment" })
            {
                try { add.Invoke(null, new object[] { name, typeof(ScriptEnvironment) }); }
                catch (TargetInvocationException) { }
            }
        }
    }
}
