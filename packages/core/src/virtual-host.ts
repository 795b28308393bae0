/**
 * A host whose time stands still until somebody moves it, for `createEngine({ host })` and for whatever else takes a clock.
 * Nothing here waits for real: the testkit hands it to tests of code, the command line plays tests of workflows on it.
 */
import { setImmediate } from "node:timers/promises";
import type { Host } from "./host.ts";

export interface VirtualHostOptions {
  /** Milliseconds since 1970 at the start. Default 2025-01-01T00:00:00Z. */
  readonly start?: number;
  /**
   * Moves the clock by itself whenever somebody sleeps, to what is due first. Timers alone do not move it: they are limits
   * for things that may take no time at all. Default false.
   */
  readonly autoAdvance?: boolean;
  /** What `readFile` finds, by path. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

export interface VirtualHost extends Host {
  /** Moves the clock and runs what becomes due on the way, in order, with time in between for what that sets off. */
  advance(milliseconds: number): Promise<void>;
  /** How long each sleep so far was meant to be, in order. */
  readonly sleeps: readonly number[];
  /** How many sleeps and timers are waiting. */
  pending(): number;
}

interface Alarm {
  readonly due: number;
  readonly ring: () => void;
  readonly isSleep: boolean;
}

export function createVirtualHost(options: VirtualHostOptions = {}): VirtualHost {
  const { start = Date.UTC(2025, 0, 1), autoAdvance = false, files = {} } = options;
  let time = start;
  let uuids = 0;
  const alarms = new Set<Alarm>();
  const sleeps: number[] = [];

  const add = (milliseconds: number, ring: () => void, isSleep: boolean): (() => void) => {
    const alarm = { due: time + Math.max(0, milliseconds), ring, isSleep };
    alarms.add(alarm);
    return () => alarms.delete(alarm);
  };
  const first = (among: (alarm: Alarm) => boolean = () => true): Alarm | undefined =>
    [...alarms]
      .filter(among)
      .reduce<Alarm | undefined>((a, b) => (a === undefined || b.due < a.due ? b : a), undefined);
  const ringFirst = (until: number): boolean => {
    const alarm = first();
    if (alarm === undefined || alarm.due > until) return false;
    alarms.delete(alarm);
    time = Math.max(time, alarm.due);
    alarm.ring();
    return true;
  };
  /** Everybody who sleeps asks once, after what is going on has come to rest. */
  const advanceToSleeper = async (): Promise<void> => {
    await setImmediate();
    const sleeper = first(({ isSleep }) => isSleep);
    while (sleeper !== undefined && alarms.has(sleeper)) ringFirst(sleeper.due);
  };

  return {
    now: () => time,
    sleeps,
    pending: () => alarms.size,
    setTimer: (milliseconds, callback) => add(milliseconds, callback, false),
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason);
        const abort = () => {
          cancel();
          reject(signal?.reason);
        };
        const cancel = add(
          milliseconds,
          () => {
            signal?.removeEventListener("abort", abort);
            resolve();
          },
          true,
        );
        sleeps.push(milliseconds);
        signal?.addEventListener("abort", abort, { once: true });
        if (autoAdvance) void advanceToSleeper();
      }),
    // The same sequence for every host.
    randomUUID() {
      uuids += 1;
      return `00000000-0000-4000-8000-${uuids.toString(16).padStart(12, "0")}`;
    },
    async readFile(path) {
      const content = Object.hasOwn(files, path) ? files[path] : undefined;
      if (content === undefined) throw Object.assign(new Error(`ENOENT: no such file, ${path}`), { code: "ENOENT" });
      return typeof content === "string" ? new TextEncoder().encode(content) : content;
    },
    async advance(milliseconds) {
      const until = time + milliseconds;
      await setImmediate();
      while (ringFirst(until)) await setImmediate();
      time = until;
    },
  };
}
