/**
 * A text that a regular expression takes, made by reading it: literals, classes, groups, alternatives and counts. What it
 * does not know makes it give up; whether the text fits is for the engine to say.
 */

/** null for a pattern with something else in it. `shortest` is how long the text should be at least, where it can. */
export function textForPattern(pattern: string, shortest = 0): string | null {
  if (pattern.length > 200) return null;
  try {
    const reader = { pattern, at: 0, shortest };
    const text = readAlternatives(reader);
    return reader.at === pattern.length && text.length <= 1000 ? text : null;
  } catch (error) {
    if (error instanceof Unknown) return null;
    throw error;
  }
}

class Unknown extends Error {}

interface Reader {
  readonly pattern: string;
  at: number;
  readonly shortest: number;
}

/** The first of them; the others are read to know where they end. */
function readAlternatives(reader: Reader): string {
  const first = readSequence(reader);
  while (peek(reader) === "|") {
    reader.at += 1;
    readSequence(reader);
  }
  return first;
}

function readSequence(reader: Reader): string {
  let text = "";
  for (let next = peek(reader); next !== "" && next !== "|" && next !== ")"; next = peek(reader)) {
    if (next === "^" || next === "$") {
      reader.at += 1;
      continue;
    }
    const atom = readAtom(reader);
    text += atom.repeat(readCount(reader, atom.length, reader.shortest - text.length));
    if (text.length > 1000) throw new Unknown();
  }
  return text;
}

function readAtom(reader: Reader): string {
  const next = take(reader);
  if (next === ".") return "x";
  if (next === "\\") return ofEscape(take(reader));
  if (next === "[") return readClass(reader);
  if (next !== "(") {
    if ("*+?{}]".includes(next)) throw new Unknown();
    return next;
  }
  if (peek(reader) === "?") {
    reader.at += 1;
    if (take(reader) !== ":") throw new Unknown();
  }
  const text = readAlternatives(reader);
  if (take(reader) !== ")") throw new Unknown();
  return text;
}

/** The first character a class has. One that only says what it has not is not looked into. */
function readClass(reader: Reader): string {
  if (peek(reader) === "^") throw new Unknown();
  const first = take(reader);
  const character = first === "\\" ? ofEscape(take(reader)) : first;
  while (peek(reader) !== "]") if (take(reader) === "\\") take(reader);
  reader.at += 1;
  return character;
}

const sets: Readonly<Record<string, string>> = { d: "0", w: "x", s: " " };

function ofEscape(character: string): string {
  const known = sets[character];
  if (known !== undefined) return known;
  if (/[A-Za-z0-9]/.test(character)) throw new Unknown();
  return character;
}

/** How often: as seldom as it may, or as often as the text needs to be long enough. */
function readCount(reader: Reader, length: number, wanted: number): number {
  const rest = reader.pattern.slice(reader.at);
  const [all = "", sign, least = "", comma, most = ""] = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(rest) ?? [];
  reader.at += all.length;
  if (all === "") return 1;
  const enough = length === 0 ? 0 : Math.ceil(Math.max(0, wanted) / length);
  const [low, high] =
    sign === undefined
      ? [Number(least), comma === "" ? Number(least) : most === "" ? Number.POSITIVE_INFINITY : Number(most)]
      : [sign === "+" ? 1 : 0, sign === "?" ? 1 : Number.POSITIVE_INFINITY];
  if (low > 1000) throw new Unknown();
  return Math.min(high, Math.max(low, Math.min(enough, 1000)));
}

function peek({ pattern, at }: Reader): string {
  return pattern.charAt(at);
}

function take(reader: Reader): string {
  const next = reader.pattern.charAt(reader.at);
  if (next === "") throw new Unknown();
  reader.at += 1;
  return next;
}
