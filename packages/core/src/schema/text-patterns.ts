/** What texts of a workflow may look like, as regular expressions for `pattern`. All of them take linear time. */
import { pathNames, pathSegment } from "../expression/index.ts";

/** The small k as a third spelling of K: the Kelvin sign, which `toLowerCase` makes a k of. */
const spellings = (letter: string) => {
  const [lower, upper] = [letter.toLowerCase(), letter.toUpperCase()];
  return lower === "k" ? "[Kk\\u212A]" : lower === upper ? letter : `[${upper}${lower}]`;
};

/** A word, whatever its case. */
export function anyCase(word: string): string {
  return Array.from(word, spellings).join("");
}

function oneOf(names: readonly string[]): string {
  return `(?:${names.map(anyCase).join("|")})`;
}

const { requestLeaves, requestGroups, planNames } = pathNames;
const request = `${anyCase("Request")}\\.`;
const keys = `(?:\\.${pathSegment})`;

/** What a condition may ask for. */
export const pathPattern = `^(?:${request}(?:${oneOf(requestLeaves)}|${oneOf(requestGroups)}${keys}*)|${anyCase("Plan")}\\.${oneOf(planNames)})$`;

/** One placeholder that can be resolved while planning. */
const current = `${anyCase("Context")}\\.${anyCase("Current")}(?![\\p{L}\\p{M}\\p{Nd}_-])`;
const placeholder = `\\{\\{\\s*${request}(?!${current})(?:${oneOf(requestLeaves)}|${oneOf(requestGroups)}${keys}+)\\s*\\}\\}`;

/**
 * A text whose placeholders are well-formed. Where a backslash stands before braces everything goes: which of them are
 * literal then depends on what is between them.
 */
export const templateTextPattern = `^(?:(?:${placeholder}|(?!\\{\\{|\\}\\})[\\s\\S])*|[\\s\\S]*\\\\\\{\\{[\\s\\S]*)$`;

/** A text with a placeholder in it, as far as that is not `templateTextPattern`'s to say. */
export const templatePattern = "\\{\\{";

/** A text that is nothing but one placeholder. */
export const lonePattern = "^\\s*\\{\\{[^{}]*\\}\\}\\s*$";

/** A text without any. */
export const literalPattern = "^(?![\\s\\S]*\\{\\{)";

/** Exactly this text. Unlike `const`, editors do not take the beginning of a text for the whole. */
export function exactly(text: string): string {
  return `^${text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}$`;
}
