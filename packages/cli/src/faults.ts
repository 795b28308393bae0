/** Errors that nobody waits for, in somebody else's code most likely: they would end the process in the middle of its work. */
import type { CommandContext } from "./command-context.ts";
import { problemView } from "./view/problem-view.ts";
import { sentence } from "./view/sentence.ts";

export interface Faults {
  /** Whether there was one. */
  readonly any: boolean;
  /** From here on they are somebody else's. */
  dispose(): void;
}

/** Shows each of them, and says `meaning` after it; then `stop` hears of it. */
export function watchFaults(
  { stderr, redactor, sources }: Pick<CommandContext, "stderr" | "redactor" | "sources">,
  meaning: string,
  stop: (error: unknown) => void = () => undefined,
): Faults {
  let any = false;
  const onFault = (error: unknown) => {
    any = true;
    stderr.write(problemView(redactor.error(error), stderr.style(), sources));
    stderr.write(sentence(stderr.style(), meaning));
    stop(error);
  };
  process.on("uncaughtException", onFault);
  return {
    get any() {
      return any;
    },
    dispose: () => void process.off("uncaughtException", onFault),
  };
}
