import type { Command, Option } from "commander";

/** The command and those it is under, the program last. */
export function lineage(command: Command): Command[] {
  return command.parent === null ? [command] : [command, ...lineage(command.parent)];
}

/** The options that people may write behind the command: its own first. */
export function visibleOptions(command: Command): Option[] {
  const options = lineage(command).flatMap((each) => each.createHelp().visibleOptions(each));
  const names = options.map(({ long, short }) => long ?? short);
  return options.filter((_, index) => names.indexOf(names[index]) === index);
}

/** By its name or one of its aliases. */
export function subcommand(command: Command, word: string): Command | undefined {
  return command.commands.find((each) => each.name() === word || each.aliases().includes(word));
}
