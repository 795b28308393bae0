import type { Attributes } from "@idle/contract";
import { escapeText } from "@idle/core";
import { UsageError } from "../usage-error.ts";

/**
 * Attributes to look for out of words such as `Department=IT`. The first `=` ends the name, so a value may have more of
 * them; an empty value means "not set". Throws UsageError.
 */
export function readTerms(words: readonly string[]): Attributes {
  const terms = new Map<string, string | null>();
  for (const word of words) {
    const end = word.indexOf("=");
    if (end < 1) {
      const said = escapeText(JSON.stringify(word));
      throw new UsageError(`${said} is not NAME=VALUE. Write the name of an attribute, = and its value.`);
    }
    const name = word.slice(0, end);
    if (terms.has(name)) {
      throw new UsageError(`${escapeText(name)} is there twice: an attribute is compared with one value.`);
    }
    terms.set(name, word.slice(end + 1) || null);
  }
  return Object.fromEntries(terms);
}
