/**
 * What a document may cost. Whoever walks a value meets what is shared as often as it is referred to: a small document can
 * stand for an endless one. So each reference costs what it leads to.
 */
import { ClixmlError } from "./clixml-error.ts";

export interface ClixmlLimits {
  /** Characters of the document, and of its texts with those that are shared counted wherever they are. Default 256 Mi. */
  readonly maxCharacters?: number;
  /** Values, with those that are shared counted wherever they are. Default 5,000,000. */
  readonly maxValues?: number;
  /** Elements in each other. Default 256. */
  readonly maxDepth?: number;
}

export interface Cost {
  readonly values: number;
  readonly characters: number;
}

export interface Budget {
  /** Throws ClixmlError, as `read` and `enter` do. */
  spend(values: number, characters: number): void;
  read(characters: number): void;
  enter(depth: number): void;
  spent(): Cost;
}

export function createBudget(limits: ClixmlLimits): Budget {
  const { maxCharacters = 256 * 1024 * 1024, maxValues = 5_000_000, maxDepth = 256 } = limits;
  let spentValues = 0;
  let spentCharacters = 0;
  let hasRead = 0;
  return {
    spend(values, characters) {
      spentValues += values;
      spentCharacters += characters;
      if (spentValues > maxValues) throw new ClixmlError("The document has too many values.", true);
      if (spentCharacters > maxCharacters) throw new ClixmlError("The document is too large.", true);
    },
    read(characters) {
      hasRead += characters;
      if (hasRead > maxCharacters) throw new ClixmlError("The document is too large.", true);
    },
    enter(depth) {
      if (depth > maxDepth) throw new ClixmlError("The document is too deep.", true);
    },
    spent: () => ({ values: spentValues, characters: spentCharacters }),
  };
}
