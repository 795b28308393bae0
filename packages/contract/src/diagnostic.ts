/** A problem in what a user wrote: data, with its place. Validation collects them all instead of throwing at the first. */
export type Diagnostic = {
  readonly severity: "error" | "warning";
  /** Stable code in PascalCase, such as `UnknownKey`. */
  readonly code: string;
  /** What is wrong and what to do. Control and bidirectional characters of values are escaped when it is shown. */
  readonly message: string;
  /** The file as the caller named it, or null for text without a name. */
  readonly file: string | null;
  /** From 1; null when the problem has no place in a file. */
  readonly line: number | null;
  /** From 1, in UTF-16 code units; null when the problem has no place in a file. */
  readonly column: number | null;
  /** How many code units from `column` on the problem covers, for a caret line. At least 1. */
  readonly length?: number;
  /** JSON Pointer (RFC 6901) to the value in the document. */
  readonly pointer?: string;
  /** The name of the step the problem is in. */
  readonly step?: string;
  /** What was probably meant. */
  readonly suggestion?: string;
  /** What the system or library behind it said, where the message does not repeat it. */
  readonly because?: string;
};
