/**
 * idle connector export: shows what is pending in a connector space as a plan, asks, and sends it. With --dry-run it reads and
 * nothing else: no script runs, and what a limit would refuse is told as the export would.
 */
import type { PendingExport } from "@idle/connector";
import { askYes } from "../ask.ts";
import type { CommandContext } from "../command-context.ts";
import { createAsJson } from "../connector/as-json.ts";
import { runConnector } from "../connector/run-connector.ts";
import { type ConnectorOptions, type OpenedConnector, useConnector } from "../connector/use-connector.ts";
import { mapped, writeList } from "../connector/write-list.ts";
import { writePending } from "../connector/write-pending.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { documentWriter } from "../listing/list-writer.ts";
import { UsageError } from "../usage-error.ts";
import { isNothing } from "../view/pending-lines.ts";
import { sentence } from "../view/sentence.ts";

export interface ConnectorExportOptions extends ConnectorOptions {
  readonly dryRun?: boolean;
  readonly full?: boolean;
  readonly partition?: string;
  readonly yes?: boolean;
}

export async function connectorExport(
  file: string,
  options: ConnectorExportOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { stderr } = context;
  if (options.dryRun === true)
    return useConnector(file, options, context, (opened) => dryRun(opened, options, context));
  checkCanAsk(file, options, context);
  let isRunning = false;
  return runConnector(file, options, context, {
    kind: "export",
    interrupted: () =>
      isRunning
        ? "Interrupted: the export is brought to a clean end; what was sent until then stays. Once more to stop at once."
        : "Interrupted: nothing was exported.",
    async prepare(opened) {
      const code = await agree(opened, options, context);
      if (code === exitCodes.error) stderr.write("Not agreed to: nothing was exported.\n");
      isRunning = code === null;
      return code;
    },
    run: ({ connector, signal }, onProgress) => connector.export({ ...scopeOf(options), signal, onProgress }),
  });
}

function scopeOf({ full, partition }: ConnectorExportOptions) {
  return { type: full === true ? "Full" : "Delta", ...(partition !== undefined && { partition }) } as const;
}

function pendingOf({ connector }: OpenedConnector, options: ConnectorExportOptions): Iterable<PendingExport> {
  return connector.pendingExports(scopeOf(options));
}

async function dryRun(
  opened: OpenedConnector,
  options: ConnectorExportOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { stdout, redactor } = context;
  const { connector, signal } = opened;
  const asJson = createAsJson(connector.schema(), redactor);
  if (options.json !== true) {
    await writePending(pendingOf(opened, options), { asJson, output: stdout, signal });
    connector.checkExport(scopeOf(options));
    return exitCodes.done;
  }
  const writer = documentWriter<object>(stdout, { connector: connector.definition.name }, "pending");
  function* documents(): Iterable<object> {
    yield* mapped(pendingOf(opened, options), asJson.pending);
    // The document says it, too.
    connector.checkExport(scopeOf(options));
  }
  return writeList(documents(), { limit: Number.POSITIVE_INFINITY, writer, signal }, context);
}

function checkCanAsk(file: string, { yes }: ConnectorExportOptions, context: CommandContext): void {
  if (yes === true || (context.isInputTerminal() && context.stderr.isTerminal)) return;
  throw new UsageError(
    `There is no terminal to ask on. Nothing was exported. Look at what is pending with idle connector export ${file} --dry-run, then export it with --yes.`,
  );
}

/** Null when it is to be exported. Who is asked must have seen what is pending, and nothing else must be sent. */
async function agree(
  opened: OpenedConnector,
  options: ConnectorExportOptions,
  context: CommandContext,
): Promise<ExitCode | null> {
  const { stdout, stderr, redactor } = context;
  const { connector, signal } = opened;
  const { yes, json } = options;
  const asJson = createAsJson(connector.schema(), redactor);
  const output = json === true || (yes !== true && !stdout.isTerminal) ? stderr : stdout;
  const shown = await writePending(pendingOf(opened, options), { asJson, output, signal });
  if (isNothing(shown.totals)) {
    // The document says the same.
    return json === true ? null : exitCodes.done;
  }
  output.write("\n");
  if (yes === true) return null;
  connector.checkExport(scopeOf(options));
  if (!(await askYes("Export this? [y/N] ", stderr, signal))) return exitCodes.error;
  const now = await writePending(pendingOf(opened, options), { asJson, output: null, signal });
  if (now.digest === shown.digest) return null;
  stderr.write(
    sentence(
      stderr.style(),
      "Something else became pending while you were asked: nothing was exported. Look at it again.",
    ),
  );
  return exitCodes.drift;
}
