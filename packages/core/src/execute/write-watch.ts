/** Watches the write calls of one attempt, so that the engine knows whether an error leaves their outcome unknown. */
import { isIdleError } from "@idle/contract";

export interface WriteWatch {
  /** Wraps one write call. */
  watch<T>(call: () => Promise<T>): Promise<T>;
  /** A write failed in a way that may have taken effect, or has not come back yet. */
  isOutcomeUnknown(): boolean;
  /** A write has not come back yet. */
  isWriting(): boolean;
  /** A write was called, whatever became of it. */
  wasTried(): boolean;
  /** A write came back without an error. */
  hasWritten(): boolean;
  /** A write said that it changed something. */
  hasChanged(): boolean;
  /** What is said of writes that answered against their contract. */
  wrongAnswers(): readonly string[];
}

export function createWriteWatch(): WriteWatch {
  let tried = 0;
  let done = 0;
  let running = 0;
  let unknown = false;
  let changed = false;
  const wrong: string[] = [];
  return {
    async watch(call) {
      tried += 1;
      running += 1;
      try {
        const result = await call();
        done += 1;
        if (saysChanged(result)) changed = true;
        return result;
      } catch (error) {
        if (mayHaveTakenEffect(error)) unknown = true;
        if (isIdleError(error, "PluginAnswerInvalid")) wrong.push(error.message);
        throw error;
      } finally {
        running -= 1;
      }
    },
    isOutcomeUnknown: () => unknown || running > 0,
    isWriting: () => running > 0,
    wasTried: () => tried > 0,
    hasWritten: () => done > 0,
    hasChanged: () => changed,
    wrongAnswers: () => wrong,
  };
}

/** What was started, such as a synchronisation, is a change as well. */
function saysChanged(result: unknown): boolean {
  const { changed, started } = (result ?? {}) as { readonly changed?: unknown; readonly started?: unknown };
  return changed === true || started === true;
}

// Foreign errors (wrapped as UnexpectedError), lost connections, timeouts, and answers that make no sense: the write may
// have been done. Of everything else a provider says that it had no effect.
const doubtful: ReadonlySet<string> = new Set([
  "UnexpectedError",
  "ConnectionFailed",
  "Timeout",
  "PluginAnswerInvalid",
]);

function mayHaveTakenEffect(error: unknown): boolean {
  return !isIdleError(error) || doubtful.has(error.code);
}
