namespace Idle.ConnectorHost
{
    using System;
    using System.Globalization;
    using System.IO;
    using System.Text;

    /// <summary>
    /// Lines to the host: a word that nobody else knows, a number that counts up, and JSON. What others write to the same
    /// output is not taken for one of ours, and a line that is lost or torn is noticed.
    /// </summary>
    internal sealed class Wire
    {
        private const int FlushAt = 64 * 1024;
        private readonly Stream output;
        private readonly string boundary;
        private readonly StringBuilder pending = new StringBuilder();
        private readonly object gate = new object();
        private long lines;
        private bool isGone;

        public Wire(Stream output, string boundary)
        {
            this.output = output;
            this.boundary = boundary;
        }

        public void Send(string json)
        {
            lock (gate)
            {
                Append(json);
                Flush();
            }
        }

        /// <summary>For lines of which many follow each other: they leave when there are enough, and with the next Send.</summary>
        public void SendLater(string json)
        {
            lock (gate)
            {
                Append(json);
                if (pending.Length >= FlushAt) Flush();
            }
        }

        private void Append(string json)
        {
            lines++;
            pending.Append('\n').Append(boundary).Append(' ').Append(lines.ToString(CultureInfo.InvariantCulture)).Append(' ').Append(json).Append('\n');
        }

        private void Flush()
        {
            byte[] bytes = Encoding.ASCII.GetBytes(pending.ToString());
            pending.Length = 0;
            if (isGone) return;
            try
            {
                output.Write(bytes, 0, bytes.Length);
                output.Flush();
            }
            // The host is gone: nobody is there to be told, and its end of the other pipe ends us.
            catch (IOException) { isGone = true; }
            catch (ObjectDisposedException) { isGone = true; }
        }
    }
}
