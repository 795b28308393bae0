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
            Place place = PlaceOf(record);
            if (place == null) return;
            json.Text("file", place.File).Key("line").Number(place.Line);
            if (place.Column > 0) json.Key("column").Number(place.Column);
        }

        private sealed class Place
        {
            public string File;
            public int Line;
            /// <summary>0 where it is not known.</summary>
            public int Column;
        }

        /// <summary>Null where it is not known.</summary>
        private static Place PlaceOf(ErrorRecord record)
        {
            InvocationInfo invocation = record.InvocationInfo;
            if (invocation == null || invocation.ScriptLineNumber <= 0 || string.IsNullOrEmpty(invocation.ScriptName)) return TracedPlaceOf(record);
            Place place = new Place();
            place.File = invocation.ScriptName;
            place.Line = invocation.ScriptLineNumber;
            place.Column = invocation.OffsetInLine;
            return place;
        }

        /// <summary>
        /// What a script says of itself with Write-Error stands where the script was called, which is ours. Its stack knows
        /// the line: `at &lt;ScriptBlock&gt;, C:\Import.ps1: line 3`, with a word for the line in the language of the system.
        /// </summary>
        private static Place TracedPlaceOf(ErrorRecord record)
        {
            if (record.ScriptStackTrace == null) return null;
            foreach (string each in record.ScriptStackTrace.Split('\n'))
            {
                Match match = StackLine.Match(each);
                if (!match.Success || match.Groups[1].Value.StartsWith("<", StringComparison.Ordinal)) continue;
                Place place = new Place();
                place.File = match.Groups[1].Value;
                return int.TryParse(match.Groups[2].Value, out place.Line) ? place : null;
            }
            return null;
        }

        /// <summary>For whoever looks on.</summary>
        public static string OneLine(ErrorRecord record)
        {
            Place place = PlaceOf(record);
            string text = Cut(record.ToString());
            if (place == null) return text;
            return text + " (" + place.File + ":" + place.Line + (place.Column > 0 ? ":" + place.Column : "") + ")";
        }

        public static string Cut(string text)
        {
            return text == null || text.Length <= LongestMessage ? text : text.Substring(0, LongestMessage);
        }
    }
}
