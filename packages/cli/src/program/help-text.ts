/** What follows the options in a command's help. */
import { exitCodesOf } from "../exit-codes.ts";

export function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

export function exitCodeHelp(command: keyof typeof exitCodesOf): string {
  const lines = exitCodesOf[command].map(([code, meaning]) => `  ${String(code).padEnd(4)} ${meaning}\n`);
  return `\nExit codes:\n${lines.join("")}`;
}
