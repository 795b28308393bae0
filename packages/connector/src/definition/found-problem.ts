/** A problem of a definition, at a JSON Pointer. Where that stands in a file is looked up by whoever has the file. */
export interface FoundProblem {
  /** Of `connectorCodes`, or of core's codes for what is wrong with the shape. */
  readonly code: string;
  readonly pointer: string;
  readonly message: string;
  readonly at?: "key" | "value";
  /** What was probably meant. */
  readonly suggestion?: string;
}
