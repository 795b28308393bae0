/** `IdLE.DirectorySync.*`: a state that can be trusted, and cycles that start when they are asked for and only then. */
import { expect } from "vitest";
import type { Check } from "./check.ts";
import { errorOf, expectIdleError } from "./expect-error.ts";

const trigger = ["IdLE.DirectorySync.Trigger"] as const;
const status = ["IdLE.DirectorySync.Status"] as const;

export const directorySyncChecks: readonly Check[] = [
  {
    id: "sync/state",
    says: "getSyncCycleState tells state and details as plain data",
    needs: status,
    async run({ methods }) {
      const { inProgress, state, details } = await methods.getSyncCycleState({});
      expect(["InProgress", "Idle", "Unknown"]).toContain(state);
      expect(inProgress).toBe(state === "InProgress");
      expect(JSON.parse(JSON.stringify(details))).toEqual(details);
    },
  },
  {
    id: "sync/state-starts-nothing",
    says: "getSyncCycleState changes nothing",
    needs: status,
    async run({ methods }) {
      const { state } = await methods.getSyncCycleState({});
      expect((await methods.getSyncCycleState({})).state).toBe(state);
    },
  },
  {
    id: "sync/start",
    says: "startSyncCycle starts a cycle and says so",
    needs: trigger,
    async run({ methods }) {
      const result = await methods.startSyncCycle({ policyType: "Delta" });
      expect(result.started).toBe(true);
      expect(result.message).not.toBe("");
    },
  },
  {
    id: "sync/start-initial",
    says: "startSyncCycle takes the policy type Initial, too",
    needs: trigger,
    async run({ methods }) {
      expect(await methods.startSyncCycle({ policyType: "Initial" })).toMatchObject({ started: true });
    },
  },
  {
    id: "sync/policy-type",
    says: "startSyncCycle refuses any other policy type with InvalidInput, and starts nothing",
    needs: trigger,
    async run({ under, state }) {
      const methods = under(new AbortController().signal);
      const before = await state();
      for (const policyType of ["delta", "Full", " Delta", "", null, undefined, ["Delta"]]) {
        expectIdleError(await errorOf(() => methods.startSyncCycle?.({ policyType })), "InvalidInput");
        expect(await state()).toEqual(before);
      }
    },
  },
  {
    id: "sync/abort",
    says: "a start under an aborted signal is refused and starts nothing",
    needs: [...trigger, ...status],
    async run({ under, state }) {
      const before = await state();
      await errorOf(() => under(AbortSignal.abort()).startSyncCycle?.({ policyType: "Delta" }));
      expect(await state()).toEqual(before);
    },
  },
];
