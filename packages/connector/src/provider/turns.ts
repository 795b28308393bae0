import { untilAborted } from "./until-aborted.ts";

export interface Turns {
  /** Does the work when all that was asked for before is over. Who gives up waiting lets the next one go first. */
  take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

/** One after the other: of two who read, compare and write at once, one would undo what the other did. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    async take(signal, work) {
      const before = last;
      let done: () => void = () => undefined;
      const mine = new Promise<void>((resolve) => {
        done = resolve;
      });
      last = Promise.all([before, mine]);
      try {
        await untilAborted(signal, before);
        return await work();
      } finally {
        done();
      }
    },
  };
}
