import { createScheduler, type Scheduler } from "./scheduler.ts";

/** One scheduler for each system that steps of an engine reach; kept in what the engine's runs share. */
export interface KnownSchedulers {
  of(system: string | object): Scheduler;
  /** When the first attempt of a step began: its time limit is for all attempts together. */
  beginning(step: string, now: number): number;
  forget(step: string): void;
}

/** Of steps whose last attempt failed in a way that might have been tried again, nobody says that they are over. */
const mostBeginnings = 1_000;

export function createKnownSchedulers(): KnownSchedulers {
  const named = new Map<string, Scheduler>();
  const others = new WeakMap<object, Scheduler>();
  const beginnings = new Map<string, number>();
  return {
    beginning(step, now) {
      const known = beginnings.get(step);
      if (known !== undefined) return known;
      const [oldest] = beginnings.keys();
      if (oldest !== undefined && beginnings.size >= mostBeginnings) beginnings.delete(oldest);
      beginnings.set(step, now);
      return now;
    },
    forget: (step) => void beginnings.delete(step),
    of(system) {
      const known = typeof system === "string" ? named.get(system) : others.get(system);
      if (known !== undefined) return known;
      const scheduler = createScheduler();
      if (typeof system === "string") named.set(system, scheduler);
      else others.set(system, scheduler);
      return scheduler;
    },
  };
}
