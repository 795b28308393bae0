/** A provider that needs no system. In: identities, or the file they are kept in. Out: a provider, and what was done with it. */
import type { IdlePlugin } from "@idle/contract";
import { createMockProvider } from "./mock-provider.ts";

export type { ScriptedFailure } from "./failures.ts";
export type { HistoryEntry } from "./history.ts";
export type { MockIdentity } from "./mock-identity.ts";
export { createMockProvider, type MockControls, type MockProvider } from "./mock-provider.ts";
export type { MockProviderOptions } from "./options.ts";

/** For the configuration of the command line: `{ use: "@idle/provider-mock", options: { file: … } }`. */
export const idlePlugin: IdlePlugin = {
  contractVersion: 1,
  createProvider: (options) => createMockProvider(options),
};
