/**
 * Entra Connect as a provider. In: a session of type `Command` on the server of the ADSync module. Out: synchronisation
 * cycles that are started, the scheduler's state, and its errors in the contract's codes.
 */
import type { IdlePlugin } from "@idle/contract";
import {
  createEntraConnectDirectorySyncProvider,
  type EntraConnectDirectorySyncProvider,
} from "./entra-connect-provider.ts";

export { createEntraConnectDirectorySyncProvider, type EntraConnectDirectorySyncProvider };

/** For the configuration of the command line: `{ use: "@idle/provider-directorysync-entraconnect" }`. */
export const idlePlugin = {
  contractVersion: 1,
  createProvider: (options: unknown): EntraConnectDirectorySyncProvider =>
    createEntraConnectDirectorySyncProvider(options),
} as const satisfies IdlePlugin;
