import type { SharedState } from "@idle/contract";
import { createScheduler, type Scheduler } from "./scheduler.ts";
import { createSharing, type Sharing } from "./sharing.ts";

export interface KnownScheduler {
  readonly scheduler: Scheduler;
  /** Null where no other process can mean the same system. */
  readonly sharing: Sharing | null;
}

/** One scheduler for each system that steps of an engine reach; kept in what the engine's runs share. */
export interface KnownSchedulers {
  of(system: string | object, machineState: SharedState | null): KnownScheduler;
  /** When the first attempt of a step began: its time limit is for all attempts together. */
  beginning(step: string, now: number): number;
  forget(step: string): void;
}

/** Of steps whose last attempt failed in a way that might have been tried again, nobody says that they are over. */
const mostBeginnings = 1_000;
/** What stands before the system in the names of locks and records. */
const prefix = "IdLE.DirectorySync ";

export function createKnownSchedulers(): KnownSchedulers {
  const named = new Map<string, KnownScheduler>();
  const others = new WeakMap<object, KnownScheduler>();
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
    of(system, machineState) {
      const known = typeof system === "string" ? named.get(system) : others.get(system);
      if (known !== undefined) return known;
      const scheduler = createScheduler();
      const isShared = typeof system === "string" && machineState !== null;
      const sharing = isShared ? createSharing(machineState, `${prefix}${system}`, scheduler) : null;
      const made = { scheduler, sharing };
      if (typeof system === "string") named.set(system, made);
      else others.set(system, made);
      return made;
    },
  };
}
