import type { ExecuteContext, FromSchema } from "@idle/contract";
import type { triggerDirectorySyncSchema } from "../schemas/trigger-directory-sync.ts";

export type Inputs = FromSchema<typeof triggerDirectorySyncSchema>;
type SyncCapability = "IdLE.DirectorySync.Trigger" | "IdLE.DirectorySync.Status";
export type SyncContext = ExecuteContext<Inputs, SyncCapability>;

export interface SyncOptions {
  readonly policyType: "Delta" | "Initial";
  readonly when: "Always" | "Changed";
  readonly wait: boolean;
  readonly timeoutMs: number;
  readonly pollMs: number;
  readonly whenBusy: "Wait" | "Join" | "Fail";
}

/** The step's inputs with their defaults. */
export function optionsOf(inputs: Inputs): SyncOptions {
  const { policyType = "Delta", when = "Always", wait = false, whenBusy = "Wait" } = inputs;
  const { timeoutSeconds = 600, pollIntervalSeconds = 10 } = inputs;
  return { policyType, when, wait, whenBusy, timeoutMs: timeoutSeconds * 1000, pollMs: pollIntervalSeconds * 1000 };
}
