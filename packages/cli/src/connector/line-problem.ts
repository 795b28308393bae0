/** What is wrong with one line of changes; without a value. */
export class LineProblem extends Error {
  readonly column: number | null;

  constructor(message: string, column: number | null = null) {
    super(message);
    this.column = column;
  }
}
