import { displayWidth } from "./width.ts";

/**
 * Pieces of text in lines of at most `width` columns, broken at blanks, those after the first with `hang` blanks before
 * them. A word that is longer than a line is broken anywhere. `print` colours what is left of a piece on a line.
 */
export function wrapPieces<P extends { readonly text: string }>(
  pieces: readonly P[],
  { width, hang, print }: { width: number; hang: number; print: (text: string, piece: P) => string },
): string[] {
  const rows: string[] = [];
  let row = "";
  let used = 0;
  const breakLine = () => {
    rows.push(row.trimEnd());
    row = " ".repeat(hang);
    used = hang;
  };
  const put = (text: string, piece: P) => {
    row += print(text, piece);
    used += displayWidth(text);
  };
  for (const piece of pieces) {
    for (const word of piece.text.match(/ +|[^ ]+/g) ?? []) {
      if (used + displayWidth(word) <= width) {
        // A line break stands for the blank.
        if (word.trim() !== "" || used > hang || rows.length === 0) put(word, piece);
      } else if (word.trim() === "") {
        breakLine();
      } else {
        if (hang + displayWidth(word) <= width) breakLine();
        for (const part of hang + displayWidth(word) <= width ? [word] : word) {
          if (used + displayWidth(part) > width) breakLine();
          put(part, piece);
        }
      }
    }
  }
  return [...rows, row.trimEnd()];
}
