/** What processes share, in memory and on a clock that is moved: with processes that die, and records that get lost. */
import type { JsonValue, SharedState } from "@idle/contract";

export interface MemoryState {
  /** As one process has it. */
  open(): Process;
  /** What stands there now, under each name. */
  records(): readonly (readonly [string, JsonValue])[];
  /** Puts something in the place of every record; undefined removes them. */
  overwrite(value: JsonValue | undefined): void;
  /** From now on every method of every process rejects. */
  break(): void;
  /** How often somebody wanted a lock. */
  tries(): number;
}

export interface Process {
  readonly state: SharedState;
  /** Nothing of it happens any more. What it held is free. */
  kill(): void;
  isAlive(): boolean;
}

/** `takes` says how long each operation takes, in milliseconds; it has its effect in the middle of that time. */
export function createMemoryState(
  sleep: (milliseconds: number) => Promise<void> = async () => {},
  takes: () => number = () => 0,
): MemoryState {
  const records = new Map<string, string>();
  const locks = new Map<string, Process>();
  let isBroken = false;
  let tries = 0;
  return {
    records: () => [...records].map(([name, text]) => [name, JSON.parse(text)] as const),
    overwrite(value) {
      for (const name of [...records.keys()]) {
        if (value === undefined) records.delete(name);
        else records.set(name, JSON.stringify(value));
      }
    },
    break() {
      isBroken = true;
    },
    tries: () => tries,
    open() {
      let isAlive = true;
      const around = async <T>(effect: () => T): Promise<T> => {
        const [before, after] = [takes() / 2, takes() / 2];
        if (before > 0) await sleep(before);
        if (!isAlive) return new Promise(() => {});
        if (isBroken) throw new Error("The disk is gone.");
        const value = effect();
        if (after > 0) await sleep(after);
        return isAlive ? value : new Promise(() => {});
      };
      const process: Process = {
        isAlive: () => isAlive,
        kill() {
          isAlive = false;
          for (const [name, holder] of locks) if (holder === process) locks.delete(name);
        },
        state: {
          tryLock: (name) =>
            around(() => {
              tries += 1;
              if (locks.has(name)) return null;
              locks.set(name, process);
              return {
                release: () =>
                  around(() => {
                    if (locks.get(name) === process) locks.delete(name);
                  }),
              };
            }),
          read: (name) =>
            around(() => {
              const text = records.get(name);
              return text === undefined ? null : JSON.parse(text);
            }),
          write: (name, value) => around(() => void records.set(name, JSON.stringify(value))),
        },
      };
      return process;
    },
  };
}
