/** What went wrong, for people: every diagnostic with its place, or `error CODE: message`. Never a stack trace. */
import type { Diagnostic, ErrorData } from "@idle/contract";
import { renderDiagnostic } from "@idle/core";
import type { Sources } from "../input/sources.ts";
import { driftOf, driftProblemLines } from "./drift-lines.ts";
import { layOut } from "./lay-out.ts";
import { policyProblemLines, verdictsOf } from "./policy-lines.ts";
import { errorLines } from "./result-view.ts";
import { messageText, nameText } from "./short-text.ts";
import { createFindSource } from "./source-line.ts";
import type { Style } from "./style.ts";

/** One below the other; on a terminal each with its source line and a caret. */
export function diagnosticsView(diagnostics: readonly Diagnostic[], style: Style, sources: Sources): string {
  const sourceFor = createFindSource(sources);
  return diagnostics
    .map((diagnostic) => {
      const source = style.width === null ? undefined : sourceFor(diagnostic);
      const { file, code, message, because } = diagnostic;
      const shown = {
        ...diagnostic,
        file: file === null ? null : messageText(file, style),
        code: nameText(code, style),
        message: messageText(message, style),
        ...(because !== undefined && { because: messageText(because, style) }),
      };
      return `${renderDiagnostic(shown, {
        colour: style.colour,
        ...(style.width !== null && { width: style.width }),
        ...(source !== undefined && { source }),
      })}\n`;
    })
    .join("");
}

/** An error as the redactor gave it. */
export function problemView(error: ErrorData, style: Style, sources: Sources): string {
  const diagnostics = diagnosticsOf(error);
  const drift = error.code === "PlanDrifted" ? driftOf(error.details?.drift) : [];
  if (drift.length > 0) return layOut(driftProblemLines(drift, style), style.width);
  const verdicts = error.code === "PolicyRefused" ? verdictsOf(error.details?.verdicts) : [];
  if (verdicts.length > 0) return layOut(policyProblemLines(verdicts, style), style.width);
  if (diagnostics === null) return layOut(errorLines(error, 0, style), style.width);
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

/** The diagnostics of an error with this code; null when it is another one, or has none. */
export function diagnosticsIn(error: ErrorData, code: string): readonly Diagnostic[] | null {
  return error.code === code ? diagnosticsOf(error) : null;
}

/** The diagnostics an error carries, or null when it is one of another kind. */
function diagnosticsOf({ details }: ErrorData): readonly Diagnostic[] | null {
  const { diagnostics } = (details ?? {}) as { readonly diagnostics?: unknown };
  return Array.isArray(diagnostics) && diagnostics.length > 0 ? (diagnostics as Diagnostic[]) : null;
}
