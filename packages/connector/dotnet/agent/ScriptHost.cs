namespace Idle.ConnectorHost
{
    using System;
    using System.Collections.Generic;
    using System.Collections.ObjectModel;
    using System.Globalization;
    using System.Management.Automation;
    using System.Management.Automation.Host;
    using System.Security;
    using System.Text;

    /// <summary>
    /// What scripts take for the console. Nobody sits there: whatever asks a question fails and says so, and what is written
    /// is told to whoever looks on.
    /// </summary>
    internal sealed class ScriptHost : PSHost
    {
        private readonly Guid id = Guid.NewGuid();
        private readonly ScriptHostInterface face;

        public ScriptHost(Action<string, string> say)
        {
            face = new ScriptHostInterface(say);
        }

        /// <summary>What the script said to `exit`; null where it did not.</summary>
        public int? ExitCode { get; set; }

        public override string Name { get { return "IdLE connector host"; } }
        public override Version Version { get { return new Version(1, 0); } }
        public override Guid InstanceId { get { return id; } }
        public override PSHostUserInterface UI { get { return face; } }
        public override CultureInfo CurrentCulture { get { return CultureInfo.CurrentCulture; } }
        public override CultureInfo CurrentUICulture { get { return CultureInfo.CurrentUICulture; } }

        public override void SetShouldExit(int exitCode)
        {
            ExitCode = exitCode;
        }

        public void Flush()
        {
            face.Flush();
        }

        public override void EnterNestedPrompt()
        {
            throw ScriptHostInterface.NobodyThere();
        }

        public override void ExitNestedPrompt() { }
        public override void NotifyBeginApplication() { }
        public override void NotifyEndApplication() { }
    }

    internal sealed class ScriptHostInterface : PSHostUserInterface
    {
        private readonly Action<string, string> say;
        private readonly StringBuilder line = new StringBuilder();
        private readonly RawInterface raw = new RawInterface();

        public ScriptHostInterface(Action<string, string> say)
        {
            this.say = say;
        }

        public static Exception NobodyThere()
        {
            return new HostException("The script asked a question, and nobody is there who could answer it.");
        }

        public override PSHostRawUserInterface RawUI { get { return raw; } }

        public override void Write(string value)
        {
            lock (line)
            {
                line.Append(value);
                if (value == null || value.IndexOf('\n') < 0) return;
            }
            Flush();
        }

        public override void Write(ConsoleColor foreground, ConsoleColor background, string value)
        {
            Write(value);
        }

        public override void WriteLine(string value)
        {
            Write(value + "\n");
        }

        /// <summary>Tells what has no end of a line yet.</summary>
        public void Flush()
        {
            string text;
            lock (line)
            {
                text = line.ToString().TrimEnd('\r', '\n');
                line.Length = 0;
            }
            say("host", text);
        }

        public override void WriteErrorLine(string value) { say("error", value); }
        // These come through the streams as well.
        public override void WriteWarningLine(string value) { }
        public override void WriteVerboseLine(string value) { }
        public override void WriteDebugLine(string value) { }
        public override void WriteProgress(long sourceId, ProgressRecord record) { }

        public override string ReadLine() { throw NobodyThere(); }
        public override SecureString ReadLineAsSecureString() { throw NobodyThere(); }

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
        {
            throw NobodyThere();
        }

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            throw NobodyThere();
        }

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
        {
            throw NobodyThere();
        }

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
        {
            throw NobodyThere();
        }
    }

    /// <summary>A window that is wide enough for whatever is formatted for it.</summary>
    internal sealed class RawInterface : PSHostRawUserInterface
    {
        public override ConsoleColor BackgroundColor { get; set; }
        public override ConsoleColor ForegroundColor { get; set; }
        public override Coordinates CursorPosition { get; set; }
        public override Coordinates WindowPosition { get; set; }
        public override int CursorSize { get; set; }
        public override string WindowTitle { get; set; }

        public override Size BufferSize
        {
            get { return new Size(200, 1000); }
            set { }
        }

        public override Size WindowSize
        {
            get { return new Size(200, 50); }
            set { }
        }

        public override Size MaxWindowSize { get { return new Size(200, 50); } }
        public override Size MaxPhysicalWindowSize { get { return new Size(200, 50); } }
        public override bool KeyAvailable { get { return false; } }

        public override void FlushInputBuffer() { }
        public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) { }
        public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) { }
        public override void SetBufferContents(Rectangle rectangle, BufferCell fill) { }

        public override BufferCell[,] GetBufferContents(Rectangle rectangle)
        {
            throw new NotSupportedException("There is no screen.");
        }

        public override KeyInfo ReadKey(ReadKeyOptions options)
        {
            throw ScriptHostInterface.NobodyThere();
        }
    }
}
