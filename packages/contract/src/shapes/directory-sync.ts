import type { JsonObject } from "../json.ts";
import type { Read, Write } from "../method.ts";

export type SyncPolicyType = "Delta" | "Initial";

export type SyncCycleState = {
  /** True only when the scheduler says that a cycle is running. */
  readonly inProgress: boolean;
  /** `Unknown` when the scheduler did not say; never taken for idle. */
  readonly state: "InProgress" | "Idle" | "Unknown";
  /** What else the scheduler told, by its own names. */
  readonly details: JsonObject;
};

/** The methods behind the `IdLE.DirectorySync.*` capabilities. */
export interface DirectorySyncCapabilities {
  "IdLE.DirectorySync.Trigger": {
    startSyncCycle: Write<
      { readonly policyType: SyncPolicyType },
      { readonly started: true; readonly message: string }
    >;
  };
  "IdLE.DirectorySync.Status": {
    getSyncCycleState: Read<{}, SyncCycleState>;
  };
}
