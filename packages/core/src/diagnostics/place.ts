/** A spot in a text: line and column from 1 (columns in UTF-16 code units), and how many code units it covers on that line. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** At least 1. */
  readonly length: number;
}
