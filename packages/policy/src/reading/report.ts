import type { Diagnostic } from "@idle/contract";

/** Codes of the register of diagnostics. */
type ProblemCode = "MissingKey" | "ShapeInvalid" | "UnknownKey" | "ValueNotAllowed";

/** Notes a problem at a JSON Pointer. */
export type Report = (pointer: string, code: ProblemCode, message: string) => void;

/** What is noted, in order, as diagnostics without a file. */
export function collectProblems(): { readonly problems: Diagnostic[]; readonly report: Report } {
  const problems: Diagnostic[] = [];
  const report: Report = (pointer, code, message) => {
    problems.push({ severity: "error", code, message, file: null, line: null, column: null, pointer });
  };
  return { problems, report };
}

/** The pointer to what stands under this key, or at this place of a list (RFC 6901). */
export function under(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
