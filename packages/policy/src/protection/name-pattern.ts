import { compileWildcard } from "@idle/contract";

export interface NamePattern {
  matches(name: string): boolean;
}

/**
 * `*` is any text and `?` one character; all else is literal, brackets and backticks too. Case does not count, nor does
 * how accents are composed (Unicode NFC). The wider reading counts: `ß` matches both `ß` and `SS`.
 */
export function compileName(pattern: string): NamePattern {
  const forms = [composed, folded].map((form) => ({ form, wildcard: compile(form(pattern)) }));
  return { matches: (name) => forms.some(({ form, wildcard }) => wildcard.matches(form(name))) };
}

/** Whether two names are the same without case. */
export function isSameName(one: string, other: string): boolean {
  return folded(one) === folded(other);
}

function compile(pattern: string) {
  const wildcard = compileWildcard(pattern.replace(/[[\]`]/g, "`$&"));
  if ("problem" in wildcard) throw new TypeError(wildcard.problem);
  return wildcard;
}

function composed(text: string): string {
  return text.normalize("NFC");
}

/** By way of the upper case, in which more letters become the same; letter by letter, because a sigma minds its place. */
function folded(text: string): string {
  const upper = text.normalize("NFC").toUpperCase();
  return Array.from(upper, (letter) => letter.toLowerCase())
    .join("")
    .normalize("NFC");
}
