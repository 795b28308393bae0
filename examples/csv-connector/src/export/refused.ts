/** Why one entry of an export was not done. `code` is one of the host's `exportErrors`. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
