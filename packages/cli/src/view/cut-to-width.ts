import { displayWidth } from "@idle/core";

/** The text, or as much of it as fits, with a mark where it was cut. */
export function cutToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let result = "";
  let used = 1;
  for (const character of text) {
    used += displayWidth(character);
    if (used > width) break;
    result += character;
  }
  return `${result}…`;
}
