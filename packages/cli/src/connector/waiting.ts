import type { CommandContext } from "../command-context.ts";
import { canRedraw, createStatusLine } from "../status-line.ts";

/** Says on a terminal what is waited for while `work` lasts. A log needs no line for it. */
export async function whileWaiting<T>(
  text: string,
  { stderr, log }: Pick<CommandContext, "stderr" | "log">,
  work: () => Promise<T>,
): Promise<T> {
  if (log.isOn || !canRedraw(stderr)) return work();
  const done = createStatusLine(stderr, true).show(text);
  try {
    return await work();
  } finally {
    done();
  }
}
