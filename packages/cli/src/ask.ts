import { createInterface } from "node:readline";
import type { Output } from "./output.ts";

/** Asks on the terminal. True only for "yes" or "y"; false for anything else, the end of input and an interrupt too. */
export async function askYes(question: string, stderr: Output, signal: AbortSignal): Promise<boolean> {
  stderr.write(question);
  // The terminal itself echoes and edits the line: in readline's own mode Ctrl-C would not come as a signal.
  const lines = createInterface({ input: process.stdin, terminal: false });
  try {
    const answer = await new Promise<string | null>((resolve) => {
      lines.once("line", resolve);
      lines.once("close", () => resolve(null));
      signal.addEventListener("abort", () => resolve(null), { once: true });
      if (signal.aborted) resolve(null);
    });
    if (answer === null) stderr.write("\n");
    return answer !== null && /^\s*y(es)?\s*$/i.test(answer);
  } finally {
    lines.close();
  }
}
