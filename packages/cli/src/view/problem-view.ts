/** What went wrong, for people: every diagnostic with its place, or `error CODE: message`. Never a stack trace. */
import { type Diagnostic, type ErrorData, isIdleError } from "@idle/contract";
import { renderDiagnostic } from "@idle/core";
import type { Sources } from "../input/sources.ts";
import { layOut } from "./lay-out.ts";
import { errorLines } from "./result-view.ts";
import { sourceFor } from "./source-line.ts";
import type { Style } from "./style.ts";

/** One below the other; on a terminal each with its source line and a caret. */
export function diagnosticsView(diagnostics: readonly Diagnostic[], style: Style, sources: Sources): string {
  return diagnostics
    .map((diagnostic) => {
      const source = style.width === null ? undefined : sourceFor(diagnostic, sources);
      return `${renderDiagnostic(diagnostic, {
        colour: style.colour,
        ...(style.width !== null && { width: style.width }),
        ...(source !== undefined && { source }),
      })}\n`;
    })
    .join("");
}

export function problemView(error: unknown, style: Style, sources: Sources): string {
  const diagnostics = diagnosticsOf(error);
  if (diagnostics === null) return layOut(errorLines(errorData(error), 0, style), style.width);
  return `${diagnosticsView(diagnostics, style, sources)}${countProblems(diagnostics)}.\n`;
}

/** `2 errors, 1 warning`. */
export function countProblems(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  const counts = [];
  if (errors > 0 || warnings === 0) counts.push(`${errors} ${errors === 1 ? "error" : "errors"}`);
  if (warnings > 0) counts.push(`${warnings} ${warnings === 1 ? "warning" : "warnings"}`);
  return counts.join(", ");
}

/** The diagnostics an error carries, or null when it is one of another kind. */
function diagnosticsOf(error: unknown): readonly Diagnostic[] | null {
  const diagnostics = isIdleError(error)
    ? (error.details as { diagnostics?: unknown } | undefined)?.diagnostics
    : undefined;
  return Array.isArray(diagnostics) && diagnostics.length > 0 ? (diagnostics as Diagnostic[]) : null;
}

/** An error as data, as `--json` prints it. */
export function errorData(error: unknown): ErrorData {
  if (!isIdleError(error)) {
    const message = error instanceof Error && error.message !== "" ? error.message : String(error);
    return { code: "UnexpectedError", message };
  }
  const { code, message, details, transient, cause } = error;
  return {
    code,
    message,
    ...(details !== undefined && { details }),
    ...(transient && { transient }),
    ...(cause instanceof Error && { cause: { name: cause.name, message: cause.message } }),
  };
}
