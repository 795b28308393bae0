/** idle connector import: what a connected system has in; the connector space as it is then, and what changed in it, out. */
import type { CommandContext } from "../command-context.ts";
import { runConnector } from "../connector/run-connector.ts";
import type { ConnectorOptions } from "../connector/use-connector.ts";
import type { ExitCode } from "../exit-codes.ts";

export interface ConnectorImportOptions extends ConnectorOptions {
  readonly delta?: boolean;
  readonly partition?: string;
}

const interrupted =
  "Interrupted: the import is brought to a clean end, and what the run has read is dropped. Once more to stop at once.";

export async function connectorImport(
  file: string,
  options: ConnectorImportOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { delta, partition } = options;
  return runConnector(file, options, context, {
    kind: "import",
    interrupted: () => interrupted,
    run: ({ connector, signal }, onProgress) =>
      connector.import({
        type: delta === true ? "Delta" : "Full",
        ...(partition !== undefined && { partition }),
        signal,
        onProgress,
      }),
  });
}
