/**
 * One CLIXML document ([MS-PSRP] 2.2.5), in pieces, in; its value as JavaScript data out. What it comes from may be hostile:
 * nothing in it makes this slow, deep or large beyond the limits, and nothing it names reaches a prototype.
 *
 * Objects become plain objects of their properties, dictionaries plain objects, all kinds of lists arrays, enums the text
 * PowerShell shows, and what was too deep its text. A cycle ends in the text of the object it leads back to, else in null.
 */
import { createDocumentBuilder } from "./build-document.ts";
import { ClixmlError } from "./clixml-error.ts";
import { type ClixmlLimits, createBudget } from "./limits.ts";
import { createXmlParser } from "./xml-parser.ts";

export { ClixmlError } from "./clixml-error.ts";

export interface ClixmlReader {
  /** Throws ClixmlError; from then on, always the same. */
  write(piece: string): void;
  /** The value. Throws ClixmlError when the document is not whole. */
  end(): unknown;
  /** How many values it had, shared ones counted wherever they are. */
  size(): number;
  /** How many characters its texts had, counted the same way. */
  characters(): number;
}

export function createClixmlReader(limits: ClixmlLimits = {}): ClixmlReader {
  const budget = createBudget(limits);
  const builder = createDocumentBuilder(budget);
  const parser = createXmlParser(builder);
  let failure: ClixmlError | null = null;

  const guarded = <Result>(act: () => Result): Result => {
    if (failure !== null) throw failure;
    try {
      return act();
    } catch (error) {
      failure = error instanceof ClixmlError ? error : new ClixmlError("The document is malformed.");
      throw failure;
    }
  };
  return {
    write: (piece) =>
      guarded(() => {
        budget.read(piece.length);
        parser.write(piece);
      }),
    end: () =>
      guarded(() => {
        parser.end();
        return builder.value();
      }),
    size: () => budget.spent().values,
    characters: () => budget.spent().characters,
  };
}
