import { displayWidth, escapeText } from "@idle/core";
import type { Style } from "./style.ts";

export interface OpenedOutput {
  readonly step: string;
  readonly output: string;
  readonly value: string;
}

/** One line for each value, never wrapped or cut: it is there to be copied. */
export function secretsTable(opened: readonly OpenedOutput[], style: Style): string {
  if (opened.length === 0) return "";
  const rows = opened.map(({ step, output, value }) => [step, output, value].map(escapeText));
  const widths = [0, 1].map((column) => Math.max(...[head, ...rows].map((row) => displayWidth(row[column] ?? ""))));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(cell)))).join("  ");
  return `${style.dim(line(head))}\n${rows.map((row) => `${line(row)}\n`).join("")}`;
}

const head = ["step", "output", "value"];
