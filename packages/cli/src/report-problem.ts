import { isIdleError } from "@idle/contract";
import type { Redactor } from "@idle/core";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import type { Sources } from "./input/sources.ts";
import type { Output } from "./output.ts";
import { jsonDocument } from "./record/json.ts";
import { UsageError } from "./usage-error.ts";
import { problemView } from "./view/problem-view.ts";

export interface Report {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly sources: Sources;
  /** Whether standard output is to carry JSON: then the error is the document. */
  readonly json: boolean;
  readonly redactor: Redactor;
}

/** Tells what went wrong and gives the exit code that says so. */
export function reportProblem(error: unknown, { stdout, stderr, sources, json, redactor }: Report): ExitCode {
  if (error instanceof UsageError) {
    stderr.write(`error: ${redactor.text(error.message)}\n`);
    return exitCodes.usage;
  }
  const shown = redactor.error(error);
  if (json) stdout.write(jsonDocument({ error: shown }));
  // That it was interrupted has been said.
  if (isIdleError(error, "Cancelled")) return exitCodes.interrupted;
  stderr.write(problemView(shown, stderr.style(), sources));
  return exitCodeFor(error);
}

const invalidCodes = new Set(["WorkflowInvalid", "RequestInvalid", "PlanInvalid", "PlanVersionUnsupported"]);

function exitCodeFor(error: unknown): ExitCode {
  if (!isIdleError(error)) return exitCodes.error;
  return invalidCodes.has(error.code) ? exitCodes.invalid : exitCodes.error;
}
