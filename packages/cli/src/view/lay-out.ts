/**
 * Lays lines out: on a terminal a line that is too long goes on below, under the place where its content begins; in a
 * pipe every line stays one line, so that tools can work line by line.
 */
import { displayWidth } from "@idle/core";
import type { Paint } from "./style.ts";

/** A stretch of text of one colour. */
export type Piece = string | { readonly text: string; readonly paint: Paint };

export interface Line {
  readonly indent: number;
  /** Where the line goes on when it is too long. Default: two columns after the indent. */
  readonly hang?: number;
  readonly pieces: readonly Piece[];
}

export const emptyLine: Line = { indent: 0, pieces: [] };

/** Narrower than this no text is readable; such a terminal wraps by itself. */
const narrowest = 20;

export function layOut(lines: readonly Line[], width: number | null): string {
  return lines.map((line) => `${layOutLine(line, width)}\n`).join("");
}

interface Token {
  readonly text: string;
  readonly paint: Paint | null;
}

function layOutLine({ indent, hang = indent + 2, pieces }: Line, width: number | null): string {
  const tokens = pieces.map((piece) => (typeof piece === "string" ? { text: piece, paint: null } : piece));
  const start = " ".repeat(indent);
  if (width === null) return start + tokens.map(print).join("");
  const limit = Math.max(width, narrowest);
  const nextIndent = Math.min(hang, Math.floor(limit / 2));
  const rows: Token[][] = [[]];
  let used = indent;
  const breakLine = () => {
    rows.push([]);
    used = nextIndent;
  };
  const put = (text: string, paint: Paint | null) => {
    rows.at(-1)?.push({ text, paint });
    used += displayWidth(text);
  };
  for (const { text, paint } of tokens) {
    for (const word of text.match(/ +|[^ ]+/g) ?? []) {
      if (used + displayWidth(word) <= limit) put(word, paint);
      else if (word === " ") breakLine();
      else if (nextIndent + displayWidth(word) <= limit) {
        breakLine();
        put(word, paint);
      } else {
        for (const character of word) {
          if (used + displayWidth(character) > limit) breakLine();
          put(character, paint);
        }
      }
    }
  }
  const printed = rows.map((row, index) =>
    joinRuns(index === rows.length - 1 ? row : withoutLastBlank(row)).map(print),
  );
  return printed.map((row, index) => (index === 0 ? start : " ".repeat(nextIndent)) + row.join("")).join("\n");
}

/** A line break stands for one blank; more than one belong to a value. */
function withoutLastBlank(row: readonly Token[]): readonly Token[] {
  return row.at(-1)?.text === " " ? row.slice(0, -1) : row;
}

/** Neighbours of one colour become one stretch, so that a colour is switched on and off only once. */
function joinRuns(row: readonly Token[]): Token[] {
  const runs: Token[] = [];
  for (const token of row) {
    const last = runs.at(-1);
    if (last && last.paint === token.paint) runs[runs.length - 1] = { text: last.text + token.text, paint: last.paint };
    else runs.push(token);
  }
  return runs;
}

function print({ text, paint }: Token): string {
  return paint === null || text === "" ? text : paint(text);
}
