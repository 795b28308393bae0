/** The runs of one opened connector, one after the other; those of other processes are kept apart by the lock. */
import { IdleError } from "@idle/contract";
import { spaceFailure } from "../space/open-space.ts";
import { cancelled, unlessAborted } from "./expect-not-aborted.ts";
import type { Internals } from "./internals.ts";
import { withRunLock } from "./with-run.ts";

export interface RunTurns {
  /** Throws Busy, Cancelled, NotReady after the end, and what the work throws. */
  alone<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /** Lets nobody in any more, and waits for those who are. */
  end(): Promise<void>;
}

export function createRunTurns(internals: Internals): RunTurns {
  const { definition, space, scriptCalls } = internals;
  let turn: Promise<unknown> = Promise.resolve();
  let isOver = false;

  /** A script that waits for a run of its own connector would wait for itself. */
  function refuseItself(): void {
    if (!scriptCalls.isInside()) return;
    throw new IdleError(
      "Busy",
      `A script of the connector ${definition.name} asks for a run of the connector itself, which would wait for that script. It has to do without, or to do it after its own run.`,
    );
  }

  async function run<T>(before: Promise<unknown>, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    refuseItself();
    if (isOver) throw new IdleError("NotReady", `The connector ${definition.name} was closed. Open it again.`);
    await unlessAborted(before, signal, definition.name);
    try {
      return await withRunLock(internals, signal, work);
    } catch (error) {
      if (signal.aborted && error === signal.reason) throw cancelled(signal, definition.name);
      throw spaceFailure(space.file, error);
    }
  }

  return {
    alone(signal, work) {
      const before = turn;
      const mine = run(before, signal, work);
      // One that was aborted while it waited ends before those that it waited for.
      turn = Promise.allSettled([before, mine]);
      return mine;
    },
    async end() {
      refuseItself();
      isOver = true;
      await turn;
    },
  };
}
