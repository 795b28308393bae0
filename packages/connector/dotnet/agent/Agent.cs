namespace Idle.ConnectorHost
{
    using System;
    using System.Collections;
    using System.Collections.Generic;
    using System.IO;
    using System.Management.Automation;
    using System.Threading;
    using Microsoft.MetadirectoryServices;

    /// <summary>
    /// The far end of a conversation with the host (docs/connector-agent.md): reads messages, one a line, runs the scripts
    /// they ask for, one at a time, and answers.
    /// </summary>
    public sealed class Agent
    {
        private const int MostErrorsUnasked = 20;
        private const int LongestAfterHost = 5000;
        private readonly TextReader reader;
        private readonly Wire wire;
        private readonly Dictionary<string, ConnectorScript> scripts = new Dictionary<string, ConnectorScript>(StringComparer.Ordinal);
        private readonly Dictionary<string, string> texts = new Dictionary<string, string>(StringComparer.Ordinal);
        private readonly ProcessState process = new ProcessState();
        private ScriptRunner runner;
        private Conversation conversation;
        private Thread working;
        private bool isWatched;
        private int errorsSaid;
        private string dialect = "";
        private volatile bool isStopped;

        private Agent(TextReader reader, Wire wire)
        {
            this.reader = reader;
            this.wire = wire;
        }

        /// <summary>Comes back when the host says goodbye, or is gone.</summary>
        public static void Run(TextReader reader, Stream output, string boundary)
        {
            ProcessBorder.KeepConversation();
            ProcessBorder.AnswerForAssembly();
            ScriptEnvironment.TakePlace();
            new Agent(reader, new Wire(output, boundary)).Converse();
        }

        private void Converse()
        {
            wire.Send(new JsonWriter().Begin('{').Text("t", "ready").End('}').ToString());
            for (string line = reader.ReadLine(); line != null; line = reader.ReadLine())
            {
                if (line.Length == 0) continue;
                IDictionary<string, object> message = (IDictionary<string, object>)JsonReader.Read(line);
                switch (Fields.Text(message, "t"))
                {
                    case "scripts":
                        TakeScripts(message);
                        break;
                    case "call":
                        Begin(message);
                        break;
                    case "stop":
                        isStopped = true;
                        ScriptRunner stopped = runner;
                        if (stopped != null) stopped.Stop();
                        break;
                    case "bye":
                        return;
                }
            }
            EndWithHost();
        }

        /// <summary>The host is gone without a goodbye: nobody will stop what runs, or learn what came of it.</summary>
        private void EndWithHost()
        {
            ScriptRunner left = runner;
            if (left != null) left.Stop();
            if (working == null || working.Join(LongestAfterHost)) return;
            System.Diagnostics.Process.GetCurrentProcess().Kill();
        }

        /// <summary>Parses all of them before any runs.</summary>
        private void TakeScripts(IDictionary<string, object> message)
        {
            dialect = Fields.Text(message, "dialect") ?? "";
            JsonWriter json = new JsonWriter().Begin('{').Text("t", "parsed").Key("errors").Begin('[');
            foreach (IDictionary<string, object> each in Fields.Objects(message, "scripts"))
            {
                string slot = Fields.Text(each, "slot");
                ConnectorScript script = ConnectorScript.Parse(Fields.Text(each, "text"), Fields.Text(each, "file"));
                scripts[slot] = script;
                string parameter = Fields.Text(each, "parameter");
                if (parameter != null) texts[parameter] = Fields.Text(each, "text");
                string bytes = Fields.Text(each, "bytes");
                string unsigned = bytes == null ? null : ScriptSignature.Problem(Convert.FromBase64String(bytes), Fields.Text(each, "file"));
                if (unsigned != null)
                {
                    json.Begin('{').Text("slot", slot).Text("message", unsigned).Key("line").Number(1).Key("column").Number(1).End('}');
                }
                foreach (System.Management.Automation.Language.ParseError error in script.Errors)
                {
                    json.Begin('{').Text("slot", slot).Text("message", ErrorText.Cut(error.Message));
                    json.Key("line").Number(error.Extent.StartLineNumber).Key("column").Number(error.Extent.StartColumnNumber).End('}');
                }
            }
            wire.Send(json.End(']').End('}').ToString());
        }

        private void Begin(IDictionary<string, object> message)
        {
            if (working != null) working.Join();
            isStopped = false;
            if (runner != null) runner.Rearm();
            working = new Thread(delegate() { Call(message); }, 16 * 1024 * 1024);
            working.IsBackground = true;
            working.Start();
        }

        private void Call(IDictionary<string, object> message)
        {
            string answer;
            try
            {
                answer = AnswerTo(message);
            }
            catch (Exception exception)
            {
                // Ours, and not the script's. Its words may repeat values; its type and place do not.
                answer = new JsonWriter().Begin('{').Text("t", "defect").Text("type", exception.GetType().FullName).Text("place", exception.StackTrace).End('}').ToString();
            }
            wire.Send(answer);
        }

        private string AnswerTo(IDictionary<string, object> message)
        {
            string slot = Fields.Text(message, "slot");
            IDictionary<string, object> args = Fields.Object(message, "args");
            isWatched = Fields.Flag(message, "isWatched");
            errorsSaid = 0;
            bool isAlone = Fields.Flag(message, "isAlone");
            process.Prepare(args, isAlone);
            try
            {
                return AnswerTo(slot, args, isAlone);
            }
            finally
            {
                if (isAlone)
                {
                    if (runner != null) runner.Dispose();
                    runner = null;
                    process.Restore();
                }
            }
        }

        private string AnswerTo(string slot, IDictionary<string, object> args, bool isAlone)
        {
            if (isAlone || runner == null)
            {
                if (runner != null) runner.Dispose();
                runner = new ScriptRunner(Fields.Text(args, "definitionFolder"), Say);
                conversation = dialect == "hashtables" ? (Conversation)new HashtableConversation() : new MetadirectoryConversation(texts);
                conversation.Send = SendEntry;
                conversation.Say = Say;
                if (isStopped) runner.Stop();
            }
            ConnectorScript script = scripts[slot];
            Dictionary<string, object> inputs;
            try
            {
                inputs = conversation.Inputs(script, slot, args);
            }
            catch (MissingInput missing)
            {
                return Failed(null, missing, null);
            }
            return AnswerOf(slot, conversation.Run(runner, script, slot, inputs, args));
        }

        private string AnswerOf(string slot, ScriptOutcome outcome)
        {
            if (outcome.WasStopped) return new JsonWriter().Begin('{').Text("t", "stopped").End('}').ToString();
            if (outcome.Thrown != null) return Failed(outcome.Record, outcome.Thrown, outcome);
            if (outcome.ExitCode.HasValue && outcome.ExitCode.Value != 0)
            {
                return Failed(null, new ExitedException(outcome.ExitCode.Value), outcome);
            }
            try
            {
                return conversation.Answer(slot, outcome, SendEntry);
            }
            catch (WrongAnswer wrong)
            {
                JsonWriter json = new JsonWriter().Begin('{').Text("t", "wrong").Text("came", wrong.Message);
                WriteErrors(json, outcome);
                return json.End('}').ToString();
            }
        }

        /// <summary>False when nobody wants more.</summary>
        private bool SendEntry(string json)
        {
            if (isStopped) return false;
            wire.SendLater(json);
            return true;
        }

        private static string Failed(ErrorRecord record, Exception thrown, ScriptOutcome outcome)
        {
            JsonWriter json = new JsonWriter().Begin('{').Text("t", "failed").Key("error");
            ErrorText.Write(json, record, thrown);
            WriteErrors(json, outcome);
            return json.End('}').ToString();
        }

        private static void WriteErrors(JsonWriter json, ScriptOutcome outcome)
        {
            json.Key("errors").Begin('[');
            if (outcome != null)
            {
                foreach (ErrorRecord each in outcome.Errors) ErrorText.Write(json, each, null);
            }
            json.End(']');
        }

        private void Say(string stream, string text)
        {
            if (string.IsNullOrEmpty(text)) return;
            // Errors that do not end a script are told in any case: they may be why it returned too little.
            if (!isWatched && (stream != "error" || ++errorsSaid > MostErrorsUnasked)) return;
            // At once: whoever looks on wants to see where a script hangs.
            wire.Send(new JsonWriter().Begin('{').Text("t", "said").Text("stream", stream).Text("text", ErrorText.Cut(text)).End('}').ToString());
        }
    }

    internal sealed class ExitedException : Exception
    {
        public ExitedException(int code) : base("It called exit with the code " + code + ".") { }
    }
}
