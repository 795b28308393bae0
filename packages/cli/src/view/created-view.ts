import { escapeText } from "@idle/core";
import type { NewFile } from "../scaffold/template.ts";
import { layOut } from "./lay-out.ts";
import type { Style } from "./style.ts";

/** What was made, and what to do next as commands, which are never wrapped: they are there to be copied. */
export function createdView(folder: string, files: readonly NewFile[], next: readonly string[], style: Style): string {
  const paths = files.map(({ path }) => escapeText(folder === "." ? path : `${folder.replace(/[\\/]+$/, "")}/${path}`));
  const made = layOut(
    paths.map((path) => ({ indent: 2, pieces: [path] })),
    style.width,
  );
  const commands = next.map((command) => `  ${escapeText(command)}\n`).join("");
  return `${style.bold("Created")}\n${made}\n${style.bold("Next")}\n${commands}`;
}
