/**
 * The step type that triggers a directory synchronisation. In: a step's inputs and a provider that reaches a scheduler.
 * Out: one cycle that began after the changes of the run, shared with the runs that need one at the same time.
 */
import type { IdlePlugin, StepType } from "@idle/contract";
import { triggerDirectorySync } from "./trigger-directory-sync.ts";

/** All step types of this package, for `createEngine({ steps: [directorySyncSteps] })`. */
export const directorySyncSteps: readonly StepType[] = Object.freeze([triggerDirectorySync]);

/** For the configuration of the command line. */
export const idlePlugin: IdlePlugin = { contractVersion: 1, steps: directorySyncSteps };
