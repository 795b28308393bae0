import { layOut, type Piece } from "./lay-out.ts";
import type { Style } from "./style.ts";

/** A text of its own, wrapped at the terminal's width. */
export function sentence(style: Style, ...pieces: readonly Piece[]): string {
  return layOut([{ indent: 0, hang: 0, pieces }], style.width);
}
