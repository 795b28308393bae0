import { escapeText } from "@idle/core";
import type { NewFile } from "../scaffold/template.ts";
import { layOut } from "./lay-out.ts";
import type { Style } from "./style.ts";

/**
 * What was made, and what to do next as commands, which are never wrapped: they are there to be copied. `first` is a
 * sentence on what comes before them.
 */
export function createdView(
  folder: string,
  files: readonly NewFile[],
  next: readonly string[],
  style: Style,
  first?: string,
): string {
  const paths = files.map(({ path }) => escapeText(folder === "." ? path : `${folder.replace(/[\\/]+$/, "")}/${path}`));
  const made = layOut(
    paths.map((path) => ({ indent: 2, pieces: [path] })),
    style.width,
  );
  const commands = next.map((command) => `  ${escapeText(command)}\n`).join("");
  const before = first === undefined ? "" : `${layOut([{ indent: 2, pieces: [escapeText(first)] }], style.width)}`;
  return `${style.bold("Created")}\n${made}\n${style.bold("Next")}\n${before}${commands}`;
}
