import { type Diagnostic, IdleError } from "@idle/contract";
import { quote } from "./quote.ts";

/** One error for many problems; the message carries the first, `details.diagnostics` all. */
export function invalid(
  code: "WorkflowInvalid" | "RequestInvalid",
  what: string,
  diagnostics: readonly Diagnostic[],
): IdleError {
  const [first] = diagnostics;
  const place = first?.line == null ? "" : `${first.file ?? "workflow"}:${first.line}:${first.column}: `;
  const step = first?.step === undefined ? "" : `Step ${quote(first.step)}: `;
  const more = diagnostics.length > 1 ? ` (and ${diagnostics.length - 1} more)` : "";
  return new IdleError(code, `${what}: ${place}${step}${first?.message}${more}`, {
    details: { diagnostics: diagnostics.map((diagnostic) => ({ ...diagnostic })) },
  });
}
