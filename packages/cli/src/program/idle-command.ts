import { Command, type ErrorOptions, Option } from "commander";
import { lineage, visibleOptions } from "./command-tree.ts";

/** A command that tells of a misspelt option before it misses the one that was meant. */
export class IdleCommand extends Command {
  override createCommand(name?: string): Command {
    return new IdleCommand(name);
  }

  override error(message: string, options?: ErrorOptions): never {
    if (options?.code === "commander.missingMandatoryOptionValue") this.refuseUnknownOption();
    return super.error(message, options);
  }

  /** In commander's own words, which it would have used had nothing been missing. */
  private refuseUnknownOption(): void {
    const known = visibleOptions(this);
    const names = known.flatMap(({ short, long }) => [short, long]);
    const { unknown } = this.parseOptions(lineage(this).at(-1)?.args ?? []);
    const wrong = unknown.find((word) => isOption(word) && !names.includes(word.replace(/=.*$/s, "")));
    if (wrong === undefined) return;
    const forgiving = new Command(this.name()).copyInheritedSettings(this).helpOption(false);
    for (const { flags, long } of known) {
      if (long !== undefined) forgiving.addOption(new Option(flags));
    }
    forgiving.parse([wrong.replace(/=.*$/s, "")], { from: "user" });
  }
}

function isOption(word: string): boolean {
  return /^--?[^-]/.test(word);
}
