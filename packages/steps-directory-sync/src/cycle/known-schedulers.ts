import { createScheduler, type Scheduler } from "./scheduler.ts";

/** One scheduler for each system that steps of an engine reach; kept in what the engine's runs share. */
export interface KnownSchedulers {
  of(system: string | object): Scheduler;
}

export function createKnownSchedulers(): KnownSchedulers {
  const named = new Map<string, Scheduler>();
  const others = new WeakMap<object, Scheduler>();
  return {
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
