import type { Diagnostic } from "@idle/contract";
import { escapeText } from "./escape.ts";
import { displayWidth } from "./width.ts";
import { wrapPieces } from "./wrap.ts";

export interface RenderOptions {
  /** The text the diagnostic is about; without it, no source line is shown. */
  readonly source?: string;
  /** Colours for a terminal. Default false. */
  readonly colour?: boolean;
  /**
   * Columns of the terminal. With it, a message that is longer goes on below, indented; without it, it stays on one line.
   * A source line that is longer is cut around the caret, without it at 120.
   */
  readonly width?: number;
}

const colours = { error: "\u001b[31m", warning: "\u001b[33m", dim: "\u001b[2m", bold: "\u001b[1m", off: "\u001b[0m" };

/**
 * A diagnostic as people read it: `file:line:column severity CODE message`, and below it the source line with a caret
 * under the spot when `source` is given. What a system said about it stands between them, after `because:`. Several lines joined by LF, without one at the end.
 */
export function renderDiagnostic(diagnostic: Diagnostic, options: RenderOptions = {}): string {
  const { severity, code, message, file, line, column } = diagnostic;
  const paint = (text: string, colour: keyof typeof colours) =>
    options.colour === true ? `${colours[colour]}${text}${colours.off}` : text;
  const place = [file === null ? [] : [escapeText(file)], line === null ? [] : [line, column ?? 1]].flat().join(":");
  const pieces: readonly { readonly text: string; readonly colour?: keyof typeof colours }[] = [
    { text: place === "" ? "" : `${place} ` },
    { text: severity, colour: severity },
    { text: " " },
    { text: escapeText(code), colour: "bold" },
    { text: ` ${escapeText(message)}` },
  ];
  const lines = wrapPieces(pieces, {
    width: options.width ?? Number.POSITIVE_INFINITY,
    hang: 2,
    print: (text, { colour }) => (colour === undefined ? text : paint(text, colour)),
  });
  if (diagnostic.because !== undefined) {
    const because = [{ text: `  because: ${escapeText(diagnostic.because)}` }];
    const wrap = { width: options.width ?? Number.POSITIVE_INFINITY, hang: 4 };
    lines.push(...wrapPieces(because, { ...wrap, print: (text) => paint(text, "dim") }));
  }
  if (options.source !== undefined && line !== null && column !== null) {
    const excerpt = sourceExcerpt(options.source, line, column, diagnostic.length ?? 1, options.width ?? 120);
    if (excerpt) {
      const number = String(line);
      const gutter = (text: string) => paint(`  ${text.padStart(number.length)} | `, "dim");
      lines.push(gutter(number) + excerpt.text, gutter("") + excerpt.indent + paint(excerpt.caret, severity));
    }
  }
  return lines.join("\n");
}

interface Excerpt {
  readonly text: string;
  readonly indent: string;
  readonly caret: string;
}

function sourceExcerpt(source: string, line: number, column: number, length: number, width: number): Excerpt | null {
  const text = lineOf(source, line);
  if (text === null) return null;
  const start = Math.min(column - 1, text.length);
  // A line may be a megabyte long: no more of it is looked at than could be shown.
  let before = visible(text.slice(Math.max(0, start - width), start));
  let marked = visible(text.slice(start, start + Math.min(length, width)));
  let after = visible(text.slice(start + Math.min(length, width), start + length + width));
  const room = Math.max(20, width - String(line).length - 5);
  if (displayWidth(marked) > room / 2) [marked, after] = [cutEnd(marked, Math.floor(room / 2)), ""];
  const roomBefore = room - displayWidth(marked);
  if (displayWidth(before) > roomBefore / 2 && displayWidth(before) + displayWidth(after) > roomBefore) {
    before = cutStart(before, Math.max(Math.floor(roomBefore / 2), roomBefore - displayWidth(after)));
  }
  after = cutEnd(after, room - displayWidth(before) - displayWidth(marked));
  const caret = "^".repeat(Math.max(1, displayWidth(marked)));
  return { text: (before + marked + after).trimEnd(), indent: " ".repeat(displayWidth(before)), caret };
}

/** Without splitting the whole text, which may be long and is asked for often. */
function lineOf(source: string, line: number): string | null {
  let start = 0;
  for (let current = 1; current < line; current++) {
    const end = source.indexOf("\n", start);
    if (end === -1) return null;
    start = end + 1;
  }
  const end = source.indexOf("\n", start);
  return source.slice(start, end === -1 ? undefined : end).replace(/\r$/, "");
}

function visible(text: string): string {
  return escapeText(text.replaceAll("\t", "  "));
}

function cutStart(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const kept: string[] = [];
  let used = 0;
  for (const character of [...text].reverse()) {
    used += displayWidth(character);
    if (used > width - 1) break;
    kept.unshift(character);
  }
  return `…${kept.join("")}`;
}

function cutEnd(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let result = "";
  let used = 0;
  for (const character of text) {
    used += displayWidth(character);
    if (used > width - 1) break;
    result += character;
  }
  return `${result}…`;
}
