import type { IdlePlugin } from "@idle/contract";
import { createConnectorProvider } from "./connector-provider.ts";
import type { ConnectorProviderOptions } from "./options.ts";

/** For the configuration of the command line: `{ use: "@idle/connector", options: { definition, objectType } }`. */
export const idlePlugin = {
  contractVersion: 1,
  // The options are checked, whatever a configuration holds.
  createProvider: (options) => createConnectorProvider(options as unknown as ConnectorProviderOptions),
} as const satisfies IdlePlugin;
