/**
 * What a completion script is told: the words typed so far in, lines of `value TAB description` out, and in the last line
 * whether the shell is to complete files. Runs at every press of the Tab key, in whatever folder somebody stands: so it
 * reads no more than the names in a configuration, and loads no plug-in.
 */
import type { Command } from "commander";
import type { Shell } from "./shells.ts";
import { type Candidate, type Source, wantedAt } from "./wanted.ts";

/** A name that no shell takes for anything else, and no reader for another one. */
const harmless = /^[\p{L}\p{N}_@%+=:,./-]+$/u;
const longestDescription = 100;

/** `words` begin with what follows the program's name and end with the word at the cursor, maybe empty. */
export async function answer(
  program: Command,
  shell: Shell | (string & {}),
  words: readonly string[],
  workingFolder: string,
): Promise<string> {
  const plain = shell === "powershell" ? decoded(words) : words.map(withoutQuotes);
  const { candidates, source, prefix } = wantedAt(program, plain);
  const current = (plain.at(-1) ?? "").slice(prefix.length);
  const found = source === null || source === "files" ? candidates : await named(source, current, plain, workingFolder);
  const lines = found
    .filter(({ value }) => harmless.test(value))
    .map(({ value, description }) => `${prefix}${value}\t${onOneLine(description)}\n`);
  return `${lines.join("")}:${source === "files" ? "files" : "none"}\n`;
}

async function named(
  source: Exclude<Source, "files">,
  current: string,
  words: readonly string[],
  workingFolder: string,
): Promise<readonly Candidate[]> {
  if (source === "step types") return (await import("./step-type-candidates.ts")).stepTypeCandidates(current);
  if (source === "schemas") return (await import("./schema-candidates.ts")).schemaCandidates(current);
  return (await import("./alias-candidates.ts")).aliasCandidates(current, words, workingFolder);
}

/** PowerShell spoils quotes and empty words on their way to a program, so its words come as one. */
function decoded([text = ""]: readonly string[]): string[] {
  return Buffer.from(text, "base64").toString("utf8").split("\n");
}

/** As far as it matters for comparing: what the shell would take away from a word of plain characters. */
function withoutQuotes(word: string): string {
  return word.replace(/^(["'])(.*?)\1?$/s, "$2").replace(/\\(.)/gs, "$1");
}

function onOneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this takes out.
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/g, " ").trim();
  return line.length > longestDescription ? `${line.slice(0, longestDescription - 1)}…` : line;
}
