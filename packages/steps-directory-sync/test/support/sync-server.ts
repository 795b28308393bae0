/** A sync server as a model of its own, so that the step is not only tried against the simulator it ships with. */
import {
  type AnyProvider,
  defineProvider,
  IdleError,
  type JsonObject,
  type SyncCycleState,
  type SyncPolicyType,
} from "@idle/contract";

export interface Cycle {
  readonly policyType: SyncPolicyType;
  readonly isManual: boolean;
  readonly requestedAt: number;
  readonly startsAt: number;
  readonly endsAt: number;
}

export interface Behaviour {
  /** For the n-th cycle, in milliseconds. */
  readonly lasts: (n: number) => number;
  /** From an accepted trigger to the begin of the cycle, in milliseconds. */
  readonly startsLate: (n: number) => number;
  /** When the time of the next scheduled cycle moves on. */
  readonly movesOnAt: "trigger" | "start" | "end" | "never" | "always";
  /** How long after that, in milliseconds. */
  readonly movesLate: number;
  /** When the scheduler is switched on, in milliseconds from the beginning, which moves the time as well. */
  readonly enabledAfter: number | null;
  /** Cycles of the scheduler's own, in milliseconds from the beginning. */
  readonly scheduled: readonly number[];
  /** What the n-th command meets with instead of its effect, or after it. */
  readonly fault: (n: number) => "none" | "lost before" | "lost after" | "busy" | "mute";
  /** How long the n-th command takes, in milliseconds. */
  readonly takes: (n: number) => number;
  /** What the scheduler tells beside its times. */
  readonly details: JsonObject;
}

export const calm: Behaviour = {
  lasts: () => 20_000,
  startsLate: () => 0,
  movesOnAt: "end",
  movesLate: 0,
  enabledAfter: null,
  scheduled: [],
  fault: () => "none",
  takes: () => 0,
  details: {},
};

export interface SyncServer {
  readonly provider: AnyProvider;
  readonly cycles: readonly Cycle[];
  /** How many commands came in. */
  commands(): number;
}

const intervalMs = 1_800_000;

/** `sleep` is the host's, so that what a command takes passes on its clock. */
export function createSyncServer(
  behaviour: Behaviour,
  { now, sleep }: { now(): number; sleep(milliseconds: number, signal?: AbortSignal): Promise<void> },
): SyncServer {
  const cycles: Cycle[] = [];
  const beginning = now();
  let commands = 0;
  let next = 0;

  const add = (isManual: boolean, policyType: SyncPolicyType, requestedAt: number, delay: number) => {
    const startsAt = requestedAt + delay;
    cycles.push({ policyType, isManual, requestedAt, startsAt, endsAt: startsAt + behaviour.lasts(cycles.length) });
  };
  const isTaken = (at: number) => cycles.some(({ requestedAt, endsAt }) => requestedAt <= at && at < endsAt);
  const catchUp = () => {
    for (; next < behaviour.scheduled.length; next += 1) {
      const at = beginning + (behaviour.scheduled[next] ?? 0);
      if (at > now()) return;
      if (!isTaken(at)) add(false, "Delta", at, 0);
    }
  };
  const isRunning = () => cycles.some(({ startsAt, endsAt }) => startsAt <= now() && now() < endsAt);
  const nextStart = () => {
    const { movesOnAt, movesLate } = behaviour;
    const moments = cycles.flatMap(({ requestedAt, startsAt, endsAt }) => {
      if (movesOnAt === "never" || movesOnAt === "always") return [];
      return [{ trigger: requestedAt, start: startsAt, end: endsAt }[movesOnAt] + movesLate];
    });
    if (movesOnAt === "always") moments.push(now());
    if (isOn() && behaviour.enabledAfter !== null) moments.push(beginning + behaviour.enabledAfter);
    return Math.max(beginning - 600_000, ...moments.filter((at) => at <= now())) + intervalMs;
  };
  const isOn = () => behaviour.enabledAfter === null || now() >= beginning + behaviour.enabledAfter;
  const lost = () => new IdleError("ConnectionFailed", "The line is cut.", { transient: true });

  async function command<T>(signal: AbortSignal, effect: () => T): Promise<T | "mute"> {
    const [fault, takes] = [behaviour.fault(commands), behaviour.takes(commands)];
    commands += 1;
    if (takes > 0) await sleep(takes, signal);
    signal.throwIfAborted();
    catchUp();
    if (fault === "lost before") throw lost();
    if (fault === "busy") throw new IdleError("Busy", "AAD is busy.", { transient: true });
    const answer = effect();
    if (fault === "lost after") throw lost();
    return fault === "mute" ? "mute" : answer;
  }

  const provider = defineProvider({
    name: "Model",
    getCapabilities: () => ["IdLE.DirectorySync.Trigger", "IdLE.DirectorySync.Status"] as const,
    async startSyncCycle({ policyType, signal }) {
      await command(signal, () => {
        if (isTaken(now())) throw new IdleError("Busy", "A cycle is running.", { transient: true });
        add(true, policyType, now(), behaviour.startsLate(cycles.length));
      });
      return { started: true, message: "Success" };
    },
    async getSyncCycleState({ signal }): Promise<SyncCycleState> {
      const details = () => ({
        NextSyncCycleStartTimeInUTC: new Date(nextStart()).toISOString(),
        CurrentlyEffectiveSyncCycleInterval: "00:30:00",
        SyncCycleEnabled: isOn(),
        ...behaviour.details,
      });
      const answer = await command(signal, () => ({ inProgress: isRunning(), details: details() }));
      if (answer === "mute") return { inProgress: false, state: "Unknown", details: {} };
      return { ...answer, state: answer.inProgress ? "InProgress" : "Idle" };
    },
  });
  return { provider, cycles, commands: () => commands };
}
