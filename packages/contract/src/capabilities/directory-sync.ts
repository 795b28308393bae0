/** The `IdLE.DirectorySync.*` capabilities for the run time. */
import { type AnyCapability, defineCapability } from "../capability.ts";
import { isData, isRecord, kindOf } from "./answers.ts";

const states = ["InProgress", "Idle", "Unknown"];

export const directorySyncCapabilities: readonly AnyCapability[] = [
  defineCapability({
    id: "IdLE.DirectorySync.Trigger",
    description: "Starts a synchronisation cycle.",
    methods: { startSyncCycle: "write" },
    checkResult: {
      startSyncCycle: (result) =>
        isRecord(result) && result.started === true && typeof result.message === "string"
          ? null
          : `${kindOf(result)} instead of { started: true, message }`,
    },
  }),
  defineCapability({
    id: "IdLE.DirectorySync.Status",
    description: "Tells whether a synchronisation cycle is running.",
    methods: { getSyncCycleState: "read" },
    overlay: {
      // The scheduler's state is for readers; a sync planned earlier does not change what a later step would plan.
      getSyncCycleState: (real, args) => real(args),
    },
    checkResult: {
      getSyncCycleState: (result) =>
        isRecord(result) &&
        typeof result.inProgress === "boolean" &&
        states.includes(result.state as string) &&
        result.inProgress === (result.state === "InProgress") &&
        isRecord(result.details) &&
        isData(result.details)
          ? null
          : `${kindOf(result)} instead of { inProgress, state, details }`,
    },
  }),
];
