namespace Idle.ConnectorHost
{
    using System;
    using System.Collections;
    using System.Collections.Generic;
    using System.Collections.ObjectModel;
    using System.Management.Automation;
    using System.Management.Automation.Runspaces;

    /// <summary>What a script did beside what it returned.</summary>
    internal sealed class ScriptOutcome
    {
        public Collection<PSObject> Output;
        /// <summary>What ended it; null where it came to its end.</summary>
        public Exception Thrown;
        public ErrorRecord Record;
        public bool WasStopped;
        public int? ExitCode;
        /// <summary>The last errors that did not end it.</summary>
        public List<ErrorRecord> Errors = new List<ErrorRecord>();
    }

    /// <summary>Runs scripts in a runspace, which keeps what they leave there for each other.</summary>
    internal sealed class ScriptRunner : IDisposable
    {
        private const int MostErrors = 3;
        private const string Prelude = "param($__idleScript, $__idleInputs) & $__idleScript @__idleInputs";
        /// <summary>A script to which nothing is piped runs its process block once, and must not be piped an empty list.</summary>
        private const string PipedPrelude = "param($__idleScript, $__idleInputs) $input | & $__idleScript @__idleInputs";

        private readonly Action<string, string> say;
        private readonly ScriptHost host;
        private readonly Runspace runspace;
        private readonly object gate = new object();
        private PowerShell running;
        private bool isStopping;

        /// <summary>`say`: gets a stream's name and a line of it.</summary>
        public ScriptRunner(string folder, Action<string, string> say)
        {
            this.say = say;
            host = new ScriptHost(say);
            InitialSessionState state = InitialSessionState.CreateDefault2();
            runspace = RunspaceFactory.CreateRunspace(host, state);
            runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
            runspace.Open();
            runspace.SessionStateProxy.SetVariable("ProgressPreference", ActionPreference.SilentlyContinue);
            runspace.SessionStateProxy.Path.SetLocation(WildcardPattern.Escape(folder));
        }

        public ScriptOutcome Run(ScriptBlock script, Dictionary<string, object> inputs)
        {
            return Run(script, inputs, null, null);
        }

        /// <summary>
        /// `piped`: what goes into the script's pipeline; null for nothing. `take`: gets each object that comes out, as it
        /// comes, while the script waits; null to have them all in the outcome.
        /// </summary>
        public ScriptOutcome Run(ScriptBlock script, Dictionary<string, object> inputs, ICollection<PSObject> piped, Action<PSObject> take)
        {
            ScriptOutcome outcome = new ScriptOutcome();
            host.ExitCode = null;
            using (PowerShell shell = PowerShell.Create())
            {
                shell.Runspace = runspace;
                // The inputs are values: none of them is ever read as code.
                shell.AddScript(piped == null ? Prelude : PipedPrelude, true).AddParameter("__idleScript", script).AddParameter("__idleInputs", new Hashtable(inputs, StringComparer.OrdinalIgnoreCase));
                Listen(shell, outcome);
                lock (gate)
                {
                    if (isStopping) { outcome.WasStopped = true; return outcome; }
                    running = shell;
                }
                try
                {
                    if (piped == null && take == null) outcome.Output = shell.Invoke();
                    else Stream(shell, piped, take, outcome);
                }
                catch (PipelineStoppedException)
                {
                    outcome.WasStopped = true;
                }
                catch (RuntimeException exception)
                {
                    outcome.Thrown = exception;
                    outcome.Record = exception.ErrorRecord;
                }
                catch (Exception exception)
                {
                    outcome.Thrown = exception;
                    IContainsErrorRecord holder = exception as IContainsErrorRecord;
                    if (holder != null) outcome.Record = holder.ErrorRecord;
                }
                finally
                {
                    host.Flush();
                    lock (gate)
                    {
                        running = null;
                        if (isStopping) outcome.WasStopped = true;
                    }
                }
            }
            outcome.ExitCode = host.ExitCode;
            return outcome;
        }

        private static void Stream(PowerShell shell, ICollection<PSObject> piped, Action<PSObject> take, ScriptOutcome outcome)
        {
            outcome.Output = new Collection<PSObject>();
            using (PSDataCollection<PSObject> input = new PSDataCollection<PSObject>())
            using (PSDataCollection<PSObject> output = new PSDataCollection<PSObject>())
            {
                if (piped != null)
                {
                    foreach (PSObject each in piped) input.Add(each);
                }
                input.Complete();
                output.DataAdded += delegate
                {
                    foreach (PSObject each in output.ReadAll())
                    {
                        if (take == null) outcome.Output.Add(each);
                        else take(each);
                    }
                };
                shell.Invoke<PSObject, PSObject>(input, output, null);
            }
        }

        /// <summary>A global variable of the scripts that run here.</summary>
        public void SetGlobal(string name, object value)
        {
            runspace.SessionStateProxy.SetVariable(name, value);
        }

        /// <summary>Null where there is none.</summary>
        public object GetGlobal(string name)
        {
            return runspace.SessionStateProxy.GetVariable(name);
        }

        /// <summary>Ends what runs, as soon as it lets itself be ended. What is begun after that does not run.</summary>
        public void Stop()
        {
            PowerShell shell;
            lock (gate)
            {
                isStopping = true;
                shell = running;
            }
            if (shell == null) return;
            try { shell.BeginStop(null, null); }
            catch (ObjectDisposedException) { }
        }

        /// <summary>A stop concerns one call.</summary>
        public void Rearm()
        {
            lock (gate) isStopping = false;
        }

        public void Dispose()
        {
            runspace.Dispose();
        }

        /// <summary>The streams are emptied as they fill: a script that writes to them for hours takes no memory with it.</summary>
        private void Listen(PowerShell shell, ScriptOutcome outcome)
        {
            PSDataStreams streams = shell.Streams;
            streams.Error.DataAdded += delegate
            {
                foreach (ErrorRecord each in streams.Error.ReadAll())
                {
                    outcome.Errors.Add(each);
                    if (outcome.Errors.Count > MostErrors) outcome.Errors.RemoveAt(0);
                    say("error", ErrorText.OneLine(each));
                }
            };
            streams.Warning.DataAdded += delegate { foreach (WarningRecord each in streams.Warning.ReadAll()) say("warning", each.Message); };
            streams.Verbose.DataAdded += delegate { foreach (VerboseRecord each in streams.Verbose.ReadAll()) say("verbose", each.Message); };
            streams.Debug.DataAdded += delegate { foreach (DebugRecord each in streams.Debug.ReadAll()) say("debug", each.Message); };
            streams.Progress.DataAdded += delegate { streams.Progress.ReadAll(); };
            streams.Information.DataAdded += delegate
            {
                foreach (InformationRecord each in streams.Information.ReadAll())
                {
                    // What Write-Host writes is at the host already.
                    if (!each.Tags.Contains("PSHOST")) say("information", Convert.ToString(each.MessageData));
                }
            };
        }
    }
}
