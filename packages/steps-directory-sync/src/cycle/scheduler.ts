/**
 * What the concurrent runs of an engine know together about one scheduler: who waits, which cycle was triggered last, and
 * what the last look said. One member acts for all, as a rule the one that came first; the others hear of what it finds.
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
  /** When it came, by the host's clock. */
  readonly at: number;
  /** Null when it failed. */
  readonly state: SyncCycleState | null;
  readonly error: IdleError | null;
}

export interface Scheduler {
  join(member: Omit<Member, "arrived">): Member;
  leave(member: Member): void;
  /** Whether this member is the one that acts. */
  isFirst(member: Member): boolean;
  /** The member cannot reach the scheduler for now: another one acts, if there is one. */
  stepBack(member: Member): void;
  /** Whether somebody who needs a cycle came in after a look. */
  hasNewcomers(look: Look): boolean;
  nextTick(): number;
  /** Null when there was none since the last trigger or refusal. */
  lastLook(): Look | null;
  /** How often in a row it has answered without saying what it is doing. */
  silentLooks(): number;
  /** The last state the scheduler told, however long ago. */
  lastState(): SyncCycleState["state"] | null;
  setLook(look: Look): void;
  /** A trigger was not accepted, or nobody knows: what the last look said holds no more. */
  setRefused(at: number): void;
  /** Whether that was so, and there was no look since. */
  isRefused(): boolean;
  lastCycle(): Cycle | null;
  setCycle(cycle: Cycle): void;
  /** Whether the last cycle triggered here may still be running or about to begin, as far as the last look tells. */
  isCycleOpen(at: number): boolean;
  /** Whether no cycle was seen running, and none was refused, for as long as its end may show. */
  isCalm(at: number): boolean;
  /** How long to wait before the next look, in milliseconds: 1, 2, 4 s …, up to the shortest interval anybody asked for. */
  pauseMs(at: number): number;
  /** The next pause is a longer one. */
  countPause(): void;
  /** Resolves when there is something new for this member. */
  changed(member: Member): Promise<void>;
  /** Resolves when somebody comes in, for whom the next look may be due sooner. */
  joined(): Promise<void>;
}

/** Cycles nobody waits for are not looked at, and so never seen to end. */
const mostRunning = 9;
const mostPauses = 30;

export function createScheduler(): Scheduler {
  const members = new Set<Member>();
  const waiting = new Map<Member, PromiseWithResolvers<void>>();
  let arrival = Promise.withResolvers<void>();
  let ticks = 0;
  let look: Look | null = null;
  let lastState: SyncCycleState["state"] | null = null;
  let silentLooks = 0;
  let isRefused = false;
  let cycle: Cycle | null = null;
  /** Those that somebody may still wait for; the last one among them. */
  let running: readonly Cycle[] = [];
  /** When there was the last look, trigger or refusal; the pauses count from there. */
  let activeAt: number | null = null;
  let busyAt: number | null = null;
  let pauses = 0;

  const nextTick = () => {
    ticks += 1;
    return ticks;
  };
  const tell = (member: Member | undefined) => {
    if (member === undefined) return;
    waiting.get(member)?.resolve();
    waiting.delete(member);
  };
  const tellAll = () => {
    for (const { resolve } of waiting.values()) resolve();
    waiting.clear();
  };
  const first = () => members.values().next().value;
  return {
    join(parts) {
      const member = { ...parts, arrived: nextTick() };
      members.add(member);
      // Who comes in should not have to wait for a look that was put off for the sake of others.
      pauses = 0;
      arrival.resolve();
      arrival = Promise.withResolvers<void>();
      return member;
    },
    leave(member) {
      members.delete(member);
      waiting.delete(member);
      tell(first());
    },
    isFirst: (member) => first() === member,
    stepBack(member) {
      if (!members.delete(member)) return;
      members.add(member);
      tell(first());
    },
    hasNewcomers: ({ tick }) => [...members].some(({ arrived }) => arrived > tick),
    nextTick,
    lastLook: () => look,
    silentLooks: () => silentLooks,
    lastState: () => lastState,
    setLook(next) {
      const { state, at } = next;
      look = next;
      isRefused = false;
      activeAt = at;
      lastState = state?.state ?? lastState;
      if (state !== null) silentLooks = state.state === "Unknown" ? silentLooks + 1 : 0;
      if (state?.state === "InProgress") busyAt = at;
      for (const each of running) each.observe(state, at);
      running = running.filter((each) => each.status() === "Running");
      tellAll();
    },
    setRefused(at) {
      look = null;
      isRefused = true;
      activeAt = at;
      busyAt = at;
    },
    isRefused: () => isRefused,
    lastCycle: () => cycle,
    setCycle(next) {
      cycle = next;
      running = [...running.slice(-mostRunning), next];
      look = null;
      activeAt = next.triggeredAt;
      pauses = 0;
      tellAll();
    },
    isCycleOpen(at) {
      if (cycle === null || cycle.status() !== "Running") return false;
      return look?.state?.state !== "Idle" || at - cycle.triggeredAt < unseenMs;
    },
    isCalm: (at) => busyAt === null || at - busyAt >= unseenMs,
    pauseMs(at) {
      const shortest = Math.min(...[...members].map(({ pollMs }) => pollMs));
      const due = (activeAt ?? at) + Math.min(1000 * 2 ** pauses, shortest);
      return Math.max(0, due - at);
    },
    countPause() {
      pauses = Math.min(pauses + 1, mostPauses);
    },
    changed(member) {
      const mine = waiting.get(member) ?? Promise.withResolvers<void>();
      waiting.set(member, mine);
      return mine.promise;
    },
    joined: () => arrival.promise,
  };
}
