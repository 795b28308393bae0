namespace Idle.ConnectorHost
{
    using System;
    using System.Management.Automation;
    using System.Text.RegularExpressions;

    /// <summary>An error of a script as data: what, of which kind, where. Never the line itself, which may hold a value.</summary>
    internal static class ErrorText
    {
        private const int LongestMessage = 8192;
        private static readonly Regex StackLine = new Regex(@", (.+): \S+ (\d+)\s*$");
        private const string OwnTypes = "Microsoft.MetadirectoryServices.";

        /// <summary>Writes one object.</summary>
        public static void Write(JsonWriter json, ErrorRecord record, Exception thrown)
        {
            Exception exception = thrown ?? record.Exception;
            // The record of an exception that has one of its own says only that it is that exception's.
            if (record != null && record.Exception != null && !(record.Exception is ParentContainsErrorRecordException)) exception = record.Exception;
            Exception known = Known(thrown) ?? Known(exception);
            Exception told = known ?? Unwrapped(exception);
            string message = told.Message;
            if (known == null && record != null && record.ErrorDetails != null && !string.IsNullOrEmpty(record.ErrorDetails.Message)) message = record.ErrorDetails.Message;
            json.Begin('{').Text("message", Cut(message)).Text("type", told.GetType().FullName);
            if (record != null)
            {
                json.Text("category", record.CategoryInfo.Category.ToString());
                json.Text("id", Cut(record.FullyQualifiedErrorId));
                WritePlace(json, record);
            }
            json.End('}');
        }

        /// <summary>The first of the exceptions that the host knows by its type, however deep it is wrapped.</summary>
        private static Exception Known(Exception exception)
        {
            for (int depth = 0; exception != null && depth < 20; depth++)
            {
                if (exception.GetType().FullName.StartsWith(OwnTypes, StringComparison.Ordinal)) return exception;
                IContainsErrorRecord holder = exception as IContainsErrorRecord;
                if (holder != null && holder.ErrorRecord != null && holder.ErrorRecord.Exception != null
                    && holder.ErrorRecord.Exception.GetType().FullName.StartsWith(OwnTypes, StringComparison.Ordinal))
                {
                    return holder.ErrorRecord.Exception;
                }
                exception = exception.InnerException;
            }
            return null;
        }

        /// <summary>What a method threw, and not that a method threw.</summary>
        private static Exception Unwrapped(Exception exception)
        {
            bool isWrapper = exception is MethodInvocationException || exception is ActionPreferenceStopException || exception is System.Reflection.TargetInvocationException;
            return isWrapper && exception.InnerException != null ? exception.InnerException : exception;
        }

        private static void WritePlace(JsonWriter json, ErrorRecord record)
        {
            InvocationInfo invocation = record.InvocationInfo;
            if (invocation != null && invocation.ScriptLineNumber > 0 && !string.IsNullOrEmpty(invocation.ScriptName))
            {
                json.Text("file", invocation.ScriptName).Key("line").Number(invocation.ScriptLineNumber).Key("column").Number(invocation.OffsetInLine);
                return;
            }
            string file;
            int line;
            if (TryTrace(record, out file, out line)) json.Text("file", file).Key("line").Number(line);
        }

        /// <summary>
        /// What a script says of itself with Write-Error stands where the script was called, which is ours. Its stack knows
        /// the line: `at &lt;ScriptBlock&gt;, C:\Import.ps1: line 3`, with a word for the line in the language of the system.
        /// </summary>
        private static bool TryTrace(ErrorRecord record, out string file, out int line)
        {
            file = null;
            line = 0;
            if (record.ScriptStackTrace == null) return false;
            foreach (string each in record.ScriptStackTrace.Split('\n'))
            {
                Match match = StackLine.Match(each);
                if (!match.Success || match.Groups[1].Value.StartsWith("<", StringComparison.Ordinal)) continue;
                file = match.Groups[1].Value;
                return int.TryParse(match.Groups[2].Value, out line);
            }
            return false;
        }

        /// <summary>For whoever looks on.</summary>
        public static string OneLine(ErrorRecord record)
        {
            InvocationInfo invocation = record.InvocationInfo;
            string file;
            int line;
            string where = "";
            if (invocation != null && invocation.ScriptLineNumber > 0 && !string.IsNullOrEmpty(invocation.ScriptName))
            {
                where = " (" + invocation.ScriptName + ":" + invocation.ScriptLineNumber + ":" + invocation.OffsetInLine + ")";
            }
            else if (TryTrace(record, out file, out line)) where = " (" + file + ":" + line + ")";
            return Cut(record.ToString()) + where;
        }

        public static string Cut(string text)
        {
            return text == null || text.Length <= LongestMessage ? text : text.Substring(0, LongestMessage);
        }
    }
}
