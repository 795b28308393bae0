import { setTimeout as wait } from "node:timers/promises";
import { type CommandSession, IdleError } from "@idle/contract";
import type { CommandRecord } from "./command-log.ts";
import { type AdSyncFailure, createFailures } from "./failures.ts";
import { type AdSyncSimulatorOptions, checkChanges, readOptions } from "./options.ts";
import { powerShellError, unknownParameterError, validationError } from "./powershell-error.ts";
import { createScheduler, type SyncCycle } from "./scheduler.ts";
import { timeSpan } from "./time-span.ts";

export interface AdSyncSimulatorChanges {
  readonly stagingMode?: boolean;
  readonly suspended?: boolean;
  readonly enabled?: boolean;
  /** Counts for the cycle that runs, too: it ends then, but not before now. */
  readonly cycleSeconds?: number | ((n: number) => number);
  /** `Unknown`: `Get-ADSyncScheduler` answers without `SyncCycleInProgress`. Default `Known`. */
  readonly reportState?: "Known" | "Unknown";
}

export interface AdSyncSimulator {
  /**
   * Runs `Start-ADSyncSyncCycle` and `Get-ADSyncScheduler`, and has a `check`. Its errors are plain ones, as PowerShell has
   * them.
   */
  readonly session: CommandSession & { readonly type: "Command" };
  /** The cycles that have begun until now, oldest first. They never overlap. */
  readonly cycles: readonly SyncCycle[];
  /** The commands that arrived, oldest first, but for those aborted before they were sent. */
  readonly commands: readonly CommandRecord[];
  /** Throws `InvalidInput` for a change that there is not. */
  set(changes: AdSyncSimulatorChanges): void;
  /** Starts a cycle of the scheduler's own, now. Throws `Busy` when one runs already. */
  runScheduled(): void;
  /** Makes the next command, or the next `times`, fail. The first one added that is for a command counts. */
  failNext(failure: AdSyncFailure): void;
}

const policyTypes = ["Delta", "Initial"] as const;
type Parameters = Readonly<Record<string, unknown>>;

/**
 * A pretend Entra Connect server with a scheduler on the clock that is handed in. Nothing happens by itself: what became
 * due is caught up with at each command and each look at `cycles`. A trigger while a cycle runs is refused as
 * `AlreadyRunning` (or queued), a trigger while the scheduler is suspended as `Suspended`; in staging mode cycles run as
 * ever. Throws `InvalidInput` for options it does not understand.
 */
