/**
 * A pretend Entra Connect server. In: how its scheduler behaves, and a clock. Out: a session of type `Command` that answers
 * as the cmdlets of the ADSync module do, and the log of what it was asked and of the cycles it ran.
 */
import type { CommandSession, IdlePlugin } from "@idle/contract";
import { createAdSyncSimulator } from "./adsync-simulator.ts";
import { readSessionOptions } from "./options.ts";

export { type AdSyncSimulator, type AdSyncSimulatorChanges, createAdSyncSimulator } from "./adsync-simulator.ts";
export type { CommandRecord } from "./command-log.ts";
export type { AdSyncFailure } from "./failures.ts";
export type { AdSyncSimulatorOptions } from "./options.ts";
export type { AdSyncErrorKind } from "./powershell-error.ts";
export type { SyncCycle } from "./scheduler.ts";

/** For the configuration of the command line: `{ use: "@idle/adsync-simulator", options: { cycleSeconds: 5 } }`. */
export const idlePlugin = {
  contractVersion: 1,
  createSession: (options: unknown): CommandSession => createAdSyncSimulator(readSessionOptions(options)).session,
} as const satisfies IdlePlugin;
