import type { IdleEvent, Plan } from "@idle/contract";
import type { Output } from "./output.ts";
import { advance, initialProgress, progressLine } from "./view/progress.ts";

export interface LiveProgress {
  writeEvent(event: IdleEvent): void;
  stop(): void;
}

const frameMs = 100;
const clearLine = "\r\u001b[2K";

/** Keeps the progress line on a terminal until `stop`; on anything else, and when it is not wanted, it does nothing. */
export function startProgress(plan: Plan, output: Output, isWanted: boolean): LiveProgress {
  if (!isWanted || !output.isTerminal || process.env.TERM === "dumb") return { writeEvent() {}, stop() {} };
  let state = initialProgress(plan, Date.now());
  let frame = 0;
  const draw = () => output.write(clearLine + progressLine(state, frame, Date.now(), output.style()));
  const timer = setInterval(() => {
    frame++;
    draw();
  }, frameMs);
  timer.unref();
  draw();
  return {
    writeEvent(event) {
      state = advance(state, event, Date.now());
      draw();
    },
    stop() {
      clearInterval(timer);
      output.write(clearLine);
    },
  };
}
