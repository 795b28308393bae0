/** What could stand at the cursor: the command tree and the words typed so far in; what is wanted there out. */
import type { Argument, Command, Option } from "commander";
import { lineage, subcommand, visibleOptions } from "../program/command-tree.ts";

export interface Candidate {
  readonly value: string;
  readonly description: string;
}

/** Values that the tree itself does not know. */
export type Source = "files" | "step types" | "schemas" | "aliases";

export interface Wanted {
  readonly candidates: readonly Candidate[];
  readonly source: Source | null;
  /** What stands before the value in the same word: `--config=`. */
  readonly prefix: string;
}

const nothing: Wanted = { candidates: [], source: null, prefix: "" };

/** `words` are those behind the name of the program, the last one up to the cursor; it may be empty. */
export function wantedAt(program: Command, words: readonly string[]): Wanted {
  const current = words.at(-1) ?? "";
  let command = program;
  let position = 0;
  let areOptionsOver = false;
  let pending: Option | null = null;
  const given = new Set<Option>();
  for (const word of words.slice(0, -1)) {
    if (pending !== null) {
      pending = null;
    } else if (word === "--" && !areOptionsOver) {
      areOptionsOver = true;
    } else if (isOption(word) && !areOptionsOver) {
      const option = findOption(command, word.replace(/=.*$/s, ""));
      if (option === null) continue;
      given.add(option);
      if (option.required && !word.includes("=") && isWhole(option, word)) pending = option;
    } else {
      const sub: Command | undefined = position === 0 ? subcommand(command, word) : undefined;
      if (sub === undefined) position++;
      else command = sub;
    }
  }
  if (pending !== null) return valueWanted(pending, current, "");
  if (isOption(current) && !areOptionsOver) {
    const assigned = /^(--[^=]+)=(.*)$/s.exec(current);
    if (assigned === null) return { ...nothing, candidates: optionsOf(command, given, current) };
    const option = findOption(command, assigned[1] ?? "");
    return option === null ? nothing : valueWanted(option, assigned[2] ?? "", `${assigned[1]}=`);
  }
  if (command.name() === "help" && command.parent === program)
    return { ...nothing, candidates: named(program, words.slice(1, -1), current) };
  if (command.commands.length > 0 && position === 0) return { ...nothing, candidates: commandsOf(command, current) };
  const argument = argumentAt(command, position);
  return argument === undefined ? nothing : valueWanted(argument, current, "");
}

function isOption(word: string): boolean {
  return word.startsWith("-") && word !== "-";
}

/** `-w` and not `-wfile`. */
function isWhole({ short, long }: Option, word: string): boolean {
  return word === short || word === long;
}

function findOption(command: Command, word: string): Option | null {
  const options = lineage(command).flatMap((each) => each.options);
  const whole = options.find((option) => isWhole(option, word));
  return (
    whole ??
    options.find(({ short }) => short !== undefined && !word.startsWith("--") && word.startsWith(short)) ??
    null
  );
}

function optionsOf(command: Command, given: ReadonlySet<Option>, current: string): Candidate[] {
  return visibleOptions(command)
    .filter((option) => !given.has(option) || option.variadic)
    .flatMap(({ long, short, description }) => {
      const value = long ?? short;
      return value?.startsWith(current) === true ? [{ value, description }] : [];
    });
}

function commandsOf(command: Command, current: string): Candidate[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((each) => ({ value: each.name(), description: each.summary() || each.description() }))
    .filter(({ value }) => value.startsWith(current));
}

/** Behind idle help: the commands below those named. */
function named(program: Command, names: readonly string[], current: string): Candidate[] {
  let command: Command = program;
  for (const name of names) {
    const next = subcommand(command, name);
    if (next === undefined) return [];
    command = next;
  }
  return commandsOf(command, current);
}

function argumentAt({ registeredArguments }: Command, position: number): Argument | undefined {
  const last = registeredArguments.at(-1);
  return registeredArguments[position] ?? (last?.variadic === true ? last : undefined);
}

/** What a placeholder stands for by its name, which people read in the help as well. */
const sources: readonly (readonly [RegExp, Source])[] = [
  [/^(file|change|plan|result|workflow|request|folder|directory|path)s?$/, "files"],
  [/^(step-?)?type$/, "step types"],
  [/^schema$/, "schemas"],
  [/^alias$/, "aliases"],
];

function valueWanted(wanted: Option | Argument, current: string, prefix: string): Wanted {
  const { argChoices } = wanted;
  if (argChoices !== undefined) {
    const values = argChoices.filter((value) => value.startsWith(current));
    return { candidates: values.map((value) => ({ value, description: "" })), source: null, prefix };
  }
  const name = "flags" in wanted ? (/[<[]([^>\]]+?)(\.\.\.)?[>\]]/.exec(wanted.flags)?.[1] ?? "") : wanted.name();
  return { candidates: [], source: sources.find(([pattern]) => pattern.test(name))?.[1] ?? null, prefix };
}
