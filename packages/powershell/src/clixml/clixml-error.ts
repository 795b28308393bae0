/** A document that is no CLIXML, or is larger than allowed. The message shows nothing of what is in it. */
export class ClixmlError extends Error {
  override readonly name = "ClixmlError";
  /** Whether only a limit was passed. */
  readonly isLimit: boolean;

  constructor(message: string, isLimit = false) {
    super(message);
    this.isLimit = isLimit;
  }
}
