/** What a script in another language threw, as data: the adapter makes one of it, and the host words it. */
import type { ConnectorExceptionKind } from "../model/exceptions.ts";

export interface ScriptPlace {
  readonly file: string;
  readonly line: number;
  /** Not always known. */
  readonly column?: number;
}

export class ScriptFailure extends Error {
  override readonly name = "ScriptFailure";
  /** That of an exception that the host knows. */
  readonly kind: ConnectorExceptionKind | undefined;
  readonly place: ScriptPlace | undefined;
  /** The class of what was thrown, and the category that its language gives it. */
  readonly type: string | undefined;
  readonly category: string | undefined;

  constructor(
    message: string,
    {
      kind,
      place,
      type,
      category,
    }: {
      readonly kind?: ConnectorExceptionKind | undefined;
      readonly place?: ScriptPlace | undefined;
      readonly type?: string | undefined;
      readonly category?: string | undefined;
    } = {},
  ) {
    super(message);
    this.kind = kind;
    this.place = place;
    this.type = type;
    this.category = category;
    // Where this was made is nobody's business.
    this.stack = `${this.name}: ${message}`;
  }
}

/** A script returned something that is of no shape of the port. `came` ends "The script returned …". */
export class WrongScriptAnswer extends Error {
  override readonly name = "WrongScriptAnswer";
  readonly came: string;
  /** A sentence for the script's author. */
  readonly expected: string;

  constructor(came: string, expected: string) {
    super(`It returned ${came}. ${expected}`);
    this.came = came;
    this.expected = expected;
  }
}
