/**
 * An import or an export from its beginning to what is told of it: its progress meanwhile, its result at the end, or, where
 * it broke off, which of its runs were done.
 */
import type { ExportRun, ImportRun, RunProgress, RunSummary } from "@idle/connector";
import type { CommandContext } from "../command-context.ts";
import { configurationFileName } from "../configuration/configuration-file-name.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { jsonDocument } from "../record/json.ts";
import { reportProblem } from "../report-problem.ts";
import { runOfRecord, runOfResult, runsView } from "../view/connector-run-view.ts";
import { countText } from "../view/count-text.ts";
import { shellWord } from "../view/shell-word.ts";
import { startRunProgress } from "./run-progress.ts";
import { type ConnectorOptions, type OpenedConnector, useConnector } from "./use-connector.ts";

export interface ConnectorRun {
  readonly kind: "import" | "export";
  /** What the first interrupt says. */
  interrupted(): string;
  /** What comes before it: an exit code ends the command. */
  prepare?(opened: OpenedConnector): Promise<ExitCode | null>;
  run(opened: OpenedConnector, onProgress: (progress: RunProgress) => void): Promise<RunResult>;
}

type RunResult = { readonly runs: readonly (ImportRun | ExportRun)[]; readonly confirmations?: number };

/** More partitions than anybody runs at once. */
const mostRuns = 1000;

/** Ends with `error` when an object had an error. */
export async function runConnector(
  file: string,
  options: ConnectorOptions,
  context: CommandContext,
  { kind, interrupted, prepare, run }: ConnectorRun,
): Promise<ExitCode> {
  const { stdout, stderr, log, redactor } = context;
  const isJson = options.json === true;
  let broken: readonly RunSummary[] | undefined;
  async function work(opened: OpenedConnector): Promise<ExitCode> {
    const { connector } = opened;
    const early = (await prepare?.(opened)) ?? null;
    if (early !== null) return early;
    const last = connector.runs(1)[0]?.run ?? 0;
    const progress = startRunProgress(stderr, !log.isOn, Date.now);
    try {
      const result = await run(opened, progress.tell);
      progress.stop();
      const errors = result.runs.flatMap((each) => each.errors);
      const howMore = `idle connector show ${shellWord(file)} --errors`;
      const about = { kind, runs: result.runs.map(runOfResult), errors, howMore, notes: notesOf(result) };
      stdout.write(isJson ? jsonDocument(redactor.data(result)) : runsView(about, stdout.style()));
      return errors.length > 0 ? exitCodes.error : exitCodes.done;
    } catch (error) {
      progress.stop();
      broken = connector
        .runs(mostRuns)
        .filter((each) => each.run > last)
        .toReversed();
      throw error;
    }
  }
  try {
    return await useConnector(file, options, context, work, interrupted);
  } catch (error) {
    if (broken === undefined) throw error;
    if (isJson) stdout.write(jsonDocument(redactor.data({ runs: broken, error: redactor.error(error) })));
    else tellBroken(kind, broken, context);
    return reportProblem(error, { ...context, json: false, configuration: context.config ?? configurationFileName });
  }
}

/** An export that was cut off left changes of which only an import can tell what became of them. */
function notesOf({ confirmations = 0 }: RunResult): string[] {
  if (confirmations === 0) return [];
  const what = countText(confirmations, "import had", "imports had");
  return [`${what} to tell first what became of changes that an export was cut off in.`];
}

/** An import that failed left nothing; an export did what it did until then. */
function tellBroken(kind: ConnectorRun["kind"], broken: readonly RunSummary[], { stdout }: CommandContext): void {
  const done = broken.filter((run) => run.status === "done" || run.kind === "export");
  if (done.length === 0) return;
  stdout.write(runsView({ kind, runs: done.map(runOfRecord), errors: [], howMore: "" }, stdout.style()));
}
