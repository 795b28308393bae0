namespace Idle.ConnectorHost
{
    using System;
    using System.Collections;
    using System.Collections.Generic;
    using System.Management.Automation;
    using System.Management.Automation.Internal;
    using Microsoft.MetadirectoryServices;

    /// <summary>A script returned something else than it should.</summary>
    internal sealed class WrongAnswer : Exception
    {
        /// <summary>`came`: ends "The script returned …".</summary>
        public WrongAnswer(string came) : base(came) { }
    }

    /// <summary>What a script wrote to the pipeline, and what the host expects of it.</summary>
    internal static class Answers
    {
        private const int MostNamed = 5;

        /// <summary>
        /// The objects that came, bare. The pipeline takes lists apart, but not one that is in a list; to the host both
        /// are the same.
        /// </summary>
        public static List<object> Bare(IEnumerable<PSObject> output)
        {
            List<object> found = new List<object>();
            foreach (PSObject each in output)
            {
                object bare = Bare(each);
                if (bare == null) continue;
                if (bare is IList || bare is ICollection && !(bare is IDictionary))
                {
                    foreach (object inner in (IEnumerable)bare)
                    {
                        object held = Bare(inner);
                        if (held != null) found.Add(held);
                    }
                }
                else found.Add(bare);
            }
            return found;
        }

        public static object Bare(object value)
        {
            // What a statement without output leaves in a variable or a table.
            if (value == AutomationNull.Value) return null;
            PSObject wrapped = value as PSObject;
            return wrapped == null || wrapped.BaseObject is PSCustomObject ? value : wrapped.BaseObject;
        }

        public static T One<T>(IList<object> came) where T : class
        {
            T only = came.Count == 1 ? came[0] as T : null;
            if (only == null) throw new WrongAnswer(InWords(came));
            return only;
        }

        public static List<T> All<T>(IList<object> came) where T : class
        {
            List<T> found = new List<T>(came.Count);
            foreach (object each in came)
            {
                T fitting = each as T;
                if (fitting == null) throw new WrongAnswer(InWords(came));
                found.Add(fitting);
            }
            return found;
        }

        public static string InWords(IList<object> came)
        {
            if (came.Count == 0) return "nothing";
            if (came.Count == 1) return "one object: " + NameOf(came[0]);
            List<string> names = new List<string>();
            foreach (object each in came)
            {
                if (names.Count == MostNamed) break;
                names.Add(NameOf(each));
            }
            return came.Count + " objects: " + string.Join(", ", names) + (came.Count > names.Count ? ", …" : "");
        }

        private static string NameOf(object value)
        {
            PSObject wrapped = value as PSObject;
            if (wrapped != null) return wrapped.TypeNames.Count > 0 ? wrapped.TypeNames[0] : "PSCustomObject";
            Type type = value.GetType();
            return type.Namespace == "Microsoft.MetadirectoryServices" ? type.Name : type.FullName;
        }
    }
}
