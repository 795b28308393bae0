/** Reads the commands of a shell block: which there are, what each is said to print, and the words of each. */

export interface Shown {
  /** As a shell takes it; may have several lines. */
  readonly command: string;
  /** What stands below it, in a block whose commands begin with "$ "; empty when nothing does. */
  readonly output: string;
}

/** A block either has its commands after "$ ", with what they print below, or is all commands. */
export function commandsOf(content: string): readonly Shown[] {
  if (!/^\$ /m.test(content)) return [{ command: content, output: "" }];
  const shown: { command: string; output: string }[] = [];
  for (const line of content.split(/(?<=\n)/)) {
    const last = shown.at(-1);
    if (line.startsWith("$ ")) shown.push({ command: line.slice(2), output: "" });
    else if (last?.output === "" && last.command.endsWith("\\\n")) last.command += line;
    else if (last !== undefined) last.output += line;
  }
  return shown;
}

/**
 * The simple commands of a script as lists of words, without redirections: enough to see which programs are called
 * with which options, not a shell. Backslashes (sh) and backticks (PowerShell) continue a line.
 */
export function wordsOf(script: string): readonly (readonly string[])[] {
  const commands: string[][] = [];
  let words: string[] = [];
  const end = () => {
    if (words.length > 0) commands.push(words);
    words = [];
  };
  const token =
    /[\\`]\r?\n|(?<end>\n|&&|\|\|?|;)|(?<blank>[ \t]+)|(?<comment>#[^\n]*)|(?<redirection>\d?>>?(?:&\d)?|<)|(?<word>(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s|;<>"'])+)/g;
  let skip = false;
  for (const { groups = {} } of script.matchAll(token)) {
    if (groups.end !== undefined) end();
    else if (groups.redirection !== undefined) skip = !groups.redirection.includes("&");
    else if (groups.word !== undefined && skip) skip = false;
    else if (groups.word !== undefined) words.push(groups.word.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'/g, "$1$2"));
  }
  end();
  return commands;
}
