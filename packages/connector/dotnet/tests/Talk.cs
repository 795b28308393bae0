using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Pipes;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;

namespace Idle.ConnectorHost.Tests
{
    /// <summary>The host's end of a conversation with an agent in this process.</summary>
    internal sealed class Talk : IDisposable
    {
        private readonly AnonymousPipeServerStream toAgent = new AnonymousPipeServerStream(PipeDirection.Out);
        private readonly AnonymousPipeServerStream fromAgent = new AnonymousPipeServerStream(PipeDirection.In);
        private readonly StreamReader reader;
        private readonly Thread agent;
        private int lines;

        /// <summary>Every line that came, for whoever looks for what must not be in it.</summary>
        public readonly StringBuilder Heard = new StringBuilder();
        public readonly string Folder = Directory.CreateTempSubdirectory("idle-agent-").FullName;

        public Talk(params (string Slot, string Text)[] scripts)
        {
            reader = new StreamReader(fromAgent);
            AnonymousPipeClientStream input = new AnonymousPipeClientStream(PipeDirection.In, toAgent.ClientSafePipeHandle);
            AnonymousPipeClientStream output = new AnonymousPipeClientStream(PipeDirection.Out, fromAgent.ClientSafePipeHandle);
            agent = new Thread(() =>
            {
                using (output) Agent.Run(new StreamReader(input), output, "word");
            });
            agent.IsBackground = true;
            agent.Start();
            Xunit.Assert.Equal("ready", Type(Receive()));
            Send(new { t = "scripts", dialect = "metadirectory", scripts = scripts.Select(each => new { slot = each.Slot, text = each.Text, file = Path.Combine(Folder, each.Slot + ".ps1") }) });
            Parsed = Receive();
        }

        public IDictionary<string, object> Parsed { get; private set; }

        public void Send(object message)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(message) + "\n");
            toAgent.Write(bytes, 0, bytes.Length);
            toAgent.Flush();
        }

        public IDictionary<string, object> Receive()
        {
            string line = reader.ReadLine();
            while (line == "") line = reader.ReadLine();
            if (line == null) return null;
            Heard.Append(line).Append('\n');
            string start = "word " + ++lines + " ";
            Xunit.Assert.StartsWith(start, line);
            return (IDictionary<string, object>)JsonReader.Read(line.Substring(start.Length));
        }

        public void Begin(string slot, IDictionary<string, object> args = null, bool isAlone = false, bool isWatched = false)
        {
            Dictionary<string, object> all = new Dictionary<string, object>
            {
                ["definitionFolder"] = Folder,
                ["maFolder"] = Folder,
                ["temporaryFolder"] = Folder,
                ["configParameters"] = new object[] { new { name = "Server", value = "hr" } },
            };
            foreach (KeyValuePair<string, object> each in args ?? new Dictionary<string, object>()) all[each.Key] = each.Value;
            Send(new { t = "call", slot, isAlone, isWatched, args = all });
        }

        /// <summary>The answer, without what the script said before it.</summary>
        public IDictionary<string, object> Call(string slot, IDictionary<string, object> args = null, bool isAlone = false)
        {
            Begin(slot, args, isAlone);
            IDictionary<string, object> answer = Receive();
            while (Type(answer) == "said") answer = Receive();
            return answer;
        }

        public static string Type(IDictionary<string, object> message)
        {
            return (string)message["t"];
        }

        /// <summary>Whether the agent's end of the conversation comes to its end.</summary>
        public bool Ends()
        {
            return agent.Join(TimeSpan.FromSeconds(60));
        }

        public void Dispose()
        {
            try { Send(new { t = "bye" }); }
            catch (IOException) { }
            agent.Join(TimeSpan.FromSeconds(30));
            toAgent.Dispose();
            fromAgent.Dispose();
            Directory.Delete(Folder, true);
        }
    }
}
