/**
 * The escapes of CLIXML texts, `_xHHHH_` for a UTF-16 unit ([MS-PSRP] 2.2.5.3.2). They carry what XML cannot: control
 * characters and halves of surrogate pairs.
 */

/** Line ends and tabs are among them: XML would change them. */
const unsafe = /[\p{Cc}\p{Cs}\uFFFE\uFFFF&<>"]|_(?=[xX])/gu;
const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** The same without surrogates: four times as fast, and what most texts are asked only. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const suspect = /[\0-\x1F\x7F-\x9F\uFFFE\uFFFF&<>"]|_[xX]/;
const digits = /^[0-9A-Fa-f]{4}$/;
/** How many pieces are kept before they are put together: each costs more memory than the unit it stands for. */
const mostPieces = 8192;

/** A text as it may stand in an element or attribute. */
export function escapeText(text: string): string {
  if (text.isWellFormed() && !suspect.test(text)) return text;
  return text.replace(unsafe, (sign) => entities[sign] ?? hexadecimal(sign));
}

/** What PowerShell's own reader makes of the text: `_X` is an escape like `_x`, and what is no whole escape is text. */
export function unescapeText(text: string): string {
  let at = nextEscape(text, 0);
  if (at === -1) return text;
  const done: string[] = [];
  let pieces: string[] = [];
  let from = 0;
  for (; at !== -1; at = nextEscape(text, from)) {
    if (at > from) pieces.push(text.slice(from, at));
    pieces.push(String.fromCharCode(Number.parseInt(text.slice(at + 2, at + 6), 16)));
    from = at + 7;
    if (pieces.length >= mostPieces) {
      done.push(pieces.join(""));
      pieces = [];
    }
  }
  return done.join("") + pieces.join("") + text.slice(from);
}

function nextEscape(text: string, from: number): number {
  for (let at = text.indexOf("_", from); at !== -1; at = text.indexOf("_", at + 1)) {
    if (text[at + 6] !== "_" || (text[at + 1] !== "x" && text[at + 1] !== "X")) continue;
    if (digits.test(text.slice(at + 2, at + 6))) return at;
  }
  return -1;
}

function hexadecimal(sign: string): string {
  return `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;
}
