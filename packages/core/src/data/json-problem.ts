export interface JsonProblem {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** What JSON wants there, such as `a value`. Nothing of the text. */
  readonly expected: string;
}

const blanks = /[ \t\r\n]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON refuses control characters in texts.
const plainText = /[^"\\\u0000-\u001f]*/y;
const escapeSequence = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

type Wanted = "value" | "entryOrEnd" | "key" | "keyOrEnd" | "colon" | "next";

/**
 * Where a text stops being JSON, or null when it is JSON. The words are our own: those of `JSON.parse` repeat what stands
 * there, and often do not say where.
 */
export function findJsonProblem(text: string): JsonProblem | null {
  const open: ("{" | "[")[] = [];
  let wanted: Wanted = "value";
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  /** Piece by piece: one pattern for the whole would fail at texts of many megabytes. */
  const takeString = (): boolean => {
    const start = at;
    if (text[at] !== '"') return false;
    at += 1;
    do take(plainText);
    while (take(escapeSequence));
    if (text[at] === '"') at += 1;
    else at = start;
    return at > start;
  };
  for (;;) {
    take(blanks);
    const character = text[at] ?? "";
    const around = open.at(-1);
    const isEnd = character === (around === "{" ? "}" : "]") && around !== undefined;
    if (wanted === "next" && around === undefined) return at === text.length ? null : place(text, at, "nothing more");
    if (isEnd && (wanted === "entryOrEnd" || wanted === "keyOrEnd" || wanted === "next")) {
      open.pop();
      at += 1;
      wanted = "next";
    } else if (wanted === "next" && character === ",") {
      at += 1;
      wanted = around === "{" ? "key" : "value";
    } else if (wanted === "colon" && character === ":") {
      at += 1;
      wanted = "value";
    } else if ((wanted === "key" || wanted === "keyOrEnd") && takeString()) {
      wanted = "colon";
    } else if ((wanted === "value" || wanted === "entryOrEnd") && (character === "{" || character === "[")) {
      open.push(character);
      at += 1;
      wanted = character === "{" ? "keyOrEnd" : "entryOrEnd";
    } else if ((wanted === "value" || wanted === "entryOrEnd") && (takeString() || take(scalar))) {
      wanted = "next";
    } else {
      return place(text, at, wordsFor(wanted, around, character));
    }
  }
}

function wordsFor(wanted: Wanted, around: "{" | "[" | undefined, character: string): string {
  if (wanted === "colon") return 'a ":"';
  if (wanted === "next") return around === "{" ? 'a "," or "}"' : 'a "," or "]"';
  if (character === '"') return "a text that is closed on its line, with no other escapes than those of JSON,";
  if (wanted === "key") return "a key in double quotes";
  if (wanted === "keyOrEnd") return 'a key in double quotes or "}"';
  return wanted === "value" ? "a value" : 'a value or "]"';
}

function place(text: string, offset: number, expected: string): JsonProblem {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let end = before.indexOf("\n"); end !== -1; end = before.indexOf("\n", end + 1)) line += 1;
  return { line, column: offset - start + 1, expected };
}
