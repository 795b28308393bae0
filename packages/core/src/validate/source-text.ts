import type { DiagnosticCode } from "../diagnostics/codes.ts";

/** Bytes or text as a caller hands them in. */
export interface SourceText {
  readonly text: string | Uint8Array;
  /** As the caller names it in messages; null for text without a name. */
  readonly file: string | null;
}

/** A problem of the text as such, at an offset in `Decoded.text`. */
export interface TextProblem {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly offset: number;
  readonly length: number;
}

export interface Decoded {
  /** Without a byte-order mark. When there is a problem, at least everything up to it. */
  readonly text: string;
  readonly problem: TextProblem | null;
}

// What YAML 1.2 does not allow in a stream: most control characters, non-characters, halves of surrogate pairs.
const forbidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for.
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** The text of a source, when it is UTF-8 of characters YAML allows and not larger than `maxBytes`. */
export function decodeSource(source: string | Uint8Array, maxBytes: number): Decoded {
  const size = typeof source === "string" ? byteLength(source, maxBytes) : source.byteLength;
  if (size > maxBytes) return { text: "", problem: tooLarge(maxBytes) };
  const decoded = typeof source === "string" ? { text: source, problem: null } : decodeBytes(source);
  if (decoded.problem) return decoded;
  const text = decoded.text.startsWith("\ufeff") ? decoded.text.slice(1) : decoded.text;
  const offset = text.search(forbidden);
  return { text, problem: offset === -1 ? null : characterInvalid(text, offset) };
}

/** In UTF-8; counted exactly only where it could matter. */
function byteLength(text: string, maxBytes: number): number {
  if (text.length * 3 <= maxBytes || text.length > maxBytes) return text.length;
  return new TextEncoder().encode(text).byteLength;
}

function tooLarge(maxBytes: number): TextProblem {
  const limit = maxBytes % 1048576 === 0 ? `${maxBytes / 1048576} MiB` : `${maxBytes} bytes`;
  return { code: "FileTooLarge", message: `The file is larger than ${limit}. Split it.`, offset: 0, length: 1 };
}

function characterInvalid(text: string, offset: number): TextProblem {
  const code = text.charCodeAt(offset).toString(16).padStart(4, "0");
  const message =
    code === "0000"
      ? "The file contains a NUL character, so it is probably not a text file, or not UTF-8. Save it as UTF-8."
      : `The file contains the character U+${code.toUpperCase()}, which YAML does not allow. Remove it, or write it as "\\u${code}" in double quotes.`;
  return { code: "CharacterInvalid", message, offset, length: 1 };
}

function decodeBytes(bytes: Uint8Array): Decoded {
  const wide = wideEncoding(bytes);
  if (wide !== null) return { text: "", problem: encodingInvalid(`The file is ${wide}. Save it as UTF-8.`, 0) };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), problem: null };
  } catch {
    const wrong = firstWrongByte(bytes);
    const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(start, wrong));
    const value = (bytes[wrong] ?? 0).toString(16).padStart(2, "0").toUpperCase();
    const message = `The file is not UTF-8: byte 0x${value} (at offset ${wrong}) starts no character. Save it as UTF-8.`;
    return { text, problem: encodingInvalid(message, text.length) };
  }
}

function encodingInvalid(message: string, offset: number): TextProblem {
  return { code: "EncodingInvalid", message, offset, length: 1 };
}

/** UTF-16 and UTF-32 by their byte-order mark, or by where the zeros of plain ASCII stand. */
function wideEncoding([a, b, c, d]: Uint8Array): string | null {
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff))
    return "UTF-32";
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return "UTF-16";
  if (a === 0 && b !== undefined && b !== 0) return "UTF-16";
  if (a !== undefined && a !== 0 && b === 0 && c !== undefined && c !== 0) return "UTF-16";
  return null;
}

/** Where the first sequence starts that is no UTF-8 (Unicode 15, table 3-7). */
function firstWrongByte(bytes: Uint8Array): number {
  let index = 0;
  while (index < bytes.length) {
    const length = sequenceLength(bytes, index);
    if (length === 0) return index;
    index += length;
  }
  return index;
}

function sequenceLength(bytes: Uint8Array, index: number): number {
  const lead = bytes[index] ?? 0;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const second = bytes[index + 1] ?? 0;
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  for (let next = 2; next < length; next++) {
    if (((bytes[index + next] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}
