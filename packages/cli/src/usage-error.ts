/** The command was called wrongly: exit code 64. The message says what to write instead. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
