/**
 * The scheduler: which cycle runs when. In: triggers and a clock. Out: the log of cycles. It has no timers: `catchUp` does
 * whatever became due since, in order. At most one cycle runs at a time.
 */
import type { SyncPolicyType } from "@idle/contract";
import type { Settings } from "./options.ts";

/** A cycle that has begun. Times in milliseconds since 1970. */
export interface SyncCycle {
  readonly policyType: SyncPolicyType;
  readonly trigger: "Manual" | "Scheduled";
  /** When it was asked for; of a scheduled one, when it was due. */
  readonly requestedAt: number;
  readonly startedAt: number;
  /** Null while it runs. */
  readonly endedAt: number | null;
}

type Asked = Pick<SyncCycle, "policyType" | "trigger" | "requestedAt">;
type Switches = { enabled: boolean; suspended: boolean; cycleSeconds: Settings["cycleSeconds"] };

export interface Scheduler {
  readonly cycles: readonly SyncCycle[];
  /** Does what became due until now, and tells the time. */
  catchUp(): number;
  /** True while a cycle runs. */
  isRunning(): boolean;
  /** True while a cycle runs or one that was asked for is about to. */
  isTaken(): boolean;
  /** When the next scheduled cycle is due. */
  nextStart(): number;
  /** Has a cycle run after the start delay, as soon as no other one runs. */
  request(policyType: SyncPolicyType): void;
  /** Starts a cycle of the scheduler's own, now; false when one runs already. */
  runScheduled(): boolean;
  set(changes: Partial<Switches>): void;
}

export function createScheduler(settings: Settings): Scheduler {
  const { now, startDelaySeconds, nextUpdate } = settings;
  const interval = settings.intervalSeconds * 1000;
  const switches: Switches = { ...settings };
  const cycles: SyncCycle[] = [];
  const waiting: (Asked & { readonly due: number })[] = [];
  let time = now();
  let nextStart = time + interval;
  let accepted = 0;

  const running = (): SyncCycle | undefined => {
    const last = cycles.at(-1);
    return last?.endedAt === null ? last : undefined;
  };
  const begin = (asked: Asked, startedAt: number): void => {
    const { policyType, trigger, requestedAt } = asked;
    cycles.push(Object.freeze({ policyType, trigger, requestedAt, startedAt, endedAt: null }));
    if (nextUpdate === "start") nextStart = startedAt + interval;
  };
  const end = (cycle: SyncCycle, endedAt: number): void => {
    cycles[cycles.length - 1] = Object.freeze({ ...cycle, endedAt });
    if (nextUpdate === "end") nextStart = endedAt + interval;
  };
  /** What happens next, when it is due or, that being over, now; undefined when it is not due until then. */
  const next = (until: number): (() => void) | undefined => {
    const cycle = running();
    if (cycle !== undefined) {
      const endsAt = cycle.startedAt + milliseconds(switches.cycleSeconds, cycles.length);
      return endsAt > until ? undefined : () => end(cycle, moveTo(endsAt));
    }
    if (switches.suspended) return undefined;
    const [first] = waiting;
    const isFirst = first !== undefined && (!switches.enabled || first.due <= nextStart);
    const due = isFirst ? first.due : switches.enabled ? nextStart : Number.POSITIVE_INFINITY;
    if (due > until) return undefined;
    if (isFirst) return () => begin(waiting.shift() ?? first, moveTo(due));
    return () => begin({ policyType: "Delta", trigger: "Scheduled", requestedAt: nextStart }, moveTo(due));
  };
  /** Time only goes on. */
  const moveTo = (moment: number): number => {
    time = Math.max(time, moment);
    return time;
  };
  const catchUp = (): number => {
    const until = now();
    for (let happen = next(until); happen !== undefined; happen = next(until)) happen();
    return moveTo(until);
  };

  return {
    cycles,
    catchUp,
    isRunning: () => running() !== undefined,
    isTaken: () => running() !== undefined || waiting.length > 0,
    nextStart: () => nextStart,
    request(policyType) {
      const requestedAt = catchUp();
      accepted += 1;
      const due = requestedAt + milliseconds(startDelaySeconds, accepted);
      waiting.push({ policyType, trigger: "Manual", requestedAt, due });
      waiting.sort((a, b) => a.due - b.due);
      catchUp();
    },
    runScheduled() {
      const requestedAt = catchUp();
      if (running() !== undefined) return false;
      begin({ policyType: "Delta", trigger: "Scheduled", requestedAt }, requestedAt);
      catchUp();
      return true;
    },
    set(changes) {
      catchUp();
      Object.assign(switches, changes);
      catchUp();
    },
  };
}

/** Seconds, or those for the n-th, as milliseconds. What a function gives that is no duration counts as none. */
function milliseconds(seconds: number | ((n: number) => number), n: number): number {
  const value = typeof seconds === "number" ? seconds : seconds(n);
  return value > 0 ? value * 1000 : 0;
}
