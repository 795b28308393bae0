import picocolors from "picocolors";

export type Paint = (text: string) => string;

/** How a view may look on the stream it goes to. */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly red: Paint;
  readonly magenta: Paint;
  readonly cyan: Paint;
  readonly colour: boolean;
  /** Columns of the terminal; null for a pipe or a file, where nothing is wrapped or cut. */
  readonly width: number | null;
}

export function createStyle({ colour, width }: Pick<Style, "colour" | "width">): Style {
  const { bold, dim, green, yellow, red, magenta, cyan } = picocolors.createColors(colour);
  return { bold, dim, green, yellow, red, magenta, cyan, colour, width };
}
