import type { Change, ChangeAction, JsonObject, JsonValue } from "@idle/contract";
import { displayWidth } from "@idle/core";
import { isObject } from "../input/is-object.ts";
import type { Line, Piece } from "./lay-out.ts";
import { labelText } from "./short-text.ts";
import type { Paint, Style } from "./style.ts";
import { cutText, showValue } from "./value.ts";

const symbols: Readonly<Record<ChangeAction, readonly [string, (style: Style) => Paint]>> = {
  create: ["+", (style) => style.green],
  add: ["+", (style) => style.green],
  update: ["~", (style) => style.yellow],
  delete: ["-", (style) => style.red],
  remove: ["-", (style) => style.red],
  invoke: ["!", (style) => style.magenta],
};

/** A terminal shows at most so many lines of one value, a pipe all of it. */
const longestValueInLines = 8;
/** Longer labels stand out of the column instead of moving it. */
const widestLabel = 28;

interface Row {
  readonly label: string;
  readonly pieces: readonly Piece[];
}

/** One line for each change, `~ Department: "HR" → "IT"`, their values in one column. */
export function changeLines(changes: readonly Change[], indent: number, style: Style): Line[] {
  const rows = changes.map((change) => changeRow(change, style));
  const column = labelColumn(rows);
  return changes.flatMap((change, index) => {
    const row = rows[index];
    if (row === undefined) return [];
    const [symbol, paint] = symbols[change.action];
    const first = rowLine(row, column, indent, { text: `${symbol} `, paint: paint(style) });
    return [first, ...detailLines(change, indent + 4, style)];
  });
}

function changeRow({ action, path, before, after }: Change, style: Style): Row {
  const limit = style.width === null ? Number.POSITIVE_INFINITY : style.width * longestValueInLines;
  const show = (value: JsonValue | undefined, other?: JsonValue): Piece => {
    const text = showValue(value);
    if (value === undefined || value === null) return { text, paint: style.dim };
    return cutText(text, limit, other === undefined ? undefined : showValue(other));
  };
  const label = labelText(path.startsWith("entitlements.") ? path.slice("entitlements.".length) : path, style);
  switch (action) {
    case "create":
    case "delete": {
      const value = action === "create" ? after : before;
      return { label, pieces: isObject(value) || value === undefined ? [] : [show(value)] };
    }
    case "add":
      return { label, pieces: [show(after)] };
    case "remove":
      return { label, pieces: [show(before)] };
    case "update":
      return { label, pieces: [show(before, after), { text: " → ", paint: style.dim }, show(after, before)] };
    case "invoke":
      return { label, pieces: after === undefined || after === null ? [] : [show(after)] };
  }
}

/** What a new identity gets, or what goes with a deleted one. */
function detailLines({ action, before, after }: Change, indent: number, style: Style): Line[] {
  const value = action === "create" ? after : action === "delete" ? before : undefined;
  if (!isObject(value)) return [];
  const { attributes, ...rest } = value;
  const all = { ...rest, ...(isObject(attributes) ? attributes : attributes === undefined ? {} : { attributes }) };
  return valueLines(all, indent, style);
}

/** One line for each value, `Department: "IT"`, in one column. */
export function valueLines(values: JsonObject, indent: number, style: Style): Line[] {
  const limit = style.width === null ? Number.POSITIVE_INFINITY : style.width * longestValueInLines;
  const rows = Object.entries(values).map(([name, item]): Row => {
    const text = cutText(showValue(item), limit);
    return { label: labelText(name, style), pieces: [item === null ? { text, paint: style.dim } : text] };
  });
  const column = labelColumn(rows);
  return rows.map((row) => rowLine(row, column, indent));
}

function labelColumn(rows: readonly Row[]): number {
  const widths = rows.filter(({ pieces }) => pieces.length > 0).map(({ label }) => displayWidth(label));
  return Math.max(0, ...widths.filter((width) => width <= widestLabel));
}

function rowLine({ label, pieces }: Row, column: number, indent: number, symbol?: Piece): Line {
  const head = symbol === undefined ? [] : [symbol];
  const symbolWidth = symbol === undefined ? 0 : 2;
  if (pieces.length === 0) return { indent, pieces: [...head, label] };
  const padding = " ".repeat(Math.max(0, column - displayWidth(label)) + 1);
  return { indent, hang: indent + symbolWidth + column + 2, pieces: [...head, `${label}:${padding}`, ...pieces] };
}
