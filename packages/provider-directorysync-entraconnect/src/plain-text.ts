/** Text from outside on one line, cut to a length, with nothing in it that a terminal or a JSON reader stumbles over. */
export function plainText(text: string, length: number): string {
  const start = text.slice(0, length * 4).replace(/[\s\p{Cc}\p{Cf}]+/gu, " ");
  const short = start.trim();
  return short.length <= length ? short.toWellFormed() : `${short.slice(0, length - 1).toWellFormed()}…`;
}
