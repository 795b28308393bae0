namespace Idle.ConnectorHost
{
    using System;
    using System.Collections.Generic;

    /// <summary>What a kind of script sets is given, and what it gives back: a dialect.</summary>
    internal abstract class Conversation
    {
        /// <summary>Sends a line to the host; false when nobody wants more.</summary>
        public Func<string, bool> Send { get; set; }

        /// <summary>Tells whoever looks on: a stream's name, and a line of it.</summary>
        public Action<string, string> Say { get; set; }

        /// <summary>The inputs by the parameters that the script declares. Throws MissingInput.</summary>
        public abstract Dictionary<string, object> Inputs(ConnectorScript script, string slot, IDictionary<string, object> args);

        public virtual ScriptOutcome Run(ScriptRunner runner, ConnectorScript script, string slot, Dictionary<string, object> inputs, IDictionary<string, object> args)
        {
            return runner.Run(script.Block, inputs);
        }

        /// <summary>
        /// The last line of the answer. Entries of a page go before it through `send`, which is false when nobody wants
        /// more. Throws WrongAnswer.
        /// </summary>
        public abstract string Answer(string slot, ScriptOutcome outcome, Func<string, bool> send);
    }
}
