/** Where a sealed output belongs: it is bound to that, and one that stands elsewhere is refused. */
export interface SealedPlace {
  /** The run's id. */
  readonly run: string;
  /** The step's id. */
  readonly step: string;
  /** The output's name. */
  readonly output: string;
}
