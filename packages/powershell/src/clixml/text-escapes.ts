/**
 * The escapes of CLIXML texts, `_xHHHH_` for a UTF-16 unit ([MS-PSRP] 2.2.5.3.2). They carry what XML cannot: control
 * characters and halves of surrogate pairs.
 */

/** Line ends and tabs are among them: XML would change them. */
const unsafe = /[\p{Cc}\p{Cs}\uFFFE\uFFFF]|_(?=[xX])/gu;
const markup = /[&<>"]/g;
const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = /_[xX]([0-9A-Fa-f]{4})_/g;

export function escapeText(text: string): string {
  return text.replace(unsafe, hexadecimal).replace(markup, (sign) => entities[sign] ?? sign);
}

export function unescapeText(text: string): string {
  if (!text.includes("_")) return text;
  return text.replace(escaped, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

function hexadecimal(sign: string): string {
  return `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;
}
