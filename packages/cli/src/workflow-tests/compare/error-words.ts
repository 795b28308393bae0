/** What an error says: by itself, or by the diagnostics it carries. */
import type { Diagnostic, ErrorData, JsonObject } from "@idle/contract";

/** The first problem says more than that there are some. */
export function messageOf(error: ErrorData): string {
  return diagnosticsOf(error)[0]?.message ?? error.message;
}

export function diagnosticsOf({ details }: ErrorData): readonly Diagnostic[] {
  const { diagnostics }: JsonObject & { diagnostics?: unknown } = details ?? {};
  return Array.isArray(diagnostics) ? (diagnostics as Diagnostic[]) : [];
}

/** What an error says, a line for each of its problems. */
export function saysOf(error: ErrorData): string[] {
  const diagnostics = diagnosticsOf(error);
  if (diagnostics.length === 0) return [`${error.code}: ${error.message}`];
  return diagnostics.map(({ file, line, column, code, message }) => {
    const place = file === null ? "" : `${[file, ...(line === null ? [] : [line, column ?? 1])].join(":")} `;
    return `${place}${code}: ${message}`;
  });
}
