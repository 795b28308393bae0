/** What follows the options in a command's help. */
import { type ExitCode, exitCodeMeanings } from "./exit-codes.ts";

export function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

/** Without codes all of them. */
export function exitCodeHelp(...codes: readonly ExitCode[]): string {
  const shown = exitCodeMeanings.filter(([code]) => codes.length === 0 || codes.includes(code));
  return `\nExit codes:\n${shown.map(([code, meaning]) => `  ${String(code).padEnd(4)} ${meaning}\n`).join("")}`;
}
