/** Control and format characters other than tab, line separators, and halves of surrogate pairs. */
const unprintable = /[^\P{Cc}\t]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/**
 * The first line of a text from outside that is not blank, exactly as it stands there. Undefined when there is none, when
 * it is longer than `longest`, and when it has in it what a terminal or a JSON reader stumbles over. It is never tidied
 * or cut: whoever redacts a secret later knows it by its exact text.
 */
export function wholeLine(text: string, longest: number): string | undefined {
  const line = text.split(/[\r\n]+/).find((each) => /\S/.test(each));
  return line === undefined || line.length > longest || unprintable.test(line) ? undefined : line;
}
