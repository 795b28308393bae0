/**
 * Which scripts of an opened connector are running. A TypeScript script that is not waited for any more, after a timeout or
 * an interrupt, goes on all the same: what it still writes must not meet the next run.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { SlotName } from "../model/slots.ts";

/** Notes that a script was called; gives the call back. */
type Hold = <T>(slot: SlotName, call: Promise<T>) => Promise<T>;

export interface ScriptCalls {
  /** Does the work around one call. What is begun within it is known by `isInside` until the script has ended. */
  around<T>(work: (hold: Hold) => Promise<T>): Promise<T>;
  /** Whether the one who asks is a script of this connector: it would wait for itself. */
  isInside(): boolean;
  /** The scripts that may still write; each once. */
  writing(): readonly SlotName[];
  /** Until none of them is running. */
  settled(): Promise<void>;
}

/** Others only read: what they still do changes nothing. */
const writers: ReadonlySet<SlotName> = new Set<SlotName>(["beginExport", "exportData", "endExport", "password"]);

export function createScriptCalls(): ScriptCalls {
  const around = new AsyncLocalStorage<{ running: number }>();
  const writing = new Map<Promise<void>, SlotName>();
  return {
    around(work) {
      const mark = { running: 1 };
      const done = () => {
        mark.running -= 1;
      };
      const hold: Hold = (slot, call) => {
        mark.running += 1;
        const ended = call.then(done, done);
        if (writers.has(slot)) {
          writing.set(ended, slot);
          void ended.then(() => writing.delete(ended));
        }
        return call;
      };
      return around.run(mark, () => work(hold)).finally(done);
    },
    isInside: () => (around.getStore()?.running ?? 0) > 0,
    writing: () => [...new Set(writing.values())],
    async settled() {
      while (writing.size > 0) await Promise.all(writing.keys());
    },
  };
}
