/**
 * How every method of the mock runs: it waits, then fails as scripted or takes effect, and is written down. From the end
 * of the wait on it is synchronous, so that calls never mix.
 */
import { setTimeout as wait } from "node:timers/promises";
import { type Change, IdleError } from "@idle/contract";
import type { Directory } from "./directory.ts";
import { createFailures, type ScriptedFailure } from "./failures.ts";
import { copyArguments, type HistoryEntry } from "./history.ts";
import type { Settings } from "./options.ts";

interface Call {
  readonly method: string;
  readonly args: { readonly signal: AbortSignal };
}

export interface Calls {
  readonly history: readonly HistoryEntry[];
  failNext(failure: ScriptedFailure): void;
  read<T>(call: Call, answer: () => T): Promise<T>;
  /** The effect tells what it changed through `record`, once it has. */
  write<T>(call: Call, effect: (record: (changes: readonly Change[]) => void) => T): Promise<T>;
}

/** `alone`: what keeps others from writing between a look and a write. */
export function createCalls(settings: Settings, methods: readonly string[], alone: Directory["alone"]): Calls {
  const { latencyMs, historyLimit, sleep = null } = settings;
  const history: HistoryEntry[] = [];
  const failures = createFailures(methods);

  const keep = (entry: HistoryEntry): void => {
    history.push(entry);
    if (history.length > historyLimit) history.shift();
  };

  async function run<T>(
    kind: HistoryEntry["kind"],
    { method, args }: Call,
    effect: (record: (changes: readonly Change[]) => void) => T,
  ): Promise<T> {
    const { signal } = args;
    refuseAborted(signal, method);
    if (latencyMs > 0) {
      try {
        await (sleep ?? realSleep)(latencyMs, signal);
      } catch (error) {
        refuseAborted(signal, method);
        throw error;
      }
      refuseAborted(signal, method);
    }
    const failure = failures.take(method);
    let changes: readonly Change[] = [];
    try {
      if (failure !== undefined && failure.after !== true) throw failure.error;
      const answer = effect((made) => {
        changes = made;
      });
      if (failure !== undefined) throw failure.error;
      return answer;
    } finally {
      keep({ kind, method, args: copyArguments(args), changes: Object.freeze([...changes]) });
    }
  }

  return {
    history,
    failNext: (failure) => failures.add(failure),
    read: (call, answer) => run("read", call, answer),
    write: (call, effect) => run("write", call, (record) => alone(() => effect(record))),
  };
}

function refuseAborted(signal: AbortSignal | undefined, method: string): void {
  if (signal?.aborted !== true) return;
  throw new IdleError("Cancelled", `${method} was aborted before it had any effect.`, { cause: signal.reason });
}

async function realSleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await wait(milliseconds, undefined, signal === undefined ? {} : { signal });
}
