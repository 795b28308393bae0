/**
 * What the concurrent runs of an engine know together about one scheduler: who waits, and the facts. One member acts for
 * all, as a rule the one that came first; the others hear of what it finds. What other processes know comes in as facts.
 */
import type { SyncCycleState, SyncPolicyType } from "@idle/contract";
import { type Cycle, type CycleParts, covers, createCycle, unseenMs } from "./cycle.ts";
import { type Facts, type Look, noFacts, takenOver, withCycle, withLook, withRefusal } from "./facts.ts";

/** A step of a run, from its arrival until it is done. */
export interface Member {
  readonly policyType: SyncPolicyType;
  readonly pollMs: number;
}

export interface Scheduler {
  /** `isDated`: whether the facts are those of now. Else the member counts as arrived when it next hears some. */
  join(member: Member, isDated: boolean): Member;
  leave(member: Member): void;
  isEmpty(): boolean;
  /** Whether this member is the one that acts. */
  isFirst(member: Member): boolean;
  /** The member cannot reach the scheduler for now: another one acts, if there is one. */
  stepBack(member: Member): void;
  /** Whether the last look began after the member arrived. */
  isHeard(member: Member): boolean;
  /** Whether somebody who needs a cycle came in after a look began. */
  hasNewcomers(look: Look): boolean;
  facts(): Facts;
  /** Takes over what another process found. What of it lies ahead of the clock counts as now, and such a look not at all. */
  load(facts: Facts, now: number): void;
  /** The members whose arrival could not be told arrived by now. */
  date(): void;
  /** Begins an epoch: what was known is lost to others, or is not theirs any more. Who is here arrived before its first look. */
  beginEpoch(): void;
  nextTick(): number;
  lastLook(): Look | null;
  setLook(look: Look): void;
  setAsking(): void;
  /** A trigger was not accepted, or nobody knows: what the last look said holds no more. */
  setRefused(at: number): void;
  isRefused(): boolean;
  /** The last state the scheduler told, however long ago. */
  lastState(): SyncCycleState["state"] | null;
  /** The first cycle that began after the member arrived, and does for it. */
  cycleFor(member: Member): Cycle | null;
  /** As it stands now. */
  current(cycle: Cycle): Cycle;
  setCycle(cycle: Omit<CycleParts, "epoch">): Cycle;
  /** Whether the last cycle triggered here may still be running or about to begin, as far as the last look tells. */
  isCycleOpen(at: number): boolean;
  /** Whether no cycle was seen running, and none was refused, for as long as its end may show. */
  isCalm(at: number): boolean;
  /** Whether anything happened yet that pauses could count from. */
  wasActive(): boolean;
  /** How long to wait before the next look, in milliseconds: 1, 2, 4 s …, up to the shortest interval anybody asked for. */
  pauseMs(at: number): number;
  /** The next pause is a longer one. */
  countPause(): void;
  /** Resolves when there is something new for this member. */
  changed(member: Member): Promise<void>;
  /** Resolves when somebody comes in, for whom the next look may be due sooner. */
  joined(): Promise<void>;
}

const mostPauses = 30;

export function createScheduler(): Scheduler {
  /** Each member with the tick at its arrival; null while that cannot be told. */
  const members = new Map<Member, number | null>();
  const waiting = new Map<Member, PromiseWithResolvers<void>>();
  let arrival = Promise.withResolvers<void>();
  let facts = noFacts(crypto.randomUUID());
  let pauses = 0;

  const tell = (member: Member | undefined) => {
    if (member === undefined) return;
    waiting.get(member)?.resolve();
    waiting.delete(member);
  };
  const tellAll = () => {
    for (const { resolve } of waiting.values()) resolve();
    waiting.clear();
  };
  const first = () => members.keys().next().value;
  const countPause = () => {
    pauses = Math.min(pauses + 1, mostPauses);
  };
  const date = (isDated: (arrived: number | null) => boolean) => {
    for (const [member, arrived] of members) if (!isDated(arrived)) members.set(member, facts.ticks);
  };
  return {
    join(parts, isDated) {
      const member = { ...parts };
      members.set(member, isDated ? facts.ticks : null);
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
    isEmpty: () => members.size === 0,
    isFirst: (member) => first() === member,
    stepBack(member) {
      const arrived = members.get(member);
      if (arrived === undefined) return;
      members.delete(member);
      members.set(member, arrived);
      tell(first());
    },
    isHeard(member) {
      const arrived = members.get(member) ?? null;
      return arrived !== null && facts.look !== null && facts.look.tick > arrived;
    },
    hasNewcomers: ({ tick }) => [...members.values()].some((arrived) => arrived !== null && arrived >= tick),
    facts: () => facts,
    load(next, now) {
      const known = facts;
      facts = takenOver(known, next, now);
      const isSameEpoch = facts.epoch === known.epoch;
      date((arrived) => isSameEpoch && arrived !== null);
      if (facts.cycles.at(-1)?.id !== known.cycles.at(-1)?.id) pauses = 0;
      else if (facts.look !== null && facts.look !== known.look) countPause();
      tellAll();
    },
    date: () => date((arrived) => arrived !== null),
    beginEpoch() {
      facts = { ...facts, epoch: crypto.randomUUID(), look: null, idleTick: null, isAsking: false };
      date(() => false);
      tellAll();
    },
    nextTick() {
      facts = { ...facts, ticks: facts.ticks + 1 };
      return facts.ticks;
    },
    lastLook: () => facts.look,
    setLook(look) {
      facts = withLook(facts, look);
      tellAll();
    },
    setAsking() {
      facts = { ...facts, isAsking: true };
    },
    setRefused(at) {
      facts = withRefusal(facts, at);
    },
    isRefused: () => facts.isRefused,
    lastState: () => facts.lastState,
    cycleFor(member) {
      const arrived = members.get(member) ?? null;
      if (arrived === null) return null;
      const isFor = (cycle: Cycle) => cycle.epoch === facts.epoch && covers(cycle, member.policyType, arrived);
      return facts.cycles.find(isFor) ?? null;
    },
    current: (cycle) => facts.cycles.find(({ id }) => id === cycle.id) ?? cycle,
    setCycle(parts) {
      const cycle = createCycle({ ...parts, epoch: facts.epoch });
      facts = withCycle(facts, cycle);
      pauses = 0;
      tellAll();
      return cycle;
    },
    isCycleOpen(at) {
      const last = facts.cycles.at(-1);
      if (last?.status !== "Running") return false;
      return facts.look?.state?.state !== "Idle" || at - last.triggeredAt < unseenMs;
    },
    isCalm: (at) => facts.busyAt === null || at - facts.busyAt >= unseenMs,
    wasActive: () => facts.activeAt !== null,
    pauseMs(at) {
      const shortest = Math.min(...[...members.keys()].map(({ pollMs }) => pollMs));
      const due = (facts.activeAt ?? at) + Math.min(1000 * 2 ** pauses, shortest);
      return Math.max(0, due - at);
    },
    countPause,
    changed(member) {
      const mine = waiting.get(member) ?? Promise.withResolvers<void>();
      waiting.set(member, mine);
      return mine.promise;
    },
    joined: () => arrival.promise,
  };
}
