import { isIdleError } from "@idle/contract";
import { escapeText, type Redactor } from "@idle/core";
import { type ExitCode, exitCodeOfError, exitCodes } from "./exit-codes.ts";
import type { Sources } from "./input/sources.ts";
import type { Output } from "./output.ts";
import { jsonDocument } from "./record/json.ts";
import { UsageError } from "./usage-error.ts";
import { configurationHints } from "./view/configuration-hints.ts";
import { problemView } from "./view/problem-view.ts";
import { sentence } from "./view/sentence.ts";

export interface Report {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly sources: Sources;
  /** Whether standard output is to carry JSON: then the error is the document. */
  readonly json: boolean;
  readonly redactor: Redactor;
  /** What the configuration is called, for what is to be done there. */
  readonly configuration: string;
}

/** Tells what went wrong and gives the exit code that says so. */
export function reportProblem(
  error: unknown,
  { stdout, stderr, sources, json, redactor, configuration }: Report,
): ExitCode {
  if (error instanceof UsageError) {
    stderr.write(sentence(stderr.style(), `error: ${escapeText(redactor.text(error.message))}`));
    return exitCodes.usage;
  }
  const shown = redactor.error(error);
  if (json) stdout.write(jsonDocument({ error: shown }));
  // That it was interrupted has been said.
  if (isIdleError(error, "Cancelled")) return exitCodes.interrupted;
  const style = stderr.style();
  stderr.write(problemView(shown, style, sources));
  stderr.write(configurationHints([shown], configuration, style));
  return exitCodeFor(error);
}

const invalidCodes = new Set([
  "WorkflowInvalid",
  "RequestInvalid",
  "PlanInvalid",
  "PlanVersionUnsupported",
  "ResultInvalid",
  "ConnectorInvalid",
]);

function exitCodeFor(error: unknown): ExitCode {
  if (!isIdleError(error)) return exitCodes.error;
  return exitCodeOfError.get(error.code) ?? (invalidCodes.has(error.code) ? exitCodes.invalid : exitCodes.error);
}
