/** Loads re2js: regular expressions that users write, matched in time linear in the text. Import it dynamically. */
import { RE2JS } from "re2js";

export interface LinearPattern {
  test(text: string): boolean;
  /** The pattern; ajv takes two with the same text for the same. */
  toString(): string;
}

/** Throws for what is no regular expression, or needs backtracking. */
export function compilePattern(pattern: string): LinearPattern {
  const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
  return { test: (text) => compiled.matcher(text).find(), toString: () => pattern };
}
