/** What went wrong with one object in a run. */
export interface ObjectError {
  /** How people find it: its name, else its anchor, else its place among the entries. */
  readonly object: string;
  readonly objectType: string | null;
  readonly partition: string | null;
  readonly kind: "import" | "export";
  /** One of `objectErrorCodes`, or the connector's own. */
  readonly code: string;
  /** In words, without a value. */
  readonly message: string;
  /** ISO-8601 in UTC. */
  readonly time: string;
}
