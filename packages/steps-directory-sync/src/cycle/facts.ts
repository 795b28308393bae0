/**
 * What is known about one scheduler: which cycles were triggered, and what the last look said. Plain data, so that it can
 * be shared with other processes.
 */
import type { SyncCycleState } from "@idle/contract";
import { type Cycle, observe } from "./cycle.ts";

/** One answer of the scheduler, or the lack of one. */
export interface Look {
  readonly tick: number;
  /** When it came, by the host's clock. */
  readonly at: number;
  /** Null when it failed. */
  readonly state: SyncCycleState | null;
  /** Why it failed. */
  readonly code: string | null;
}

export interface Facts {
  /** Within an epoch looks are counted without a gap. A new one begins when what was known is lost. */
  readonly epoch: string;
  /** Counts looks: the number is given before a look begins, so that it can be told who arrived before it. */
  readonly ticks: number;
  /** Null when there was none since the last trigger or refusal. */
  readonly look: Look | null;
  /** The last state the scheduler told, however long ago. */
  readonly lastState: SyncCycleState["state"] | null;
  /** The last look of the epoch that said idle. */
  readonly idleTick: number | null;
  /** How often in a row it has answered without saying what it is doing. */
  readonly silentLooks: number;
  /** A trigger was not accepted, or nobody knows, and there was no look since. */
  readonly isRefused: boolean;
  /** A trigger is being sent. Said before it is, for those who come after a process that died meanwhile. */
  readonly isAsking: boolean;
  /** Those that somebody may still wait for or ask about, in the order of their triggers. */
  readonly cycles: readonly Cycle[];
  /** When there was the last look, trigger or refusal; the pauses count from there. */
  readonly activeAt: number | null;
  /** When a cycle was last seen running, or a trigger refused. */
  readonly busyAt: number | null;
}

export function noFacts(epoch: string): Facts {
  return {
    epoch,
    ticks: 0,
    look: null,
    lastState: null,
    idleTick: null,
    silentLooks: 0,
    isRefused: false,
    isAsking: false,
    cycles: [],
    activeAt: null,
    busyAt: null,
  };
}

export function withLook(facts: Facts, look: Look): Facts {
  const { state, at } = look;
  const silent = state?.state === "Unknown" ? facts.silentLooks + 1 : 0;
  return {
    ...facts,
    look,
    isRefused: false,
    activeAt: at,
    lastState: state?.state ?? facts.lastState,
    idleTick: state?.state === "Idle" ? look.tick : facts.idleTick,
    silentLooks: state === null ? facts.silentLooks : silent,
    busyAt: state?.state === "InProgress" ? at : facts.busyAt,
    cycles: facts.cycles.map((cycle) => observe(cycle, state, at)),
  };
}

/** What the last look said holds no more: a cycle may be running now, or not. */
export function withRefusal(facts: Facts, at: number): Facts {
  return { ...facts, look: null, isRefused: true, isAsking: false, activeAt: at, busyAt: at };
}

export function withCycle(facts: Facts, cycle: Cycle): Facts {
  const cycles = lastCycles([...facts.cycles, cycle]);
  return { ...facts, cycles, look: null, isAsking: false, activeAt: cycle.triggeredAt };
}

/** Cycles nobody waits for are not looked at, and so never seen to end; those that ended are still asked about for a while. */
const mostOfAKind = 10;

function lastCycles(cycles: readonly Cycle[]): readonly Cycle[] {
  const isRunning = ({ status }: Cycle) => status === "Running";
  const running = cycles.filter(isRunning).slice(-mostOfAKind);
  const ended = cycles.filter((cycle) => !isRunning(cycle)).slice(-mostOfAKind);
  return cycles.filter((cycle) => running.includes(cycle) || ended.includes(cycle));
}

/**
 * What another process found, in the place of what is known here. The same look stays the same object, because each is told
 * once. Cycles that only this process knows, since a record was lost, are kept and observed.
 */
export function takenOver(known: Facts, next: Facts, now: number): Facts {
  const { look, cycles, ...rest } = notAhead(next, now);
  const isSameLook = next.epoch === known.epoch && next.look?.tick === known.look?.tick;
  const isNewLook = look !== null && !isSameLook;
  const isOwn = ({ id, status }: Cycle) => status === "Running" && !cycles.some((theirs) => theirs.id === id);
  const own = known.cycles.filter(isOwn).map((cycle) => (isNewLook ? observe(cycle, look.state, look.at) : cycle));
  const messages = new Map(known.cycles.map(({ id, message }) => [id, message]));
  const theirs = cycles.map((cycle) => ({ ...cycle, message: messages.get(cycle.id) ?? null }));
  return {
    ...rest,
    look: isSameLook && look !== null ? known.look : look,
    cycles: lastCycles([...own, ...theirs]),
  };
}

/** Where the clock was set back, nothing that was known may seem to last, or to be over. */
function notAhead(facts: Facts, now: number): Facts {
  const notAfter = <T extends number | null>(at: T) => (at === null ? at : Math.min(at, now)) as T;
  return {
    ...facts,
    look: facts.look !== null && facts.look.at > now ? null : facts.look,
    activeAt: notAfter(facts.activeAt),
    busyAt: notAfter(facts.busyAt),
    cycles: facts.cycles.map((cycle) => ({
      ...cycle,
      triggeredAt: notAfter(cycle.triggeredAt),
      idleSince: notAfter(cycle.idleSince),
      moved: cycle.moved && { ...cycle.moved, since: notAfter(cycle.moved.since) },
    })),
  };
}
