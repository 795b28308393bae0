import type { Command } from "commander";
import { subcommand } from "./command-tree.ts";
import { examples, exitCodeHelp } from "./help-text.ts";

/** `idle help secrets open`, which says so when there is no such command. */
export function addHelp(program: Command): void {
  program
    .command("help")
    .summary("show the help of a command")
    .description("Shows the help of a command, as --help behind the command does.")
    .argument("[command...]", "the command, with those it is under")
    .addHelpText("after", () => `${examples(["idle help plan", "idle help secrets open"])}${exitCodeHelp("help")}`)
    .action((names: string[]) => find(program, names).outputHelp());
}

function find(program: Command, names: readonly string[]): Command {
  return names.reduce((command, name) => {
    const found = subcommand(command, name);
    if (found !== undefined) return found;
    // Its own words, with what was meant.
    if (command.commands.length > 0) command.parse(["--", name], { from: "user" });
    return command.error(`error: unknown command '${name}'`, { code: "commander.unknownCommand" });
  }, program);
}
