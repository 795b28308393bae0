namespace Idle.ConnectorHost
{
    using System;
    using System.Reflection;
    using System.Runtime.InteropServices;
    using Microsoft.MetadirectoryServices;

    /// <summary>What the process itself has to be told before scripts run in it.</summary>
    internal static class ProcessBorder
    {
        private const string KnownAssembly = "Microsoft.MetadirectoryServicesEx";
        // FIOCLEX: https://man7.org/linux/man-pages/man2/ioctl_list.2.html, and sys/filio.h of macOS.
        private const uint CloseOnExecLinux = 0x5451;
        private const uint CloseOnExecMac = 0x20006601;

        [DllImport("libc", EntryPoint = "ioctl")]
        private static extern int Ioctl(int descriptor, UIntPtr request);

        /// <summary>What scripts start must not have the conversation: it would read secrets, and write between the lines.</summary>
        public static void KeepConversation()
        {
            if (Environment.OSVersion.Platform == PlatformID.Win32NT) return;
            UIntPtr request = new UIntPtr(System.IO.Directory.Exists("/System/Library") ? CloseOnExecMac : CloseOnExecLinux);
            try
            {
                Ioctl(3, request);
                Ioctl(4, request);
            }
            catch (DllNotFoundException) { }
            catch (EntryPointNotFoundException) { }
        }

        /// <summary>Scripts that load the assembly of these types by its name find this one.</summary>
        public static void AnswerForAssembly()
        {
            AppDomain.CurrentDomain.AssemblyResolve += delegate(object sender, ResolveEventArgs asked)
            {
                string name = new AssemblyName(asked.Name).Name;
                return string.Equals(name, KnownAssembly, StringComparison.OrdinalIgnoreCase) ? typeof(CSEntryChange).Assembly : null;
            };
        }
    }
}
