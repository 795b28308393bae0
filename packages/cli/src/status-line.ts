/** What the command is waiting for, on standard error. Whoever draws a line over and over takes it into that line. */
import type { Output } from "./output.ts";
import { cutToWidth } from "./view/cut-to-width.ts";

export interface StatusLine {
  /** Says a text until the function it gives is called; in a pipe or a log file it is a line that stays. */
  show(text: string): () => void;
  /** What is shown now; null for nothing. */
  readonly text: string | null;
  /** From here on somebody else draws what is shown, until the function it gives is called. */
  handOver(): () => void;
}

export const clearLine = "\r\u001b[2K";

/** Whether lines of this output can be written over. */
export function canRedraw({ isTerminal }: Output): boolean {
  return isTerminal && process.env.TERM !== "dumb";
}

/** `isAlone`: nothing else is written meanwhile, such as a log. */
export function createStatusLine(output: Output, isAlone: boolean): StatusLine {
  const isReplaced = isAlone && canRedraw(output);
  const texts = new Set<{ readonly text: string }>();
  let isHandedOver = false;
  const current = () => [...texts].at(-1)?.text ?? null;
  const draw = () => {
    if (isReplaced && !isHandedOver) output.write(clearLine + cut(current() ?? "", output.style().width));
  };
  return {
    show(text) {
      const shown = { text };
      texts.add(shown);
      if (isReplaced) draw();
      else output.write(`${text}\n`);
      return () => {
        if (texts.delete(shown)) draw();
      };
    },
    get text() {
      return isReplaced ? current() : null;
    },
    handOver() {
      if (isReplaced && texts.size > 0) output.write(clearLine);
      isHandedOver = true;
      return () => {
        isHandedOver = false;
      };
    },
  };
}

function cut(text: string, width: number | null): string {
  return width === null ? text : cutToWidth(text, Math.max(10, width - 1));
}
