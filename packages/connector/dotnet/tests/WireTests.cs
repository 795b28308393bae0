using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Xunit;

namespace Idle.ConnectorHost.Tests
{
    public class WireTests
    {
        private static string[] Lines(MemoryStream output)
        {
            return Encoding.ASCII.GetString(output.ToArray()).Split('\n').Where(each => each.Length > 0).ToArray();
        }

        [Fact]
        public void LinesAreCountedAndSentTogether()
        {
            MemoryStream output = new MemoryStream();
            Wire wire = new Wire(output, "word");
            wire.SendLater("1");
            Assert.Equal(0, output.Length);
            wire.Send("2");
            Assert.Equal("\nword 1 1\n\nword 2 2\n", Encoding.ASCII.GetString(output.ToArray()));
        }

        [Fact]
        public void WhatWaitsDoesNotPileUp()
        {
            MemoryStream output = new MemoryStream();
            Wire wire = new Wire(output, "word");
            string line = new string('x', 1000);
            for (int number = 0; number < 1000; number++) wire.SendLater(line);
            Assert.InRange(output.Length, 900 * 1000, 1100 * 1000);
            wire.Send("end");
            Assert.Equal("word 1001 end", Lines(output).Last());
        }

        [Fact]
        public void LinesOfSeveralThreadsStayWhole()
        {
            const int Each = 20000;
            MemoryStream output = new MemoryStream();
            Wire wire = new Wire(output, "word");
            Thread[] threads = Enumerable.Range(0, 4).Select(thread => new Thread(delegate()
            {
                for (int number = 0; number < Each; number++)
                {
                    if (number % 100 == 0) wire.Send("[" + thread + "." + number + "]");
                    else wire.SendLater("[" + thread + "." + number + "]");
                }
            })).ToArray();
            foreach (Thread thread in threads) thread.Start();
            foreach (Thread thread in threads) thread.Join();
            wire.Send("[end]");
            string[] lines = Lines(output);
            Assert.Equal(Enumerable.Range(1, 4 * Each + 1).Select(each => "word " + each), lines.Select(each => each.Substring(0, each.LastIndexOf(' '))));
            Assert.Equal(4 * Each + 1, lines.Select(each => each.Substring(each.LastIndexOf(' '))).Distinct().Count());
        }

        private sealed class Broken : MemoryStream
        {
            public int Writes;

            public override void Write(byte[] buffer, int offset, int count)
            {
                Writes++;
                throw new IOException("The pipe is broken.");
            }
        }

        [Fact]
        public void AHostThatIsGoneIsNotSpokenToAgain()
        {
            Broken output = new Broken();
            Wire wire = new Wire(output, "word");
            wire.Send("1");
            wire.Send("2");
            Assert.Equal(1, output.Writes);
            MemoryStream closed = new MemoryStream();
            closed.Dispose();
            new Wire(closed, "word").Send("1");
        }
    }
}
