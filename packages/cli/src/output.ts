import type { WriteStream } from "node:tty";
import { createStyle, type Style } from "./view/style.ts";

/** One of the process's streams, as the commands write to it. */
export interface Output {
  readonly isTerminal: boolean;
  /** Colours and width that fit the stream now. */
  style(): Style;
  write(text: string): void;
  /** Whether nobody reads any more, or nothing more can be written: whoever only makes output can stop. */
  isClosed(): boolean;
  /** Why something could not be written; null when all is well. A reader that went away is no failure. */
  failure(): string | null;
  /** Comes back when everything written has left the process, or never will. */
  flush(): Promise<void>;
}

export interface ColourWish {
  readonly environment: NodeJS.ProcessEnv;
  /** False for `--no-color`. */
  readonly colour: boolean;
}

/**
 * Wraps a stream. A reader that goes away (`| head`) is no error: what it does not want to read is dropped, and the
 * command goes on to its end, which for a run that is under way matters.
 */
export function createOutput(stream: NodeJS.WriteStream, wish: () => ColourWish): Output {
  let isClosed = false;
  let failure: string | null = null;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    isClosed = true;
    if (error.code !== "EPIPE" && error.code !== "EOF" && error.code !== "ERR_STREAM_DESTROYED")
      failure = error.message;
  });
  const isTerminal = stream.isTTY === true;
  return {
    isTerminal,
    style: () => createStyle({ colour: wantsColour(isTerminal, wish()), width: isTerminal ? columns(stream) : null }),
    write(text) {
      if (!isClosed && text !== "") stream.write(text);
    },
    isClosed: () => isClosed,
    failure: () => failure,
    flush: () =>
      isClosed || stream.writableLength === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            stream.once("error", () => resolve());
            stream.write("", () => resolve());
          }),
  };
}

/** NO_COLOR wins over FORCE_COLOR, and both over what the stream is. */
export function wantsColour(isTerminal: boolean, { environment, colour }: ColourWish): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment;
  if (!colour || (NO_COLOR !== undefined && NO_COLOR !== "")) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return isTerminal && TERM !== "dumb";
}

function columns(stream: NodeJS.WriteStream): number {
  const width = (stream as WriteStream).columns;
  return width > 0 ? width : 80;
}
