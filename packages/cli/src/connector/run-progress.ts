import type { RunProgress } from "@idle/connector";
import type { Output } from "../output.ts";
import { redraw } from "../redraw.ts";
import { canRedraw } from "../status-line.ts";
import { advanceRun, initialRun, runProgressLine, runProgressText } from "../view/run-progress.ts";

export interface LiveRun {
  tell(progress: RunProgress): void;
  stop(): void;
}

/** How often a log hears of a run. */
const lineMs = 10_000;

/**
 * Keeps a line about the run on a terminal until `stop`. Anywhere else, where a line cannot be written over, there is a line
 * now and then.
 */
export function startRunProgress(output: Output, isWanted: boolean, now: () => number): LiveRun {
  if (!isWanted) return { tell() {}, stop() {} };
  let state = initialRun(now());
  if (!canRedraw(output)) {
    let saidAt = now();
    return {
      tell(progress) {
        state = advanceRun(state, progress, now());
        if (now() - saidAt < lineMs) return;
        saidAt = now();
        output.write(`${runProgressText(state, now())}\n`);
      },
      stop() {},
    };
  }
  const { draw, stop } = redraw(output, (frame) => runProgressLine(state, frame, now(), output.style()));
  return {
    tell(progress) {
      state = advanceRun(state, progress, now());
      draw();
    },
    stop,
  };
}
