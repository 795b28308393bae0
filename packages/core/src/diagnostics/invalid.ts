import { type Diagnostic, IdleError } from "@idle/contract";

/** One error for many problems; the message carries the first, `details.diagnostics` all. */
export function invalid(
  code: "WorkflowInvalid" | "RequestInvalid",
  what: string,
  diagnostics: readonly Diagnostic[],
): IdleError {
  const [first] = diagnostics;
  const place = first?.line == null ? "" : `${first.file ?? "workflow"}:${first.line}:${first.column}: `;
  const more = diagnostics.length > 1 ? ` (and ${diagnostics.length - 1} more)` : "";
  return new IdleError(code, `${what}: ${place}${first?.message}${more}`, {
    details: { diagnostics: diagnostics.map((diagnostic) => ({ ...diagnostic })) },
  });
}
