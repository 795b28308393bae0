import type { JsonObject } from "../json.ts";
import type { Read, Write } from "../method.ts";

export type SyncPolicyType = "Delta" | "Initial";

export type SyncCycleState = {
  /** True only when the scheduler says that a cycle is running. */
  readonly inProgress: boolean;
  /** `Unknown` when the scheduler did not say; never taken for idle. */
  readonly state: "InProgress" | "Idle" | "Unknown";
  /**
   * What else the scheduler told, by its own names. Steps look at these where they are there: `StagingModeEnabled`,
   * `SchedulerSuspended` and `SyncCycleEnabled` (true or false), and `NextSyncCycleStartTimeInUTC` with
   * `CurrentlyEffectiveSyncCycleInterval`, of which the first moves on with each cycle. Names as `Get-ADSyncScheduler`
   * has them (https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-sync-feature-scheduler); a time
   * is ISO-8601 text in UTC.
   */
  readonly details: JsonObject;
};

/** The methods behind the `IdLE.DirectorySync.*` capabilities. */
export interface DirectorySyncCapabilities {
  "IdLE.DirectorySync.Trigger": {
    /** Starts a cycle that begins after the call. Throws `Busy` when one is running, `NotReady` when none may be started. */
    startSyncCycle: Write<
      { readonly policyType: SyncPolicyType },
      { readonly started: true; readonly message: string }
    >;
  };
  "IdLE.DirectorySync.Status": {
    getSyncCycleState: Read<{}, SyncCycleState>;
  };
}
