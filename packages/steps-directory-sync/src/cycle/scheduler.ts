/**
 * What the concurrent runs of an engine know together about one scheduler: who waits, which cycle was triggered last, and
 * what the last look said. The member that came first acts for all; the others hear of what it finds.
 */
import type { IdleError, SyncCycleState, SyncPolicyType } from "@idle/contract";
import { type Cycle, unseenMs } from "./cycle.ts";

/** A step of a run, from its arrival until it is done. */
export interface Member {
  /** Counts arrivals and looks, so that it can be told which came first. */
  readonly arrived: number;
  readonly policyType: SyncPolicyType;
  readonly pollMs: number;
}

/** One answer of the scheduler, or the lack of one. */
export interface Look {
  readonly tick: number;
  /** Null when it failed. */
  readonly state: SyncCycleState | null;
  readonly error: IdleError | null;
}

export interface Scheduler {
  join(member: Omit<Member, "arrived">): Member;
  leave(member: Member): void;
  /** Whether this member is the one that acts. */
  isFirst(member: Member): boolean;
  /** Whether somebody who needs a cycle came in after a look. */
  hasNewcomers(look: Look): boolean;
  /** The shortest poll interval of those who wait, in milliseconds. */
  pollMs(): number;
  nextTick(): number;
  /** Null when there was none since the last trigger or refusal. */
  lastLook(): Look | null;
  setLook(look: Look, at: number): void;
  /** The scheduler refused a trigger as busy: what the last look said holds no more. */
  setRefused(): void;
  /** Whether it has refused and not been looked at since. */
  isRefused(): boolean;
  lastCycle(): Cycle | null;
  setCycle(cycle: Cycle): void;
  /** Whether the last cycle triggered here may still be running or about to begin, as far as the last look tells. */
  isCycleOpen(at: number): boolean;
  /** Resolves when anything of this has changed. */
  changed(): Promise<void>;
  /** How many pauses there were since the waiting began; the next one is longer. */
  pauses: number;
}

/** Cycles nobody waits for are not looked at, and so never seen to end. */
const mostRunning = 9;

export function createScheduler(): Scheduler {
  const members = new Set<Member>();
  let ticks = 0;
  let look: Look | null = null;
  let refused = false;
  let cycle: Cycle | null = null;
  /** Those that somebody may still wait for; the last one among them. */
  let running: readonly Cycle[] = [];
  let waiting = Promise.withResolvers<void>();

  const nextTick = () => {
    ticks += 1;
    return ticks;
  };
  const tellAll = () => {
    waiting.resolve();
    waiting = Promise.withResolvers<void>();
  };
  return {
    pauses: 0,
    join(parts) {
      const member = { ...parts, arrived: nextTick() };
      members.add(member);
      return member;
    },
    leave(member) {
      members.delete(member);
      tellAll();
    },
    isFirst: (member) => members.values().next().value === member,
    hasNewcomers: ({ tick }) => [...members].some(({ arrived }) => arrived > tick),
    pollMs: () => Math.min(...[...members].map(({ pollMs }) => pollMs)),
    nextTick,
    lastLook: () => look,
    setLook(next, at) {
      look = next;
      refused = false;
      for (const each of running) each.observe(next.state, at);
      running = running.filter((each) => each.status() === "Running");
      tellAll();
    },
    setRefused() {
      look = null;
      refused = true;
    },
    isRefused: () => refused,
    lastCycle: () => cycle,
    setCycle(next) {
      cycle = next;
      running = [...running.slice(-mostRunning), next];
      look = null;
      tellAll();
    },
    isCycleOpen(at) {
      if (cycle === null || cycle.status() !== "Running") return false;
      return look?.state?.state !== "Idle" || at - cycle.triggeredAt < unseenMs;
    },
    changed: () => waiting.promise,
  };
}
