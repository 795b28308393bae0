import type { Readable } from "node:stream";

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal escapes are what is taken out.
const terminalEscapes = /\u001b\[[0-9;?]*[A-Za-z]/g;

/** What a shell that did not start wrote beside the conversation: enough of it to see why, on one line. */
export function createErrorTail(streams: readonly Readable[]): { text(): string } {
  const most = 2_000;
  let kept = "";
  for (const stream of streams) {
    stream.on("data", (chunk: Uint8Array) => {
      if (kept.length < most) kept += Buffer.from(chunk).toString("utf8").slice(0, most);
    });
  }
  return {
    text: () => kept.replace(terminalEscapes, "").replace(/\s+/g, " ").trim().slice(0, 500),
  };
}
