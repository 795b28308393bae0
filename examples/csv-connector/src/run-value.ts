/** Something that the scripts of one run leave for each other in `globals`, with the type that it has. */
export interface RunValue<T extends object> {
  put(globals: Map<string, unknown>, value: T): void;
  /** Throws an Error when the begin script has put nothing there. */
  get(globals: ReadonlyMap<string, unknown>): T;
  /** Takes it away; null when there is nothing. */
  take(globals: Map<string, unknown>): T | null;
}

export function createRunValue<T extends object>(key: string): RunValue<T> {
  const ours = new WeakSet<object>();
  const isOurs = (value: unknown): value is T => typeof value === "object" && value !== null && ours.has(value);
  return {
    put(globals, value) {
      ours.add(value);
      globals.set(key, value);
    },
    get(globals) {
      const value = globals.get(key);
      if (isOurs(value)) return value;
      throw new Error(`The begin script of this run has left no ${key}.`);
    },
    take(globals) {
      const value = globals.get(key);
      globals.delete(key);
      return isOurs(value) ? value : null;
    },
  };
}