export function createAdSyncSimulator(options: AdSyncSimulatorOptions = {}): AdSyncSimulator {
  const settings = readOptions(options);
  const { targetId, startWhileBusy, latencySeconds, sleep = realSleep } = settings;
  const scheduler = createScheduler(settings);
  const failures = createFailures();
  const commands: CommandRecord[] = [];
  let { stagingMode, suspended, enabled } = settings;
  let reportState: "Known" | "Unknown" = "Known";

  const cmdlets: Readonly<Record<string, (parameters: Parameters) => unknown>> = {
    "start-adsyncsynccycle": (parameters) => {
      const policyType = readPolicyType(parameters);
      if (suspended) throw powerShellError("Suspended", "Start-ADSyncSyncCycle");
      if (startWhileBusy === "refuse" && scheduler.isTaken()) {
        throw powerShellError("AlreadyRunning", "Start-ADSyncSyncCycle");
      }
      scheduler.request(policyType);
      return { Result: "Success" };
    },
    // The properties and their form as shown on
    // https://learn.microsoft.com/archive/blogs/timmcmic/office-365-adconnect-synchronization-interval-changed-automatically
    "get-adsyncscheduler": (parameters) => {
      const [unknown] = Object.keys(parameters);
      if (unknown !== undefined) throw unknownParameterError("Get-ADSyncScheduler", unknown);
      const interval = timeSpan(settings.intervalSeconds);
      return {
        AllowedSyncCycleInterval: timeSpan(Math.min(settings.intervalSeconds, 1800)),
        CurrentlyEffectiveSyncCycleInterval: interval,
        CustomizedSyncCycleInterval: settings.intervalSeconds === 1800 ? null : interval,
        NextSyncCyclePolicyType: "Delta",
        NextSyncCycleStartTimeInUTC: new Date(scheduler.nextStart()),
        PurgeRunHistoryInterval: "7.00:00:00",
        SyncCycleEnabled: enabled,
        MaintenanceEnabled: settings.maintenanceEnabled,
        StagingModeEnabled: stagingMode,
        SchedulerSuspended: suspended,
        ...(reportState === "Known" ? { SyncCycleInProgress: scheduler.isRunning() } : {}),
      };
    },
  };

  const perform = (commandName: string, parameters: Parameters): unknown => {
    scheduler.catchUp();
    const name = commandName.toLowerCase();
    const cmdlet = Object.hasOwn(cmdlets, name) ? cmdlets[name] : undefined;
    if (cmdlet === undefined) throw powerShellError("NotRecognized", commandName);
    return cmdlet(parameters);
  };

  return Object.freeze({
    session: Object.freeze({
      type: "Command" as const,
      ...(targetId === undefined ? {} : { targetId }),
      async invokeCommand(commandName: string, parameters: Parameters, { signal }: { signal?: AbortSignal } = {}) {
        signal?.throwIfAborted();
        commands.push(Object.freeze({ commandName, parameters: Object.freeze({ ...parameters }), at: settings.now() }));
        if (latencySeconds > 0) {
          await sleep(latencySeconds * 1000, signal);
          signal?.throwIfAborted();
        }
        const failure = failures.take(commandName);
        if (failure === undefined) return perform(commandName, parameters);
        if (failure.after) {
          try {
            perform(commandName, parameters);
          } catch {
            // A refusal is an answer, and the answer is lost.
          }
        }
        throw failure.error;
      },
      /** Takes its time as a command does; is no command, so neither logged nor made to fail. */
      async check({ commands: wanted, signal }: { commands: readonly string[]; signal?: AbortSignal }) {
        signal?.throwIfAborted();
        if (latencySeconds > 0) {
          await sleep(latencySeconds * 1000, signal);
          signal?.throwIfAborted();
        }
        const isAvailable = (name: string) => Object.hasOwn(cmdlets, name.toLowerCase());
        return {
          account: null,
          target: "a pretend Entra Connect server",
          commands: [...new Set(wanted)].map((name) => ({ name, isAvailable: isAvailable(name) })),
        };
      },
    }),
    get cycles() {
      scheduler.catchUp();
      return Object.freeze([...scheduler.cycles]);
    },
    commands,
    set(changes: AdSyncSimulatorChanges) {
      checkChanges(changes);
      const { cycleSeconds } = changes;
      stagingMode = changes.stagingMode ?? stagingMode;
      suspended = changes.suspended ?? suspended;
      enabled = changes.enabled ?? enabled;
      reportState = changes.reportState ?? reportState;
      scheduler.set({ suspended, enabled, ...(cycleSeconds === undefined ? {} : { cycleSeconds }) });
    },
    runScheduled() {
      if (!scheduler.runScheduled()) throw new IdleError("Busy", "A cycle of the simulator is running already.");
    },
    failNext: (failure: AdSyncFailure) => failures.add(failure),
  });
}

/** Names and values without case, as PowerShell has them; Delta when nothing is said. */
function readPolicyType(parameters: Parameters): (typeof policyTypes)[number] {
  const command = "Start-ADSyncSyncCycle";
  let policyType: (typeof policyTypes)[number] = "Delta";
  for (const [name, value] of Object.entries(parameters)) {
    if (name.toLowerCase() !== "policytype") throw unknownParameterError(command, name);
    const found = policyTypes.find((known) => known.toLowerCase() === String(value).toLowerCase());
    if (found === undefined) throw validationError(command, "PolicyType", String(value), policyTypes);
    policyType = found;
  }
  return policyType;
}

/** A real timer that an abort ends with the signal's reason. */
async function realSleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
