import type { Output } from "./output.ts";
import { clearLine } from "./status-line.ts";

export interface Redrawing {
  /** Draws it now. */
  draw(): void;
  /** Draws it no more, and takes it away. */
  stop(): void;
}

const frameMs = 100;

/** Draws one line of a terminal over and over, now and ten times a second; `line` gets the number of the frame. */
export function redraw(output: Output, line: (frame: number) => string): Redrawing {
  let frame = 0;
  const draw = () => output.write(clearLine + line(frame));
  const timer = setInterval(() => {
    frame++;
    draw();
  }, frameMs);
  timer.unref();
  draw();
  return {
    draw,
    stop() {
      clearInterval(timer);
      output.write(clearLine);
    },
  };
}
