import { didYouMean } from "@idle/contract";
import { quote } from "./quote.ts";

export interface Suggestion {
  /** ` Did you mean "x"?`, or nothing. */
  readonly sentence: string;
  /** To spread into a diagnostic. */
  readonly field: { readonly suggestion?: string };
}

/** What was probably meant by a name that is none of the known ones, ready for a diagnostic. */
export function suggest(name: string, known: Iterable<string>): Suggestion {
  const suggestion = didYouMean(name, known);
  if (suggestion === undefined) return { sentence: "", field: {} };
  return { sentence: ` Did you mean ${quote(suggestion)}?`, field: { suggestion } };
}
