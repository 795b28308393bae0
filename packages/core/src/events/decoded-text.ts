/** What a text says once its escapes are read, and where in the text each part of that stands. */

export interface View {
  readonly text: string;
  /** Line breaks are left out, so that only base64 may be searched for. */
  readonly isUnwrapped: boolean;
  /** The part of the original text that the part from `start` up to `end` was read from. */
  original(start: number, end: number): { start: number; end: number };
}

/** Escaped twice is common: a URL within JSON, JSON within JSON. */
const mostLevels = 2;

/** The text and every way to read it. `+` is read as a blank only `withBlanks`. Malformed escapes stand for themselves. */
export function viewsOf(text: string, withBlanks: boolean): View[] {
  const plain: View = { text, isUnwrapped: false, original: (start, end) => ({ start, end }) };
  if (!hasAny(text, "%\\\n\r") && !(withBlanks && text.includes("+"))) return [plain];
  const views = [plain];
  let level = [plain];
  for (let count = 0; count < mostLevels; count += 1) {
    const deeper: View[] = [];
    for (const view of level) {
      for (const read of readersFor(view.text, withBlanks)) {
        const next = readView(view, read, false);
        if (next !== undefined && !views.some((known) => known.text === next.text)) {
          views.push(next);
          deeper.push(next);
        }
      }
    }
    level = deeper;
  }
  for (const view of [...views]) {
    const unwrapped = hasAny(view.text, "\n\r") ? readView(view, readLineBreak, true) : undefined;
    if (unwrapped !== undefined) views.push(unwrapped);
  }
  return views;
}

/** The text with its percent-encoding read once. */
export function decodePercent(text: string): string {
  return decode(text, readPercent)?.text ?? text;
}

/** What stands at `at` for `text` and ends at `end`; undefined when nothing does. */
type Read = (text: string, at: number) => { readonly text: string; readonly end: number } | undefined;

function hasAny(text: string, characters: string): boolean {
  for (const character of characters) if (text.includes(character)) return true;
  return false;
}

function readersFor(text: string, withBlanks: boolean): Read[] {
  const readers: Read[] = [];
  if (text.includes("%")) readers.push(readPercent);
  if (withBlanks && text.includes("+")) readers.push(readForm);
  if (text.includes("\\")) readers.push(readBackslash);
  return readers;
}

function readView(view: View, read: Read, isUnwrapped: boolean): View | undefined {
  const decoded = decode(view.text, read);
  if (decoded === undefined) return undefined;
  return {
    text: decoded.text,
    isUnwrapped,
    original: (start, end) => {
      const first = placeOf(decoded.escapes, start);
      const last = placeOf(decoded.escapes, end - 1);
      return view.original(first.start, last.end);
    },
  };
}

interface Escape {
  readonly start: number;
  readonly end: number;
  /** Where what it stands for begins and ends in the decoded text. */
  readonly from: number;
  readonly to: number;
}

function decode(text: string, read: Read): { text: string; escapes: Escape[] } | undefined {
  const escapes: Escape[] = [];
  let decoded = "";
  let done = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== percent && code !== backslash && code !== plus && code !== lineFeed && code !== carriageReturn)
      continue;
    const found = read(text, at);
    if (found === undefined) continue;
    decoded += text.slice(done, at);
    const from = decoded.length;
    decoded += found.text;
    escapes.push({ start: at, end: found.end, from, to: decoded.length });
    done = found.end;
    at = done - 1;
  }
  return escapes.length === 0 ? undefined : { text: decoded + text.slice(done), escapes };
}

/** Where the character at `at` of the decoded text was read from. */
function placeOf(escapes: readonly Escape[], at: number): { start: number; end: number } {
  let low = 0;
  let high = escapes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((escapes[middle]?.from ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  const held = escapes[low - 1];
  if (held === undefined) return { start: at, end: at + 1 };
  if (at < held.to) return held;
  const start = held.end + at - held.to;
  return { start, end: start + 1 };
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const plus = 0x2b;
const percent = 0x25;
const backslash = 0x5c;
const blank = 0x20;
const tab = 0x09;

/** A line break with the indentation behind it. */
function readLineBreak(text: string, at: number): ReturnType<Read> {
  const code = text.charCodeAt(at);
  if (code !== lineFeed && code !== carriageReturn) return undefined;
  let end = at + 1;
  while ([lineFeed, carriageReturn, blank, tab].includes(text.charCodeAt(end))) end += 1;
  return { text: "", end };
}

function readForm(text: string, at: number): ReturnType<Read> {
  return text.charCodeAt(at) === plus ? { text: " ", end: at + 1 } : readPercent(text, at);
}

/** One character, written as its bytes in UTF-8. */
function readPercent(text: string, at: number): ReturnType<Read> {
  const first = byteAt(text, at);
  if (first < 0x80) return first < 0 ? undefined : { text: String.fromCharCode(first), end: at + 3 };
  const more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  if (first < 0xc2 || first > 0xf4) return undefined;
  let code = first & (0x3f >> more);
  for (let index = 1; index <= more; index += 1) {
    const byte = byteAt(text, at + index * 3);
    if (byte < 0x80 || byte > 0xbf) return undefined;
    code = (code << 6) | (byte & 0x3f);
  }
  return code > 0x10ffff ? undefined : { text: String.fromCodePoint(code), end: at + 3 + more * 3 };
}

function byteAt(text: string, at: number): number {
  return text.charCodeAt(at) === percent ? hexAt(text, at + 1, 2) : -1;
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ...["\\", "/", '"', "'", "`"].map((char) => [char, char] as const),
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);

/** As in JSON and in the string literals that `util.inspect` writes. */
function readBackslash(text: string, at: number): ReturnType<Read> {
  if (text.charCodeAt(at) !== backslash) return undefined;
  const kind = text.charAt(at + 1);
  const simple = simpleEscapes.get(kind);
  if (simple !== undefined) return { text: simple, end: at + 2 };
  const digits = kind === "u" ? 4 : kind === "x" ? 2 : 0;
  const code = digits === 0 ? -1 : hexAt(text, at + 2, digits);
  return code < 0 ? undefined : { text: String.fromCharCode(code), end: at + 2 + digits };
}

/** -1 unless there are so many digits. */
function hexAt(text: string, at: number, digits: number): number {
  let value = 0;
  for (let index = at; index < at + digits; index += 1) {
    const code = text.charCodeAt(index);
    const lower = code | 0x20;
    if (code >= 0x30 && code <= 0x39) value = value * 16 + code - 0x30;
    else if (lower >= 0x61 && lower <= 0x66) value = value * 16 + lower - 0x57;
    else return -1;
  }
  return value;
}
