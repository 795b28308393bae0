/** What is wrong with an expression as it is written, whatever the request. */
export interface ExpressionProblem {
  readonly code: "PathInvalid" | "PatternInvalid" | "TemplateInvalid";
  /** One or more sentences. */
  readonly message: string;
  /** JSON Pointer, relative to what was checked. */
  readonly pointer: string;
  readonly path?: string;
}

/** A clause as a sentence. One that starts with what the user wrote keeps its spelling. */
export function sentence(clause: string): string {
  return clause.startsWith("the ") ? `T${clause.slice(1)}.` : `${clause}.`;
}
