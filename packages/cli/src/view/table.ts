/**
 * Rows one below the other, for people. The columns are laid out once, by the first page, and kept: a list may be longer
 * than memory. On a terminal what does not fit its column is cut; in a pipe everything is whole.
 */
import { displayWidth, escapeText } from "@idle/core";
import { cutToWidth } from "./cut-to-width.ts";
import type { Paint, Style } from "./style.ts";

export interface Table<T> {
  /** The names of the columns, as a line. */
  readonly head: string;
  row(item: T): string;
}

export interface Column<T> {
  readonly title: string;
  /** A column is there when something on the first page has a text in it. */
  text(item: T): string;
  paint?(item: T, style: Style): Paint | null;
  /** Narrower than this it is not made. */
  readonly narrowest: number;
}

export interface Columns<T> {
  readonly all: readonly Column<T>[];
  /** The order in which they give way on a narrow terminal. */
  readonly shrinking: readonly Column<T>[];
}

const gap = 2;
/** In a pipe nothing is cut; a text that is longer pushes aside what follows, and not that of all the others. */
const widestInPipe = 64;

export function createTable<T>({ all, shrinking }: Columns<T>, firstPage: readonly T[], style: Style): Table<T> {
  const columns = all.filter(({ text }) => firstPage.some((item) => text(item) !== ""));
  const widths = fitted(columns, shrinking, firstPage, style.width);
  const line = (cells: readonly { readonly text: string; readonly paint: Paint | null }[]): string => {
    const last = cells.findLastIndex(({ text }) => text !== "");
    const parts = cells.slice(0, last + 1).map(({ text, paint }, index) => {
      const width = widths[index] ?? 0;
      const shown = style.width === null ? text : cutToWidth(text, width);
      const blanks = index === last ? "" : " ".repeat(Math.max(0, width - displayWidth(shown)) + gap);
      return (paint === null ? shown : paint(shown)) + blanks;
    });
    return `${parts.join("")}\n`;
  };
  return {
    head: style.dim(line(columns.map(({ title }) => ({ text: title, paint: null }))).trimEnd()).concat("\n"),
    row: (item) =>
      line(columns.map((column) => ({ text: column.text(item), paint: column.paint?.(item, style) ?? null }))),
  };
}

function fitted<T>(
  columns: readonly Column<T>[],
  shrinking: readonly Column<T>[],
  firstPage: readonly T[],
  available: number | null,
): number[] {
  const widths = new Map(
    columns.map((column) => {
      const texts = [column.title, ...firstPage.map(column.text)];
      const widest = texts.reduce((width, text) => Math.max(width, displayWidth(text)), 0);
      return [column, available === null ? Math.min(widest, widestInPipe) : widest];
    }),
  );
  if (available !== null) {
    let over = [...widths.values()].reduce((sum, width) => sum + width + gap, -gap) - available;
    for (const column of shrinking) {
      const width = widths.get(column) ?? 0;
      const less = Math.max(0, Math.min(over, width - column.narrowest));
      if (widths.has(column)) widths.set(column, width - less);
      over -= less;
    }
    // What is left of the line is the last column's, for those who need it further down.
    const last = columns.at(-1);
    if (last !== undefined && over < 0) widths.set(last, (widths.get(last) ?? 0) - over);
  }
  return columns.map((column) => widths.get(column) ?? 0);
}

/** A name as it is; quoted where it could pass for more than one column, or for none. */
export function cell(text: string): string {
  return /^$|^["\s]|\s$|\s\s/.test(text) ? escapeText(JSON.stringify(text)) : escapeText(text);
}
