/** Problems found while planning, with their place in the workflow. */
import type { Diagnostic, IdleErrorCode } from "@idle/contract";
import type { DiagnosticCode } from "../diagnostics/codes.ts";
import { escapeText } from "../diagnostics/escape.ts";
import { causesInWords } from "../events/causes-in-words.ts";
import type { Workflow } from "../validate/workflow.ts";

export type ProblemCode = DiagnosticCode | IdleErrorCode;

export interface Problem {
  /** That of an error where a provider or the bag is what is wrong. */
  readonly code: ProblemCode;
  readonly message: string;
  /** JSON Pointer in the workflow's document. */
  readonly pointer: string;
  readonly step?: string;
  readonly severity?: "error" | "warning";
  readonly suggestion?: string | undefined;
  /** What the error was made of. */
  readonly cause?: unknown;
}

export function toDiagnostic(
  workflow: Workflow,
  { severity = "error", message, suggestion, cause, ...problem }: Problem,
): Diagnostic {
  const place = workflow.locate(problem.pointer);
  const because = causesInWords(cause, message);
  return {
    severity,
    ...problem,
    message: escapeText(message),
    file: workflow.file,
    line: place?.line ?? null,
    column: place?.column ?? null,
    ...(place === null ? {} : { length: place.length }),
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(because === "" ? {} : { because: escapeText(because) }),
  };
}
