/**
 * Identities one below the other, for people. The columns are laid out once, by the first of them, and kept: a list may be
 * longer than memory. On a terminal what does not fit its column is cut; in a pipe everything is whole.
 */
import type { Identity } from "@idle/contract";
import { displayWidth, escapeText } from "@idle/core";
import { cutToWidth } from "./cut-to-width.ts";
import type { Paint, Style } from "./style.ts";
import { showValue } from "./value.ts";

export interface IdentityTable {
  /** The names of the columns, as a line. */
  readonly head: string;
  row(identity: Identity): string;
}

interface Column {
  readonly title: string;
  /** A column is there when somebody on the first page has something in it. */
  text(identity: Identity): string;
  paint?(identity: Identity, style: Style): Paint | null;
  /** Narrower than this it is not made. */
  readonly narrowest: number;
}

const key: Column = { title: "key", text: ({ identityKey }) => cell(identityKey), narrowest: 16 };
const state: Column = {
  title: "state",
  text: ({ enabled }) => (enabled ? "enabled" : "disabled"),
  paint: ({ enabled }, { yellow }) => (enabled ? null : yellow),
  narrowest: 8,
};
const name: Column = { title: "name", text: displayNameOf, narrowest: 12 };
const container: Column = {
  title: "container",
  text: ({ container: place }) => (place === undefined ? "" : cell(place)),
  narrowest: 12,
};
const all: readonly Column[] = [key, state, name, container];
/** The order in which columns give way on a narrow terminal: the key last, which people type again. */
const shrinking: readonly Column[] = [container, name, key];
const gap = 2;
/** In a pipe nothing is cut; one who is longer than this pushes aside what follows, and not that of all the others. */
const widestInPipe = 64;

export function createIdentityTable(firstPage: readonly Identity[], style: Style): IdentityTable {
  const columns = all.filter(({ text }) => firstPage.some((identity) => text(identity) !== ""));
  const widths = fitted(columns, firstPage, style.width);
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
    row: (identity) =>
      line(columns.map((column) => ({ text: column.text(identity), paint: column.paint?.(identity, style) ?? null }))),
  };
}

function fitted(columns: readonly Column[], firstPage: readonly Identity[], available: number | null): number[] {
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

/** Whatever case the system writes the name of the attribute in. */
function displayNameOf({ attributes }: Identity): string {
  const found = Object.hasOwn(attributes, "DisplayName")
    ? "DisplayName"
    : Object.keys(attributes).find((each) => each.toLowerCase() === "displayname");
  const value = found === undefined ? null : (attributes[found] ?? null);
  if (value === null || value === "") return "";
  return typeof value === "string" ? cell(value) : showValue(value);
}

/** As it is; quoted where it could pass for more than one column, or for none. */
function cell(text: string): string {
  return /^$|^["\s]|\s$|\s\s/.test(text) ? escapeText(JSON.stringify(text)) : escapeText(text);
}
