import { defineProvider, IdleError, type Provider, type SyncPolicyType } from "@idle/contract";
import { readSchedulerState } from "./scheduler-state.ts";
import { sendCommand } from "./send-command.ts";
import { checkStarted } from "./start-answer.ts";

const capabilities = ["IdLE.DirectorySync.Trigger", "IdLE.DirectorySync.Status"] as const;

export type EntraConnectDirectorySyncProvider = Provider<
  (typeof capabilities)[number],
  { readonly type: "Command"; readonly required: true }
>;

const policyTypes: readonly SyncPolicyType[] = ["Delta", "Initial"];

/**
 * A provider for the scheduler of Entra Connect (https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-sync-feature-scheduler).
 * It sends `Start-ADSyncSyncCycle` and `Get-ADSyncScheduler` through the session, each once, and keeps nothing. A call
 * whose signal aborts rejects with the signal's reason at once; whatever else goes wrong is an `IdleError`. It has no
 * options: throws `InvalidInput` for any.
 */
export function createEntraConnectDirectorySyncProvider(options?: unknown): EntraConnectDirectorySyncProvider {
  refuseOptions(options);
  return Object.freeze(
    defineProvider({
      name: "Entra Connect directory sync",
      session: { type: "Command", required: true, commands: ["Start-ADSyncSyncCycle", "Get-ADSyncScheduler"] },
      getCapabilities: () => capabilities,

      async startSyncCycle({ policyType, session, signal }) {
        signal?.throwIfAborted();
        if (!policyTypes.includes(policyType)) {
          throw new IdleError("InvalidInput", 'A policyType is "Delta" or "Initial".');
        }
        const command = "Start-ADSyncSyncCycle";
        checkStarted(await sendCommand(session, command, { PolicyType: policyType }, signal), command);
        return { started: true, message: `A ${policyType} synchronisation cycle was started.` };
      },

      async getSyncCycleState({ session, signal }) {
        return readSchedulerState(await sendCommand(session, "Get-ADSyncScheduler", {}, signal));
      },
    }),
  );
}

function refuseOptions(options: unknown): void {
  if (options === undefined) return;
  const isEmpty =
    typeof options === "object" && options !== null && !Array.isArray(options) && Reflect.ownKeys(options).length === 0;
  if (isEmpty) return;
  throw new IdleError(
    "InvalidInput",
    "The Entra Connect provider has no options: server and account are the session's. Leave them out.",
  );
}
