import { engineEventTypes, type IdleEvent, type Plan } from "@idle/contract";
import { escapeText } from "@idle/core";
import type { Output } from "./output.ts";
import { redraw } from "./redraw.ts";
import { canRedraw, type StatusLine } from "./status-line.ts";
import { advance, initialProgress, progressLine } from "./view/progress.ts";

export interface LiveProgress {
  writeEvent(event: IdleEvent): void;
  stop(): void;
}

/**
 * Keeps the progress line on a terminal until `stop`. Anywhere else, where a line cannot be written over, what steps say
 * of themselves becomes a line each, so that a log shows what a long run is waiting for.
 */
export function startProgress(plan: Plan, output: Output, isWanted: boolean, statusLine: StatusLine): LiveProgress {
  if (!isWanted) return { writeEvent() {}, stop() {} };
  if (!canRedraw(output)) return { writeEvent: sayOwn(output), stop() {} };
  const takeBack = statusLine.handOver();
  let state = initialProgress(plan, Date.now());
  const { draw, stop } = redraw(output, (frame) =>
    progressLine(state, frame, Date.now(), output.style(), statusLine.text),
  );
  return {
    writeEvent(event) {
      state = advance(state, event, Date.now());
      draw();
    },
    stop() {
      stop();
      takeBack();
    },
  };
}

const engineTypes: ReadonlySet<string> = new Set(engineEventTypes);

function sayOwn(output: Output): LiveProgress["writeEvent"] {
  return ({ type, stepName, message }) => {
    if (stepName === null || engineTypes.has(type)) return;
    output.write(`${escapeText(stepName)}: ${escapeText(message)}\n`);
  };
}
