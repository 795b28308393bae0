/** Wider than this help is no easier to read. */
const widest = 100;

/** The columns help may take: those of the terminal, up to a limit; 80 where there is none. */
export function helpColumns(terminal: { readonly isTTY?: boolean; readonly columns?: number }): number {
  return terminal.isTTY === true && terminal.columns ? Math.min(terminal.columns, widest) : 80;
}

/**
 * Help with no line over the width: an example goes on below with a backslash, as a shell takes it, everything else under
 * the place where its text begins. What fits stays as it is.
 */
export function fitHelp(text: string, width: number): string {
  let isExample = false;
  const lines = text.split("\n").map((line) => {
    if (/^\S.*:$/.test(line)) isExample = line === "Examples:";
    if (line.length <= width) return line;
    return isExample
      ? broken(line, { words: optionAndValue, hang: 4, width: width - 2, mark: " \\" })
      : broken(line, { words: oneWord, hang: hangOf(line), width, mark: "" });
  });
  return lines.join("\n");
}

/** Where the second column begins: `  130  interrupted`. */
function hangOf(line: string): number {
  return /^ +\S.*? {2,}(?=\S)/.exec(line)?.[0].length ?? /^ */.exec(line)?.[0].length ?? 0;
}

const oneWord = /\S+ */g;
/** An option is not parted from its value. */
const optionAndValue = /(?:-\S+ [^-\s]\S*|\S+) */g;

interface Breaking {
  readonly words: RegExp;
  readonly hang: number;
  readonly width: number;
  readonly mark: string;
}

/** A word that is longer than a line stays whole. */
function broken(line: string, { words, hang, width, mark }: Breaking): string {
  const rows: string[] = [];
  let row = /^ */.exec(line)?.[0] ?? "";
  let isEmpty = true;
  for (const word of line.trimStart().match(words) ?? []) {
    if (!isEmpty && row.length + word.trimEnd().length > width) {
      rows.push(row.trimEnd() + mark);
      row = " ".repeat(hang);
    }
    row += word;
    isEmpty = false;
  }
  return [...rows, row].join("\n");
}
