namespace Idle.ConnectorHost
{
    using System;
    using System.Collections.Generic;

    internal sealed class HashtableConversation : Conversation
    {
        public override Dictionary<string, object> Inputs(ConnectorScript script, string slot, IDictionary<string, object> args)
        {
            throw new NotSupportedException();
        }

        public override string Answer(string slot, ScriptOutcome outcome, Func<string, bool> send)
        {
            throw new NotSupportedException();
        }
    }
}
