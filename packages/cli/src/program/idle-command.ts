import { didYouMean } from "@idle/core";
import { Command, type ErrorOptions } from "commander";

/** A command that tells of a misspelt option before it misses the one that was meant. */
export class IdleCommand extends Command {
  override createCommand(name?: string): Command {
    return new IdleCommand(name);
  }

  override error(message: string, options?: ErrorOptions): never {
    if (options?.code !== "commander.missingMandatoryOptionValue") return super.error(message, options);
    const { unknown } = this.parseOptions(rootOf(this).args);
    const known = lineage(this).flatMap((command) =>
      command
        .createHelp()
        .visibleOptions(command)
        .flatMap(({ short, long }) => [short, long]),
    );
    const names = known.filter((name) => name !== undefined);
    const wrong = unknown
      .map((word) => word.replace(/=.*$/s, ""))
      .find((word) => isOption(word) && !names.includes(word));
    if (wrong === undefined) return super.error(message, options);
    const meant = didYouMean(wrong, names);
    const hint = meant === undefined ? "" : `\n(Did you mean ${meant}?)`;
    return super.error(`error: unknown option '${wrong}'${hint}`, { code: "commander.unknownOption" });
  }
}

function isOption(word: string): boolean {
  return /^--?[^-]/.test(word);
}

function lineage(command: Command): Command[] {
  return command.parent === null ? [command] : [command, ...lineage(command.parent)];
}

function rootOf(command: Command): Command {
  return lineage(command).at(-1) ?? command;
}
