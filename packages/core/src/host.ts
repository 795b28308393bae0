/** What the engine needs of the outside world, handed in so that tests and hosts decide. This file has the Node default. */
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

export interface Host {
  /** Milliseconds since 1970. */
  now(): number;
  /** Rejects with the signal's reason when it aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  randomUUID(): string;
  readFile(path: string): Promise<Uint8Array>;
  /** Calls back once after a time, for what may never come back by itself. Gives a function that cancels. */
  setTimer(milliseconds: number, callback: () => void): () => void;
}

const nodeHost: Host = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    try {
      await delay(milliseconds, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      throw signal?.aborted === true ? signal.reason : error;
    }
  },
  randomUUID: () => randomUUID(),
  readFile: (path) => readFile(path),
  setTimer: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** The host's own functions over the Node default; a host may be an instance of a class. */
export function completeHost(host: Partial<Host> = {}): Host {
  return {
    now: host.now?.bind(host) ?? nodeHost.now,
    sleep: host.sleep?.bind(host) ?? nodeHost.sleep,
    randomUUID: host.randomUUID?.bind(host) ?? nodeHost.randomUUID,
    readFile: host.readFile?.bind(host) ?? nodeHost.readFile,
    setTimer: host.setTimer?.bind(host) ?? nodeHost.setTimer,
  };
}
