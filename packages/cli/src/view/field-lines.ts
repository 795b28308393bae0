import { escapeText } from "@idle/core";
import type { Line } from "./lay-out.ts";
import type { Style } from "./style.ts";

/** A plan's id: whole in a pipe, its beginning on a terminal, where it is only for telling plans apart. */
export function showPlanId(id: string, style: Style): string {
  const text = escapeText(id);
  return style.width === null || text.length <= 24 ? text : `${text.slice(0, 23)}…`;
}

/** `name  text` one below the other, the texts in one column; fields without a text are left out. */
export function fieldLines(fields: readonly (readonly [string, string])[], style: Style): Line[] {
  const shown = fields.filter(([, text]) => text !== "");
  const column = Math.max(0, ...shown.map(([name]) => name.length)) + 2;
  return shown.map(([name, text]) => ({
    indent: 2,
    hang: 2 + column,
    pieces: [{ text: name.padEnd(column), paint: style.dim }, text],
  }));
}
