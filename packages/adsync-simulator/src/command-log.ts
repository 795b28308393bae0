/** A command that arrived, whatever became of it. */
export interface CommandRecord {
  /** As it was written. */
  readonly commandName: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970. */
  readonly at: number;
}
