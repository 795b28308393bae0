import { exitCodes } from "./exit-codes.ts";
import type { Output } from "./output.ts";
import { clearLine } from "./status-line.ts";
import { sentence } from "./view/sentence.ts";

/** Ctrl-C and its kin: the first asks the command to come to a clean end, the second ends the process at once. */
export interface Interrupts {
  /** Aborts at the first interrupt. */
  readonly signal: AbortSignal;
  /** Comes to a clean end for another reason, without a word. */
  stop(reason: unknown): void;
  dispose(): void;
}

/** What an interrupt comes as on this system. */
export const interruptSignals: readonly NodeJS.Signals[] =
  process.platform === "win32" ? ["SIGINT", "SIGBREAK", "SIGTERM"] : ["SIGINT", "SIGTERM", "SIGHUP"];

const longestTimer = 2 ** 31 - 1;

/** `message` is what the first interrupt shows. */
export function watchInterrupts(stderr: Output, message: () => string): Interrupts {
  const controller = new AbortController();
  const onSignal = () => {
    const clear = stderr.isTerminal ? clearLine : "";
    if (controller.signal.aborted) {
      stderr.write(`${clear}Stopped at once.\n`);
      process.exit(exitCodes.interrupted);
    }
    stderr.write(clear + sentence(stderr.style(), message()));
    controller.abort(new Error("Interrupted."));
  };
  for (const signal of interruptSignals) process.on(signal, onSignal);
  // What never comes back must not let the process end as if all were done: it can be interrupted instead.
  const keepAlive = setInterval(() => {}, longestTimer);
  return {
    signal: controller.signal,
    stop: (reason) => controller.abort(reason),
    dispose() {
      clearInterval(keepAlive);
      for (const signal of interruptSignals) process.off(signal, onSignal);
    },
  };
}
